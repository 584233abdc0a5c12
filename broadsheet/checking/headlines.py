"""Checks of what stands above a text: titles and summaries."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from broadsheet.checking.desk import Desk
from broadsheet.problems import Problem, shortened
from broadsheet.text.markup import SENTENCE_END

SHORTEST_IN_CAPITALS = 12  # letters; shorter ones can be a name, such as NATO OTAN
REPEATED = 90.0  # the likeness of two sentences from which on they count as one, of 100


def long_titles(desk: Desk) -> Iterator[Problem]:
    """Titles of more characters than the site allows."""
    most = desk.limits.title_length
    for article in desk.articles:
        if len(article.title) > most and not article.untitled:
            text = f"the title is {len(article.title)} characters long, more than {most}"
            hint = "shorten it, and say the rest in the summary"
            yield Problem(article.path, article.line("title"), text, hint)


def titles_in_capitals(desk: Desk) -> Iterator[Problem]:
    """Titles of several words without a small letter, in scripts that have small letters."""
    for article in desk.articles:
        letters = [it for it in article.title if it.upper() != it.lower()]
        is_long = len(letters) >= SHORTEST_IN_CAPITALS and " " in article.title
        if is_long and all(it.isupper() for it in letters):
            hint = "write it as a sentence; a theme can show it in capitals"
            yield Problem(article.path, article.line("title"), "the title is all in capitals", hint)


def missing_summaries(desk: Desk) -> Iterator[Problem]:
    """Articles whose front matter has no summary."""
    for article in desk.articles:
        if not article.standfirst:
            hint = "add a line summary: with two or three sentences about it"
            yield Problem(article.path, article.line("summary"), "has no summary", hint)


def long_summaries(desk: Desk) -> Iterator[Problem]:
    """Summaries of more characters than the site allows."""
    most = desk.limits.summary_length
    for article in desk.articles:
        length = len(article.standfirst)
        if length > most:
            text = f"the summary is {length} characters long, more than {most}"
            hint = "keep two or three sentences, and move the rest into the text"
            yield Problem(article.path, article.line("summary"), text, hint)


def repeated_summaries(desk: Desk) -> Iterator[Problem]:
    """Summaries of which a reader finds the first sentence again at the start of the text."""
    for article in desk.articles:
        start, summary = article.body.summary, article.standfirst
        if not summary or not start:
            continue
        sentence = first_sentence(start)
        likeness = max(
            fuzz.ratio(sentence, it, processor=str.casefold)
            for it in (summary, first_sentence(summary))
        )
        if likeness >= REPEATED:
            text = f'the summary repeats the first sentence of the text: "{shortened(sentence)}"'
            hint = "say in one of the two what the other does not"
            yield Problem(article.path, article.line("summary"), text, hint)


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence; whole if it has only one."""
    found = SENTENCE_END.search(text)
    return text[: found.end()] if found else text
