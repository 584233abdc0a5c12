"""Checks of the words of a text: links that say nothing, headings out of step, words said twice."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from broadsheet.checking.desk import Desk
from broadsheet.problems import Problem, shortened

# Words that say of a link only that it is one. Case, signs and spaces at the ends do not matter.
VAGUE: frozenset[str] = frozenset(
    line.strip()
    for line in """\
    here
    click here
    click
    this link
    link
    this page
    read more
    read this
    read on
    more
    more here
    read more here
    see here
    hier
    hier klicken
    klicken sie hier
    link
    mehr
    weiterlesen
    mehr lesen
    ici
    cliquez ici
    lire la suite
    en savoir plus
    aquí
    haz clic aquí
    leer más
    qui
    clicca qui
    aqui
    clique aqui
    hier klikken
    lees meer
    här
    klicka här
    her
    klikk her
    tutaj
    kliknij tutaj
    zde
    здесь
    тут
    こちら
    ここ
    点击这里
    这里
    여기
    هنا""".splitlines()
)
LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]{1,40})\][(\[]"
    r"|<a\s[^<>]*>(?P<html>[^<>]{1,40})</a>",
    re.IGNORECASE,
)
# What programs such as Hugo, Jekyll and Eleventy replace: {{< name >}}, {{ name }}, {% name %}.
PLACEHOLDER = re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}\n]+%\}")
EDGES = " \t*_.:!?…>»→\"'“”"
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+\S|<h(?P<level>[1-6])[ >]", re.IGNORECASE)
UNDERLINED = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
# Words that are never right twice in a row, by language. That leaves out many slips, such as
# "that that", and finds none where there is none.
NEVER_TWICE: Mapping[str, str] = {
    "en": "the a an of to and or but for from with by at as be are was were is has have its this"
    " these they we our their which would could should will can may must into than then not",
    "de": "und oder aber von zu mit für auf aus bei nach ist sind war wird werden hat haben nicht"
    " auch ein einen einem einer eines dem des im am zum zur",
    "fr": "le de du des et ou un une pour avec dans sur par est sont au aux ce cette qui mais",
    "es": "el de del y o un una para con en por es son al este esta pero",
    "it": "il di del della e un una per con nel nella è sono ma al alla",
    "pt": "o de do da e um uma para com em no na por é são mas ao",
    "nl": "de het een van en of voor met op bij uit naar zijn wordt niet ook maar",
}
WORDS = {language: frozenset(words.split()) for language, words in NEVER_TWICE.items()}
TWICE = r"(?<![\w'’.-]){word}(?:[ \t]+|[ \t]*\n[ \t]*){word}(?![\w'’.-])"


def vague_links(desk: Desk) -> Iterator[Problem]:
    """Links whose words say nothing of where they lead."""
    for prose in desk.texts.values():
        for found in LINK.finditer(prose.written):
            words = found["words"] or found["html"]
            if words.strip(EDGES).casefold() in VAGUE:
                text = f'the words of a link say nothing of where it leads: "{shortened(words)}"'
                hint = "link the words that name what is there: [the report](…)"
                yield Problem(prose.path, prose.line(found.start()), text, hint)


def template_code(desk: Desk) -> Iterator[Problem]:
    """Shortcodes and tags of other programs, which nothing replaces here."""
    for prose in desk.texts.values():
        for found in PLACEHOLDER.finditer(prose.written):
            text = f"readers see the code of another program: {shortened(found[0])}"
            hint = "say it in Markdown; if readers are meant to see it, put it between backquotes"
            yield Problem(prose.path, prose.line(found.start()), text, hint)


def skipped_headings(desk: Desk) -> Iterator[Problem]:
    """Headings that are more than one level below the heading before them."""
    for prose in desk.texts.values():
        before = 0
        for line, level in headings(prose.lines()):
            if before and level > before + 1:
                text = f"a heading of level {level} follows one of level {before}"
                hint = f"write it with {'#' * (before + 1)}"
                yield Problem(prose.path, line, text, hint)
            before = level


def headings(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The line and the level of each heading."""
    before = ""
    for number, line in lines:
        found = HEADING.match(line)
        if found:
            yield number, int(found["level"] or len(found["marks"]))
        elif before.strip() and UNDERLINED.fullmatch(line):
            yield number - 1, 1 if "=" in line else 2
        before = line


def double_words(desk: Desk) -> Iterator[Problem]:
    """Words that stand twice in a row and never rightly do, in languages that we know."""
    for prose in desk.texts.values():
        never = WORDS.get(prose.language.partition("-")[0].casefold(), frozenset())
        words = prose.words.lower().split()
        for word in sorted({it for it, after in pairwise(words) if it == after and it in never}):
            for found in re.finditer(TWICE.format(word=word), prose.words, re.IGNORECASE):
                text = f'a word stands twice in a row: "{shortened(found[0])}"'
                yield Problem(prose.path, prose.line(found.start()), text, "delete one of the two")
