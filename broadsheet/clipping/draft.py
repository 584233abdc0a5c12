"""A report becomes a draft: its credit, an empty place to write in, and the material below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from broadsheet.clipping.material import comment
from broadsheet.clipping.report import Report
from broadsheet.content.settings import PERMALINK
from broadsheet.dates import Moment
from broadsheet.drafting.article_file import Value, article_file
from broadsheet.files import CONTENT
from broadsheet.urls import slugify

OWN_TITLE = "The title is the report's. Write your own before you take away draft: true."
NO_ADDRESS = "The text named no address. Write it below, and take away the # of these lines:"
PLACE = "https://…"  # of an address that the curator adds


@dataclass(frozen=True, slots=True)
class Choices:
    """What the curator chose for a draft: its section's key, moment, story and tags; `raw_html` and
    `permalink` are the site's settings."""

    section: str
    moment: Moment
    story: str = ""
    tags: Sequence[str] = ()
    raw_html: str = "sanitize"
    permalink: str = PERMALINK


def draft_path(report: Report, choices: Choices, number: int = 1) -> str:
    """The path of a draft; with a `number` above 1 another one, for a path that is taken."""
    day = choices.moment.at.date().isoformat()
    more = f"-{number}" if number > 1 else ""
    folder = f"{CONTENT}/{choices.section}" if choices.section else CONTENT
    return f"{folder}/{day}-{slugify(report.title)}{more}.md"


def draft_file(report: Report, choices: Choices, archive: str = "") -> str:
    """The text of a draft. `archive` is the address of a kept copy of the report.

    Its title is the report's own, with a remark, so that the curator writes another. Without an
    address the credit is a remark too, as a source must have one.
    """
    moment = choices.moment
    header: dict[str, Value] = {
        "title": report.title,
        "date": moment.at if moment.has_time else "",
        "tags": tuple(choices.tags),
        "story": choices.story,
        "draft": True,
        "sources": [source(report, archive)] if report.url else (),
    }
    remarks = {"title": OWN_TITLE}
    if not report.url:
        credit = {"name": "…", **source(report), "url": PLACE}
        skeleton = article_file({"sources": [credit]}, "").splitlines()[1:-1]
        remarks["sources"] = "\n".join([NO_ADDRESS, *skeleton])
    return article_file(header, f"\n\n\n{comment(report, choices.raw_html)}", remarks)


def source(report: Report, archive: str = "") -> dict[str, Value]:
    """A report's credit, as an article's `sources` hold it; what is not known is left out."""
    day: date | str = report.day or ""
    values: dict[str, Value] = {
        "name": report.name,
        "title": report.title,
        "author": report.authors[0] if len(report.authors) == 1 else tuple(report.authors),
        "date": day,
        "language": report.language,
        "access": report.access,
        "url": report.url,
        "archive": archive,
    }
    return {key: value for key, value in values.items() if value not in ("", ())}
