"""What a preview answers: a file as it is shown, and what an edit changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from broadsheet.problems import Problem


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What a preview shows of the site at `root`: also drafts, also articles of the future.

    `as_of` gives the current time in the site's time zone. `workers` is the most processes to use,
    None for as many as are worth it.
    """

    root: Path
    as_of: Callable[[tzinfo], datetime]
    drafts: bool = True
    future: bool = True
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of the built site: its bytes, or the file on disk that holds them.

    `tag` is a fingerprint of the bytes, for an `ETag`. `unpublished` says why an article's page
    would not be published now ("draft", "in the future"), else it is empty. `problems` are why the
    page cannot be made as it is now; `content` is then the last that could be made, or None.
    """

    content: bytes | None
    file: Path | None
    tag: str
    unpublished: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What came of looking at the site's files again.

    With `problems` the last good site stays. `pages_changed` says that some page may have changed,
    `only_styles` that nothing did but style sheets; `styles` then has the new path in the built
    site of each one by its old path. `seconds` is how long it took.
    """

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    pages_changed: bool = False
    only_styles: bool = False
    styles: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PagesChecked:
    """How far the pages of the site have been made: what was wrong in these, how many are left."""

    problems: tuple[Problem, ...]
    left: int
