"""Which reports are about one event: those whose rare words, names and numbers agree.

Two reports are compared by the cosine of their traits. A trait counts by the logarithm of how rare
it is among all reports, and twice if a title has it. Within a language these are all words;
across languages only names, by their consonants, and numbers. Within a language the likeness of
titles counts too. Links in common add to that, days between take from it, and numbers such as 7.2
that differ take much. Two groups become one if their best pair is alike enough, and all their
pairs are on average.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import product
from math import exp, log, sqrt

from broadsheet.inbox.items import Item
from broadsheet.inbox.timing import DAY
from broadsheet.inbox.traits import Traits, traits_of

WINDOW = 14 * DAY
RARE = 40  # reports that have a telling trait, at most
TELLING = 10  # traits of a report by which others that may be alike are looked for
MOST_LINKS = 6  # of a report whose links say what it is about
COMPARED = 12  # members of a group


@dataclass(frozen=True, slots=True)
class Rule:
    """When two reports are of one event: the least likeness within a language and across two, and
    the share of it that the pairs of two groups need on average. The other numbers say how much
    counts: the likeness of titles, a link in common, a day between, and decimals that differ."""

    own: float = 0.25
    shared: float = 0.2
    average: float = 0.95
    titles: float = 0.3
    link: float = 0.8
    a_day: float = 0.17
    decimals: float = 0.5
    power: float = 1.5
    background: int = 1_000  # reports that rareness is judged among, at least
    commonest: int = 150  # reports with a trait, beyond which it tells nothing


RULE = Rule()


def events_of(items: Sequence[Item], rule: Rule = RULE) -> dict[int, int]:
    """The event of each item, both by number: the lowest number of the items of the event."""
    likeness = Likeness([traits_of(it) for it in sorted(items, key=lambda it: it.id)], rule)
    groups = Groups(likeness, rule)
    for _, one, other in sorted(likeness.pairs(), reverse=True):
        groups.join(one, other)
    return groups.events()


class Likeness:
    """How alike reports are, by their places in a sequence; 1 is just enough."""

    def __init__(self, traits: Sequence[Traits], rule: Rule) -> None:
        self._rule = rule
        self._own = self._vectors([it.own for it in traits])
        self._shared = self._vectors([it.shared for it in traits])
        # The vectors have what the traits had, which would take as much memory again.
        self._traits = [replace(it, own={}, shared={}) for it in traits]
        self._scores: dict[tuple[int, int], float] = {}

    def _vectors(self, counted: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """Each report's traits, by how rare they are, with a length of 1."""
        reports: dict[str, int] = defaultdict(int)
        for traits in counted:
            for trait in traits:
                reports[trait] += 1
        among = max(self._rule.background, len(counted))
        rare = {
            it: log(among / n) ** self._rule.power
            for it, n in reports.items()
            if n <= self._rule.commonest
        }
        return [_unit({it: n * rare[it] for it, n in ts.items() if it in rare}) for ts in counted]

    def pairs(self) -> list[tuple[float, int, int]]:
        """The pairs within 14 days that have a telling trait in common, one of the ten that count
        most in one of the two, with their likeness if that is enough."""
        seen: set[int] = set()
        alike: list[tuple[float, int, int]] = []
        for vectors in (self._own, self._shared):
            having: dict[str, list[int]] = defaultdict(list)
            for place, vector in enumerate(vectors):
                for trait in nlargest(TELLING, vector, key=lambda it: (vector[it], it)):
                    having[trait].append(place)
            for places in having.values():
                if len(places) <= RARE:
                    alike += self._alike(self._near(places), seen)
        return alike + self._alike(self._linked(), seen)

    def _alike(
        self, pairs: Sequence[tuple[int, int]], seen: set[int]
    ) -> list[tuple[float, int, int]]:
        """The pairs that are alike enough, of those that were not seen before."""
        alike = []
        for one, other in pairs:
            number = one * len(self._traits) + other
            if number not in seen:
                seen.add(number)
                score = self._score(one, other)
                if score >= 1:
                    alike.append((score, one, other))
        return alike

    def _linked(self) -> list[tuple[int, int]]:
        having: dict[str, list[int]] = defaultdict(list)
        for place, it in enumerate(self._traits):
            for key in (it.key, *it.links[:MOST_LINKS]):
                having[key].append(place)
        return [it for places in having.values() if len(places) < 30 for it in self._near(places)]

    def pairs_with_first(self, count: int) -> list[tuple[float, int, int]]:
        """The pairs of one of the first `count` reports and one of the others that are of one
        event by themselves, with their likeness, the most alike first."""
        having: dict[str, list[int]] = defaultdict(list)
        for vectors in (self._own, self._shared):
            for place, vector in enumerate(vectors[count:], count):
                for trait in vector:
                    having[trait].append(place)
        found = {
            (one, other)
            for vectors in (self._own, self._shared)
            for one, vector in enumerate(vectors[:count])
            for trait in vector
            for other in having.get(trait, ())
        }
        scored = [(self.of(one, other), one, other) for one, other in found]
        return sorted((it for it in scored if it[0] >= 1), reverse=True)

    def _near(self, places: Sequence[int]) -> list[tuple[int, int]]:
        at = [it.at for it in self._traits]
        return [
            (one, other)
            for number, one in enumerate(places)
            for other in places[number + 1 :]
            if abs(at[one] - at[other]) <= WINDOW
        ]

    def of(self, one: int, other: int) -> float:
        """How alike two reports are."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._scores:
            self._scores[pair] = self._score(*pair)
        return self._scores[pair]

    def _score(self, one: int, other: int) -> float:
        from rapidfuzz import fuzz

        rule, first, second = self._rule, self._traits[one], self._traits[other]
        apart = abs(first.at - second.at)
        if apart > WINDOW:
            return 0.0
        if first.language == second.language:
            cosine = _product(self._own[one], self._own[other])
            most = ((1 - rule.titles) * cosine + rule.titles * sqrt(cosine)) / rule.own
            titles = fuzz.token_set_ratio(first.title, second.title) / 100 if most > 0.5 else 0.0
            score = most - (1 - titles) * rule.titles * sqrt(cosine) / rule.own
        else:
            score = _product(self._shared[one], self._shared[other]) / rule.shared
        if first.decimals and second.decimals and not first.decimals & second.decimals:
            score *= rule.decimals
        near = score * exp(-rule.a_day * apart / DAY)
        return near + rule.link if _linked(first, second) else near


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(it * it for it in vector.values())) or 1.0
    return {trait: weight / length for trait, weight in vector.items()}


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * large[trait] for trait, weight in small.items() if trait in large)


def _linked(one: Traits, other: Traits) -> bool:
    """Whether one links to the other, or both to a third; a page of many links says nothing."""
    if max(len(one.links), len(other.links)) > MOST_LINKS:
        return False
    return one.key in other.links or other.key in one.links or bool({*one.links} & {*other.links})


class Groups:
    """Groups that grow by joining two at a time."""

    def __init__(self, likeness: Likeness, rule: Rule) -> None:
        self._likeness = likeness
        self._average = rule.average
        self._numbers = [it.id for it in likeness._traits]
        self._of = list(range(len(self._numbers)))
        self._members = {it: [it] for it in self._of}

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two reports, if they are alike on the whole."""
        first, second = sorted((self._of[one], self._of[other]))
        if first == second:
            return
        pairs = product(_some(self._members[first]), _some(self._members[second]))
        scores = [min(1.5, self._likeness.of(*pair)) for pair in pairs]
        if sum(scores) / len(scores) < self._average:
            return
        moved = self._members.pop(second)
        self._members[first] += moved
        for it in moved:
            self._of[it] = first

    def events(self) -> dict[int, int]:
        """The event of each report, by number."""
        return {
            self._numbers[it]: min(self._numbers[m] for m in members)
            for members in self._members.values()
            for it in members
        }


def _some(members: Sequence[int]) -> Sequence[int]:
    """The members of a group that another is compared with: of a large one, some from all of it."""
    return members[:: -(-len(members) // COMPARED)]
