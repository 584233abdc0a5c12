"""Whether a draft credits each of its reports, and shows what is a report's as a quotation."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.covered import comparable
from broadsheet.desk.drafted import Drafted, Reported, texts_of
from broadsheet.desk.figures import figures_in
from broadsheet.desk.quoting import Quoting, unquoted
from broadsheet.desk.suggestion import Suggestion
from broadsheet.digest.attribution import QUOTED_AT_LEAST
from broadsheet.problems import shortened

COPIED = 8  # words in a row that need quotation marks
MOST_COPIED = 3  # suggestions
SAME_TITLE = 95.0  # the likeness of two titles from which on they count as one, of 100
LEAST_TELLING = 100  # a figure from which on it tells where it is from
MANY = 60_000  # signs of a report that are looked at


def title_suggestions(drafted: Drafted, reports: Sequence[Reported]) -> Iterator[Suggestion]:
    """That the title is a report's, if it is."""
    own = comparable(drafted.title)
    credited = [(it.title, it.name) for it in drafted.sources]
    for title, publisher in [*((it.title, it.publisher) for it in reports), *credited]:
        if own and fuzz.ratio(own, comparable(title), score_cutoff=SAME_TITLE):
            by = f" of {shortened(publisher)}" if publisher else ""
            said = "The title is a report’s own; write one in your own words"
            because = f"the report{by} has the title “{shortened(title)}”"
            yield Suggestion("reports-title", "title", said, because)
            return


def quotation_suggestions(
    found: Quoting, reports: Sequence[Reported], most: int
) -> Iterator[Suggestion]:
    """That more of the text is the reports' than `most` per cent, and which of their words stand
    without quotation marks."""
    if found.share > most and found.copied >= QUOTED_AT_LEAST:
        said = f"{found.share} per cent of the text stands in the reports word for word"
        because = f"{found.copied} of {found.words} words; more than {most} per cent is a lot"
        yield Suggestion("quotation", "body", said, because)
    for run in list(unquoted(found, COPIED))[:MOST_COPIED]:
        said = (
            f"Put these words in quotation marks, or say it in your own: “{shortened(run.written)}”"
        )
        because = f"these {run.words} words stand in {_named(reports[run.report])} in a row"
        yield Suggestion("copied", "body", said, because)


def credit_suggestions(
    drafted: Drafted, reports: Sequence[Reported], found: Quoting
) -> Iterator[Suggestion]:
    """What is missing of the credits: all of them, a name or an address, or a report whose words or
    figures the draft has."""
    if not drafted.sources:
        first = next((it for it in reports if it.url), None)
        said = f"Credit {_named(first)}" if first else "Credit the report that this is from"
        because = "the draft has no sources, and readers want to see whose work it is"
        yield Suggestion("no-credit", "sources", said, because, first.url if first else "")
    for number, source in enumerate(drafted.sources, 1):
        missing = [key for key in ("name", "url") if not getattr(source, key).strip()]
        if missing:
            who = shortened(source.name or source.url or source.title) or f"number {number}"
            said = f"The source {who} has no {_in_words(missing)}"
            because = "a source needs the name of the publication and the address of the report"
            yield Suggestion("bare-credit", "sources", said, because)
    if drafted.sources:
        yield from _uncredited(drafted, reports, found)


def _uncredited(
    drafted: Drafted, reports: Sequence[Reported], found: Quoting
) -> Iterator[Suggestion]:
    credited = {same_report(it.url) for it in drafted.sources if it.url}
    open_ones = [
        (number, it)
        for number, it in enumerate(reports)
        if it.url and it.key not in credited and same_report(it.url) not in credited
    ]
    if not open_ones:
        return
    values = _telling_figures(drafted, reports)
    for number, report in open_ones:
        run = next((it for it in found.runs if it.report == number), None)
        if run:
            because = f"the draft has {run.words} of its words in a row: “{shortened(run.written)}”"
        elif values.get(number):
            because = f"no other report has the number {shortened(values[number])} of the draft"
        else:
            continue
        said = f"Credit {_named(report)} too"
        yield Suggestion("uncredited-report", "sources", said, because, report.url)


def _telling_figures(drafted: Drafted, reports: Sequence[Reported]) -> dict[int, str]:
    """A figure of the draft that only one of the reports has, by the number of that report."""
    having = [
        {value for it in figures_in(f"{report.title}\n{report.text}", report.language)
         for value in it.values}
        for report in reports
    ]  # fmt: skip
    told: dict[int, str] = {}
    for _, text in texts_of(drafted):
        for figure in figures_in(text, drafted.language):
            if max(figure.values, default=0.0) < LEAST_TELLING or figure.is_in_name:
                continue
            numbers = [it for it, values in enumerate(having) if values & figure.values]
            if len(numbers) == 1:
                told.setdefault(numbers[0], figure.written)
    return told


def _named(report: Reported) -> str:
    return shortened(report.publisher or report.title) or "the report"


def _in_words(keys: Sequence[str]) -> str:
    said = {"name": "name", "url": "address"}
    return " and no ".join(said[it] for it in keys)
