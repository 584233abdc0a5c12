"""The page to search on, and the index it searches: articles and stories, in shards by year."""

from collections import defaultdict
from collections.abc import Iterator

from broadsheet.content.articles import Article
from broadsheet.content.taxonomies import SECTION, TAXONOMIES
from broadsheet.digest.listings import Listings, Term
from broadsheet.languages import direction
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import SEARCH, shard_address
from broadsheet.site.later import made
from broadsheet.site.outputs import SHARD, Page
from broadsheet.site.search_index import SearchEntry, in_shards


def search_pages(factory: PageFactory) -> Iterator[Page]:
    """The search page, and every shard of the index: one for each year, or several for a long one.

    Articles of one year never change the shards of another. The page knows only the addresses of
    the shards.
    """
    shards = list(_shards(factory))
    addresses = tuple(shard.address for shard in reversed(shards))
    years = tuple(dict.fromkeys(article.date.at.year for article in factory.catalog.articles))
    title = factory.translations.gettext("Search")
    source = "the search page"
    yield factory.page(SEARCH, "search.html", title, source, shards=addresses, years=years)
    yield from shards


def _shards(factory: PageFactory) -> Iterator[Page]:
    """All shards, the oldest first."""
    years: dict[int, list[SearchEntry]] = defaultdict(list)
    made_from: dict[int, list[object]] = defaultdict(list)
    begun = _by_oldest_article(factory.catalog.listings)
    for article in reversed(factory.catalog.articles):
        found = years[article.date.at.year]
        found += [_of_term(factory, term) for term in begun[article.path]]
        found.append(_of_article(factory, article))
        made_from[article.date.at.year] += [*map(_listed, begun[article.path]), article]
    for year, found in sorted(years.items()):
        key = factory.key(tuple(made_from[year]))
        for number, shard in enumerate(in_shards(found), 1):
            address, source = shard_address(year, number), f"the search index of {year}"
            shown = {"entries": shard.entries}
            yield Page(address, SHARD, shown, source, weighing=made(shard.weighed), key=key)


def _listed(term: Term) -> tuple[str, ...]:
    """What the index knows of a term, besides its oldest article."""
    return term.title, term.address, term.taxonomy.key, term.note.path if term.note else ""


def _by_oldest_article(listings: Listings) -> dict[str, list[Term]]:
    """Terms whose pages are found too, by the path of the article that each begins with.

    A term stands beside its oldest article, as a newer one changes none of an older year's shards.
    """
    begun: dict[str, list[Term]] = defaultdict(list)
    for term in listings.terms:
        if term.taxonomy.in_search:
            begun[term.articles[-1].path].append(term)
    return begun


def _of_article(factory: PageFactory, article: Article) -> SearchEntry:
    section = factory.cards.section(article)
    return SearchEntry(
        title=article.title,
        address=factory.cards.address(article),
        day=article.date,
        section=section.title if section else "",
        language=article.language,
        direction=direction(article.language),
        standfirst=article.standfirst,
        names=tuple(dict.fromkeys(_names(factory.catalog.listings, article))),
        text=factory.views.plain_text(article),
    )


def _names(listings: Listings, article: Article) -> Iterator[str]:
    """What an article is found by beside its own words; its section has a field of its own.

    Names stand as the article spells them: which spelling is shown as a tag's name may change
    with the articles of another year.
    """
    for taxonomy in TAXONOMIES:
        if not taxonomy.are_keys:
            yield from taxonomy.spellings(article)
        elif taxonomy is not SECTION:
            yield from (name.title for name in listings.names(taxonomy, article))


def _of_term(factory: PageFactory, term: Term) -> SearchEntry:
    language = factory.settings.language
    return SearchEntry(
        title=term.title,
        address=term.address,
        day=term.articles[-1].date,
        section=factory.translations.gettext(term.taxonomy.label),
        language=language,
        direction=direction(language),
        standfirst="",
        names=(),
        text=factory.views.plain_text(term.note) if term.note else "",
    )
