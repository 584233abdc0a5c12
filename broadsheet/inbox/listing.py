"""A group of reports, those of one event, as a curator looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.clipping.covered import Covered
from broadsheet.inbox.choosing import best_of, first_of
from broadsheet.inbox.items import Item


@dataclass(frozen=True, slots=True)
class Group:
    """The reports of one event, the newest first; `why` says what makes the best one best."""

    items: tuple[Item, ...]
    first: Item
    best: Item
    why: str
    covered: Covered | None = None

    @property
    def number(self) -> int:
        """The number of its event."""
        return self.first.event or self.first.id

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who reports the event, each once, the first to report first."""
        ordered = sorted(self.items, key=lambda it: (it.at, it.id))
        return tuple(dict.fromkeys(it.publisher for it in ordered))

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that the feeds of its reports are for."""
        return tuple(sorted({it.section for it in self.items if it.section}))

    @property
    def is_unread(self) -> bool:
        """Whether a report of it is new."""
        return any(it.state == "new" for it in self.items)


def group_of(members: Sequence[Item], covered: Covered | None = None, language: str = "") -> Group:
    """The group of reports of one event, for a site of a language."""
    newest_first = tuple(sorted(members, key=lambda it: (-it.at, it.id)))
    best = best_of(newest_first, language)
    return Group(newest_first, first_of(members), best.item, best.why, covered)
