"""Problems: what is wrong in the user's files, with file and line, and how they are printed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from traceback import walk_tb
from types import TracebackType

from broadsheet.stored import stored

SHOWN = 20  # of one kind that are printed in full
# What differs between two problems of one kind: quoted texts, names of files, addresses, numbers,
# what follows a colon (but for `key: value pairs`), and names at the end of a sentence.
VARYING = re.compile(
    r"""(?<!\bkey): .*|"[^"]*"|\bcontent/\S.*|\S*[./#]\S+|\b[0-9][0-9:+-]*"""
    r"""|(?<=unknown key )\S.*|\b(?<=its story )\S.*|(?<=\bno option )\S.*|(?<=\banchor )\S+"""
    r"""|(?<=\bthe (?:tag) )\S.*|(?<=\bthe author )\S.*|(?<=\bthe source )\S.*"""
)


@stored
@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong, and what to do about it.

    `path` is relative to the site, with forward slashes. `line` counts from 1; 0 means the file
    as a whole. Problems that stop the build and warnings are printed in the same form. `lost` are
    the published addresses that the site would lose, where that is what is wrong.
    """

    path: str
    line: int
    text: str
    hint: str = ""
    lost: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        hint = "".join(f"\n    {line}" for line in self.hint.splitlines())
        return f"{self.place}: {self.text}{hint}"

    @property
    def place(self) -> str:
        """The file, and the line in it, as editors and terminals know it."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def kind(self) -> str:
        """What it has in common with others of its kind, `…` in the place of what differs."""
        return VARYING.sub("…", self.text)


class ProblemsFound(Exception):
    """The sources contain mistakes, so nothing was published. Carries all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ProblemsFound"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # so that it can be pickled in a worker


@dataclass(slots=True)
class ProblemLog:
    """Collects what is found in one file: problems, which stop the build, and warnings."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, line: int, text: str, hint: str = "") -> None:
        """Note a mistake that stops the build."""
        self.problems.append(Problem(self.path, line, text, hint))

    def warning(self, line: int, text: str, hint: str = "") -> None:
        """Note something that the curator should know, without stopping the build."""
        self.warnings.append(Problem(self.path, line, text, hint))


def problem_lines(problems: Iterable[Problem], everything: bool, before: str = "") -> Iterator[str]:
    """Problems as lines that start with `before`; unless `everything` is asked for, only the first
    ones of each kind in full, and a count of the rest."""
    kinds: Counter[str] = Counter()
    for problem in problems:
        kinds[problem.kind] += 1
        if everything or kinds[problem.kind] <= SHOWN:
            yield f"{before}{problem}"
    for kind, count in kinds.items():
        if not everything and count > SHOWN:
            yield f"{before}and {count - SHOWN} more like this: {kind} (--explain shows them all)"


def refusal_words(error: OSError) -> str:
    """What the system refused, for a message: the file, if it names one, and why."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to `word`, or all known words."""
    words = sorted(known)
    near = get_close_matches(word.casefold(), words, n=1)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(words)}"


def innermost(trace: TracebackType | None, paths: frozenset[str]) -> tuple[str, int] | None:
    """The innermost line of a traceback that is in one of these templates; Jinja names their
    files there."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(trace)]
    return next((place for place in reversed(frames) if place[0] in paths), None)


def listed(words: Sequence[str]) -> str:
    """Words as part of a sentence: `a, b and c`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def shortened(text: str) -> str:
    """A text short enough for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
