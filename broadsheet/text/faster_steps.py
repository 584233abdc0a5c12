"""Which of Python-Markdown's patterns and processors can match at all in a source."""

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from markdown import Markdown

Steps = list[tuple[Any, tuple[str, ...]]]
ANYTHING = ("",)  # patterns that another extension adds are always tried


def source_of(md: Markdown) -> str:
    """The source that is being converted."""
    return "\n".join(md.lines)  # type: ignore[attr-defined]  # stubs lack it


class Choice:
    """The items of one of Python-Markdown's registries, by what a source holds.

    `needed` has, by the names of items, texts of which a part must hold one for the item to match;
    `begun_by` the sign of what an item only goes on with.
    """

    def __init__(
        self,
        registry: Any,
        needed: Mapping[str, tuple[str, ...]],
        begun_by: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._registry, self._needed, self._begun_by = registry, needed, begun_by
        self._signs = tuple(sorted({*chain(*map(_signs_in, chain(*needed.values())))}))
        self._for: dict[frozenset[str], Steps] = {}

    def for_source(self, source: str) -> Steps:
        """The items that may match in parts of a source, in order, each with the texts of which it
        needs one. No part has a sign that the source lacks."""
        held = frozenset([sign for sign in self._signs if sign in source])
        if held not in self._for:
            self._for[held] = self._steps(held)
        return self._for[held]

    def _steps(self, held: frozenset[str]) -> Steps:
        processors = list(self._registry)  # sorts them, and their names with them
        names = [item.name for item in self._registry._priority]
        return [
            (it, self._needed.get(name, ANYTHING))
            for it, name in zip(processors, names, strict=True)
            if held.issuperset(self._begun_by.get(name, ""))
            and any(held.issuperset(_signs_in(text)) for text in self._needed.get(name, ANYTHING))
        ]


def _signs_in(text: str) -> frozenset[str]:
    return frozenset(text) - {" ", "\n"}
