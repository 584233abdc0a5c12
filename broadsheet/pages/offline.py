"""Reading without a network: the worker that keeps pages in the browser, and the page of what is
kept.

It keeps the front page, as many of the newest editions as `offline` says, with their articles, and
the newest parts of the search index. Where `offline` is false, a worker at the same address throws
that away and leaves.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from broadsheet.content.articles import Article, last_changed
from broadsheet.digest.editions import Edition
from broadsheet.fingerprint import of_value
from broadsheet.images.pictures import Shown
from broadsheet.pages.editions import edition_link
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import FRONT, ICON, OFFLINE, SEARCH, WORKER
from broadsheet.site.links import Written
from broadsheet.site.outputs import Page
from broadsheet.site.views import ArticleView, KeptEdition, KeptPage, Picture

ARTICLES_KEPT = 30  # where there are no editions
SHARDS_KEPT = 2  # the newest parts of the search index
WIDTH_KEPT = 720  # pixels of the pictures
NEVER_CHANGES = "="
Kept = Sequence[tuple[Edition | None, Sequence[Article]]]


def offline_pages(factory: PageFactory, pages: Sequence[Page]) -> Iterator[Page]:
    """The worker, and the page of what it keeps; `pages` are all others of the site."""
    offline = factory.settings.offline
    if offline is None:
        return
    if not offline:
        yield factory.page(WORKER, "sw-withdrawn.js", "", "the worker that ends reading offline")
        return
    kept = _kept(factory, offline)
    title = factory.translations.gettext("Reading offline")
    yield factory.page(
        OFFLINE,
        "offline.html",
        title,
        "the page of what can be read offline",
        kept=tuple(
            KeptEdition(
                edition_link(factory, edition) if edition else None, factory.cards.all_of(articles)
            )
            for edition, articles in kept
        ),
    )
    by_address = {page.address: page for page in pages}
    files = {it.address: it for it in _files(factory, kept, by_address)}
    yield factory.page(
        WORKER,
        "sw.js",
        "",
        "the worker for reading offline",
        kept_files=tuple(files.values()),
    )


def _kept(factory: PageFactory, most: int) -> Kept:
    """At `most` so many of the newest editions, with their articles, newest first."""
    catalog = factory.catalog
    if not factory.site.editions:
        return [(None, tuple(islice(catalog.articles, ARTICLES_KEPT)))] if catalog.articles else []
    newest = reversed(catalog.editions[-most:])
    return [(edition, edition.articles) for edition in newest]


def _files(factory: PageFactory, kept: Kept, by_address: Mapping[str, Page]) -> Iterator[KeptPage]:
    """What the worker keeps, in the order of its worth, for a browser that has little room."""
    yield KeptPage(FRONT, "")
    yield KeptPage(OFFLINE, "")
    yield KeptPage(ICON, "")
    yield KeptPage(SEARCH, "")
    for shard in by_address[SEARCH].context["shards"][:SHARDS_KEPT]:
        yield KeptPage(shard, "")
    if factory.site.editions:
        yield KeptPage(factory.site.editions, "")
    for edition, articles in kept:
        if edition:
            yield _edition(factory, edition)
        for article in articles:
            yield from _article(factory, article, by_address)


def _edition(factory: PageFactory, edition: Edition) -> KeptPage:
    link, articles = edition_link(factory, edition), edition.articles
    written: list[Written] = [*([edition.note] if edition.note else []), *articles]
    texts = tuple(factory.views.plain_text(it) for it in written)
    return KeptPage(link.address, of_value((link, [_mark(factory, it) for it in articles])), texts)


def _article(
    factory: PageFactory, article: Article, by_address: Mapping[str, Page]
) -> Iterator[KeptPage]:
    """An article's page and its pictures."""
    address = factory.cards.address(article)
    yield KeptPage(address, _mark(factory, article), (factory.views.plain_text(article),))
    page = by_address.get(address)
    view: ArticleView | None = page.context["article"] if page else None
    if view is None:
        return
    shown: list[Picture | Shown] = [
        *([view.image] if view.image else []),
        *(it for _, it in view.body.pictures),
    ]
    for picture in shown:
        fitting = [it for it in picture.webp if it.width <= WIDTH_KEPT] or list(picture.webp[:1])
        rendition = fitting[-1] if fitting else picture.whole
        yield KeptPage(rendition.address, NEVER_CHANGES if fitting else "")


def _mark(factory: PageFactory, article: Article) -> str:
    """What changes with an article's page, but for the words of its text."""
    return of_value(
        (factory.site, factory.cards.of(article), last_changed(article), article.corrections)
    )
