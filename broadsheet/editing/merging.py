"""A text was changed here and elsewhere: both changes go together, and nobody's line is dropped.

Front matter is merged by its keys, a body by its lines. Where the two changes disagree, both are
kept between marks as git makes them; no build takes a text with such marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from broadsheet.content.front_matter import FENCE, Split
from broadsheet.editing.front_matter_edits import MARK, split_of
from broadsheet.editing.key_merging import Clash, merged_keys
from broadsheet.editing.splices import with_ends_of, with_lf
from broadsheet.editing.three_way import Part, three_way
from broadsheet.problems import ProblemsFound

THEIRS, MIDDLE, MINE = "<<<<<<< in the file", "=======", ">>>>>>> yours"
Keep = Literal["both", "theirs", "mine"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where two changes disagree, with the three versions: a key of the front matter, or lines of
    the text where `key` is empty. `line` is that of the first one in `theirs`, from 1."""

    key: str
    line: int
    base: str
    theirs: str
    mine: str

    @property
    def name(self) -> str:
        """What disagrees, as part of a sentence."""
        if self.key:
            return self.key
        last = self.line + max(0, self.theirs.count("\n"))
        return f"line {self.line}" if last == self.line else f"lines {self.line} to {last}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with both changes; where there are conflicts, it has both versions between marks."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def merged(base: str, theirs: str, mine: str) -> Merged:
    """The text `base` with the changes that made `theirs` and `mine` of it. Line ends and the byte
    order mark are those of `theirs`."""
    return _merge(base, theirs, mine, "both")


def settled(base: str, theirs: str, mine: str, keep: Literal["theirs", "mine"]) -> str:
    """The same, but where they disagree one of the two is taken."""
    return _merge(base, theirs, mine, keep).text


def _merge(base: str, theirs: str, mine: str, keep: Keep) -> Merged:
    if base in (theirs, mine) or theirs == mine:
        return Merged(theirs if mine == base else mine)
    plain = [with_lf(it).removeprefix(MARK) for it in (base, theirs, mine)]
    text, conflicts = _of_plain(plain[0], plain[1], plain[2], keep)
    mark = MARK if theirs.startswith(MARK) else ""
    return Merged(mark + with_ends_of(text, theirs.removeprefix(MARK)), conflicts)


def _of_plain(base: str, theirs: str, mine: str, keep: Keep) -> tuple[str, tuple[Conflict, ...]]:
    parts = [_parts(it) for it in (base, theirs, mine)]
    old, their, my = parts
    if old is None or their is None or my is None:
        return _of_lines(base, theirs, mine, 1, keep)
    found = merged_keys(old.front_matter, their.front_matter, my.front_matter)
    if found is None:
        return _of_lines(base, theirs, mine, 1, keep)
    body, in_body = _of_lines(old.body, their.body, my.body, their.body_line, keep)
    front = "".join(_written(it, keep) if isinstance(it, Clash) else it for it in found)
    clashes = [it for it in found if isinstance(it, Clash)]
    in_keys = tuple(Conflict(it.key, it.line + 1, it.base, it.theirs, it.mine) for it in clashes)
    text = f"{FENCE}\n{front}{FENCE}\n{body}"
    return text, (*in_keys, *in_body)


def _parts(text: str) -> Split | None:
    """Front matter and body; None if a text does not have both."""
    try:
        return split_of(text)
    except ProblemsFound:
        return None


def _written(clash: Clash, keep: Keep) -> str:
    if keep != "both":
        return clash.theirs if keep == "theirs" else clash.mine
    lines = (f"{THEIRS}\n", clash.theirs, f"{MIDDLE}\n", clash.mine, f"{MINE}\n")
    return "".join(lines)


def _of_lines(
    base: str, theirs: str, mine: str, first: int, keep: Keep
) -> tuple[str, tuple[Conflict, ...]]:
    """Texts merged by lines; `first` is the number of the first line of `theirs`."""
    lines: list[str] = []
    conflicts: list[Conflict] = []
    for part in three_way(base.split("\n"), theirs.split("\n"), mine.split("\n")):
        lines += _lines_of(part, keep)
        if part.whose == "conflict":
            texts = ["\n".join(it) for it in (part.base, part.theirs, part.mine)]
            conflicts.append(Conflict("", first + part.start, *texts))
    return "\n".join(lines), tuple(conflicts)


def _lines_of(part: Part, keep: Keep) -> Iterator[str]:
    if part.whose != "conflict":
        yield from part.mine if part.whose == "mine" else part.theirs
    elif keep == "both":
        yield from (THEIRS, *part.theirs, MIDDLE, *part.mine, MINE)
    else:
        yield from part.theirs if keep == "theirs" else part.mine
