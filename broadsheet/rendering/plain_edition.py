"""Writes an edition as plain text, out of the theme's template for it.

It is UTF-8 with a byte order mark: many servers do not say how a text is encoded, and a browser
then reads Arabic or Japanese as nonsense unless the file says so itself.
"""

from codecs import BOM_UTF8

from broadsheet.rendering.templates import Renderer
from broadsheet.site.outputs import Page


def render_text(page: Page, renderer: Renderer) -> bytes:
    """The edition's text as bytes; raises TemplateFailed, or Damaged if a text is lost."""
    from broadsheet.text.text_layout import laid_out  # for the few sites that have such pages

    html = renderer.part(page, page.template, page.context)
    return BOM_UTF8 + laid_out(html).encode()
