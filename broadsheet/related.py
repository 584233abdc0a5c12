"""Which articles belong beside an article, and why: a shared story, rare tags, rare sources.

How rare a name is counts up to the newer one of two articles, and of a story only articles near
in time count. So what two articles have in common never changes when a newer one is added, and
the cost grows with the number of articles alone.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """Something two articles have in common: its weight, kind and name."""

    weight: int
    kind: str
    name: str


Names = Callable[[Article], tuple[Name, ...]]
Pairs = dict[int, list[Shared]]  # by the position of the other article


def related_articles(
    articles: Sequence[Article], tags: Names, sources: Names
) -> dict[str, tuple[Related, ...]]:
    """For each article's path, at most five related ones, the nearest first.

    `articles` are in order, newest first; among equals the newer stands first.
    """
    pairs: list[Pairs] = [defaultdict(list) for _ in articles]
    _compare_stories(articles, pairs)
    _compare_names(articles, tags, "tag", TAG_WEIGHTS, pairs)
    _compare_names(articles, sources, "source", SOURCE_WEIGHTS, pairs)
    return {
        article.path: tuple(_nearest(pairs[position], articles))
        for position, article in enumerate(articles)
    }


def _compare_stories(articles: Sequence[Article], pairs: Sequence[Pairs]) -> None:
    members: dict[str, list[int]] = defaultdict(list)
    for position, article in enumerate(articles):
        if article.story:
            members[slugify(article.story)].append(position)
    for positions in members.values():
        for place, one in enumerate(positions):
            for other in positions[place + 1 : place + 1 + NEAR_IN_STORY]:
                _note(pairs, one, other, Shared(STORY_WEIGHT, "story", ""))


def _compare_names(
    articles: Sequence[Article],
    names: Names,
    kind: str,
    weights: Sequence[tuple[int, int]],
    pairs: Sequence[Pairs],
) -> None:
    carriers: dict[Name, list[int]] = defaultdict(list)
    for position in range(len(articles) - 1, -1, -1):
        for name in names(articles[position]):
            older = carriers[name]
            older.append(position)
            weight = next((worth for most, worth in weights if len(older) <= most), 0)
            for other in older[:-1] if weight else ():
                _note(pairs, position, other, Shared(weight, kind, name.title))


def _note(pairs: Sequence[Pairs], one: int, other: int, shared: Shared) -> None:
    pairs[one][other].append(shared)
    pairs[other][one].append(shared)


def _nearest(shared_with: Mapping[int, list[Shared]], articles: Sequence[Article]) -> list[Related]:
    scores = {other: sum(it.weight for it in shared) for other, shared in shared_with.items()}
    near = [other for other, score in scores.items() if score >= THRESHOLD]
    near.sort(key=lambda other: (-scores[other], other))
    return [_with_reason(articles[other], shared_with[other]) for other in near[:MOST]]


def _with_reason(article: Article, shared: Sequence[Shared]) -> Related:
    """The strongest thing in common is the reason; the first by name among equals."""
    reason = min(shared, key=lambda it: (-it.weight, it.kind == "source", it.name))
    return Related(article, reason.kind, reason.name)
