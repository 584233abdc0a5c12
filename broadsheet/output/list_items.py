"""Which items a list had and has: marks of them that the manifest keeps, and their names."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from posixpath import basename

from broadsheet.fingerprint import of_value
from broadsheet.site.outputs import Page
from broadsheet.urls import address_of

MARK = 6  # hexadecimal digits for an item
MOST = 100  # items; a longer list is not kept by its items
SHOWN = 5  # items that are named


def marks_of(value: object) -> str:
    """The marks of a list's items, by their addresses; empty where it has no such items."""
    if not isinstance(value, tuple) or not 0 < len(value) <= MOST:
        return ""
    addresses = [_address(item) for item in value]
    return "".join(map(_mark, addresses)) if all(addresses) else ""


def _address(item: object) -> str:
    return str(getattr(getattr(item, "card", item), "address", ""))


@lru_cache(maxsize=20_000)
def _mark(address: str) -> str:
    return of_value(address)[:MARK]


class ArticleNames:
    """The names of articles' files by the marks of their addresses, now and in the last build;
    looked up only when a list has changed."""

    def __init__(self, pages: Sequence[Page], before: Mapping[str, str]) -> None:
        self._pages, self._before = pages, before

    @cached_property
    def _names(self) -> Mapping[str, str]:
        names = {_mark(address_of(path)): text for path, text in self._before.items()}
        now = (page for page in self._pages if page.template == "article.html")
        names |= {_mark(page.address): page.source for page in now}
        return {mark: basename(path) for mark, path in names.items()}

    def difference(self, old: str, new: str) -> str:
        """The articles that came into a list and those that left it; empty where nothing is known
        of an item."""
        was, now = _split(old), _split(new)
        added = self._told("+", [it for it in now if it not in was])
        removed = self._told("-", [it for it in was if it not in now])
        if added is None or removed is None or not (was and now):
            return ""
        return ", ".join(part for part in (added, removed) if part)

    def _told(self, sign: str, marks: Sequence[str]) -> str | None:
        if any(mark not in self._names for mark in marks):
            return None
        if not marks:
            return ""
        named = ", ".join(self._names[mark] for mark in marks[:SHOWN])
        more = ", …" if len(marks) > SHOWN else ""
        return f"{sign}{len(marks)} {'article' if len(marks) == 1 else 'articles'}: {named}{more}"


def _split(marks: str) -> Collection[str]:
    return dict.fromkeys(marks[at : at + MARK] for at in range(0, len(marks), MARK))
