"""Which articles belong beside an article, and why: a shared story, rare tags, rare sources.

How rare a name is counts up to the newer one of two articles, and of a story only articles near
in time count. So what two articles have in common never changes when a newer one is added, and
the cost grows with the number of articles alone.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.articles import Article
from broadsheet.names import Name
from broadsheet.urls import slugify

MOST = 5
THRESHOLD = 3
NEAR_IN_STORY = 25  # articles of one story that are further apart are not compared
STORY_WEIGHT = 20  # more than all tags together in practice: a story comes first
TAG_WEIGHTS = ((8, 3), (20, 2), (50, 1))  # up to so many articles with the tag, so much
SOURCE_WEIGHTS = ((20, 1),)


@dataclass(frozen=True, slots=True)
class Related:
    """A related article, and what it shares: the kind, `story`, `tag` or `source`, and its name
    as readers see it (empty for a story)."""

    article: Article
    kind: str
    name: str


class Shared(NamedTuple):
    """Something two articles have in common: its weight, kind and name."""

    weight: int
    kind: str
    name: str


class Shares:
    """What one article has in common with others, which go by their positions."""

    __slots__ = ("found", "scores")

    def __init__(self) -> None:
        self.found: dict[int, list[Shared]] = defaultdict(list)
        self.scores: dict[int, int] = defaultdict(int)

    def add(self, other: int, shared: Shared) -> None:
        """Note one more thing that it shares with another."""
        self.found[other].append(shared)
        self.scores[other] += shared.weight


Names = Callable[[Article], tuple[Name, ...]]


def related_articles(
    articles: Sequence[Article], tags: Names, sources: Names
) -> dict[str, tuple[Related, ...]]:
    """For each article's path, at most five related ones, the nearest first.

    `articles` are in order, newest first; among equals the newer stands first.
    """
    shares = [Shares() for _ in articles]
    _compare_stories(articles, shares)
    _compare_names(articles, tags, "tag", TAG_WEIGHTS, shares)
    _compare_names(articles, sources, "source", SOURCE_WEIGHTS, shares)
    return {
        article.path: tuple(_nearest(shares[position], articles))
        for position, article in enumerate(articles)
    }


def _compare_stories(articles: Sequence[Article], shares: Sequence[Shares]) -> None:
    members: dict[str, list[int]] = defaultdict(list)
    for position, article in enumerate(articles):
        if article.story:
            members[slugify(article.story)].append(position)
    told = Shared(STORY_WEIGHT, "story", "")
    for positions in members.values():
        for place, one in enumerate(positions):
            for other in positions[place + 1 : place + 1 + NEAR_IN_STORY]:
                shares[one].add(other, told)
                shares[other].add(one, told)


def _compare_names(
    articles: Sequence[Article],
    names: Names,
    kind: str,
    weights: Sequence[tuple[int, int]],
    shares: Sequence[Shares],
) -> None:
    carriers: dict[Name, list[int]] = defaultdict(list)
    for position in range(len(articles) - 1, -1, -1):
        for name in names(articles[position]):
            older = carriers[name]
            older.append(position)
            weight = next((worth for most, worth in weights if len(older) <= most), 0)
            if weight:
                shared = Shared(weight, kind, name.title)
                for other in older[:-1]:
                    shares[position].add(other, shared)
                    shares[other].add(position, shared)


def _nearest(shares: Shares, articles: Sequence[Article]) -> list[Related]:
    scores = shares.scores
    near = [other for other, score in scores.items() if score >= THRESHOLD]
    near.sort(key=lambda other: (-scores[other], other))
    return [_with_reason(articles[other], shares.found[other]) for other in near[:MOST]]


def _with_reason(article: Article, shared: Sequence[Shared]) -> Related:
    """The strongest thing in common is the reason; the first by name among equals."""
    reason = min(shared, key=lambda it: (-it.weight, it.kind == "source", it.name))
    return Related(article, reason.kind, reason.name)
