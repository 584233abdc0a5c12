"""How alike reports are: by their rare words, names and numbers, titles, links and days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest
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
    """When two reports are of one event: the least likeness within a language and across two, and
    the share of it that the pairs of two groups need on average. The other numbers say how much
    counts: the likeness of titles, a link in common, a day between, decimals that differ; and how
    many of the rarest traits it takes to compare two reports across languages in full, because a
    number alone says little."""

    own: float = 0.25
    shared: float = 0.2
    across: float = 0.1
    average: float = 0.95
    titles: float = 0.3
    link: float = 0.8
    a_day: float = 0.17
    decimals: float = 0.5
    enough: float = 1.65
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

    def add(self, traits: Iterable[int]) -> None:
        """Count the traits of a report."""
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
        reports, table = self._reports, _weights(max(self._rule.background, among), self._rule)
        weights = [table.get(reports[it], 0.0) for it in traits]
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
    def script(self) -> str:
        """The script of its title."""
        return script_of(self.traits.title)

    @cached_property
    def title(self) -> str:
        """Its title, as it is compared with others."""
        return comparable(self.traits.title)


class Weights:
    """How much each trait counts among the reports that were added."""

    def __init__(self, traits: Iterable[Traits] = (), rule: Rule = RULE) -> None:
        self.rule = rule
        self.reports = 0
        self.own = Rareness(rule)
        self.shared = Rareness(rule)
        for it in traits:
            self.add(it)

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
        if score >= LIKE and first.language == second.language:
            if are_of_two_events(first, second):
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
        if one.script == other.script:
            first, second, needed = one.shared, other.shared, rule.shared
            both = set(one.traits.shared).intersection(other.traits.shared)
        else:
            first, second, needed = one.across, other.across, rule.across
            both = set(one.traits.across).intersection(other.traits.across)
            needed = rule.across * (3 / min(3, len(both)) if both else 1)
        if len(both) == 1 and not both.isdisjoint(one.traits.own):
            return 0.0
        least = rule.enough * _weights(max(rule.background, self.reports), rule)[1]
        told = min(1.0, first.length / least) * min(1.0, second.length / least)
        return told * first.cosine(second) / needed


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
        told = [self._weights.telling(self._weighed[it]) for it in new]
        own, shared, across = (dict(zip(new, part, strict=True)) for part in zip(*told)) if told else ({}, {}, {})
        traits, scripts = self.traits, [it.script for it in self._weighed]
        for one, other in self._near(own, (it.own for it in traits)):
            if traits[one].language == traits[other].language:
                yield one, other
        for one, other in self._near(shared, (it.shared for it in traits)):
            if traits[one].language != traits[other].language and scripts[one] == scripts[other]:
                yield one, other
        for one, other in self._near(across, (it.across for it in traits)):
            if scripts[one] != scripts[other] and traits[one].language != traits[other].language:
                yield one, other
        linked = {it: _links(self.traits[it]) for it in new}
        yield from self._near(linked, map(_links, self.traits))

    def _near(
        self, telling: Mapping[int, Sequence[T]], every: Iterable[Iterable[T]]
    ) -> Iterator[tuple[int, int]]:
        """The pairs of a report of `telling` and another one that has one of its traits."""
        wanted = {trait for traits in telling.values() for trait in traits}
        having: dict[T, list[int]] = defaultdict(list)
        for place, traits in enumerate(every):
            for trait in wanted.intersection(traits):
                having[trait].append(place)
        for one, traits in telling.items():
            at = self.traits[one].at
            for places in (having[it] for it in traits if len(having[it]) <= RARE):
                for other in places:
                    if other != one and abs(self.traits[other].at - at) <= WINDOW:
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


def _links(it: Traits) -> Sequence[str]:
    return (it.key, *it.links[:MOST_LINKS])


def _are_linked(one: Traits, other: Traits) -> bool:
    """Whether one links to the other, or both to a third; a page of many links says nothing."""
    if max(len(one.links), len(other.links)) > MOST_LINKS:
        return False
    return one.key in other.links or other.key in one.links or bool({*one.links} & {*other.links})
