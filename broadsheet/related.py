"""Which articles belong beside an article, and why: a shared story, rare tags, rare sources.

How rare a name is counts up to the newer one of two articles, and of a story only articles near
in time count. So what two articles have in common never changes when a newer one is added, and
the cost grows with the number of articles alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
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


Names = Callable[[Article], tuple[Name, ...]]
Scores = dict[int, int]  # what all that one article shares with others weighs, by their positions


def related_articles(
    articles: Sequence[Article], tags: Names, sources: Names
) -> dict[str, tuple[Related, ...]]:
    """For each article's path, at most five related ones, the nearest first.

    `articles` are in order, newest first; among equals the newer stands first.
    """
    indexes = (
        StoryIndex(articles),
        NameIndex(articles, tags, "tag", TAG_WEIGHTS),
        NameIndex(articles, sources, "source", SOURCE_WEIGHTS),
    )
    related = {}
    for position, article in enumerate(articles):
        near = ((it, _reason(indexes, position, it)) for it in _nearest(indexes, position))
        related[article.path] = tuple(Related(articles[it], *reason) for it, reason in near)
    return related


class StoryIndex:
    """The articles of each story, by their positions."""

    def __init__(self, articles: Sequence[Article]) -> None:
        members: dict[str, list[int]] = defaultdict(list)
        self._places: dict[int, tuple[list[int], int]] = {}
        for position, article in enumerate(articles):
            if article.story:
                among = members[slugify(article.story)]
                self._places[position] = (among, len(among))
                among.append(position)

    def score(self, position: int, scores: Scores) -> None:
        """Add what the article at a position shares with others."""
        for other in self._near(position):
            scores[other] += STORY_WEIGHT

    def shared(self, position: int, other: int) -> Iterator[Shared]:
        """What two articles have in common."""
        if other in self._near(position):
            yield Shared(STORY_WEIGHT, "story", "")

    def _near(self, position: int) -> list[int]:
        """The others of its story near in time."""
        among, place = self._places.get(position, ([], 0))
        newer = among[max(0, place - NEAR_IN_STORY) : place]
        return newer + among[place + 1 : place + 1 + NEAR_IN_STORY]


class NameIndex:
    """The first articles with each tag or source, as far as sharing it weighs anything."""

    def __init__(
        self,
        articles: Sequence[Article],
        names: Names,
        kind: str,
        weights: Sequence[tuple[int, int]],
    ) -> None:
        self._kind = kind
        most = weights[-1][0]
        # What a name weighs for the newer of two articles that was the first, second … to have it.
        self._worths = [
            next(worth for upto, worth in weights if count <= upto) for count in range(1, most + 1)
        ]
        carriers: dict[Name, list[int]] = defaultdict(list)
        self._places: dict[int, list[tuple[str, list[int], int]]] = defaultdict(list)
        for position in range(len(articles) - 1, -1, -1):
            for name in names(articles[position]):
                among = carriers[name]
                if len(among) < most:
                    self._places[position].append((name.title, among, len(among)))
                    among.append(position)

    def score(self, position: int, scores: Scores) -> None:
        """Add what the article at a position shares with others."""
        worths = self._worths
        for _, among, place in self._places.get(position, ()):
            for older in among[:place]:
                scores[older] += worths[place]
            for newer, worth in zip(among[place + 1 :], worths[place + 1 :], strict=False):
                scores[newer] += worth

    def shared(self, position: int, other: int) -> Iterator[Shared]:
        """What two articles have in common."""
        for name, among, place in self._places.get(position, ()):
            if other in among:
                yield Shared(self._worths[max(place, among.index(other))], self._kind, name)


Indexes = Sequence[StoryIndex | NameIndex]


def _nearest(indexes: Indexes, position: int) -> list[int]:
    """The positions of the articles that share most with the one at a position."""
    scores: Scores = defaultdict(int)
    for index in indexes:
        index.score(position, scores)
    near = [other for other, score in scores.items() if score >= THRESHOLD]
    return sorted(near, key=lambda other: (-scores[other], other))[:MOST]


def _reason(indexes: Indexes, position: int, other: int) -> tuple[str, str]:
    """The strongest thing in common, its kind and name; the first by name among equals."""
    shared = (each for index in indexes for each in index.shared(position, other))
    strongest = min(shared, key=lambda it: (-it.weight, it.kind == "source", it.name))
    return strongest.kind, strongest.name
