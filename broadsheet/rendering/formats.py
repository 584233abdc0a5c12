"""How the bytes of a page are made: by a template of the theme, or by the writer of its format.

A format is a row of `FORMATS`, under the name that its pages have for a template. A writer whose
libraries are slow to import imports them in a function, as every process reads this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.rendering.one_file import render_one_file
from broadsheet.rendering.plain_edition import render_text
from broadsheet.rendering.rss import Items, render_feed
from broadsheet.rendering.templates import Renderer
from broadsheet.site.outputs import EDITION_FILE, EDITION_TEXT, FEED, FEED_TEMPLATES, SHARD, Page
from broadsheet.site.search_index import render_shard


@dataclass(frozen=True, slots=True)
class Tools:
    """What a writer works with: a renderer for each theme by its name ("" is the site's), the
    items of feeds, which many feeds share, and the site's folder, for its pictures."""

    renderers: Mapping[str, Renderer]
    items: Items
    root: Path

    def renderer(self, page: Page) -> Renderer:
        """The renderer of a page's theme."""
        return self.renderers[page.theme]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what writes a page in it, which templates of the theme that renders, if any, and
    whether it reads files of the site, which only the machine that builds has.

    A page is made again when one of its templates, its context or the engine changes. So a writer
    may use nothing else; a file of the site may be read if the context holds its fingerprint.
    """

    write: Callable[[Page, Tools], bytes]
    templates: tuple[str, ...] = ()
    reads_files: bool = False


FORMATS: Mapping[str, Format] = {
    FEED: Format(lambda page, tools: render_feed(page, tools.items), FEED_TEMPLATES),
    SHARD: Format(lambda page, tools: render_shard(page.address, page.context["entries"])),
    EDITION_FILE: Format(
        lambda page, tools: render_one_file(page, tools.renderer(page), tools.root),
        (EDITION_FILE,),
        reads_files=True,
    ),
    EDITION_TEXT: Format(
        lambda page, tools: render_text(page, tools.renderer(page)), (EDITION_TEXT,)
    ),
}


def rendered(page: Page, tools: Tools) -> bytes:
    """A page's bytes; raises TemplateFailed, or Damaged if a text is lost."""
    format = FORMATS.get(page.template)
    return format.write(page, tools) if format else tools.renderer(page).page(page)


def templates_of(name: str) -> tuple[str, ...]:
    """The templates of the theme that make the pages whose template is `name`."""
    format = FORMATS.get(name)
    return format.templates if format else (name,)


def reads_files(name: str) -> bool:
    """Whether pages whose template is `name` are made with files of the site."""
    format = FORMATS.get(name)
    return format is not None and format.reads_files
