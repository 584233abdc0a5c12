"""How alike reports are: by their rare words, names and numbers, titles, links and days."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import chain
from math import exp, log, sqrt
from operator import mul
from typing import TypeVar

from broadsheet.clipping.covered import comparable
from broadsheet.inbox.telling_apart import are_of_two_events
from broadsheet.inbox.timing import DAY
from broadsheet.inbox.traits import Traits, script_of

WINDOW = 14 * DAY
RARE = 40  # reports that have a telling trait or a link, at most
TELLING = 10  # traits of a report by which others that may be alike are looked for
IN_TITLE = 2.0  # how much more a trait counts that the title has
MOST_LINKS = 6  # of a report whose links say what it is about


@dataclass(frozen=True, slots=True)
class Rule:
    """When two reports are of one event: the least likeness within a language, across two and
    across two scripts, and the share of it that the pairs of two groups need on average. The other
    numbers say how much counts: the likeness of titles, a link in common, a day between, decimals
    that differ; and how many of the rarest traits it takes to compare two reports across languages
    in full, because a number alone says little.

    What agrees across languages must tell as much as one name that no other report has, across
    scripts as much as `agreeing` of them, where none counts more than `a_sound`: names that only
    sound alike are often two names, so several must agree, and few reports may have them."""

    own: float = 0.25
    shared: float = 0.2
    across: float = 0.12
    average: float = 0.95
    titles: float = 0.3
    link: float = 0.8
    a_day: float = 0.17
    decimals: float = 0.5
    enough: float = 1.65
    agreeing: float = 1.1
    a_sound: float = 0.38
    power: float = 1.5
    background: int = 1_000  # reports that rareness is judged among, at least
    commonest: int = 150  # reports with a trait, beyond which it tells nothing


RULE = Rule()
LIKE = 0.5  # from which on it is asked whether two reports only read alike
APART = -1.0  # the likeness of reports of two events that read alike
T = TypeVar("T", int, str)
Pair = tuple[float, int, int]  # a likeness, and the places of two reports


class Rareness:
    """How much each trait counts: by the logarithm of how rare it is among the reports."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._reports: Counter[int] = Counter()
        self._among = -1
        self._table: Mapping[int, float] = {}

    def add(self, traits: Iterable[int]) -> None:
        """Count the traits of a report, or of several."""
        self._reports.update(traits)

    def remove(self, traits: Iterable[int]) -> None:
        """Count the traits of a report no more."""
        for it in traits:
            if self._reports[it] > 1:
                self._reports[it] -= 1
            else:
                del self._reports[it]

    def rare(self, traits: Iterable[int], least: int = 1) -> list[int]:
        """Those of the traits by which a report finds others: few have them, but at least so
        many."""
        return [it for it in traits if least <= self._reports[it] <= RARE]

    def weights(self, traits: Sequence[int], in_title: int, among: int) -> list[float]:
        """How much each trait of a report counts among so many reports; `in_title` of them, the
        first, count twice."""
        if among != self._among:
            self._among, self._table = (
                among,
                _weights(max(self._rule.background, among), self._rule),
            )
        reports, weight = self._reports, self._table.get
        weights = [weight(reports[it], 0.0) for it in traits]
        weights[:in_title] = [IN_TITLE * it for it in weights[:in_title]]
        return weights


class Vector:
    """The traits of a report that counts, with how much each counts when that is asked for: there
    are too many reports to keep it."""

    def __init__(
        self, traits: Sequence[int], in_title: int, rareness: Rareness, among: int
    ) -> None:
        self._traits = traits
        self._in_title = in_title
        self._rareness = rareness
        self._among = among

    @cached_property
    def weights(self) -> Mapping[int, float]:
        """The traits that tell something, with how much each counts."""
        weights = self._rareness.weights(self._traits, self._in_title, self._among)
        return {trait: it for trait, it in zip(self._traits, weights, strict=True) if it}

    @cached_property
    def length(self) -> float:
        """The length of the vector, at least a little."""
        weights: Collection[float]
        if "weights" in self.__dict__:
            weights = self.weights.values()
        else:
            weights = self._rareness.weights(self._traits, self._in_title, self._among)
        return sqrt(sum(map(mul, weights, weights))) or 1.0

    def cosine(self, other: "Vector") -> float:
        """How much two reports have in common, from 0 to 1."""
        first, second = (other, self) if "weights" in other.__dict__ else (self, other)
        both = first.weights.keys() & second._traits
        if not both:
            return 0.0
        titled = both.intersection(second._traits[: second._in_title])
        ordered = [*titled, *(both - titled)]
        weights = self._rareness.weights(ordered, len(titled), self._among)
        products = map(mul, weights, [first.weights[it] for it in ordered])
        return float(sum(products)) / (first.length * second.length)


class Weighed:
    """A report with its traits as vectors, which are made when they are asked for."""

    def __init__(self, traits: Traits, weights: "Weights") -> None:
        self.traits = traits
        self._weights = weights

    @cached_property
    def own(self) -> Vector:
        """What counts within its language."""
        it, weights = self.traits, self._weights
        return Vector(it.own, it.own_in_title, weights.own, weights.reports)

    @cached_property
    def shared(self) -> Vector:
        """What counts across languages."""
        it, weights = self.traits, self._weights
        return Vector(it.shared, it.shared_in_title, weights.shared, weights.reports)

    @cached_property
    def across(self) -> Vector:
        """What counts across scripts."""
        it, weights = self.traits, self._weights
        return Vector(it.across, it.across_in_title, weights.shared, weights.reports)

    @cached_property
    def kind(self) -> tuple[str, str]:
        """Its language, and the script of its title."""
        return self.traits.language, script_of(self.traits.title)

    @cached_property
    def title(self) -> str:
        """Its title, as it is compared with others."""
        return comparable(self.traits.title)


class Weights:
    """How much each trait counts among the reports that were added."""

    def __init__(self, traits: Iterable[Traits] = (), rule: Rule = RULE) -> None:
        self.rule = rule
        known = list(traits)
        self.reports = len(known)
        self.own = Rareness(rule)
        self.shared = Rareness(rule)
        self.own.add(chain.from_iterable(it.own for it in known))
        self.shared.add(chain.from_iterable(it.foreign for it in known))

    def add(self, traits: Traits) -> None:
        """Let a report count."""
        self.reports += 1
        self.own.add(traits.own)
        self.shared.add(traits.foreign)

    def remove(self, traits: Traits) -> None:
        """Let a report that was added count no more."""
        self.reports -= 1
        self.own.remove(traits.own)
        self.shared.remove(traits.foreign)

    def telling(self, it: Weighed, least: int = 2) -> tuple[list[int], list[int], list[int]]:
        """The rare traits of a report that count most, ten within its language, ten across
        languages and ten across scripts, by which others that may be alike are looked for."""
        return (
            _heaviest(it.own, self.own.rare(it.own.weights, least)),
            _heaviest(it.shared, self.shared.rare(it.shared.weights, least)),
            _heaviest(it.across, self.shared.rare(it.across.weights, least)),
        )

    def likeness(self, one: Weighed, other: Weighed) -> float:
        """How alike two reports are; 1 is just enough."""
        rule, first, second = self.rule, one.traits, other.traits
        apart = abs(first.at - second.at)
        if apart > WINDOW:
            return 0.0
        score = (
            self._within(one, other)
            if first.language == second.language
            else self._across(one, other)
        )
        if score and _differ(first, second):
            score *= rule.decimals
        is_like = score >= LIKE and first.language == second.language
        if is_like and are_of_two_events(first, second):
            return APART
        near = score * exp(-rule.a_day * apart / DAY)
        return near + rule.link if _are_linked(first, second) else near

    def _within(self, one: Weighed, other: Weighed) -> float:
        from rapidfuzz import fuzz

        rule, cosine = self.rule, one.own.cosine(other.own)
        most = ((1 - rule.titles) * cosine + rule.titles * sqrt(cosine)) / rule.own
        titles = fuzz.token_set_ratio(one.title, other.title) / 100 if most > 0.5 else 0.0
        return most - (1 - titles) * rule.titles * sqrt(cosine) / rule.own

    def _across(self, one: Weighed, other: Weighed) -> float:
        rule = self.rule
        if one.kind[1] == other.kind[1]:
            first, second, needed, agreeing, most = one.shared, other.shared, rule.shared, 1.0, 1.0
            both = set(one.traits.shared).intersection(other.traits.shared)
        else:
            first, second, needed = one.across, other.across, rule.across
            agreeing, most = rule.agreeing, rule.a_sound
            both = set(one.traits.across).intersection(other.traits.across)
        if not both or (len(both) == 1 and not both.isdisjoint(one.traits.own)):
            return 0.0  # a number alone says too little
        rarest: float = log(max(rule.background, self.reports)) ** rule.power
        weights = self.shared.weights(list(both), 0, self.reports)
        agree = sum(min(most, it / rarest) for it in weights)
        least = rule.enough * rarest
        told = min(1.0, first.length / least) * min(1.0, second.length / least)
        return told * min(1.0, agree / agreeing) * first.cosine(second) / needed


class Likeness:
    """How alike the reports of a sequence are, by their places in it."""

    def __init__(self, traits: Sequence[Traits], rule: Rule = RULE) -> None:
        self.traits = traits
        self._weights = Weights(traits, rule)
        self._weighed = [Weighed(it, self._weights) for it in traits]
        self._scores: dict[tuple[int, int], float] = {}

    def of(self, one: int, other: int) -> float:
        """How alike two reports are; 1 is just enough."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._scores:
            self._scores[pair] = self._score(*pair)
        return self._scores[pair]

    def are_in_one_language(self, one: int, other: int) -> bool:
        """Whether two reports are in the same language."""
        return self.traits[one].language == self.traits[other].language

    def _score(self, one: int, other: int) -> float:
        return self._weights.likeness(self._weighed[one], self._weighed[other])

    def pairs_with(self, new: Sequence[int]) -> list[Pair]:
        """The pairs within 14 days of one of the new reports and any other, with their likeness if
        it is enough, the most alike first. They have a trait in common that is rare, and one of the
        ten that count most in the new report; or a link."""
        seen: set[int] = set()
        alike: list[Pair] = []
        for pair in self._candidates(new):
            one, other = pair if pair[0] < pair[1] else pair[::-1]
            number = one * len(self.traits) + other
            if number not in seen:
                seen.add(number)
                score = self._score(one, other)
                if score >= 1:
                    alike.append((score, one, other))
        return sorted(alike, reverse=True)

    def _candidates(self, new: Sequence[int]) -> Iterator[tuple[int, int]]:
        traits, weights, rule = self.traits, self._weights, self._weights.rule
        kinds = [it.kind for it in self._weighed]
        told = {place: weights.telling(self._weighed[place]) for place in new}
        every: Sequence[tuple[Iterable[Iterable[int]], float]] = (
            ((it.own for it in traits), rule.own),
            ((it.shared for it in traits), rule.shared),
            ((it.across for it in traits), rule.across),
        )
        if len({script for _, script in kinds}) == 1:
            every = every[:2]  # nothing is in another script
        for number, (having, least) in enumerate(every):
            telling = {place: parts[number] for place, parts in told.items()}
            for one, other in self._near(telling, having, _reach(least, rule)):
                if _compared_by(kinds[one], kinds[other]) == number:
                    yield one, other
        linked = {it: _links(traits[it]) for it in new}
        yield from self._near(linked, map(_links, traits), WINDOW)

    def _near(
        self, telling: Mapping[int, Sequence[T]], every: Iterable[Iterable[T]], reach: float
    ) -> Iterator[tuple[int, int]]:
        """The pairs of a report of `telling` and another one that has one of its traits, not more
        than `reach` seconds from it."""
        wanted = {trait for traits in telling.values() for trait in traits}
        having: dict[T, list[int]] = defaultdict(list)
        for place, traits in enumerate(every):
            for trait in wanted.intersection(traits):
                having[trait].append(place)
        for one, traits in telling.items():
            at = self.traits[one].at
            for places in (having[it] for it in traits if len(having[it]) <= RARE):
                for other in places:
                    if other != one and abs(self.traits[other].at - at) <= reach:
                        yield one, other


@lru_cache(100)
def _weights(among: int, rule: Rule) -> Mapping[int, float]:
    """How much a trait counts that so many reports have."""
    return {n: log(among / n) ** rule.power for n in range(1, rule.commonest + 1)}


def _heaviest(vector: Vector, traits: Sequence[int]) -> list[int]:
    return nlargest(TELLING, traits, key=lambda it: (vector.weights.get(it, 0.0), it))


def _differ(one: Traits, other: Traits) -> bool:
    first, second = one.decimals, other.decimals
    return bool(first and second and not first & second)


def _compared_by(one: tuple[str, str], other: tuple[str, str]) -> int:
    """Which traits two kinds of reports are compared by: 0 within a language, 1 across languages, 2
    across scripts."""
    return 0 if one[0] == other[0] else 1 if one[1] == other[1] else 2


def _reach(least: float, rule: Rule) -> float:
    """How many seconds may lie between two reports that are alike enough by their traits."""
    return min(float(WINDOW), DAY * log(1 / least) / rule.a_day)


def _links(it: Traits) -> Sequence[str]:
    return (it.key, *it.links[:MOST_LINKS])


def _are_linked(one: Traits, other: Traits) -> bool:
    """Whether one links to the other, or both to a third; a page of many links says nothing."""
    if max(len(one.links), len(other.links)) > MOST_LINKS:
        return False
    return one.key in other.links or other.key in one.links or bool({*one.links} & {*other.links})
