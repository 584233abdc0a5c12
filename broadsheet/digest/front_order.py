"""In which order the front page shows articles, and which one leads.

Editions follow each other, the latest first. The articles of an edition stand as its page has them
if its curator has ordered any of them. Without that they stand newest first, and those of one
moment, as all of a day are that have no time, as the edition's page has them: so what a curator
sees in order is what readers see in order. A draft without a text, as it is when it was just kept,
stands last in its edition. Only a preview shows drafts.
"""

from collections.abc import Iterator, Sequence

from broadsheet.content.articles import Article
from broadsheet.digest.editions import Edition


def in_front_order(
    articles: Sequence[Article], editions: Sequence[Edition], order: str
) -> tuple[Article, ...]:
    """All articles as the front page shows them.

    `articles` are newest first, `editions` oldest first, and hold all articles or, in a site
    without editions, none. `order` is `edition` or `date`, as `site.yaml` has it.
    """
    if order == "date" or not editions:
        return tuple(articles)
    return tuple(it for edition in reversed(editions) for it in _of_edition(edition))


def lead_of(ordered: Sequence[Article], editions: Sequence[Edition]) -> Article | None:
    """The article that leads: the first that says so, else the first of all; but no draft without
    a text while there is another, unless its edition is ordered."""
    marked = (it for it in ordered if it.lead)
    chosen = {it.path for edition in editions if edition.is_ordered for it in edition.articles}
    worth = (it for it in ordered if not _is_bare(it) or it.path in chosen)
    return next(marked, None) or next(worth, None) or next(iter(ordered), None)


def _of_edition(edition: Edition) -> Iterator[Article]:
    if edition.is_ordered:
        yield from edition.articles
        return
    newest_first = sorted(edition.articles, key=lambda it: it.date.at, reverse=True)
    yield from sorted(newest_first, key=_is_bare)


def _is_bare(article: Article) -> bool:
    """Whether this is a draft without a text."""
    return article.draft and not article.body.size
