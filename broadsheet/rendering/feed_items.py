"""The entries of feeds as bytes, each made once for the many feeds that it stands in."""

from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.site.outputs import Page
from broadsheet.site.views import Entry

KEPT = 8_000_000  # bytes of items, of which most stand in several feeds
TEXTS = 100  # entries whose HTML is kept: the formats of a feed are made one after another
Write = Callable[[Page, str, Mapping[str, Any]], str]
Make = Callable[[Entry, str, str], bytes]  # of an entry, its HTML and the address of the site


class Items:
    """What entries are in feeds, which is the same in every feed of a format.

    Entries are known by their identity: two that are equal may still be of different time zones.
    `write` makes the HTML of one through its template; it is the same in every format.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._known: dict[tuple[int, Make], tuple[Entry, bytes]] = {}
        self._texts: dict[int, tuple[Entry, str]] = {}
        self._room = KEPT

    def of(self, entry: Entry, page: Page, make: Make) -> bytes:
        """An entry as `make` writes it; made for the feed `page`, and the same for any other."""
        known = self._known.get((id(entry), make))
        if known is None:
            made = make(entry, self._html(entry, page), page.context["channel"].site_url)
            known = self._keep(entry, make, made)
        return known[1]

    def _html(self, entry: Entry, page: Page) -> str:
        if not entry.template:
            return ""
        known = self._texts.get(id(entry))
        if known is None:
            shared = {"site": page.context["site"], "page": page.context["page"]}
            html = self._write(page, entry.template, {**shared, **entry.context})
            known = self._texts[id(entry)] = (entry, html)
            if len(self._texts) > TEXTS:
                del self._texts[next(iter(self._texts))]
        return known[1]

    def _keep(self, entry: Entry, make: Make, made: bytes) -> tuple[Entry, bytes]:
        kept = self._known[id(entry), make] = (entry, made)
        self._room -= len(made)
        while self._room < 0 and len(self._known) > 1:
            _, oldest = self._known.pop(next(iter(self._known)))
            self._room += len(oldest)
        return kept
