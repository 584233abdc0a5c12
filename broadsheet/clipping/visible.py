"""What a page shows of its report: headline, byline, day and language, as its readers see them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from lxml.html import HtmlElement

from broadsheet.clipping.html_page import HtmlPage, text_in
from broadsheet.clipping.report import Report
from broadsheet.clipping.titles import headline
from broadsheet.clipping.values import BY, authors_of, day_of, is_a_name, language_of

TEXT_BELOW = "boolean(following::p[string-length(normalize-space(.)) > 80])"
BYLINES = (
    "//*[@rel='author']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author-name ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
)
TIMES = (
    "//time[@itemprop='datePublished'][@datetime]",
    "//time[@pubdate][@datetime]",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')][@datetime]",
    "//article//header//time[@datetime]",
    "//header[.//h1]//time[@datetime]",
    "((//h1)[1]/following::time[@datetime])[1]",
)


def report_on_page(page: HtmlPage) -> Report:
    """What the page shows."""
    return Report(
        title=headline(page.tree),
        authors=_authors(page.tree),
        day=_day(page.tree),
        language=language_of(page.tree.get("lang") or page.tree.get("xml:lang")),
    )


def _elements(tree: HtmlElement, path: str) -> Sequence[HtmlElement]:
    return cast(Sequence[HtmlElement], tree.xpath(path))


def _authors(tree: HtmlElement) -> tuple[str, ...]:
    for path in BYLINES:
        found = [it for it in _elements(tree, path)[:20] if _is_above_text(it)]
        names = authors_of(text for it in found if 0 < len(text := text_in(it)) <= 120)
        if names and all(is_a_name(it) for it in names):
            return names
    return authors_of(it for it in _lines_near(tree) if BY.match(it) and it[:1].isupper())[:3]


def _is_above_text(element: HtmlElement) -> bool:
    """Whether it belongs to the report: not beside it, and with a paragraph of text below."""
    return not _is_aside(element) and bool(element.xpath(TEXT_BELOW))


def _is_aside(element: HtmlElement) -> bool:
    """Whether it stands beside the report: in a list of others, a comment, the foot of the page."""
    around = [element, *element.iterancestors()]
    return any(
        it.tag in ("aside", "footer", "nav", "li")
        or re.search(r"comment|related|sidebar|card|teaser", it.get("class") or "", re.IGNORECASE)
        for it in around
    )


def _lines_near(tree: HtmlElement) -> Iterator[str]:
    """Short lines right below the headline, where pages without marks name author and day."""
    near = _elements(
        tree,
        "((//h1)[position()<5]/following::*[self::p or self::div or self::span or self::address]"
        "[not(*[self::p or self::div])])[position()<9]",
    )
    for text in map(text_in, near):
        if 2 <= len(text.split()) <= 8:
            yield text


def _day(tree: HtmlElement) -> date | None:
    for path in TIMES:
        times = [it for it in _elements(tree, path)[:20] if _is_above_text(it)]
        days = {day_of(it.get("datetime")) for it in times}
        if len(days) == 1 and None not in days:
            return days.pop()
    return next(filter(None, map(day_of, _lines_near(tree))), None)
