"""What the server tells a page that is open, as server-sent events (HTML standard, 9.2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from broadsheet.problems import Problem

SHOWN_PROBLEMS = 50  # the terminal has all of them
LONGEST_LINE = 300  # of a source line that is shown
KEEP_ALIVE = b": still here\n\n"  # a comment, which browsers pass over


@dataclass(frozen=True, slots=True)
class Reload:
    """The page has changed: ask for it again."""

    name = "reload"

    def content(self) -> object:
        """Nothing more to say."""
        return {}


@dataclass(frozen=True, slots=True)
class Styles:
    """Only style sheets have changed: their new addresses by the old ones, and the page's tag."""

    styles: Mapping[str, str]
    tag: str
    name = "styles"

    def content(self) -> object:
        """The addresses and the tag."""
        return {"styles": dict(self.styles), "tag": self.tag}


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Mistakes keep the page from being what the files say; none of them means that all is well."""

    problems: tuple[Problem, ...]
    sources: tuple[str, ...]  # the line of each problem, as it stands in its file
    name = "problems"

    def content(self) -> object:
        """The first problems, each with its source line, and how many there are."""
        shown = [
            {"path": it.path, "line": it.line, "text": it.text, "hint": it.hint, "source": source}
            for it, source in zip(self.problems, self.sources, strict=False)
        ]
        return {"problems": shown, "count": len(self.problems)}


Message = Reload | Styles | Mistakes


def as_event(message: Message) -> bytes:
    """A message in the form that `EventSource` reads."""
    return f"event: {message.name}\ndata: {json.dumps(message.content())}\n\n".encode()


def mistakes(root: Path, problems: Sequence[Problem]) -> Mistakes:
    """The message about these problems; reads their lines in the site's folder."""
    lines = tuple(source_line(root, problem) for problem in problems[:SHOWN_PROBLEMS])
    return Mistakes(tuple(problems), lines)


def source_line(root: Path, problem: Problem) -> str:
    """The line of a file that a problem is about; empty where it cannot be shown."""
    path = root / problem.path
    try:
        if not problem.line or not path.resolve().is_relative_to(root.resolve()):
            return ""
        with path.open(encoding="utf-8", errors="replace") as lines:
            found = next(islice(lines, problem.line - 1, None), "")
    except (OSError, ValueError):  # a name with a zero byte is a ValueError
        return ""
    return found.rstrip()[:LONGEST_LINE]
