"""How the bytes of a page are made: by a template of the theme, or by the writer of its format.

A format is a row of `FORMATS`, under the name that its pages have for a template. A writer whose
libraries are slow to import imports them in a function, as every process reads this table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.images.share_images import draw_cover
from broadsheet.rendering.book_chapters import Chapters
from broadsheet.rendering.codes import code_of
from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.json_feed import render_json_feed
from broadsheet.rendering.plain_edition import render_text
from broadsheet.rendering.templates import Renderer
from broadsheet.site.books import Book
from broadsheet.site.outputs import (
    ATOM,
    BOOK,
    BOOK_TEMPLATES,
    CODE,
    COVER,
    EDITION_FILE,
    EDITION_TEXT,
    FEED,
    FEED_TEMPLATES,
    JSON_FEED,
    SHARD,
    InlinePicture,
    Page,
)
from broadsheet.site.search_index import render_shard


@dataclass(frozen=True, slots=True)
class Tools:
    """What a writer works with: a renderer for each theme by its name ("" is the site's), the
    items of feeds, which many feeds share, the bytes of the files that the page needs, by their
    paths, and the chapters that books share."""

    renderers: Mapping[str, Renderer]
    items: Items
    files: Mapping[str, bytes] = field(default_factory=dict)
    chapters: Chapters = field(default_factory=Chapters)

    def renderer(self, page: Page) -> Renderer:
        """The renderer of a page's theme."""
        return self.renderers[page.theme]


def _nothing(page: Page) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what writes a page in it, which templates of the theme that renders, if any, and
    which files of the site it needs, such as pictures.

    A page is made again when one of its templates, its context or the engine changes. So a writer
    may use nothing else; it may need a file if the context holds its fingerprint. A writer reads no
    file itself, as it may work on another machine.
    """

    write: Callable[[Page, Tools], bytes]
    templates: tuple[str, ...] = ()
    needs: Callable[[Page], Iterable[str]] = _nothing


def _rss(page: Page, tools: Tools) -> bytes:
    from broadsheet.rendering.rss import render_feed

    return render_feed(page, tools.items)


def _atom(page: Page, tools: Tools) -> bytes:
    from broadsheet.rendering.atom import render_atom

    return render_atom(page, tools.items)


def _one_file(page: Page, tools: Tools) -> bytes:
    from broadsheet.rendering.one_file import render_one_file

    return render_one_file(page, tools.renderer(page), tools.files)


def _book(page: Page, tools: Tools) -> bytes:
    from broadsheet.rendering.epub import render_book  # few sites have books

    return render_book(page, tools.renderer(page), tools.files, tools.chapters)


def _cover(page: Page, tools: Tools) -> bytes:
    return draw_cover(page.context["card"])


def _pictures(page: Page) -> Iterable[str]:
    book: Book = page.context["book"]
    return {original.path for _, original in book.pictures}


def _inline_pictures(page: Page) -> Iterable[str]:
    pictures: Sequence[InlinePicture] = page.context["pictures"]
    return {it.recipe.original.path for it in pictures}


FORMATS: Mapping[str, Format] = {
    FEED: Format(_rss, FEED_TEMPLATES),
    ATOM: Format(_atom, FEED_TEMPLATES),
    JSON_FEED: Format(lambda page, tools: render_json_feed(page, tools.items), FEED_TEMPLATES),
    CODE: Format(lambda page, tools: code_of(page.context["target"])),
    SHARD: Format(lambda page, tools: render_shard(page.address, page.context["entries"])),
    COVER: Format(_cover),
    BOOK: Format(_book, BOOK_TEMPLATES, _pictures),
    EDITION_FILE: Format(_one_file, (EDITION_FILE,), _inline_pictures),
    EDITION_TEXT: Format(
        lambda page, tools: render_text(page, tools.renderer(page)), (EDITION_TEXT,)
    ),
}


def rendered(page: Page, tools: Tools) -> bytes:
    """A page's bytes; raises TemplateFailed, or Damaged if a text is lost."""
    format = FORMATS.get(page.template)
    return format.write(page, tools) if format else tools.renderer(page).page(page)


def needs_of(page: Page) -> Iterable[str]:
    """The paths of the files of the site that a page is made of, each once."""
    format = FORMATS.get(page.template)
    return format.needs(page) if format else ()


def templates_of(name: str) -> tuple[str, ...]:
    """The templates of the theme that make the pages whose template is `name`."""
    format = FORMATS.get(name)
    return format.templates if format else (name,)
