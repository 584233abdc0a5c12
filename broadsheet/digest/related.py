"""Which articles belong beside an article, and why: rare terms that both have.

How rare a term is counts up to the newer one of two articles. So what two articles have in common
never changes when a newer one is added, and the cost grows with the number of articles alone.
Articles of one story are not related here: their story leads from one to the next.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.content.articles import Article
from broadsheet.content.spellings import Name
from broadsheet.content.taxonomies import Taxonomy
from broadsheet.urls import slugify

MOST = 5
THRESHOLD = 3


@dataclass(frozen=True, slots=True)
class Related:
    """A related article, and the term that it shares: its taxonomy, and its name as readers see
    it."""

    article: Article
    taxonomy: Taxonomy
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """The first articles with a term, oldest first, for as many as count."""

    articles: tuple[Article, ...]


class Shared(NamedTuple):
    """A term that two articles have in common: its weight and its name."""

    weight: int
    name: str


Names = Callable[[Article], tuple[Name, ...]]  # an article's terms in a taxonomy
Scores = dict[int, int]  # the weight of all that an article shares with each other, by position


class RelatedArticles(Mapping[str, tuple[Related, ...]]):
    """For each article's path at most five related articles, the most related first.

    They are found when they are asked for. `articles` are in order, newest first. Of equally
    related articles, the newer comes first. `names` are their terms in each taxonomy.
    """

    def __init__(self, articles: Sequence[Article], names: Mapping[Taxonomy, Names]) -> None:
        self._articles = articles
        self._positions = {article.path: position for position, article in enumerate(articles)}
        self._indexes = [TermIndex(articles, *each) for each in names.items() if each[0].rarity]
        self._stories = [slugify(it.story) if it.story else "" for it in articles]
        self._carriers: dict[int, Carriers] = {}  # by the identity of their places

    def __getitem__(self, path: str) -> tuple[Related, ...]:
        position, indexes = self._positions[path], self._indexes
        near = _nearest(indexes, self._stories, position)
        return tuple(Related(self._articles[it], *_reason(indexes, position, it)) for it in near)

    def candidates(self, path: str) -> tuple[Carriers, ...]:
        """All articles that decide which are related to one: those that share a term with it."""
        position = self._positions[path]
        return tuple(
            self._carried(places) for it in self._indexes for places in it.places(position)
        )

    def _carried(self, places: list[int]) -> Carriers:
        if id(places) not in self._carriers:
            articles = tuple(self._articles[it] for it in places)
            self._carriers[id(places)] = Carriers(articles)
        return self._carriers[id(places)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)


class TermIndex:
    """The first articles with each term of a taxonomy, for as many as count."""

    def __init__(self, articles: Sequence[Article], taxonomy: Taxonomy, names: Names) -> None:
        self.taxonomy = taxonomy
        weights = taxonomy.rarity
        most = weights[-1][0]
        # What a term weighs for the newer of two articles that was the first, second … to have it.
        self._worths = [
            next(worth for upto, worth in weights if count <= upto) for count in range(1, most + 1)
        ]
        carriers: dict[Name, list[int]] = defaultdict(list)
        self._places: dict[int, list[tuple[str, list[int], int]]] = defaultdict(list)
        for position in range(len(articles) - 1, -1, -1):
            for name in names(articles[position]):
                embedding = carriers[name]
                if len(embedding) < most:
                    self._places[position].append((name.title, embedding, len(embedding)))
                    embedding.append(position)

    def places(self, position: int) -> Iterator[list[int]]:
        """For each term of the article at a position, where the first articles with it stand."""
        return (embedding for _, embedding, _ in self._places.get(position, ()))

    def score(self, position: int, scores: Scores) -> None:
        """Add what the article at a position shares with others."""
        worths = self._worths
        for _, embedding, place in self._places.get(position, ()):
            for older in embedding[:place]:
                scores[older] += worths[place]
            for newer, worth in zip(embedding[place + 1 :], worths[place + 1 :], strict=False):
                scores[newer] += worth

    def shared(self, position: int, other: int) -> Iterator[Shared]:
        """What two articles have in common."""
        for name, embedding, place in self._places.get(position, ()):
            if other in embedding:
                yield Shared(self._worths[max(place, embedding.index(other))], name)


Indexes = Sequence[TermIndex]


def _nearest(indexes: Indexes, stories: Sequence[str], position: int) -> list[int]:
    """The positions of the articles that share most with the article at a position."""
    scores: Scores = defaultdict(int)
    for index in indexes:
        index.score(position, scores)
    story = stories[position]
    near = [
        other
        for other, score in scores.items()
        if score >= THRESHOLD and not (story and stories[other] == story)
    ]
    return sorted(near, key=lambda other: (-scores[other], other))[:MOST]


def _reason(indexes: Indexes, position: int, other: int) -> tuple[Taxonomy, str]:
    """The rarest term in common; among equals that of the earlier taxonomy, then by name."""
    shared = (
        (-each.weight, place, each.name)
        for place, index in enumerate(indexes)
        for each in index.shared(position, other)
    )
    _, place, name = min(shared)
    return indexes[place].taxonomy, name
