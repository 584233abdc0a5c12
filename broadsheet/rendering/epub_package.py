"""The documents of an EPUB that describe it: package, contents and container.

Follows EPUB 3.3, and the discovery metadata of EPUB Accessibility 1.1 in the words of schema.org.
The contents are written twice, as a navigation document and, for older e-readers, as an NCX.
Whether a book conforms to WCAG is for people to say: it depends on their texts, so no book says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import count, islice

from broadsheet.rendering.xhtml import HTML5, XHTML_NAMES, look
from broadsheet.rendering.xml_tree import Xml, element, whole
from broadsheet.site.books import Book
from broadsheet.urls import absolute

OPF, DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
NCX_NAMES = "http://www.daisy.org/z3986/2005/ncx/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
FOLDER, PACKAGE, NAV, NCX, STYLE = "EPUB", "package.opf", "nav.xhtml", "toc.ncx", "style.css"
COVER, COVER_PAGE, OPENING = "cover.png", "cover.xhtml", "opening.xhtml"
FEATURES = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "displayTransformability",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in a book: its file, its title, the language and direction of that."""

    name: str
    title: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a book with its media type, in the words of the package."""

    name: str
    media_type: str
    properties: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What of its pictures a book must tell: whether it has any, and whether all are described."""

    pictures: bool
    described: bool


@cache
def container() -> bytes:
    """Where a reading system finds the package (OCF 3.3)."""
    where = {"full-path": f"{FOLDER}/{PACKAGE}", "media-type": "application/oebps-package+xml"}
    files = element("rootfiles", element("rootfile", given=where))
    return whole(element("container", files, xmlns=CONTAINER, version="1.0"))


def package(book: Book, items: Sequence[Item], order: Sequence[str], shown: Shown) -> bytes:
    """The package document of a book of these files; `order` names those to read, in order."""
    ids = {item.name: f"item-{number}" for number, item in enumerate(items, 1)}
    ids[NCX] = "ncx"
    ids[COVER] = "cover-image"
    listed = (_item(item, ids[item.name]) for item in items)
    turned = {"page-progression-direction": book.direction}
    pages = [element("itemref", idref=ids[name]) for name in order]
    spine = element("spine", *pages, toc="ncx", given=turned)
    about = element("metadata", *_described(book), *_accessible(book.accessibility, shown))
    names = {"xmlns": OPF, "xmlns:dc": DC, "version": "3.0", "dir": book.direction}
    names |= {"unique-identifier": "id", "xml:lang": book.language}
    return whole(element("package", about, element("manifest", *listed), spine, given=names))


@lru_cache(maxsize=2000)
def _item(item: Item, id_: str) -> Xml:
    named = {"properties": item.properties} if item.properties else {}
    return element("item", id=id_, href=item.name, given={"media-type": item.media_type, **named})


def _described(book: Book) -> Iterator[Xml]:
    """What the book is, in Dublin Core."""
    facts = book.facts
    yield element("dc:identifier", facts.id, id="id")
    yield element("dc:title", f"{book.publisher}: {facts.title}", id="title")
    yield element("dc:language", book.language)
    for name in facts.authors:
        yield element("dc:creator", name)
    yield element("dc:publisher", book.publisher)
    yield element("dc:date", facts.published.at.date().isoformat())
    yield element("dc:source", absolute(book.site_url, facts.page))
    if facts.summary:
        yield element("dc:description", facts.summary)
    for subject in facts.subjects:
        yield element("dc:subject", subject)
    updated = facts.updated.at.astimezone(UTC)
    yield _meta("dcterms:modified", f"{updated:%Y-%m-%dT%H:%M:%SZ}")
    yield _meta("belongs-to-collection", book.publisher, id="collection")
    yield _meta("collection-type", "series", refines="#collection")
    if book.number:
        yield _meta("group-position", book.number, refines="#collection")
    yield element("meta", name="cover", content="cover-image")


@lru_cache(maxsize=16)  # most books of a site are the same in this
def _accessible(summary: str, shown: Shown) -> tuple[Xml, ...]:
    """How people can read a book, with a summary in words."""
    return tuple(_access(summary, shown))


def _access(summary: str, shown: Shown) -> Iterator[Xml]:
    yield _meta("schema:accessMode", "textual")
    if shown.pictures:
        yield _meta("schema:accessMode", "visual")
    if shown.described:
        yield _meta("schema:accessModeSufficient", "textual")
    else:
        yield _meta("schema:accessModeSufficient", "textual,visual")
    described = ("alternativeText",) if shown.pictures and shown.described else ()
    for feature in (*FEATURES, *described):
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    yield _meta("schema:accessibilitySummary", summary)


@lru_cache(maxsize=100)
def _meta(property_: str, text: str, **names: str) -> Xml:
    return element("meta", text, given={"property": property_, **names})


def nav(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """The table of contents, which is a page of the book too."""
    entries = [element("li", element("a", book.facts.title, href=OPENING))]
    for title, found in _parted(book, chapters):
        lines = [element("li", _link(chapter, book)) for chapter in found]
        part = element("li", element("span", title), element("ol", *lines)) if title else None
        entries += [part] if part else lines
    heading = element("h1", book.contents_title)
    kind = {"id": "contents", "role": "doc-toc", "epub:type": "toc"}
    contents = element("nav", heading, element("ol", *entries), given=kind)
    named = element("title", f"{book.facts.title}: {book.contents_title}")
    places = _landmarks(book, chapters)
    shown = element("head", named, look(STYLE)), element("body", contents, places)
    names = {**XHTML_NAMES, "lang": book.language, "xml:lang": book.language}
    return whole(element("html", *shown, given={**names, "dir": book.direction}), HTML5)


def _landmarks(book: Book, chapters: Sequence[Chapter]) -> Xml:
    """The places that a reading system offers by itself; no page shows them."""
    lines = (
        _landmark("cover", COVER_PAGE, book.cover_title),
        _landmark("toc", f"{NAV}#contents", book.contents_title),
        _landmark("bodymatter", chapters[0].name, chapters[0].title),
    )
    hidden = {"hidden": "hidden", "id": "landmarks", "epub:type": "landmarks"}
    return element("nav", element("ol", *lines), given=hidden)


@lru_cache(maxsize=100)
def _landmark(kind: str, name: str, title: str) -> Xml:
    return element("li", element("a", title, href=name, given={"epub:type": kind}))


def _link(chapter: Chapter, book: Book) -> Xml:
    own = {"lang": chapter.language, "xml:lang": chapter.language, "dir": chapter.direction}
    given = own if chapter.language != book.language else {}
    return element("a", chapter.title, href=chapter.name, given=given)


def ncx(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """The contents as EPUB 2 has them."""
    numbers = count(1)

    def point(title: str, name: str, lines: Sequence[Chapter] = ()) -> Xml:
        id_ = f"point-{next(numbers)}"
        label = element("navLabel", element("text", title))
        inner = [point(chapter.title, chapter.name) for chapter in lines]
        return element("navPoint", label, element("content", src=name), *inner, id=id_)

    points = [point(book.facts.title, OPENING)]
    parts = list(_parted(book, chapters))
    for title, found in parts:
        if title:
            points.append(point(title, found[0].name, found))
        else:
            points += [point(chapter.title, chapter.name) for chapter in found]
    is_deep = any(title for title, _ in parts)
    facts = (("dtb:uid", book.facts.id), ("dtb:depth", "2" if is_deep else "1"))
    about = (element("meta", name=name, content=text) for name, text in facts)
    named = element("docTitle", element("text", book.facts.title))
    root = {"xmlns": NCX_NAMES, "version": "2005-1", "xml:lang": book.language}
    return whole(
        element("ncx", element("head", *about), named, element("navMap", *points), given=root)
    )


def _parted(book: Book, chapters: Sequence[Chapter]) -> Iterator[tuple[str, list[Chapter]]]:
    """The titles of the book's parts with their chapters."""
    left = iter(chapters)
    for part in book.parts:
        yield part.title, list(islice(left, part.size))


def zip_time(moment: datetime) -> tuple[int, int, int, int, int, int]:
    """A moment in UTC as a ZIP file holds it: from 1980 to 2107."""
    at = moment.astimezone(UTC)
    if at.year < 1980:
        return (1980, 1, 1, 0, 0, 0)
    return (min(at.year, 2107), at.month, at.day, at.hour, at.minute, at.second)
