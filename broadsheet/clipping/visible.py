"""What a page shows of its report: headline, byline, day and language, as its readers see them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast
from unicodedata import name as unicode_name

from lxml.html import HtmlElement

from broadsheet.clipping.html_page import HtmlPage, text_in
from broadsheet.clipping.report import Report
from broadsheet.clipping.values import BY, authors_of, day_of, is_a_name, language_of, title_of

DASHES = re.compile(r"\s+[|–—·»›-]\s+|\s+::\s+|｜")
BYLINES = (
    "//*[@rel='author']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author-name ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
)
TIMES = (
    "//time[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]/@datetime",
    "//article//header//time/@datetime",
    "//header[.//h1]//time/@datetime",
    "(//h1/following::time/@datetime)[1]",
)
# Letters that one living language writes; of other languages the letters say too little.
SCRIPTS = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "HEBREW": "he", "GREEK": "el",
           "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "KHMER": "km"}  # fmt: skip
WRITTEN_IN = {"ARABIC": "ar fa ur ps ku ckb ug sd", "CYRILLIC": "ru uk bg sr be mk kk ky mn tg",
              "CJK": "zh ja ko", "DEVANAGARI": "hi mr ne sa", "BENGALI": "bn as",
              **SCRIPTS}  # fmt: skip
ENOUGH = 40  # letters of a script from which on it says something


def report_on_page(page: HtmlPage) -> Report:
    """What the page shows."""
    return Report(
        title=headline(page.tree),
        authors=_authors(page.tree),
        day=_day(page.tree),
        language=language_of(page.tree.get("lang") or page.tree.get("xml:lang")),
    )


def headline(tree: HtmlElement) -> str:
    """The one headline of the page, or the first within its article; empty if it is not clear."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        found = [title_of(text_in(it)) for it in _elements(tree, path)]
        found = [it for it in dict.fromkeys(found) if it]
        if len(found) == 1:
            return found[0]
    return ""


def title_element(tree: HtmlElement) -> str:
    """What the `<title>` says, the site's name included."""
    element = next(iter(_elements(tree, "//head/title | //title")), None)
    return title_of(text_in(element)) if element is not None else ""


def without_site(title: str, site: str) -> str:
    """A page's title without the site's name at its start or end."""
    parts = [(it.start(), it.end()) for it in DASHES.finditer(title)]
    if not parts or not site:
        return title
    (end, after), (before, start) = parts[-1], parts[0]
    if title[after:].casefold() == site.casefold():
        return title[:end].strip()
    if title[:before].casefold() == site.casefold():
        return title[start:].strip()
    return title


def _elements(tree: HtmlElement, path: str) -> Sequence[HtmlElement]:
    return cast(Sequence[HtmlElement], tree.xpath(path))


def _authors(tree: HtmlElement) -> tuple[str, ...]:
    for path in BYLINES:
        found = [it for it in _elements(tree, path)[:20] if not _is_aside(it)]
        names = authors_of(text for it in found if 0 < len(text := text_in(it)) <= 120)
        if names and all(is_a_name(it) for it in names):
            return names
    return authors_of(_lines_by(tree))


def _is_aside(element: HtmlElement) -> bool:
    """Whether it stands beside the report: in a list of others, a comment, the foot of the page."""
    around = [element, *element.iterancestors()]
    return any(
        it.tag in ("aside", "footer", "nav", "li")
        or re.search(r"comment|related|sidebar|card|teaser", it.get("class") or "", re.IGNORECASE)
        for it in around
    )


def _lines_by(tree: HtmlElement) -> Iterator[str]:
    """Short paragraphs right at the start of the article that name who wrote it: `By Ann Lee`."""
    near = _elements(
        tree,
        "(//h1/following::*[self::p or self::div or self::span or self::address]"
        "[not(*[self::p or self::div])])[position()<9]",
    )
    for element in near:
        text = text_in(element)
        if BY.match(text) and text[:1].isupper() and 2 <= len(text.split()) <= 8:
            yield text
            return


def _day(tree: HtmlElement) -> date | None:
    for path in TIMES:
        days = {day_of(it) for it in cast(Sequence[str], tree.xpath(path))}
        if len(days) == 1 and None not in days:
            return days.pop()
    return None


def checked_language(language: str, text: str) -> str:
    """The language that a page names, unless its letters contradict it; without a name, the one
    that the letters alone tell."""
    letters = [unicode_name(it, "").partition(" ")[0] for it in text[:5_000] if it.isalpha()]
    counts = {it: letters.count(it) for it in set(letters)}
    script = max(sorted(counts), key=lambda it: counts[it], default="")
    if counts.keys() & {"HIRAGANA", "KATAKANA"} and script == "CJK":
        script = "HIRAGANA"
    if counts.get(script, 0) < ENOUGH:
        return language
    written = WRITTEN_IN.get(script, "").split()
    code = language.partition("-")[0]
    if language and (code in written or (not written and not _has_own_script(code))):
        return language
    return SCRIPTS.get(script, "") if not language or written or _has_own_script(code) else language


def _has_own_script(code: str) -> bool:
    """Whether a language is never written in Latin letters by a newspaper."""
    return any(code in tags.split() for tags in WRITTEN_IN.values()) and code not in (
        "sr",
        "uz",
        "ku",
    )
