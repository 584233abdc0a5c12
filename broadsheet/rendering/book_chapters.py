"""The chapters of books: an article's XHTML is made once for all the books that it stands in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from broadsheet.rendering.packing import PackedFiles
from broadsheet.rendering.xhtml import body_of, encoded
from broadsheet.rendering.xml_tree import Xml
from broadsheet.site.views import ArticleView

KEPT = 24_000_000  # characters of chapters
IDS = XPath("//@id", smart_strings=False)
Read = Callable[[], HtmlElement]
Anchors = Mapping[str, frozenset[str]]  # of the documents of a book, by their files


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a book whose links all lead to the web.

    `leads` are the addresses that links lead to, without anchors; the empty one stands for an
    anchor that the document has not. `pictures` says that there are any, and `described` that all
    have words for those who cannot see them.
    """

    body: Xml
    anchors: frozenset[str]
    leads: frozenset[str]
    pictures: bool
    described: bool


def shared_document(tree: HtmlElement) -> Document:
    """A document as it is in all books in which its links lead to the web; changes the tree."""
    anchors = frozenset(map(str, cast(list[object], IDS(tree))))
    images = list(tree.iter("img"))
    leads = set()
    for link in tree.iter("a"):
        whole, _, anchor = link.get("href", "").partition("#")
        if whole and not _is_self(link):
            leads.add(whole)
        elif anchor and not whole and anchor not in anchors:
            leads.add("")
    settle_links(tree, "", {}, {})
    described = all(it.get("alt", "").strip() for it in images)
    return Document(body_of(tree), anchors, frozenset(leads), bool(images), described)


def settle_links(
    tree: HtmlElement, own: str, addresses: Mapping[str, str], anchors: Anchors
) -> None:
    """Let links to articles of the book stay in it, and mark those that lead to the web.

    `own` is the file of this document, `addresses` has the files of articles by their addresses on
    the web. A link to an anchor that is not there leads to its document.
    """
    for link in tree.iter("a"):
        address = link.get("href", "")
        whole, _, anchor = address.partition("#")
        name = own if address.startswith("#") else addresses.get(whole, "")
        if name and not _is_self(link):
            place = f"#{anchor}" if anchor in anchors[name] else ""
            link.set("href", place if name == own and place else f"{name}{place}")
        elif address:
            link.set("href", encoded(address))
            if address.startswith(("http:", "https:")):
                link.set("class", f"{link.get('class', '')} web".strip())


def _is_self(link: HtmlElement) -> bool:
    """Whether it is the link of an article to itself on the web."""
    return "self" in link.get("class", "").split()


class Chapters:
    """The chapters made so far. Articles are known by their identity, as `Items` knows entries.

    `packed` are the files of books as they stand in their archives.
    """

    def __init__(self) -> None:
        self.packed = PackedFiles()
        self._known: dict[tuple[int, bool], tuple[ArticleView, Document]] = {}
        self._room = KEPT

    def of(self, article: ArticleView, is_full: bool, read: Read) -> Document:
        """The chapter of an article, whole or in summary; `read` gives the tree of a new one."""
        known = self._known.get((id(article), is_full))
        if known is None:
            known = (article, shared_document(read()))
            self._known[id(article), is_full] = known
            self._room -= len(known[1].body)
            while self._room < 0 and len(self._known) > 1:
                _, oldest = self._known.pop(next(iter(self._known)))
                self._room += len(oldest.body)
        return known[1]
