"""Texts as pages and feeds show them, read from the store only when a page is rendered.

A view does not hold a text itself but a `Text`, which says which text and how to show it. So the
whole site can be laid out and compared with the last build without reading thousands of texts.
"""

import os
import re
import sqlite3
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from markupsafe import Markup

from broadsheet.content.store import FILE, Damaged
from broadsheet.fingerprint import of_bytes
from broadsheet.images.pictures import Rendition, Shown
from broadsheet.text.html_as_text import html_as_text
from broadsheet.urls import absolute, relative

HELD = re.compile(r' (href|src)="(link-[0-9a-f]+)-(\d+)"')
OTHERS = r'((?: [\w-]+="[^"]*")*)'  # attributes before or after
IMAGE = re.compile(rf'<img{OTHERS} src="(link-[0-9a-f]+)-(\d+)"{OTHERS}>')
SIZES = "(min-width: 46rem) 44rem, calc(100vw - 2rem)"  # the greatest width of pictures in a text
HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")


class TextStore:
    """The texts in a site's store, with one connection for each process that reads them."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._process, self._database = 0, sqlite3.connect(":memory:")
        self._inherited: list[sqlite3.Connection] = []

    def __getstate__(self) -> Path:
        return self._file

    def __setstate__(self, file: Path) -> None:
        self.__init__(file.parent)  # type: ignore[misc]

    def html(self, path: str, digest: str) -> str:
        """The HTML of the text in a content file; raises Damaged when the store has lost it."""
        if self._process != os.getpid():
            self._inherited.append(self._database)  # SQLite forbids closing it after a fork
            self._process, self._database = os.getpid(), sqlite3.connect(self._file, timeout=30)
        try:
            query = "SELECT html FROM texts WHERE path = ?"
            row = self._database.execute(query, [path]).fetchone()
        except sqlite3.DatabaseError as error:
            raise Damaged(str(error)) from error
        if row is None or of_bytes(row[0]) != digest:
            raise Damaged(f"it does not hold the text of {path}")
        html: str = row[0].decode("utf-8", "surrogatepass")
        return html

    def close(self) -> None:
        """Close this process's connection."""
        self._database.close()
        self._process = 0


@dataclass(frozen=True, slots=True)
class Embedding:
    """How a text is shown on a page with others: what goes before its anchors, how many ranks its
    headings are lowered, and which of the addresses that it links to stand on the page too, each
    with the anchor there, so that its links need not leave."""

    own: str = ""
    below: int = 0
    places: tuple[tuple[str, str], ...] = ()


def embedded(place: str) -> str:
    """What goes before the anchors of the text at a place on a page with others."""
    return f"{place}--"


@dataclass(frozen=True, slots=True)
class Text:
    """A text as one page or feed shows it; templates write it like any other value.

    `destinations` are the addresses that its links lead to, empty for a link that leads nowhere.
    Links are relative to the page at `page`, or absolute from `site_url` where `page` is empty.
    `pictures` are those of its links that are pictures, each with the link's number.
    """

    path: str
    digest: str
    size: int  # bytes, before links are filled in
    placeholder: str
    destinations: tuple[str, ...]
    page: str
    site_url: str
    embedding: Embedding
    pictures: tuple[tuple[int, Shown], ...]
    text_store: TextStore = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.size > 0

    def __html__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        html = self.text_store.html(self.path, self.digest)
        if self.pictures:
            html = IMAGE.sub(self._picture, html)
        if self.placeholder in html:
            html = HELD.sub(self._attribute, html).replace(
                f"{self.placeholder}-id-", self.embedding.own
            )
        below = self.embedding.below
        if not below:
            return html
        return HEADING.sub(lambda it: f"<{it[1]}h{min(6, int(it[2]) + below)}", html)

    def _picture(self, found: re.Match[str]) -> str:
        """An image as a page shows it, in several sizes; a feed gets only the plain file."""
        shown = dict(self.pictures).get(int(found[3])) if found[2] == self.placeholder else None
        if shown is None:
            return found[0]
        src, before, after = shown.src, found[1], found[4]
        is_sized = re.search(" (width|height)=", f"{before}{after}")
        size = "" if is_sized else f' width="{src.width}" height="{src.height}"'
        image = f'<img{before} src="{escape(self._link(src.address))}"{size}{after}>'
        if not self.page or not shown.webp:
            return image
        sizes = ", ".join(self._candidate(it) for it in shown.webp)
        source = f'<source type="image/webp" srcset="{sizes}" sizes="{SIZES}">'
        return f"<picture>{source}{image}</picture>"

    def _candidate(self, rendition: Rendition) -> str:
        return f"{escape(self._link(rendition.address))} {rendition.width}w"

    def _attribute(self, found: re.Match[str]) -> str:
        if found[2] != self.placeholder:
            return found[0]
        address = self._link(self.destinations[int(found[3])])
        return f' {found[1]}="{escape(address)}"' if address else ""

    def _link(self, destination: str) -> str:
        if not destination:
            return ""
        address, _, anchor = destination.partition("#")
        place = dict(self.embedding.places).get(address) if self.embedding.places else None
        if place:
            return f"#{embedded(place)}{anchor}" if anchor else f"#{place}"
        return (
            relative(self.page, destination) if self.page else absolute(self.site_url, destination)
        )


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without HTML, on one line."""

    path: str
    digest: str
    size: int  # bytes, with its HTML
    text_store: TextStore = field(repr=False, compare=False)

    def __str__(self) -> str:
        return html_as_text(self.text_store.html(self.path, self.digest))


Piece = Markup | Text  # HTML, or a text that becomes HTML


def size_of(piece: Piece) -> int:
    """The size of a piece of HTML in bytes; of a text, before links are filled in."""
    return piece.size if isinstance(piece, Text) else len(piece.encode())
