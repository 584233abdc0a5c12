"""A list in numbered parts that a newer article never shifts, and each article's neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.content.articles import Article


@dataclass(frozen=True, slots=True)
class Slice:
    """A closed part of a list, numbered from the oldest; its articles newest first."""

    number: int
    articles: tuple[Article, ...]


def paginate(
    articles: Sequence[Article], size: int
) -> tuple[tuple[Article, ...], tuple[Slice, ...]]:
    """A list, newest first, as its open newest part and the closed ones, oldest first.

    A closed part holds exactly `size` articles and never changes when a newer article comes;
    the open part holds the rest, at least `size` once there is a closed one.
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
    """Each article, given newest first, between the one before it in time and the one after."""
    for position, article in enumerate(articles):
        earlier = articles[position + 1] if position + 1 < len(articles) else None
        yield earlier, article, articles[position - 1] if position else None
