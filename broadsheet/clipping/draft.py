"""A report becomes a draft: its credit, an empty place to write in, and the material below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from broadsheet.clipping.material import comment
from broadsheet.clipping.report import Report
from broadsheet.content.articles import default_id
from broadsheet.content.settings import PERMALINK
from broadsheet.dates import Moment
from broadsheet.drafting.article_file import Value, article_file
from broadsheet.files import CONTENT
from broadsheet.urls import slugify

OWN_TITLE = "The title is the report's. Write your own before you take away draft: true."
NO_ADDRESS = "The text named no address. Write it below, and take away the # of these lines:"
OTHERS = "Others report it too. Take away the # of those that you used:"
PLACE = "https://…"  # of an address that the curator adds


@dataclass(frozen=True, slots=True)
class Choices:
    """What the curator chose for a draft: its section's key, moment, story and tags; `raw_html`,
    `permalink` and `site_url` are the site's settings."""

    section: str
    moment: Moment
    story: str = ""
    tags: Sequence[str] = ()
    raw_html: str = "sanitize"
    permalink: str = PERMALINK
    site_url: str = ""


def draft_path(report: Report, choices: Choices, number: int = 1) -> str:
    """The path of a draft; with a `number` above 1 another one, for a path that is taken."""
    day = choices.moment.at.date().isoformat()
    folder = f"{CONTENT}/{choices.section}" if choices.section else CONTENT
    return f"{folder}/{day}-{_slug(report, number)}.md"


def _slug(report: Report, number: int) -> str:
    return slugify(report.title) + (f"-{number}" if number > 1 else "")


def draft_file(
    report: Report,
    choices: Choices,
    archive: str = "",
    number: int = 1,
    credited: Sequence[Report] = (),
    others: Sequence[Report] = (),
) -> str:
    """The text of a draft, at the path of this number. `archive` is the address of a kept copy of
    the report. The identity in feeds is written out, so it stays when the file gets another name.

    Its title is the report's own, with a remark, so that the curator writes another. Without an
    address the credit is a remark too, as a source must have one. Further reports of the event are
    `credited`; `others` stand below the credits as a remark, ready to be credited.
    """
    moment = choices.moment
    named = [report, *credited] if report.url else credited
    header: dict[str, Value] = {
        "title": report.title,
        "date": moment.at if moment.has_time else "",
        "tags": tuple(choices.tags),
        "story": choices.story,
        "draft": True,
        "sources": [source(it, archive if it is report else "") for it in named],
    }
    if choices.site_url:
        header["id"] = default_id(choices.site_url, moment, _slug(report, number))
    remarks = {"title": OWN_TITLE}
    if not report.url:
        credit = {"name": "…", **source(report), "url": PLACE}
        skeleton = article_file({"sources": [credit]}, "").splitlines()[1:-1]
        remarks["sources"] = "\n".join([NO_ADDRESS, *skeleton])
    if others:
        ready = article_file({"sources": [*map(source, others)]}, "").splitlines()[2:-1]
        remarks["id"] = "\n".join([OTHERS, *ready])
    material = comment(report, choices.raw_html, (*credited, *others))
    return article_file(header, f"\n\n\n{material}", remarks)


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
