"""Finds the text of a report in a page: its paragraphs, without menus and notices."""

import copy
from logging import CRITICAL, getLogger

from lxml.html import HtmlElement

from broadsheet.clipping.values import words

NOTICES = (
    "cookie", "consent", "gdpr", "newsletter", "subscribe", "paywall", "onetrust", "didomi",
)  # fmt: skip  # words in the ids and classes of what stands before a page
MOST_PARAGRAPHS = 2_000
TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext")  # they warn of what we expect


def prose_of(tree: HtmlElement, address: str) -> tuple[str, ...]:
    """The paragraphs of the report in a page, as trafilatura finds them; none where there are none.

    Its other findings are left aside: it takes a host for a publication, and the day of a teaser
    for that of the report.
    """
    from trafilatura import bare_extraction

    for name in TALKATIVE:
        getLogger(name).setLevel(CRITICAL)
    found = bare_extraction(
        _without_notices(tree), url=address or None, include_comments=False, include_tables=False
    )
    if found is None or isinstance(found, dict):
        return ()
    lines = (words(line) for line in (found.text or "").split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_PARAGRAPHS]


def _without_notices(tree: HtmlElement) -> HtmlElement:
    """A copy of the page without what asks readers for consent or money."""
    tree = copy.deepcopy(tree)
    for element in list(tree.iter("div", "section", "aside", "dialog", "form")):
        marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        is_notice = element.tag == "dialog" or any(it in marks for it in NOTICES)
        if is_notice and element.getparent() is not None and _is_small(element, tree):
            element.drop_tree()
    return tree


def _is_small(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether it holds no headline and less than half of the page's paragraphs."""
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    return 2 * sum(1 for _ in element.iter("p")) <= sum(1 for _ in tree.iter("p"))
