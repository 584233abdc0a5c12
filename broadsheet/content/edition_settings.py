"""What `site.yaml` says of editions, and of the order in which the front page shows articles."""

from collections.abc import Mapping as Table
from dataclasses import dataclass

from broadsheet.content.fields import Field, choice, list_of


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """How articles are gathered into editions: `every` is day, week, month or none; `content` is
    `full` for whole articles, or `summary`; `files` are the kinds of files that each is offered as
    besides its page, of `html` and `text`."""

    every: str = "day"
    content: str = "full"
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontPageSettings:
    """How the front page shows articles: `order` is `edition`, as the curator has put the articles
    of an edition in order, or `date`, newest first."""

    order: str = "edition"


DEFAULT_EDITIONS, DEFAULT_FRONT_PAGE = EditionSettings(), FrontPageSettings()
EDITIONS: Table[str, Field] = {
    "every": Field(
        choice("day", "week", "month", "none"), "one edition a day, week or month, or none (day)"
    ),
    "content": Field(
        choice("full", "summary"), "whole articles: full; or their summaries: summary (full)"
    ),
    "files": Field(
        list_of(choice("html", "text"), "[html, text]"),
        "files to keep of each edition: html, text (none)",
    ),
}
FRONT_PAGE: Table[str, Field] = {
    "order": Field(
        choice("edition", "date"),
        "as you order each edition: edition; or newest first: date (edition)",
    ),
}
