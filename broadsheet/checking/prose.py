"""The words of a text as the curator wrote them, without code, comments and addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broadsheet.content.front_matter import split_front_matter
from broadsheet.problems import ProblemLog
from broadsheet.text.plain_text import FENCED, decode

GAP = "\ufffc"  # stands for each character that is no word, so that places stay the same
TICKS = re.compile(r"(?P<ticks>(?<![\\`])`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)")
INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
WRITTEN = (  # each with signs without which it finds nothing
    (("```", "~~~"), FENCED),
    (("<!--",), COMMENT),
    (("`",), TICKS),
    (("    ", "\t"), INDENTED),
)
WORDS = (
    (("](",), re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)")),  # [words](address "title")
    (("][",), re.compile(r"(?<=\])\[[^\]\n]*\]")),  # [words][name]
    (("]:",), re.compile(r"^ {0,3}\[[^\]\n]+\]:.*$", re.MULTILINE)),  # [name]: address
    (("<",), re.compile(r"</?[A-Za-z][^<>]*>")),
    (("://",), re.compile(r"https?://[^\s<>)\]]+")),
    (("{",), re.compile(r"\{[:.#][^{}\n]*\}")),
)
NOT_A_GAP = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of one file in a language, from its first line on.

    In `written` the front matter, code and comments are gaps, in `words` addresses and tags too;
    both have the lines of the file.
    """

    path: str
    language: str
    written: str
    words: str

    def line(self, place: int) -> int:
        """The line of the file, from 1, of a place in `written` or `words`."""
        return self.written.count("\n", 0, place) + 1

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of `written` with their numbers."""
        return enumerate(self.written.split("\n"), start=1)


def prose_of(path: str, content: bytes, language: str) -> Prose:
    """The words of the file with these bytes, which a build has found to be in order."""
    log = ProblemLog(path)  # what is wrong has been told already
    text = decode(content, log)
    split = split_front_matter(text, log) if text is not None else None
    if split is None:
        return Prose(path, language, "", "")
    written = "\n" * (split.body_line - 1) + _with_gaps(split.body, WRITTEN)
    return Prose(path, language, written, _with_gaps(written, WORDS))


def _with_gaps(text: str, patterns: Iterable[tuple[tuple[str, ...], re.Pattern[str]]]) -> str:
    for signs, pattern in patterns:
        if any(sign in text for sign in signs):
            text = pattern.sub(_gap, text)
    return text


def _gap(found: re.Match[str]) -> str:
    return NOT_A_GAP.sub(GAP, found[0])
