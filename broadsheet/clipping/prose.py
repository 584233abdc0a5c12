"""Finds the text of a report in a page: its paragraphs, without menus and notices."""

import copy
from dataclasses import dataclass
from datetime import date
from logging import CRITICAL, getLogger

from lxml.html import HtmlElement

from broadsheet.clipping.values import words

NOTICES = (
    "cookie", "consent", "gdpr", "newsletter", "subscribe", "paywall", "onetrust", "didomi",
)  # fmt: skip  # words in the ids and classes of what stands before a page
MOST_PARAGRAPHS = 2_000
TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext")  # they warn of what we expect


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of a report, and the day on which it was published, as the page shows it.

    Other facts of trafilatura are left aside: it takes a host for a publication, and a
    publication for a headline."""

    paragraphs: tuple[str, ...] = ()
    day: str = ""


def prose_of(tree: HtmlElement, address: str, latest: date) -> Prose:
    """The report in a page, as trafilatura finds it; nothing where it finds none.

    `latest` is the last day on which the report can have been published.
    """
    from trafilatura import bare_extraction

    for name in TALKATIVE:
        getLogger(name).setLevel(CRITICAL)
    tree = _without_notices(tree)
    found = bare_extraction(
        tree,
        url=address or None,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={
            "extensive_search": False, "original_date": True, "max_date": latest.isoformat(),
        },
    )  # fmt: skip
    if found is None or isinstance(found, dict):
        return Prose()
    lines = (words(line) for line in (found.text or "").split("\n"))
    return Prose(
        paragraphs=tuple(dict.fromkeys(line for line in lines if line))[:MOST_PARAGRAPHS],
        day=words(found.date),
    )


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
