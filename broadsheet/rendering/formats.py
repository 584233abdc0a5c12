"""How the bytes of a page are made: by a template of the theme, or by the writer of its format.

A format is a row of `FORMATS`, under the name that its pages have for a template. A writer whose
libraries are slow to import imports them in a function, as every process reads this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.rendering.atom import render_atom
from broadsheet.rendering.codes import code_of
from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.json_feed import render_json_feed
from broadsheet.rendering.rss import render_feed
from broadsheet.rendering.templates import Renderer
from broadsheet.site.outputs import ATOM, CODE, FEED, FEED_TEMPLATES, JSON_FEED, SHARD, Page
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
    """A format: what writes a page in it, and which templates of the theme that renders, if any.

    A page is made again when one of its templates, its context or the engine changes. So a writer
    may use nothing else; a file of the site may be read if the context holds its fingerprint.
    """

    write: Callable[[Page, Tools], bytes]
    templates: tuple[str, ...] = ()


FORMATS: Mapping[str, Format] = {
    FEED: Format(lambda page, tools: render_feed(page, tools.items), FEED_TEMPLATES),
    ATOM: Format(lambda page, tools: render_atom(page, tools.items), FEED_TEMPLATES),
    JSON_FEED: Format(lambda page, tools: render_json_feed(page, tools.items), FEED_TEMPLATES),
    CODE: Format(lambda page, tools: code_of(page.context["target"])),
    SHARD: Format(lambda page, tools: render_shard(page.address, page.context["entries"])),
}


def rendered(page: Page, tools: Tools) -> bytes:
    """A page's bytes; raises TemplateFailed, or Damaged if a text is lost."""
    format = FORMATS.get(page.template)
    return format.write(page, tools) if format else tools.renderer(page).page(page)


def templates_of(name: str) -> tuple[str, ...]:
    """The templates of the theme that make the pages whose template is `name`."""
    format = FORMATS.get(name)
    return format.templates if format else (name,)
