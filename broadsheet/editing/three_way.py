"""Two people changed the same list of lines: what is the same, what did each change, and where do
they disagree?

This is the method of diff3, with what difflib finds in common. The library merge3 does it too, but
its license, the GPL, does not go with the one of this program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Whose = Literal["all", "theirs", "mine", "both", "conflict"]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of items, whose change it is, and where it starts in each version.

    `all`: nobody changed it. `both`: both made the same change. `conflict`: they made different
    ones.
    """

    whose: Whose
    base: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    start: int  # in theirs


def three_way(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Iterator[Part]:
    """The parts of three versions, in order; together they hold every item of each."""
    to_theirs, to_mine = _common(base, theirs), _common(base, mine)
    at = (0, 0, 0)
    for number in range(len(base) + 1):
        if number < len(base):
            if number not in to_theirs or number not in to_mine:
                continue
            here = (number, to_theirs[number], to_mine[number])
        else:
            here = (len(base), len(theirs), len(mine))
        yield from _changed(base, theirs, mine, at, here)
        if number < len(base):
            one = (base[number],)
            yield Part("all", one, (theirs[here[1]],), (mine[here[2]],), here[1])
            at = (here[0] + 1, here[1] + 1, here[2] + 1)


def _common(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where items of `base` stand in another version."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _changed(
    base: Sequence[str],
    theirs: Sequence[str],
    mine: Sequence[str],
    start: tuple[int, int, int],
    end: tuple[int, int, int],
) -> Iterator[Part]:
    parts = [
        tuple(it[first:last])
        for it, first, last in zip((base, theirs, mine), start, end, strict=True)
    ]
    old, their, my = parts
    if not any(parts):
        return
    whose: Whose = "conflict"
    if their == my:
        whose = "both"
    elif their == old:
        whose = "mine"
    elif my == old:
        whose = "theirs"
    yield Part(whose, old, their, my, start[1])
