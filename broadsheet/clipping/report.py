"""What is known about a report: the facts that a credit needs, and its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    """A report as one page or text shows it; what is not known is empty.

    `name` is the publication, `url` the report's address without tracking, `access` what a reader
    needs (`free`, `registration` or `paywall`), empty where the page does not say.
    """

    name: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    day: date | None = None
    language: str = ""
    access: str = ""
    url: str = ""
    standfirst: str = ""
    paragraphs: tuple[str, ...] = ()


def merged(reports: Iterable[Report]) -> Report:
    """One report, each value from the first of `reports` that knows it."""
    every = [*reports, Report()]
    names = [it.name for it in fields(Report)]
    values: dict[str, Any] = {name: _first([getattr(it, name) for it in every]) for name in names}
    return Report(**values)


def _first(values: Sequence[Any]) -> Any:
    return next(filter(None, values), values[-1])
