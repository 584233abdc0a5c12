"""Fragments of pages that come out alike on many of them: each is rendered once, then joined in.

`sharing` finds them in the templates. What is kept is known by all that it may depend on, so a page
with a fragment joined in is the same, byte for byte, as one that renders it anew.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from broadsheet.site.addresses import NOT_FOUND
from broadsheet.site.views import Card

MOST = 8_000  # fragments to keep
PLAIN = (str, int, bool, type(None))


class SharedFragments:
    """The fragments rendered so far for the pages of one theme."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[str, object]] = {}
        self._is_rendering = False
        self._page: Any = None
        self._place: tuple[object, ...] = ()

    @pass_context
    def fragment(self, context: Context, name: str, *given: Any, caller: Callable[[], str]) -> str:
        """The fragment `name` for the page of this context; `given` is what its macro was given.

        Nothing is looked up within a fragment: it is part of the outer one.
        """
        page = context.get("page")
        values = [_identity(it) for it in given]
        if self._is_rendering or page is None or None in values:
            return caller()
        site = context["site"]
        if page is not self._page:
            self._page, self._place = page, _place(page)
        key = (name, id(site), *self._place, *values)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = (self._rendered(caller), (site, given))
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return kept[0]

    def forget(self) -> None:
        """Forget all fragments, with the pages and values that they are known by."""
        self._kept.clear()
        self._page = None

    def _rendered(self, caller: Callable[[], str]) -> str:
        self._is_rendering = True
        try:
            return caller()
        finally:
            self._is_rendering = False


def _identity(value: object) -> tuple[object, ...] | None:
    """What a value given to a macro is known by; None for one that no other page has."""
    if type(value) is Card:
        return (Card, id(value))  # kept beside the fragment, so no other card takes its place
    return (type(value), value) if isinstance(value, PLAIN) else None


def _place(page: Any) -> tuple[object, ...]:
    """All of a page that a shared fragment may depend on."""
    folder = page.address[: page.address.rindex("/") + 1]
    place = (folder, page.address == NOT_FOUND, page.is_lite, page.section)
    return (*place, page.language, page.direction)
