"""Which words of a draft stand in its reports word for word, in quotation marks or without."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.clipping.material import QUOTED
from broadsheet.desk.drafted import LONGEST, Reported
from broadsheet.desk.telling_words import UNSPACED, folded

RUN = 6  # words in a row that are no chance
SIGNS_A_WORD = 2  # in scripts without spaces
WORD = re.compile(r"\w+(?:['’]\w+)*")
SIGN = re.compile(r"[^\W_]")
QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
MOST_PLACES = 8  # of one run in a report that are tried


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that a report has too: as the draft writes them, how many they are, which of
    the reports has them, and whether the draft shows them as a quotation."""

    written: str
    words: int
    report: int
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Quoting:
    """How much of a text is a report's: its words, those in runs, and the runs, longest first."""

    words: int
    copied: int
    runs: tuple[Run, ...]

    @property
    def share(self) -> int:
        """The per cent of the words that stand in a report in a row of six."""
        return self.copied * 100 // self.words if self.words else 0


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    start: int
    end: int
    is_quoted: bool = False


def quoting(text: str, reports: Sequence[Reported]) -> Quoting:
    """What of the words of a draft, as its readers see them, stands in reports in rows of six words
    or more; of a script without spaces, twelve signs."""
    text = text[:LONGEST]
    unspaced = len("".join(UNSPACED.findall(text))) * 2 > len("".join(WORD.findall(text)))
    size, unit = (RUN * SIGNS_A_WORD, SIGNS_A_WORD) if unspaced else (RUN, 1)
    quoted = [it.span() for form in (QUOTED, QUOTED_LINE) for it in form.finditer(text)]
    own = _tokens(text, unspaced, quoted)
    theirs = [[it.form for it in _tokens(each.text, unspaced)] for each in reports]
    places = _places(theirs, size)
    runs, copied, at = list[Run](), 0, 0
    while at <= len(own) - size:
        key = tuple(it.form for it in own[at : at + size])
        if key not in places or own[at].is_quoted != own[at + size - 1].is_quoted:
            at += 1
            continue
        report, length = _longest(own, at, places[key], theirs, size)
        span = own[at].start, own[at + length - 1].end
        written = " ".join(text[slice(*span)].split())
        runs.append(Run(written, length // unit, report, own[at].is_quoted))
        copied, at = copied + length, at + length
    runs.sort(key=lambda it: (-it.words, it.written))
    return Quoting(len(own) // unit, copied // unit, tuple(runs))


def _tokens(text: str, unspaced: bool, quoted: Sequence[tuple[int, int]] = ()) -> list[_Token]:
    form = SIGN if unspaced else WORD
    inside = {place for start, end in quoted for place in range(start, end)}
    return [
        _Token(folded(it[0]), it.start(), it.end(), it.start() in inside)
        for it in form.finditer(text[:LONGEST])
    ]


def _places(
    theirs: Sequence[Sequence[str]], size: int
) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Where each row of so many words begins: the report and the place in it."""
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for report, words in enumerate(theirs):
        for at in range(len(words) - size + 1):
            known = found.setdefault(tuple(words[at : at + size]), [])
            if len(known) < MOST_PLACES:
                known.append((report, at))
    return found


def _longest(
    own: Sequence[_Token],
    at: int,
    places: Sequence[tuple[int, int]],
    theirs: Sequence[Sequence[str]],
    size: int,
) -> tuple[int, int]:
    """The report with the longest row of words from a place on, and how many they are."""
    best = (0, 0)
    for report, start in places:
        length, words = size, theirs[report]
        while (
            at + length < len(own)
            and start + length < len(words)
            and own[at + length].form == words[start + length]
            and own[at + length].is_quoted == own[at].is_quoted
        ):
            length += 1
        best = max(best, (length, -report))
    return -best[1], best[0]


def unquoted(found: Quoting, fewest: int) -> Iterator[Run]:
    """The runs of so many words or more that the draft does not show as a quotation."""
    return (it for it in found.runs if not it.is_quoted and it.words >= fewest)
