"""Changes parts of a text, and leaves every other byte and line end as it is."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Splice:
    """What stands from `start` to `end` in a text with LF line ends gives way to `text`."""

    start: int
    end: int
    text: str


def with_lf(text: str) -> str:
    """A text with LF line ends."""
    return LINE_END.sub("\n", text)


def line_end_of(text: str) -> str:
    """The line end that a text has most often; LF if it has none."""
    counted = Counter(LINE_END.findall(text))
    return counted.most_common(1)[0][0] if counted else "\n"


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """`text` with these changes, whose places are counted in `with_lf(text)` and do not overlap.
    Their lines get the line ends that the text has most often."""
    ends = [found.end() for found in LINE_END.finditer(text)]
    lf_ends = [place + 1 for place, sign in enumerate(with_lf(text)) if sign == "\n"]
    line_end, parts, done = line_end_of(text), [], 0

    def in_text(place: int) -> int:
        line = bisect_right(lf_ends, place)
        return place if not line else ends[line - 1] + place - lf_ends[line - 1]

    for splice in sorted(splices, key=lambda it: (it.start, it.end)):
        parts += [text[done : in_text(splice.start)], splice.text.replace("\n", line_end)]
        done = in_text(splice.end)
    return "".join([*parts, text[done:]])


def with_ends_of(text: str, like: str) -> str:
    """A text with LF line ends, its lines ended as the same lines of another text are, and all
    others as most of those."""
    ends, line_end = LINE_END.findall(like), line_end_of(like)
    if set(ends) <= {line_end}:
        return text.replace("\n", line_end)
    lines, old = text.split("\n"), with_lf(like).split("\n")
    found = [line_end] * (len(lines) - 1) + [""]
    for block in SequenceMatcher(None, old, lines, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            if block.a + step < len(ends) and block.b + step < len(lines) - 1:
                found[block.b + step] = ends[block.a + step]
    return "".join(line + end for line, end in zip(lines, found, strict=True))
