"""Writes books as EPUB 3.3 files: the same book always has the same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from lxml.html import HtmlElement

from broadsheet.fingerprint import of_bytes
from broadsheet.images.share_images import COVER_HEIGHT, WIDTH, draw_cover
from broadsheet.rendering.book_chapters import Chapters, Document, settle_links, shared_document
from broadsheet.rendering.book_pictures import book_picture
from broadsheet.rendering.epub_package import (
    COVER,
    COVER_PAGE,
    FOLDER,
    NAV,
    NCX,
    OPENING,
    PACKAGE,
    STYLE,
    Chapter,
    Item,
    Shown,
    container,
    nav,
    ncx,
    package,
    zip_time,
)
from broadsheet.rendering.packing import PackedFiles, stored, zip_of
from broadsheet.rendering.templates import Renderer
from broadsheet.rendering.xhtml import Placed, body_of, document, read_html
from broadsheet.rendering.xml_tree import Xml, element
from broadsheet.site.books import Book
from broadsheet.site.outputs import BOOK_ARTICLE, BOOK_OPENING, BOOK_STYLE, Page
from broadsheet.site.views import ArticleView
from broadsheet.urls import absolute

MEDIA_TYPE = "application/epub+zip"
DOCUMENT = "application/xhtml+xml"
STORED = (".png", ".jpg")  # packed already


def render_book(
    page: Page, renderer: Renderer, files_of_site: Mapping[str, bytes], known: Chapters
) -> bytes:
    """A book as an EPUB; `files_of_site` are the bytes of its pictures by their paths, `known` the
    chapters of other books.

    Raises TemplateFailed, ProblemsFound where a picture cannot be made, and Damaged.
    """
    book: Book = page.context["book"]
    articles: Sequence[ArticleView] = page.context["articles"]
    pictures = _pictures(book, files_of_site)
    chapters = _chapters(articles)
    documents = _documents(page, renderer, pictures, known)
    titles = {COVER_PAGE: book.cover_title, OPENING: book.facts.title}
    titles |= {chapter.name: chapter.title for chapter in chapters}
    files = {COVER_PAGE: _document(book, book.cover_title, _cover(book))}
    files |= {name: _document(book, titles[name], it.body) for name, it in documents.items()}
    files[STYLE] = renderer.part(page, BOOK_STYLE, page.context).encode()
    files[COVER] = draw_cover(book.cover)
    files |= {it.name: it.picture.content for it in pictures.values()}
    files |= {NAV: nav(book, chapters), NCX: ncx(book, chapters)}
    order = [COVER_PAGE, OPENING, NAV, *(chapter.name for chapter in chapters)]
    about = package(book, list(_items(files, pictures)), order, _shown(documents))
    return _zipped(book, {PACKAGE: about, **files}, known.packed)


def _pictures(book: Book, files: Mapping[str, bytes]) -> dict[str, Placed]:
    """The pictures of a book, by the web addresses at which views show them. The name of a file is
    the same in every book."""
    found = {}
    for address, original in book.pictures:
        picture = book_picture(original, files[original.path])
        name = f"pictures/{of_bytes(address.encode())[:16]}{picture.suffix}"
        found[absolute(book.site_url, address)] = Placed(name, picture)
    return found


def _documents(
    page: Page, renderer: Renderer, pictures: Mapping[str, Placed], known: Chapters
) -> dict[str, Document]:
    """The opening and the chapters of a book by their files, in order, with their links settled."""
    book: Book = page.context["book"]
    articles: Sequence[ArticleView] = page.context["articles"]
    is_full: bool = page.context["is_full"]
    shared = {name: page.context[name] for name in ("site", "page", "is_full")}

    def opening() -> HtmlElement:
        return read_html(renderer.part(page, BOOK_OPENING, page.context), pictures)

    def chapter(article: ArticleView) -> HtmlElement:
        html = renderer.part(page, BOOK_ARTICLE, {**shared, "article": article})
        return read_html(html, pictures)

    names = [it.name for it in _chapters(articles)]
    reading = {OPENING: opening}
    reading |= {name: partial(chapter, it) for name, it in zip(names, articles, strict=True)}
    documents = {OPENING: shared_document(opening())}
    for name, article in zip(names, articles, strict=True):
        documents[name] = known.of(article, is_full, reading[name])
    pairs = zip(articles, names, strict=True)
    addresses = {absolute(book.site_url, view.address): name for view, name in pairs}
    anchors = {name: it.anchors for name, it in documents.items()}
    for name, made in documents.items():
        if not made.leads.isdisjoint({"", *addresses}):
            tree = reading[name]()
            settle_links(tree, name, addresses, anchors)
            documents[name] = replace(made, body=body_of(tree))
    return documents


def _chapters(articles: Sequence[ArticleView]) -> list[Chapter]:
    return [
        Chapter(f"article-{number}.xhtml", it.title, it.language, it.direction)
        for number, it in enumerate(articles, 1)
    ]


def _cover(book: Book) -> Xml:
    size = {"width": str(WIDTH), "height": str(COVER_HEIGHT)}
    alt = f"{book.cover_title}: {book.publisher}, {book.facts.title}"
    image = element("img", src=COVER, alt=alt, role="doc-cover", given=size)
    kind = {"class": "cover", "epub:type": "cover"}
    return element("body", element("div", image, given=kind))


def _shown(documents: Mapping[str, Document]) -> Shown:
    found = documents.values()
    return Shown(any(it.pictures for it in found), all(it.described for it in found))


def _document(book: Book, title: str, body: Xml) -> bytes:
    return document(title, book.language, book.direction, STYLE, body)


def _items(files: Mapping[str, bytes], pictures: Mapping[str, Placed]) -> Iterator[Item]:
    """The manifest's items, one for each file."""
    media_types = {it.name: it.picture.media_type for it in pictures.values()}
    special = {
        NAV: Item(NAV, DOCUMENT, "nav"),
        NCX: Item(NCX, "application/x-dtbncx+xml"),
        STYLE: Item(STYLE, "text/css"),
        COVER: Item(COVER, "image/png", "cover-image"),
    }
    for name in files:
        yield special.get(name) or Item(name, media_types.get(name, DOCUMENT))


def _zipped(book: Book, files: Mapping[str, bytes], known: PackedFiles) -> bytes:
    """The container: the media type first and not packed, as OCF asks for."""
    whole = {"mimetype": MEDIA_TYPE.encode(), "META-INF/container.xml": container()}
    whole |= {f"{FOLDER}/{name}": content for name, content in files.items()}
    packed = {
        name: stored(content) if name == "mimetype" or name.endswith(STORED) else known.of(content)
        for name, content in whole.items()
    }
    return zip_of(packed, zip_time(book.facts.updated.at))
