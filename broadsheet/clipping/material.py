"""Chooses the words of a report that a curator needs, and hides them from every build."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.clipping.report import Report
from broadsheet.clipping.values import shown
from broadsheet.text.reading_time import count_words

LARGEST = 12_000  # bytes of the material
MOST_PARAGRAPHS, FIRST_ALWAYS, MOST_QUOTATIONS = 12, 3, 8
LONGEST_PARAGRAPH = 1_500  # characters
FEWEST_WORDS = 5  # of a quotation
QUOTED = re.compile(
    r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\""
)
SENTENCE = re.compile(r"(?<=[.!?…۔])(?<!\b[A-Z]\.)[\"”»’)]*\s+(?=[^\sa-z])|(?<=[。！？])")
NAME = re.compile(r"(?<=[^.!?…]\s)[^\W\d_a-z]\w+")
NUMBER = re.compile(r"\d[\d.,]*")
HEAD = "From the report. No build shows these lines."
# What could end or begin a comment, an element, code, a merge conflict or a reference; in text
# such as a report's these signs say the same.
HARMLESS = (
    (re.compile(r"-{2,}|(?<=<!)-"), "–"), (re.compile("<"), "‹"), (re.compile(">"), "›"),
    (re.compile(r"&(?=[#\w])"), "& "), (re.compile(r"`{2,}|~{3,}"), "'"),
    (re.compile(r"={7,}"), "="), (re.compile(r"^---"), "–"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, and what the sentence says around them: who said them."""

    words: str
    around: str

    def __str__(self) -> str:
        return f"“{self.words}”" + (f" ({self.around})" if self.around else "")


def comment(report: Report, raw_html: str, others: Sequence[Report] = ()) -> str:
    """The report's standfirst, key paragraphs and quotations, as lines of Markdown without output;
    then those of others of the same event, each below its publication and title.

    `raw_html` is the site's setting: where HTML is shown as text, a comment would be too. There
    each line is a link definition, which Markdown never shows.
    """
    lines = [*_lines([report, *others])]
    if not lines:
        return ""
    if raw_html == "escape":
        hidden = (f"[//]: # ({_without_brackets(line)})" for line in (HEAD, *lines) if line)
        return "".join(f"{line}\n" for line in hidden)
    return "\n".join(["<!--", HEAD, *lines, "-->", ""])


def _without_brackets(line: str) -> str:
    return line.replace("(", "[").replace(")", "]").replace("\\", "/")


def _lines(reports: Sequence[Report]) -> Iterator[str]:
    left = LARGEST
    for number, report in enumerate(reports):
        lines = []
        for name, texts in _parts(report):
            kept = []
            for text in map(harmless, texts):
                left -= len(text.encode()) + 4
                kept += [f"  {text}"] if left > 0 else []
            lines += ["", name, *kept] if kept else []
        if lines and number:
            yield from ("", harmless(f"{report.name or report.url}: {report.title}"))
        yield from lines


def _parts(report: Report) -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        ("Standfirst:", [report.standfirst] if report.standfirst else []),
        ("Key paragraphs:", key_paragraphs(report.paragraphs)),
        ("Quotations:", [str(it) for it in quotations_in(report.paragraphs)]),
    )


def harmless(text: str) -> str:
    """A text on one line that ends no comment and starts nothing in Markdown, HTML or git."""
    line = shown(text)[:LONGEST_PARAGRAPH]
    for sign, other in HARMLESS:
        line = sign.sub(other, line)
    return line


def key_paragraphs(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs that say most, in their order: the first ones, then those with most numbers,
    names and quotations for their length."""
    whole = [it for it in paragraphs if count_words(it) >= FEWEST_WORDS]
    rest = sorted(range(FIRST_ALWAYS, len(whole)), key=lambda it: (-_weight(whole[it], it), it))
    chosen = {*range(min(FIRST_ALWAYS, len(whole))), *rest[: MOST_PARAGRAPHS - FIRST_ALWAYS]}
    return [whole[it] for it in sorted(chosen)]


def _weight(paragraph: str, place: int) -> float:
    told = 2 * len(NUMBER.findall(paragraph)) + len(set(NAME.findall(paragraph)))
    told += 3 * len(QUOTED.findall(paragraph))
    return told / (20 + count_words(paragraph)) + 1 / (2 + place)


def quotations_in(paragraphs: Sequence[str]) -> list[Quotation]:
    """The longer quotations with the rest of their sentence, each once, in their order."""
    found = dict.fromkeys(it for paragraph in paragraphs for it in _quoted(paragraph))
    return list(found)[:MOST_QUOTATIONS]


def _quoted(paragraph: str) -> Iterator[Quotation]:
    for match in QUOTED.finditer(paragraph):
        words = next(filter(None, match.groups())).strip(" ,")
        if count_words(words) < FEWEST_WORDS:
            continue
        before = SENTENCE.split(f"{paragraph[: match.start()]}“")[-1].rstrip("“")
        after = SENTENCE.split(paragraph[match.end() :].lstrip(" ,"))[0]
        ends = words.endswith((".", "!", "?", "。"))
        around = (
            before
            if ends and before.strip()
            else f"{before} … {after}"
            if before.strip()
            else after
        )
        yield Quotation(words, _short(around))


def _short(text: str) -> str:
    return " ".join(QUOTED.sub("…", text).split()).strip(" ,.:;…–—")[:160]
