"""Which reports are about one event: those whose rare words, names and numbers agree.

Two reports are compared by the cosine of their traits. A trait counts by the logarithm of how rare
it is among all reports, and twice if a title has it. Within a language these are all words; across
languages only names, by their consonants, and numbers; across scripts numbers, and names by how
they sound. Within a language the likeness of titles counts too, and news by a pattern is told
apart. Links in common add to that, days between take from it, and numbers such as 7.2 that differ
take much. Two groups become one if their best pair is alike enough, and all their pairs are on
average; those in one language count twice there.

Groups grow and are never divided: only what is new is compared, with all there is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product

from broadsheet.inbox.comparing import RULE, Likeness, Rule
from broadsheet.inbox.items import Item
from broadsheet.inbox.traits import Traits, traits_of

COMPARED = 12  # members of a group


def events_of(items: Sequence[Item], rule: Rule = RULE) -> dict[int, int]:
    """The event of each item, both by number: the lowest number of the items of the event."""
    return grown_events([traits_of(it) for it in items], {}, rule)


def grown_events(
    traits: Sequence[Traits], known: Mapping[int, int], rule: Rule = RULE
) -> dict[int, int]:
    """The event of each report after those that are not in `known` have been compared with all
    others. `known` has the events of those that were compared before; they stay together, and the
    number of an event is the lowest of those that have become one in it."""
    ordered = sorted(traits, key=lambda it: it.id)
    likeness = Likeness(ordered, rule)
    groups = Groups(likeness, known, rule)
    new = [place for place, it in enumerate(ordered) if it.id not in known]
    for _, one, other in likeness.pairs_with(new):
        groups.join(one, other)
    return groups.events()


class Groups:
    """Groups that grow by joining two at a time."""

    def __init__(self, likeness: Likeness, known: Mapping[int, int], rule: Rule = RULE) -> None:
        self._likeness = likeness
        self._average = rule.average
        self._of = [known.get(it.id) or it.id for it in likeness.traits]
        self._members: dict[int, list[int]] = defaultdict(list)
        for place, event in enumerate(self._of):
            self._members[event].append(place)
        self._apart: set[tuple[int, int, int, int]] = set()

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two reports, if they are alike on the whole."""
        first, second = sorted((self._of[one], self._of[other]))
        if first == second:
            return
        members, others = self._members[first], self._members[second]
        pair = first, second, len(members), len(others)
        if pair in self._apart:
            return
        if self._average_of(members, others) < self._average:
            self._apart.add(pair)
            return
        members += self._members.pop(second)
        for it in others:
            self._of[it] = first

    def _average_of(self, members: Sequence[int], others: Sequence[int]) -> float:
        """How alike the pairs of two groups are on average. Those in one language tell more, and
        count twice."""
        total = count = 0.0
        for one, other in product(_some(members), _some(others)):
            counts = 2.0 if self._likeness.are_in_one_language(one, other) else 1.0
            total += counts * min(1.5, self._likeness.of(one, other))
            count += counts
        return total / count

    def events(self) -> dict[int, int]:
        """The event of each report, by number."""
        return {it.id: self._of[place] for place, it in enumerate(self._likeness.traits)}


def _some(members: Sequence[int]) -> Sequence[int]:
    """The members of a group that another is compared with: of a large one, some from all of it."""
    return members[:: -(-len(members) // COMPARED)]
