"""The page of each article, and the addresses it had before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import splitext
from typing import Any

from broadsheet.content.articles import Article
from broadsheet.content.taxonomies import AUTHOR, Taxonomy
from broadsheet.digest.listings import Term
from broadsheet.digest.related import Related
from broadsheet.pages.editions import edition_link
from broadsheet.pages.page_factory import Paper
from broadsheet.pages.pagination import neighbours
from broadsheet.site.cards import Cards
from broadsheet.site.outputs import Page
from broadsheet.site.structured_data import news_article
from broadsheet.site.views import ArticleView, Card, Link, RelatedGroup, StoryPlace
from broadsheet.translations import Words


def article_pages(paper: Paper) -> Iterator[Page]:
    """A page for each article, with links to the articles before and after it."""
    places = _story_places(paper.catalog.groups.stories, paper.cards)
    editions = _edition_links(paper)
    organizations = _organizations(paper.catalog.groups.listings[AUTHOR].terms)
    for before, article, after in neighbours(paper.catalog.articles):
        view = paper.views.whole(article, paper.cards.of(article).address)
        yield _page(
            paper,
            article,
            view,
            story=places.get(article.path),
            edition=editions.get(article.path),
            related=_by_reason(paper.catalog.related[article.path], paper.cards, paper.words),
            earlier=paper.cards.of(before) if before else None,
            later=paper.cards.of(after) if after else None,
            metadata=news_article(article, view, organizations, paper.settings),
        )


def _page(paper: Paper, article: Article, view: ArticleView, **context: Any) -> Page:
    story: StoryPlace | None = context["story"]
    announced = [Link(it.title, it.address) for it in (view.section, story) if it]
    return paper.page(
        view.address,
        "article.html",
        article.title,
        article.path,
        description=article.summary,
        type="article",
        in_sitemap=True,
        changed=article.updated or article.date,
        image=view.image or view.share,
        announced=[paper.feed_link(it.title, it.address) for it in announced],
        article=view,
        **context,
    )


def _by_reason(related: Sequence[Related], found: Cards, words: Words) -> tuple[RelatedGroup, ...]:
    """Related articles under what they share, said once; the nearest one's group first."""
    cards: dict[tuple[Taxonomy, str], list[Card]] = {}
    for it in related:
        cards.setdefault((it.taxonomy, it.name), []).append(found.of(it.article))
    return tuple(
        RelatedGroup(taxonomy.key, words.gettext(taxonomy.shared, name=name), tuple(shown))
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


def _edition_links(paper: Paper) -> Mapping[str, Link]:
    links = ((edition, edition_link(paper, edition)) for edition in paper.catalog.editions)
    return {article.path: link for edition, link in links for article in edition.articles}


def alias_pages(paper: Paper) -> Iterator[Page]:
    """A redirect at each earlier address of an article or a plain page."""
    for article in paper.catalog.articles:
        target = paper.cards.of(article).address
        aliases = [(article.line("aliases", at), it) for at, it in enumerate(article.aliases)]
        yield from _aliases(paper, target, aliases, article.path)
    for note in paper.catalog.pages:
        yield from _aliases(paper, f"/{note.key}.html", note.aliases, note.path)


def _aliases(
    paper: Paper, target: str, aliases: Sequence[tuple[int, str]], source: str
) -> Iterator[Page]:
    for line, alias in aliases:
        address = alias if splitext(alias)[1] or alias.endswith("/") else f"{alias}/"
        yield replace(paper.redirect(address, target, source), line=line)
