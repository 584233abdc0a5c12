"""Which figures a text has, whatever way it writes them: `1,200`, `1.200`, `1 200`, `1.2 thousand`
and `twelve hundred` are one."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal
from unicodedata import decimal

from broadsheet.desk.drafted import LONGEST
from broadsheet.desk.number_words import (
    IN_HAN,
    LETTERS,
    ORDINALS,
    SCALES,
    number_words,
    value_in_han,
    value_of,
)

MOST_DIGITS = 18
SPACES = "\u00a0\u202f\u2009'’"
RUN_OF_DIGITS = rf"\d{{1,{MOST_DIGITS}}}"
SIGN_BETWEEN = rf"(?:[.,\u066b\u066c{SPACES}]|(?<!\d{{4}}) (?=\d{{3}}(?!\d)))"
DIGITS = re.compile(rf"(?<!\d)(?<!\d[.,:/]){RUN_OF_DIGITS}(?:{SIGN_BETWEEN}{RUN_OF_DIGITS}){{0,6}}")
CLOCK = re.compile(
    r"(?<!\d)[0-2]?\d[:h][0-5]\d(?!\d)|(?<!\d)[0-2]?\d(?:[.:]\d\d)? ?(?:[ap]\.?m\.?|Uhr)(?!\w)"
)
SCALE = re.compile(
    r"[ \u00a0\u202f-]?("
    + "|".join(sorted(map(re.escape, SCALES), key=lambda it: -len(it)))
    + r")(?![a-zа-яà-ÿ])",
    re.IGNORECASE,
)
LETTER = re.compile(r"([kKmMbB])(?![^\W\d_])")
PERCENT = re.compile(
    r"[ \u00a0\u202f-]?(?:[%٪％]|per ?cent|prozent|pour cent|por ciento|per cento|por cento"
    r"|procent|процент"
    r"|في المئة|في المائة|بالمئة|بالمائة|درصد|प्रतिशत|फ़ीसदी|फीसदी|パーセント|퍼센트)",
    re.IGNORECASE,
)
PERCENT_BEFORE = re.compile(r"(?:百分之|%|٪) ?$")
OF_A_NAME = re.compile(r"[A-Za-zÀ-ÿА-я][-‑]?$")  # C-17, COVID-19, G7: the number is part of a name
ABOUT = {
    "about": "some about around roughly approximately circa ca ca. c. ~ ≈ rund etwa ungefähr zirka"
    " environ quelque quelques unos unas alrededor aproximadamente около примерно حوالي نحو حدود"
    " تقریبا लगभग करीब 約 约 大约 estimated an-estimated cerca",
    "more": "more-than over at-least above exceeding upwards-of mehr-als über mindestens"
    " plus-de au-moins más-de al-menos più-di oltre mais-de meer-dan более свыше أكثر-من بیش-از"
    " 超过 minimum-of as-many-as",
    "less": "nearly almost fewer-than less-than under up-to below close-to fast knapp weniger-als"
    " bis-zu presque près-de moins-de jusqu'à casi menos-de quasi meno-di quase bijna почти менее"
    " نزدیک-به just-under",
}  # fmt: skip
Rounding = Literal["", "about", "more", "less"]
ROUNDINGS: dict[str, Rounding] = {
    word.replace("-", " "): "about" if kind == "about" else "more" if kind == "more" else "less"
    for kind, words in ABOUT.items()
    for word in words.split()
}
STUCK: dict[str, Rounding] = {
    "約": "about", "约": "about", "~": "about", "≈": "about", "大约": "about", "超过": "more",
    "超": "more", "最大": "less", "近": "less",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: as it is written, where, and all that it can mean.

    `version` is what stands for a number of several points, such as `5.14.0`, which has no value.
    `rounding` says how exact the writer meant it, `in_words` whether it is no digits.
    """

    written: str
    start: int
    values: frozenset[float] = frozenset()
    version: str = ""
    is_percent: bool = False
    rounding: Rounding = ""
    in_words: bool = False
    is_in_name: bool = False

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.written)


def figures_in(text: str, language: str) -> list[Figure]:
    """The figures of a text in a language, in their order, without times of the clock."""
    text = CLOCK.sub(lambda it: "\ufffc" * len(it[0]), text[:LONGEST])
    digits = _together(_in_digits(text))
    taken = [(it.start, it.end) for it in digits]
    found = [*digits, *without([*_in_words(text, language), *_in_han(text)], taken)]
    return sorted(found, key=lambda it: (it.start, it.written))


def _together(figures: Iterable[Figure]) -> list[Figure]:
    """The figures, of which those that stick together are one: `1億2000万`."""
    found: list[Figure] = []
    for it in figures:
        if found and found[-1].end == it.start and found[-1].written[-1] in "兆億亿万萬千":
            before = found.pop()
            values = frozenset(one + other for one in before.values for other in it.values)
            it = replace(before, written=before.written + it.written, values=values)
        found.append(it)
    return found


def _in_digits(text: str) -> Iterator[Figure]:
    for match in DIGITS.finditer(text):
        digits = match[0].rstrip(".,'’" + SPACES)
        values, version = _meanings(digits)
        figure = Figure(digits, match.start(), frozenset(values), version)
        yield _with_surroundings(figure, text)


def _meanings(digits: str) -> tuple[set[float], str]:
    """All numbers that digits with signs between them may stand for; or else, where these can be no
    number, one form for them."""
    plain = "".join(str(decimal(it)) if it.isdecimal() else it for it in digits)
    plain = plain.replace("\u066b", ".").replace("\u066c", ",")
    parts = re.split(r"[^0-9]", plain)
    if len(parts) == 1:
        return {float(plain)}, ""
    signs = {it for it in plain if not it.isdecimal()}
    values = set[float]()
    if all(len(it) == 3 for it in parts[1:]) and len(parts[0]) <= 3 and len(signs) == 1:
        values.add(float("".join(parts)))
    elif len(parts[-1]) == 3 and all(len(it) == 2 for it in parts[1:-1]) and signs == {","}:
        values.add(float("".join(parts)))  # 1,20,000 as in India
    if len(parts) == 2 and signs <= {".", ","}:
        values.add(float(".".join(parts)))
    if len(signs) == 2 and all(len(it) == 3 for it in parts[1:-1]):
        values.add(float(f"{''.join(parts[:-1])}.{parts[-1]}"))
    return values, "" if values else ".".join(parts)


def _with_surroundings(figure: Figure, text: str) -> Figure:
    """The figure with the scale or the percent sign after it, and what stands before it."""
    written, at = figure.written, figure.end
    factors: set[float] = set()
    while (scale := SCALE.match(text, at)) and len(written) < 40:
        by = SCALES[scale[1].lower()]
        factors = {one * it for one in factors or {1.0} for it in by}
        written, at = text[figure.start : scale.end()], scale.end()
    values = {value * it for value in figure.values for it in factors} or set(figure.values)
    letter = None if factors else LETTER.match(text, at)
    if letter:
        written = text[figure.start : letter.end()]
        values |= {value * LETTERS[letter[1].lower()] for value in figure.values}
    percent = PERCENT.match(text, at)
    before = text[max(0, figure.start - 24) : figure.start]
    return replace(
        figure,
        written=text[figure.start : percent.end()] if percent else written,
        values=frozenset(values),
        is_percent=bool(percent or PERCENT_BEFORE.search(before)),
        rounding=_rounding(before),
        is_in_name=bool(OF_A_NAME.search(before)),
    )


def _rounding(before: str) -> Rounding:
    plain = before.lower().rstrip("€$£¥ \u00a0")
    words = [it.lstrip("(“\"'") for it in plain.split()[-2:]]
    one = ROUNDINGS.get(" ".join(words)) or ROUNDINGS.get(words[-1] if words else "")
    return one or _stuck(plain)


def _stuck(before: str) -> Rounding:
    return next((kind for sign, kind in STUCK.items() if before.endswith(sign)), "")


def _in_words(text: str, language: str) -> Iterator[Figure]:
    known = number_words(language.partition("-")[0].casefold())
    small = text.lower()
    if known is None or len(small) != len(text):
        return
    for match in known.form.finditer(small):
        value = float(value_of(match[0], known))
        figure = Figure(match[0], match.start(), frozenset([value]), in_words=True)
        figure = _with_surroundings(figure, text)
        if value >= 2 and (match[0] not in known.scales or figure.written != match[0]):
            yield figure
    if language.lower().startswith("en"):
        for match in re.finditer(r"\b[a-z]+th\b|\bthird\b", small):
            if match[0] in ORDINALS:
                value = float(ORDINALS[match[0]])
                yield Figure(match[0], match.start(), frozenset([value]), is_in_name=True)


def _in_han(text: str) -> Iterator[Figure]:
    for match in IN_HAN.finditer(text):
        value = float(value_in_han(match[0]))
        if value >= 2:
            yield Figure(match[0], match.start(), frozenset([value]), in_words=True)


def without(figures: Iterable[Figure], places: Iterable[tuple[int, int]]) -> list[Figure]:
    """The figures that stand in none of the places, each from a start to an end."""
    taken = sorted(places)
    starts = [it for it, _ in taken]
    ends = list(accumulate((it for _, it in taken), max))  # the last end of all that start before
    found = ((it, bisect_right(starts, it.start)) for it in figures)
    return [it for it, before in found if not before or ends[before - 1] <= it.start]
