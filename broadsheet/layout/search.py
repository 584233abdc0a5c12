"""The page to search on, and the index it searches: shards of articles by year."""

from collections import defaultdict
from collections.abc import Iterator

from broadsheet.addresses import SEARCH, shard_address
from broadsheet.articles import Article
from broadsheet.groups import publishers
from broadsheet.layout.paper import Paper
from broadsheet.pages import SHARD, Page
from broadsheet.search import SearchEntry, in_shards


def search_pages(paper: Paper) -> Iterator[Page]:
    """The search page, and every shard of the index: one a year, or more of a long one.

    Articles of another year change none of a year's shards; the page knows no more than where
    the shards stand.
    """
    shards = list(_shards(paper))
    addresses = tuple(shard.address for shard in reversed(shards))
    years = tuple(dict.fromkeys(article.date.at.year for article in paper.catalog.articles))
    title = paper.words.gettext("Search")
    source = "the search page"
    yield paper.page(SEARCH, "search.html", title, source, shards=addresses, years=years)
    yield from shards


def _shards(paper: Paper) -> Iterator[Page]:
    """All shards, the oldest first."""
    years: dict[int, list[SearchEntry]] = defaultdict(list)
    for article in reversed(paper.catalog.articles):
        years[article.date.at.year].append(_entry(paper, article))
    for year, found in sorted(years.items()):
        for number, entries in enumerate(in_shards(found), 1):
            address = shard_address(year, number)
            yield Page(address, SHARD, {"entries": entries}, f"the search index of {year}")


def _entry(paper: Paper, article: Article) -> SearchEntry:
    # Tags and sources stand as the article spells them: which spelling is shown as a tag's name
    # may change with the articles of another year.
    card = paper.desk.card(article)
    return SearchEntry(
        title=article.title,
        address=card.address,
        day=article.date,
        section=card.section.title if card.section else "",
        language=article.language,
        direction=card.direction,
        standfirst=article.standfirst,
        names=tuple(dict.fromkeys((*article.tags, *publishers(article), *article.authors))),
        text=paper.desk.plain_text(article),
    )
