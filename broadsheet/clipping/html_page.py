"""A page's HTML as a tree, and what the other modules of this package ask of it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree, html
from lxml.html import HtmlElement

from broadsheet.clipping.encodings import decoded
from broadsheet.clipping.values import words

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
HALVES = re.compile(r"[\ud800-\udfff]")
# A browser writes where a page was saved from into a comment at its top.
SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(https?://\S+)|^[ \t]*url:[ \t]*(https?://\S+)", re.M
)
# A start tag; the parser compares each of its attributes with all others.
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+>?""")
QUOTED = re.compile(r"""="[^"]*+"|='[^']*+'""")
LONG_TAG, MOST_ATTRIBUTES = 2_000, 300  # characters; attributes


MOST_ELEMENTS = 20_000
LONGEST_TEXT = 50_000  # characters between two tags


class NotAPage(Exception):
    """What was read is no HTML page; the text says what it is."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page: its tree, its `<meta>` values by their names in lower case, the address it was
    fetched from or saved from, empty if that is not known."""

    tree: HtmlElement
    meta: Mapping[str, Sequence[str]]
    address: str

    def said(self, *names: str) -> str:
        """The first value that is not empty of the `<meta>` elements of these names."""
        values = (words(it) for name in names for it in self.meta.get(name, ()))
        return next(filter(None, values), "")

    def links(self, kind: str) -> tuple[str, ...]:
        """The addresses of the `<link>` elements of a kind, such as `canonical`."""
        found = self.tree.iter("link")
        return tuple(
            it.get("href") or "" for it in found if kind in (it.get("rel") or "").lower().split()
        )

    @property
    def is_amp(self) -> bool:
        """Whether it is an AMP page, the copy of a page for phones that caches serve."""
        return any(it in self.tree.attrib for it in ("amp", "\u26a1", "amp4email"))


def html_page(content: bytes, address: str = "", declared: str = "") -> HtmlPage:
    """The page in some bytes; `declared` is the encoding that the server named.

    Elements nested deeper than 256 are dropped, as the parser does, and those after the first
    20,000. Raises NotAPage.
    """
    text = HALVES.sub("\ufffd", CONTROLS.sub(" ", decoded(content, declared)))
    if not re.search(r"<[a-zA-Z!?]", text[:100_000]):
        raise NotAPage("it is not an HTML page")
    text = TAG.sub(lambda it: "" if _is_hostile(it[0]) else it[0], text)
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, ValueError):
        raise NotAPage("it is an empty page") from None
    if tree.tag != "html":
        raise NotAPage("it is not an HTML page")
    _cut(tree)
    return HtmlPage(tree, _meta(tree), address or _saved_from(tree))


def _is_hostile(tag: str) -> bool:
    """Whether a start tag has hundreds of attributes."""
    return len(tag) > LONG_TAG and QUOTED.sub("=", tag).count("=") > MOST_ATTRIBUTES


def _cut(tree: HtmlElement) -> None:
    """Take out the elements after the first ones, and the ends of very long texts, so that a
    hostile page cannot keep us busy; a page of a publication has a tenth of them."""
    for element in list(islice(tree.iter(), MOST_ELEMENTS, None)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in tree.iter():
        if element.tag != "script" and element.text and len(element.text) > LONGEST_TEXT:
            element.text = element.text[:LONGEST_TEXT]
        if element.tail and len(element.tail) > LONGEST_TEXT:
            element.tail = element.tail[:LONGEST_TEXT]


def _meta(tree: HtmlElement) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("http-equiv")
        if key and element.get("content"):
            found[key.strip().lower()].append(element.get("content") or "")
    return found


def _saved_from(tree: HtmlElement) -> str:
    comments = [(it.text or "")[:2_000] for it in tree.itersiblings(etree.Comment, preceding=True)]
    comments += [
        it.text or "" for it in tree.xpath("(/html/comment()|/html/head/comment())[position()<9]")
    ]
    found = next(filter(None, map(SAVED_FROM.search, comments)), None)
    return (found[1] or found[2]) if found else ""


def text_in(element: HtmlElement) -> str:
    """The words in an element on one line, without those of scripts and styles."""
    parts = cast(
        Sequence[str],
        element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::template)]"),
    )
    return words("".join(parts))
