"""Reports whose events are known, and how well a grouping finds these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from broadsheet.inbox.items import Item

HERE = Path(__file__).parent
TUNED = ("events_a.txt", "events_b.txt")  # the numbers of the rule were found with these
UNSEEN = ("events_c.txt",)  # written afterwards
# Of many scripts, and of news by a pattern. Each was measured once before the rule was changed by
# it: the first had precision 0.952 and recall 0.610 then, the second 0.953 and 0.532.
SCRIPTS = ("events_d.txt", "events_e.txt")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Items, and the name of the event that each is about, by number."""

    items: tuple[Item, ...]
    events: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Quality:
    """The share of pairs found that are of one event, and of pairs of one event that were found."""

    precision: float
    recall: float


def read(*names: str) -> Labelled:
    """The items in files of this folder."""
    lines = [line for name in names for line in (HERE / name).read_text("utf-8").splitlines()]
    items: list[Item] = []
    events: dict[int, str] = {}
    event = ""
    for line in lines:
        if line.startswith("="):
            event = line[1:].strip()
        elif line and not line.startswith("#"):
            items.append(_item(len(items) + 1, line))
            events[items[-1].id] = event
    return Labelled(tuple(items), events)


def _item(number: int, line: str) -> Item:
    language, publisher, when, title, text = (it.strip() for it in line.split("|"))
    at = datetime.strptime(f"2021-{when}", "%Y-%m-%d %H").replace(tzinfo=UTC)
    url = f"https://example.org/{number}"
    return Item(
        id=number, feed=publisher, url=url, key=url, title=title, publisher=publisher,
        language=language, at=int(at.timestamp()), text=text, length=len(text),
    )  # fmt: skip


def quality(found: Mapping[int, int], events: Mapping[int, object]) -> Quality:
    """How well the groups that were found are the events."""
    together = _pairs(found)
    meant = _pairs({number: event for number, event in events.items() if number in found})
    both = len(together & meant)
    return Quality(both / max(1, len(together)), both / max(1, len(meant)))


def _pairs(groups: Mapping[int, object]) -> set[tuple[int, int]]:
    members: dict[object, list[int]] = {}
    for number, group in groups.items():
        members.setdefault(group, []).append(number)
    return {pair for them in members.values() for pair in combinations(sorted(them), 2)}


def wrong_pairs(labelled: Labelled, found: Mapping[int, int]) -> Iterable[str]:
    """The pairs found together that are of two events, and those that were missed, in words."""
    title = {it.id: it.title for it in labelled.items}
    together, meant = _pairs(found), _pairs(labelled.events)
    for label, pairs in (("WRONG", together - meant), ("MISSED", meant - together)):
        for one, other in sorted(pairs):
            yield f"{label} {title[one]} <> {title[other]}"


def names_of(labelled: Labelled) -> Sequence[str]:
    """The names of the events, each once."""
    return tuple(dict.fromkeys(labelled.events.values()))
