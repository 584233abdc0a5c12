"""Which report of an event was the first, and which is the best to read and to credit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from broadsheet.inbox.items import Item

# What a text says that takes its news from another newsroom.
TAKEN_OVER = re.compile(
    r"\((Reuters|AP|AFP|dpa|EFE|ANSA|Xinhua|PA|UPI|ANI|PTI|APA|SDA|Lusa)\)"
    r"|\b(?:first reported by|as reported by|reported earlier by|via the)\b",
    re.IGNORECASE,
)
# Agencies whose names are longer than what they sign with.
AGENCIES = {"ap": "associated press", "afp": "france-presse", "pa": "press association"}
REASONS = (
    "the publisher's own matter",
    "in the site's language",
    "other reports link to it",
    "its own reporting",
    "the longest text",
    "the first report",
)
Rule = Callable[[Sequence[Item], Sequence[Item]], Sequence[Item]]  # of those left, of all


@dataclass(frozen=True, slots=True)
class Best:
    """The best report of an event, and why it is: the first rule that sets it apart."""

    item: Item
    why: str


def first_of(items: Sequence[Item]) -> Item:
    """The report that was published first; of two, the one that came first."""
    return min(items, key=lambda it: (it.at, it.id))


def best_of(items: Sequence[Item], language: str = "") -> Best:
    """The best report by these rules, each of which decides only between those that the rules
    before it leave: a publisher that reports its own matter (`primary`); it is in the site's
    language; more other reports link to it; it does not say that its news is from an agency or
    another newsroom; its text is longer, by half at least; it was first."""
    left = list(items)
    rules: tuple[Rule, ...] = (
        _primary,
        partial(_spoken, language),
        _linked_to,
        _own,
        _longer,
        _earliest,
    )
    for why, keep in zip(REASONS, rules, strict=True):
        kept = keep(left, items)
        if len(kept) == 1 and len(left) > 1:
            return Best(kept[0], why)
        left = list(kept)
    return Best(left[0], "the only report")


def _primary(left: Sequence[Item], _: Sequence[Item]) -> Sequence[Item]:
    return [it for it in left if it.primary] or left


def _spoken(language: str, left: Sequence[Item], every: Sequence[Item]) -> Sequence[Item]:
    """Those in a language, without its region; all of them where feeds do not say theirs."""
    spoken = _bare(language)
    return [it for it in left if spoken and _bare(it.language) == spoken] or left


def _bare(language: str) -> str:
    return language.partition("-")[0].casefold()


def _linked_to(left: Sequence[Item], every: Sequence[Item]) -> Sequence[Item]:
    count = {it.id: sum(it.key in other.links for other in every) for it in left}
    most = max(count.values())
    return [it for it in left if count[it.id] == most]


def _own(left: Sequence[Item], _: Sequence[Item]) -> Sequence[Item]:
    return [it for it in left if not _is_taken_over(it)] or left


def _is_taken_over(item: Item) -> bool:
    """Whether a report says that its news is another's; an agency signs its own, too."""
    signed = (it[1] for it in TAKEN_OVER.finditer(item.text))
    return any(not it or not _is_of_agency(item.publisher.casefold(), it) for it in signed)


def _is_of_agency(publisher: str, signature: str) -> bool:
    agency = signature.casefold()
    name = AGENCIES.get(agency)
    return agency in re.findall(r"\w+", publisher) or bool(name and name in publisher)


def _longer(left: Sequence[Item], _: Sequence[Item]) -> Sequence[Item]:
    most = max(it.length for it in left)
    return [it for it in left if it.length * 3 >= most * 2]


def _earliest(left: Sequence[Item], _: Sequence[Item]) -> Sequence[Item]:
    return [first_of(left)]
