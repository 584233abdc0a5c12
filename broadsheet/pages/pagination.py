"""A list in numbered parts that a newer article never shifts, and each article's neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.content.articles import Article


@dataclass(frozen=True, slots=True)
class Slice:
    """A closed part of a list, numbered from the oldest part; its articles are newest first."""

    number: int
    articles: tuple[Article, ...]


def paginate(
    articles: Sequence[Article], size: int
) -> tuple[tuple[Article, ...], tuple[Slice, ...]]:
    """Split a list, newest first, into an open newest part and closed parts, oldest first.

    A closed part has exactly `size` articles and never changes when a newer article is added. The
    open part has the rest: at least `size` articles once there is a closed part.
    """
    closed = max(len(articles) // size - 1, 0)
    oldest_first = tuple(reversed(articles))
    slices = tuple(
        Slice(number + 1, tuple(reversed(oldest_first[number * size : (number + 1) * size])))
        for number in range(closed)
    )
    return tuple(articles[: len(articles) - closed * size]), slices


def neighbours(
    articles: Sequence[Article],
) -> Iterator[tuple[Article | None, Article, Article | None]]:
    """Each article with the one before it and the one after it in time; given newest first."""
    for position, article in enumerate(articles):
        earlier = articles[position + 1] if position + 1 < len(articles) else None
        yield earlier, article, articles[position - 1] if position else None
