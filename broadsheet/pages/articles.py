"""The page of each article, and the addresses it had before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from broadsheet.content.articles import Article
from broadsheet.content.taxonomies import AUTHOR, Taxonomy
from broadsheet.digest.listings import Term
from broadsheet.digest.related import Related
from broadsheet.pages.editions import edition_link
from broadsheet.pages.page_factory import PageFactory
from broadsheet.pages.pagination import neighbours
from broadsheet.site.addresses import alias_address
from broadsheet.site.cards import Cards
from broadsheet.site.outputs import Page
from broadsheet.site.structured_data import news_article
from broadsheet.site.views import Card, Link, RelatedGroup, StoryPlace
from broadsheet.translations import Translations


def article_pages(factory: PageFactory) -> Iterator[Page]:
    """A page for each article, with links to the articles before and after it."""
    places = _story_places(factory.catalog.listings.stories, factory.cards)
    editions = _edition_links(factory)
    organizations = _organizations(factory.catalog.listings.by_taxonomy[AUTHOR].terms)
    related = factory.catalog.related
    for before, article, after in neighbours(factory.catalog.articles):
        story = places.get(article.path)
        around = Around(before, after, story, editions.get(article.path))
        nearest = related.candidates(article.path)
        others = (before, after, story, around.edition, nearest)
        yield factory.later(
            factory.cards.address(article),
            "article.html",
            article.path,
            _page,
            factory,
            article,
            around,
            organizations,
            key=factory.key(article, others),
            in_sitemap=True,
            changed=article.updated or article.date,
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What an article stands among: those before and after it, its story and its edition."""

    before: Article | None
    after: Article | None
    story: StoryPlace | None
    edition: Link | None


def _context(
    factory: PageFactory, article: Article, around: Around, organizations: frozenset[str]
) -> dict[str, Any]:
    cards, catalog = factory.cards, factory.catalog
    view = factory.views.whole(article, cards.address(article))
    return {
        "article": view,
        "story": around.story,
        "edition": around.edition,
        "related": _by_reason(catalog.related[article.path], cards, factory.translations),
        "earlier": cards.of(around.before) if around.before else None,
        "later": cards.of(around.after) if around.after else None,
        "metadata": news_article(article, view, organizations, factory.settings),
    }


def _page(
    factory: PageFactory,
    article: Article,
    around: Around,
    organizations: frozenset[str],
) -> Page:
    card = factory.cards.of(article)
    announced = [Link(it.title, it.address) for it in (card.section, around.story) if it]
    return factory.page(
        card.address,
        "article.html",
        article.title,
        article.path,
        description=article.summary,
        type="article",
        image=card.image or factory.views.share(article),
        announced=[factory.feed_link(it.title, it.address) for it in announced],
        **_context(factory, article, around, organizations),
    )


def _by_reason(
    related: Sequence[Related], found: Cards, translations: Translations
) -> tuple[RelatedGroup, ...]:
    """Related articles under what they share, said once; the nearest one's group first."""
    cards: dict[tuple[Taxonomy, str], list[Card]] = {}
    for it in related:
        cards.setdefault((it.taxonomy, it.name), []).append(found.of(it.article))
    return tuple(
        RelatedGroup(taxonomy.key, translations.gettext(taxonomy.shared, name=name), tuple(shown))
        for (taxonomy, name), shown in cards.items()
    )


def _organizations(authors: Sequence[Term]) -> frozenset[str]:
    """The pages of those authors whose notes say that they are not persons."""
    others = (it for it in authors if it.note and not it.note.is_person)
    return frozenset(it.address for it in others)


def _story_places(stories: Sequence[Term], cards: Cards) -> dict[str, StoryPlace]:
    places = {}
    for story in stories:
        address = story.address
        for before, article, after in neighbours(story.articles):
            places[article.path] = StoryPlace(
                story.title,
                address,
                cards.of(before) if before else None,
                cards.of(after) if after else None,
            )
    return places


def _edition_links(factory: PageFactory) -> Mapping[str, Link]:
    links = ((edition, edition_link(factory, edition)) for edition in factory.catalog.editions)
    return {article.path: link for edition, link in links for article in edition.articles}


def alias_pages(factory: PageFactory) -> Iterator[Page]:
    """A redirect at each earlier address of an article, a plain page or a list."""
    for article in factory.catalog.articles:
        target = factory.cards.address(article)
        aliases = [(article.line("aliases", at), it) for at, it in enumerate(article.aliases)]
        yield from _aliases(factory, target, aliases, article.path)
    for note in factory.catalog.pages:
        yield from _aliases(factory, f"/{note.key}.html", note.aliases, note.path)
    for term in factory.catalog.listings.terms:
        if term.note:
            yield from _aliases(factory, term.address, term.note.aliases, term.note.path)


def _aliases(
    factory: PageFactory, target: str, aliases: Sequence[tuple[int, str]], source: str
) -> Iterator[Page]:
    for line, alias in aliases:
        yield replace(factory.redirect(alias_address(alias), target, source), line=line)
