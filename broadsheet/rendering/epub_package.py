"""The documents of an EPUB that describe it: package, contents and container.

Follows EPUB 3.3, and the discovery metadata of EPUB Accessibility 1.1 in the words of schema.org.
The contents are written twice, as a navigation document and, for older e-readers, as an NCX.
Whether a book conforms to WCAG is for people to say: it depends on their texts, so no book says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from broadsheet.rendering.xhtml import HTML5, MAKE, TYPE
from broadsheet.rendering.xml_tree import XML_LANG, Maker, written
from broadsheet.site.books import Book
from broadsheet.urls import absolute

OPF, DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
NCX_NAMES = "http://www.daisy.org/z3986/2005/ncx/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
OPF_MAKE, DC_MAKE = Maker(OPF, {"": OPF, "dc": DC}), Maker(DC, {"dc": DC})
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


def container() -> bytes:
    """Where a reading system finds the package (OCF 3.3)."""
    make = Maker(CONTAINER, {"": CONTAINER})
    where = {"full-path": f"{FOLDER}/{PACKAGE}", "media-type": "application/oebps-package+xml"}
    files = make("rootfiles", make("rootfile", **where))
    return written(make("container", files, version="1.0"))


def package(book: Book, items: Sequence[Item], order: Sequence[str], shown: Shown) -> bytes:
    """The package document of a book of these files; `order` names those to read, in order."""
    make = OPF_MAKE
    ids = {item.name: f"item-{number}" for number, item in enumerate(items, 1)}
    ids[NCX] = "ncx"
    ids[COVER] = "cover-image"
    manifest = make("manifest")
    for item in items:
        named = {"properties": item.properties} if item.properties else {}
        names = {"id": ids[item.name], "href": item.name, "media-type": item.media_type}
        manifest.append(make("item", **names, **named))
    turned = {"page-progression-direction": book.direction}
    pages = [make("itemref", idref=ids[name]) for name in order]
    spine = make("spine", *pages, toc="ncx", **turned)
    about = make("metadata", *_described(book), *_accessible(book, shown))
    root = make("package", about, manifest, spine, version="3.0", dir=book.direction)
    root.set("unique-identifier", "id")
    root.set(XML_LANG, book.language)
    return written(root)


def _described(book: Book) -> Iterator[etree._Element]:
    """What the book is, in Dublin Core."""
    facts = book.facts
    yield DC_MAKE("identifier", facts.id, id="id")
    yield DC_MAKE("title", f"{book.publisher}: {facts.title}", id="title")
    yield DC_MAKE("language", book.language)
    for name in facts.authors:
        yield DC_MAKE("creator", name)
    yield DC_MAKE("publisher", book.publisher)
    yield DC_MAKE("date", facts.published.at.date().isoformat())
    yield DC_MAKE("source", absolute(book.site_url, facts.page))
    if facts.summary:
        yield DC_MAKE("description", facts.summary)
    for subject in facts.subjects:
        yield DC_MAKE("subject", subject)
    updated = facts.updated.at.astimezone(UTC)
    yield _meta("dcterms:modified", f"{updated:%Y-%m-%dT%H:%M:%SZ}")
    yield _meta("belongs-to-collection", book.publisher, id="collection")
    yield _meta("collection-type", "series", refines="#collection")
    if book.number:
        yield _meta("group-position", book.number, refines="#collection")
    yield OPF_MAKE("meta", name="cover", content="cover-image")


def _accessible(book: Book, shown: Shown) -> Iterator[etree._Element]:
    """How people can read the book."""
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
    yield _meta("schema:accessibilitySummary", book.accessibility)


def _meta(property_: str, text: str, **names: str) -> etree._Element:
    return OPF_MAKE("meta", text, property=property_, **names)


def nav(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """The table of contents, which is a page of the book too."""
    make = MAKE
    entries = [make("li", make("a", book.facts.title, href=OPENING))]
    for title, found in _parted(book, chapters):
        lines = [make("li", _link(make, chapter, book)) for chapter in found]
        entries += [make("li", make("span", title), make("ol", *lines))] if title else lines
    heading = make("h1", book.contents_title)
    contents = make("nav", heading, make("ol", *entries), id="contents", role="doc-toc")
    contents.set(TYPE, "toc")
    named = make("title", f"{book.facts.title}: {book.contents_title}")
    look = make("link", rel="stylesheet", type="text/css", href=STYLE)
    places = _landmarks(make, book, chapters)
    shown = make("head", named, look), make("body", contents, places)
    root = make("html", *shown, lang=book.language, dir=book.direction)
    root.set(XML_LANG, book.language)
    return written(root, HTML5)


def _landmarks(make: Maker, book: Book, chapters: Sequence[Chapter]) -> etree._Element:
    """The places that a reading system offers by itself; no page shows them."""
    lines = []
    for kind, name, title in (
        ("cover", COVER_PAGE, book.cover_title),
        ("toc", f"{NAV}#contents", book.contents_title),
        ("bodymatter", chapters[0].name, chapters[0].title),
    ):
        link = make("a", title, href=name)
        link.set(TYPE, kind)
        lines.append(make("li", link))
    found = make("nav", make("ol", *lines), hidden="hidden", id="landmarks")
    found.set(TYPE, "landmarks")
    return found


def _link(make: Maker, chapter: Chapter, book: Book) -> etree._Element:
    link = make("a", chapter.title, href=chapter.name)
    if chapter.language != book.language:
        link.set("lang", chapter.language)
        link.set(XML_LANG, chapter.language)
        link.set("dir", chapter.direction)
    return link


def ncx(book: Book, chapters: Sequence[Chapter]) -> bytes:
    """The contents as EPUB 2 has them."""
    make = Maker(NCX_NAMES, {"": NCX_NAMES})
    number = 0

    def point(title: str, name: str, *inner: etree._Element) -> etree._Element:
        nonlocal number
        number += 1
        label = make("navLabel", make("text", title))
        place = {"id": f"point-{number}"}
        return make("navPoint", label, make("content", src=name), *inner, **place)

    points = [point(book.facts.title, OPENING)]
    is_deep = False
    for title, found in _parted(book, chapters):
        lines = [point(chapter.title, chapter.name) for chapter in found]
        is_deep = is_deep or bool(title)
        points += [point(title, found[0].name, *lines)] if title else lines
    facts = (("dtb:uid", book.facts.id), ("dtb:depth", "2" if is_deep else "1"))
    head = make("head", *(make("meta", name=name, content=text) for name, text in facts))
    named = make("docTitle", make("text", book.facts.title))
    root = make("ncx", head, named, make("navMap", *points), version="2005-1")
    root.set(XML_LANG, book.language)
    return written(root)


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
