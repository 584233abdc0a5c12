"""What stands above a text: a title or summary that is too long or missing, a wrong weekday."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from broadsheet.checking.headlines import REPEATED, first_sentence
from broadsheet.checking.weekdays import mistakes
from broadsheet.content.check_settings import CheckSettings
from broadsheet.desk.drafted import Drafted, texts_of
from broadsheet.desk.lengths import lengths_of
from broadsheet.desk.suggestion import Suggestion

HINTS = {
    "title": "search engines, feed readers and mail cut it off; say the rest in the summary",
    "summary": "search engines and social networks cut it off; move the rest into the text",
}


def heading_suggestions(drafted: Drafted, limits: CheckSettings) -> Iterator[Suggestion]:
    """Titles and summaries longer than the site wants them, a missing or repeated summary, and
    weekdays that are not their date's."""
    for length in lengths_of(drafted, limits):
        if length.is_over:
            over = length.characters - length.most
            said = f"Shorten the {length.name.lower()} by {over} character{'s' if over > 1 else ''}"
            because = f"it has {length.characters}, and {length.most} are the most: "
            yield Suggestion(
                f"long-{length.field}", length.field, said, because + HINTS[length.field]
            )
    texts = dict(texts_of(drafted))
    yield from _summary(texts["summary"].strip(), texts["body"])
    for field, text in texts.items():
        for _, what, hint in mistakes(text, drafted.language, drafted.day):
            yield Suggestion("wrong-weekday", field, f"{what[0].upper()}{what[1:]}", hint)


def _summary(summary: str, body: str) -> Iterator[Suggestion]:
    if not summary and body:
        because = "without one, lists and feeds show how the text begins"
        yield Suggestion("missing-summary", "summary", "Add a summary", because)
    elif summary and body:
        sentence = first_sentence(body)
        pairs = ((sentence, summary), (sentence, first_sentence(summary)))
        if max(fuzz.ratio(*it, processor=str.casefold) for it in pairs) >= REPEATED:
            said = "The summary repeats the first sentence of the text"
            because = "readers read the same sentence twice in a row"
            yield Suggestion("repeated-summary", "summary", said, because)
