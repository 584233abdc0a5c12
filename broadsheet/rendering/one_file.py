"""Writes an edition as one HTML file that needs nothing else: its pictures are inside.

It stays below a megabyte. Pictures that would make it larger are left out, the last ones first,
with a link in the place of each; a note on the page says how many.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from broadsheet.images.making import make
from broadsheet.rendering.templates import Renderer
from broadsheet.site.outputs import InlinePicture, Page
from broadsheet.urls import absolute

LIMIT = 1_000_000  # bytes
ROOM = 1_000  # bytes, for the note of pictures that were left out
SOURCE = re.compile(r"<source [^<>]*>")
PICTURE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
PLAYER = re.compile(r"<(audio|video)\b([^<>]*)>.*?</\1>", re.DOTALL)
TYPES = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"GI": "gif", b"RI": "webp"}


def render_one_file(page: Page, renderer: Renderer, files: Mapping[str, bytes]) -> bytes:
    """The file as bytes; `files` are those of its pictures, by their paths in the site.

    Raises TemplateFailed, Damaged if a text is lost, ProblemsFound if a picture cannot be read.
    """
    pictures: Sequence[InlinePicture] = page.context["pictures"]
    base = page.context["site"].url
    written = _players_as_links(renderer.part(page, page.template, page.context))
    placed: dict[str, str] = {}
    room = LIMIT - ROOM - (len(written.encode()) if pictures else 0)
    for picture in pictures:
        address = absolute(base, picture.address)
        data = _data(picture, files)
        room -= len(data) * _uses(written, address)
        if room < 0:
            break
        placed[address] = data
    left_out = len(pictures) - len(placed)
    if left_out:
        shown = {**page.context, "left_out": left_out}
        written = _players_as_links(renderer.part(page, page.template, shown))
    return _with_pictures(written, placed).encode()


def _uses(written: str, address: str) -> int:
    return written.count(f' src="{escape(address)}"')


def _data(picture: InlinePicture, files: Mapping[str, bytes]) -> str:
    """A picture as a `data:` URL (RFC 2397)."""
    content = next(make([picture.recipe], files[picture.recipe.original.path]))
    kind = TYPES.get(content[:2], "avif")
    return f"data:image/{kind};base64,{b64encode(content).decode()}"


def _with_pictures(written: str, placed: Mapping[str, str]) -> str:
    """The page with the pictures that are placed in it, and links to the others."""

    def image(found: re.Match[str]) -> str:
        attributes = dict(_attributes(found[1]))
        data = placed.get(attributes.get("src", "").replace("&amp;", "&"))
        if data is None:
            source, words = attributes.get("src", ""), attributes.get("alt", "")
            return f'<a href="{source}">{words or source}</a>'
        kept = {**attributes, "src": data}
        written = " ".join(f'{name}="{value}"' for name, value in kept.items())
        return f"<img {written}>"

    sole = SOURCE.sub("", written) if "<source" in written else written
    return PICTURE.sub(image, sole) if "<img" in sole else sole


def _players_as_links(written: str) -> str:
    """The page with a link to each recording in the place of its player, which could not play."""

    def link(found: re.Match[str]) -> str:
        source = dict(_attributes(found[2])).get("src", "")
        return f'<a href="{source}">{source.rpartition("/")[2]}</a>'

    return PLAYER.sub(link, written) if "<audio" in written or "<video" in written else written


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    for found in ATTRIBUTE.finditer(written):
        yield found[1], found[2]
