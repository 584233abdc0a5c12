"""Writes books as EPUB 3.3 files: the same book always has the same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml.html import HtmlElement, builder

from broadsheet.images.share_images import COVER_HEIGHT, WIDTH, draw_cover
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
from broadsheet.rendering.templates import Renderer
from broadsheet.rendering.xhtml import TYPE, Placed, document, encoded, read_html
from broadsheet.site.books import Book
from broadsheet.site.outputs import BOOK_ARTICLE, BOOK_OPENING, BOOK_STYLE, Page
from broadsheet.site.views import ArticleView
from broadsheet.urls import absolute

MEDIA_TYPE = "application/epub+zip"
DOCUMENT = "application/xhtml+xml"
STORED = (".png", ".jpg")  # packed already
FILE_MODE = 0o644 << 16  # a plain file that its owner may write


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a book before its links are settled: its file, title and body."""

    name: str
    title: str
    body: HtmlElement


def render_book(page: Page, renderer: Renderer, files_of_site: Mapping[str, bytes]) -> bytes:
    """A book as an EPUB; `files_of_site` are the bytes of its pictures by their paths.

    Raises TemplateFailed, ProblemsFound where a picture cannot be made, and Damaged.
    """
    book: Book = page.context["book"]
    articles: Sequence[ArticleView] = page.context["articles"]
    pictures = _pictures(book, files_of_site)
    texts = list(_texts(page, articles, renderer, pictures))
    _settle_links(texts, _addresses(book, articles))
    shown = _shown(texts)
    files = {text.name: _document(book, text) for text in texts}
    files[STYLE] = renderer.part(page, BOOK_STYLE, page.context).encode()
    files[COVER] = draw_cover(book.cover)
    files |= {it.name: it.picture.content for it in pictures.values()}
    chapters = _chapters(articles)
    files |= {NAV: nav(book, chapters), NCX: ncx(book, chapters)}
    order = [COVER_PAGE, OPENING, NAV, *(chapter.name for chapter in chapters)]
    about = package(book, list(_items(files, pictures)), order, shown)
    return _zipped(book, {PACKAGE: about, **files})


def _pictures(book: Book, files: Mapping[str, bytes]) -> dict[str, Placed]:
    """The pictures of a book, by the web addresses at which views show them."""
    found = {}
    for number, (address, original) in enumerate(book.pictures, 1):
        picture = book_picture(original, files[original.path])
        name = f"pictures/{number}{picture.suffix}"
        found[absolute(book.site_url, address)] = Placed(name, picture)
    return found


def _texts(
    page: Page,
    articles: Sequence[ArticleView],
    renderer: Renderer,
    pictures: Mapping[str, Placed],
) -> Iterator[Text]:
    """The documents of a book, in order, but for its contents."""
    book: Book = page.context["book"]
    yield Text(COVER_PAGE, book.cover_title, _cover(book))
    opening = renderer.part(page, BOOK_OPENING, page.context)
    yield Text(OPENING, book.facts.title, read_html(opening, pictures))
    for chapter, article in zip(_chapters(articles), articles, strict=True):
        html = renderer.part(page, BOOK_ARTICLE, {**page.context, "article": article})
        yield Text(chapter.name, chapter.title, read_html(html, pictures))


def _chapters(articles: Sequence[ArticleView]) -> list[Chapter]:
    return [
        Chapter(f"article-{number}.xhtml", it.title, it.language, it.direction)
        for number, it in enumerate(articles, 1)
    ]


def _cover(book: Book) -> HtmlElement:
    size = {"width": str(WIDTH), "height": str(COVER_HEIGHT)}
    alt = f"{book.cover_title}: {book.publisher}, {book.facts.title}"
    image = builder.IMG(src=COVER, alt=alt, role="doc-cover", **size)
    section = builder.DIV(image, builder.CLASS("cover"))
    section.set(TYPE, "cover")
    return builder.BODY(section)


def _addresses(book: Book, articles: Sequence[ArticleView]) -> dict[str, str]:
    """The files of articles in the book by their addresses on the web."""
    names = zip(articles, _chapters(articles), strict=True)
    return {absolute(book.site_url, view.address): chapter.name for view, chapter in names}


def _settle_links(texts: Sequence[Text], addresses: Mapping[str, str]) -> None:
    """Let links between articles of the book stay in it, and mark those that lead to the web."""
    anchors = {text.name: set(text.body.xpath("//@id")) for text in texts}
    for text in texts:
        for link in text.body.iter("a"):
            address = link.get("href", "")
            whole, _, anchor = address.partition("#")
            name = text.name if address.startswith("#") else addresses.get(whole, "")
            if name and "self" not in link.get("class", "").split():
                place = f"#{anchor}" if anchor in anchors[name] else ""
                _lead(link, place if name == text.name and place else f"{name}{place}")
            elif address:
                _lead(link, encoded(address))
                if address.startswith(("http:", "https:")):
                    link.set("class", f"{link.get('class', '')} web".strip())


def _lead(link: HtmlElement, address: str) -> None:
    link.set("href", address)


def _shown(texts: Sequence[Text]) -> Shown:
    images = [it for text in texts if text.name != COVER_PAGE for it in text.body.iter("img")]
    return Shown(bool(images), all(it.get("alt", "").strip() for it in images))


def _document(book: Book, text: Text) -> bytes:
    return document(text.title, book.language, book.direction, STYLE, text.body)


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


def _zipped(book: Book, files: Mapping[str, bytes]) -> bytes:
    """The container: the media type first and not packed, as OCF asks for."""
    written = BytesIO()
    when = zip_time(book.facts.updated.at)
    whole = {"META-INF/container.xml": container()}
    whole |= {f"{FOLDER}/{name}": content for name, content in files.items()}
    with ZipFile(written, "w") as archive:
        for name, content in {"mimetype": MEDIA_TYPE.encode(), **whole}.items():
            entry = ZipInfo(name, when)
            is_stored = name == "mimetype" or name.endswith(STORED)
            entry.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, FILE_MODE  # the same on every system
            archive.writestr(entry, content)
    return written.getvalue()
