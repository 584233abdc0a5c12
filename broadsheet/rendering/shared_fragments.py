"""Fragments of pages that come out alike on many of them: each is rendered once, then joined in.

`sharing` finds them in the templates. What is kept is known by all that it may depend on, so a page
with a fragment joined in is the same, byte for byte, as one that renders it anew.

Of a page's address a fragment has no more than its links. The link from a page to an address
depends on how deep the page is, and on the folders above the page that the address is in too. So on
two pages of one depth a fragment is the same if the nearest folder above them that some of its
links lead into is the same, or if there is none.
"""

from collections.abc import Callable, Iterator
from typing import Any

from jinja2.runtime import Context

from broadsheet.site.addresses import NOT_FOUND
from broadsheet.site.views import Card
from broadsheet.urls import file_address

MOST = 8_000  # fragments to keep
PLAIN = (str, int, bool, type(None))


class Kept:
    """A fragment: where its links lead into, its text by the folder that is `_nearest`, and the
    values that it is known by, kept so that no others take their place."""

    __slots__ = ("into", "texts", "values")

    def __init__(self, values: object) -> None:
        self.into, self.texts, self.values = set[str](), dict[str, str](), values


class SharedFragments:
    """The fragments rendered so far for the pages of one theme."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Kept] = {}
        self._places: dict[tuple[object, ...], tuple[int, object]] = {}
        self._is_rendering = False
        self._page: Any = None
        self._site: Any = None
        self._place = 0
        self._above: tuple[str, ...] = ()

    def fragment(self, context: Context, make: Callable[[], str], name: str, *given: Any) -> str:
        """The fragment `name` for the page of this context, as `make` renders it; `given` is what
        its macro was given.

        Nothing is looked up within a fragment: it is part of the outer one.
        """
        page = context.get("page")
        values = [*map(_identity, given)]
        if self._is_rendering or page is None or None in values:
            return make()
        site = context["site"]
        if page is not self._page or site is not self._site:
            self._turn_to(page, site)
        key = (name, self._place, *values)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = Kept((site, given))
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        text = kept.texts.get(self._nearest(kept))
        return self._rendered(context, make, kept) if text is None else text

    def _turn_to(self, page: Any, site: Any) -> None:
        """Find out where another page is, or one of another site."""
        self._page, self._site, self._above = page, site, tuple(_above(page.address))
        place = (id(site), *_place(page, len(self._above)))
        self._place, _ = self._places.setdefault(place, (len(self._places), site))

    def _nearest(self, kept: Kept) -> str:
        """The nearest place above the page, or the page itself, that the fragment links into."""
        for place in self._above:
            if place in kept.into:
                return place
        return ""

    def forget(self) -> None:
        """Forget all fragments, with the pages and values that they are known by."""
        self._kept.clear()
        self._places.clear()
        self._page = self._site = None

    def _rendered(self, context: Context, make: Callable[[], str], kept: Kept) -> str:
        environment: Any = context.environment
        linked = environment.linked = set[str]()
        self._is_rendering = True
        try:
            text = make()
        finally:
            self._is_rendering = False
            environment.linked = None
        into = {place for address in linked for place in _into(address)}
        if not into <= kept.into:
            kept.into |= into
            kept.texts.clear()  # by other places than the nearest now
        kept.texts[self._nearest(kept)] = text
        return text


def _identity(value: object) -> tuple[object, ...] | None:
    """What a value given to a macro is known by; None for one that no other page has."""
    if type(value) is Card:
        return (Card, id(value))  # kept beside the fragment, so no other card takes its place
    return (type(value), value) if isinstance(value, PLAIN) else None


def _place(page: Any, depth: int) -> tuple[object, ...]:
    """All of a page that a shared fragment may depend on, but for the names of its folders."""
    place = (depth, page.address == NOT_FOUND, not page.address, page.is_lite, page.section)
    return (*place, page.language, page.direction)


def _above(address: str) -> Iterator[str]:
    """A page's own file, and the folders above it but for the root, the nearest first."""
    yield file_address(address)
    end = address.rfind("/")
    while end > 0:
        yield address[: end + 1]
        end = address.rfind("/", 0, end)


def _into(address: str) -> Iterator[str]:
    """The folders that an address is in but for the root, and the page of one with an anchor, which
    is linked from that page itself in another way."""
    target, anchor, _ = address.partition("#")
    above = _above(target)
    page = next(above)
    yield from above
    if anchor:
        yield page
