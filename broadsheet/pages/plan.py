"""Lays out the site: every page, feed and asset."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.content.ledger import Ledger
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import Catalog
from broadsheet.files import Content, StatSignature
from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.images.colours import ACCENT
from broadsheet.images.pictures import is_picture
from broadsheet.pages.archive import archive_pages
from broadsheet.pages.articles import alias_pages, article_pages
from broadsheet.pages.books import book_pages
from broadsheet.pages.corrections import correction_pages
from broadsheet.pages.editions import edition_pages
from broadsheet.pages.fixed import fixed_pages, plain_pages
from broadsheet.pages.front import front_page
from broadsheet.pages.host_files import host_files
from broadsheet.pages.kept import Kept, kept_pages
from broadsheet.pages.lists import taxonomy_pages
from broadsheet.pages.lite import with_lite
from broadsheet.pages.machines import machine_pages, search_engine_key, sitemaps
from broadsheet.pages.offline import offline_pages
from broadsheet.pages.page_factory import PageFactory
from broadsheet.pages.recorded import published_by
from broadsheet.pages.search import search_pages
from broadsheet.pages.share_images import share_images
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.addresses import is_media, media_address
from broadsheet.site.article_views import ArticleViews
from broadsheet.site.cards import Cards
from broadsheet.site.checks import Checked, warnings_of
from broadsheet.site.collisions import clashing_ids, find_collisions
from broadsheet.site.feed_entries import FeedEntries
from broadsheet.site.gone import gone_addresses
from broadsheet.site.image_set import ImageSet
from broadsheet.site.inputs import Inputs
from broadsheet.site.keys import Keys
from broadsheet.site.link_resolver import LinkResolver, placed_files
from broadsheet.site.links import Links, Written
from broadsheet.site.outputs import Asset, Page
from broadsheet.site.root_files import root_assets, unfit_root_names
from broadsheet.themes.theme import Theme
from broadsheet.urls import address_fault, output_path


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole site, in which no two outputs have the same address; `published` is what the
    addresses are of that the ledger records when the site is published."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    warnings: tuple[Problem, ...]
    published: Ledger

    def paths(self) -> list[str]:
        """The files of the whole site, relative to the output folder."""
        pages = [output_path(page.address) for page in self.pages]
        return pages + [output_path(asset.address) for asset in self.assets]


@dataclass(frozen=True, slots=True)
class Groundwork:
    """What pages are made by, before any is laid out, and what is wrong with it."""

    factory: PageFactory
    links: Links
    image_set: ImageSet
    problems: tuple[Problem, ...]


def groundwork(catalog: Catalog, inputs: Inputs, text_store: TextStore) -> Groundwork:
    """What the pages of a site are made by; raises nothing for what is wrong."""
    settings = inputs.settings
    resolver, links = linked(catalog, inputs.content, settings.permalink)
    image_set = ImageSet(inputs.pictures, settings.images)
    cards, listings = Cards(catalog, resolver, image_set), catalog.listings
    views = ArticleViews(cards, listings, links, image_set, text_store, settings)
    entries = FeedEntries(cards, views, listings, settings, inputs.translations)
    accent = accent_of(inputs.themes)
    base = base_of(inputs, accent)
    keys = Keys(inputs.articles, inputs.digests, base, cards, listings, links)
    shared = (settings, inputs.translations, keys, accent)
    factory = PageFactory(catalog, cards, views, entries, *shared, inputs.ledger or {})
    problems = (*links.problems, *cards.problems, *catalog.problems)
    return Groundwork(factory, links, image_set, problems)


def plan_site(
    catalog: Catalog,
    inputs: Inputs,
    text_store: TextStore,
    as_of: datetime,
) -> Plan:
    """Lay out the site; pages read their texts from the store. Values that take long to make are
    made when a page is rendered, or compared with what it was.

    Raises ProblemsFound when links, notes or addresses are wrong.
    """
    ground = groundwork(catalog, inputs, text_store)
    factory, content, settings = ground.factory, inputs.content, inputs.settings
    media = {path: signature for path, signature in content.media.items() if is_media(path)}
    laid_out, kept = lay_out(factory, inputs, as_of)
    pages = tuple(with_lite(laid_out) if settings.lite else laid_out)
    drawn = (*ground.image_set.assets(), *share_images(factory, factory.accent))
    files = [*_files(content, media, inputs.host_rules), *static_assets(inputs.themes), *drawn]
    files += search_engine_key(settings.indexnow)
    gone = gone_addresses(pages, settings.gone)
    told, found = host_files(factory, inputs.themes[""], inputs.host_rules, pages, files, gone)
    assets = (*files, *told)
    taken, clashes = find_collisions((*pages, *assets), catalog.articles, settings.permalink)
    problems = [*ground.problems, *clashes, *clashing_ids(catalog.articles)]
    problems += [*_unfit_names(tuple(media)), *ground.links.lost(taken)]
    problems += [*unfit_root_names(content.root), *found.problems, *kept.problems]
    if problems:
        raise ProblemsFound(problems)
    warned = _warned(inputs, catalog, ground.links, as_of)
    return Plan(pages, assets, (*warned, *found.warnings, *kept.warnings), kept.published)


def _warned(inputs: Inputs, catalog: Catalog, links: Links, as_of: datetime) -> Iterator[Problem]:
    media = tuple(inputs.content.media)
    checked = Checked(inputs.articles, inputs.notes, media, catalog, links, inputs.settings, as_of)
    return iter(warnings_of(checked))


def base_of(inputs: Inputs, accent: str) -> str:
    """The fingerprint of all that pages are made from besides articles, templates and translations,
    which the manifest knows of each page."""
    articles = {article.path for article in inputs.articles}
    others = [each for each in inputs.digests.items() if each[0] not in articles]
    return of_value((inputs.settings, sorted(others), sorted(inputs.content.media), accent))


def linked(catalog: Catalog, content: Content, permalink: str) -> tuple[LinkResolver, Links]:
    """What links can lead to, and where all links of the texts that the site shows lead."""
    texts = _written(catalog)
    shown = {text.path for text in texts}
    unpublished = [path for path in content.texts if path not in shown]
    media = [path for path in content.media if is_media(path)]
    resolver = LinkResolver(placed_files(catalog, permalink), unpublished, media)
    return resolver, Links(texts, resolver)


# Every kind of page, in the order in which pages are rendered. Sitemaps follow from the pages.
KINDS_OF_PAGES: tuple[Callable[[PageFactory, datetime], Iterable[Page]], ...] = (
    lambda factory, as_of: [front_page(factory)],
    lambda factory, as_of: article_pages(factory),
    lambda factory, as_of: taxonomy_pages(factory),
    lambda factory, as_of: edition_pages(factory, as_of),
    lambda factory, as_of: archive_pages(factory),
    lambda factory, as_of: book_pages(factory),
    lambda factory, as_of: search_pages(factory),
    lambda factory, as_of: correction_pages(factory),
    lambda factory, as_of: plain_pages(factory),
    lambda factory, as_of: alias_pages(factory),
    lambda factory, as_of: fixed_pages(factory, as_of),
    lambda factory, as_of: machine_pages(factory, as_of),
)


def lay_out(factory: PageFactory, inputs: Inputs, as_of: datetime) -> tuple[tuple[Page, ...], Kept]:
    """Every page of the site, in the order of rendering; and what keeps published addresses."""
    pages = [page for kind in KINDS_OF_PAGES for page in kind(factory, as_of)]
    files = [it.address for it in root_assets(inputs.content.root, inputs.content.seen_ns)]
    texts = inputs.articles, inputs.notes
    kept = kept_pages(factory, pages, files, texts, factory.ledger, as_of)
    kept.published = {**published_by(pages, factory.catalog), **kept.published}
    pages += kept.pages
    return (*pages, *offline_pages(factory, pages), *sitemaps(factory, pages)), kept


def _written(catalog: Catalog) -> tuple[Written, ...]:
    """Everything written by the curator that the site shows."""
    notes = [term.note for term in catalog.listings.terms]
    notes += [edition.note for edition in catalog.editions]
    return (*catalog.articles, *catalog.pages, *(note for note in notes if note))


def _files(
    content: Content, media: Mapping[str, StatSignature], host_rules: Collection[str]
) -> Iterator[Asset]:
    """The files that are copied as they are: media but for pictures, and those for the root, but
    for those that the host's own become one with."""
    copied = {path: signature for path, signature in media.items() if not is_picture(path)}
    yield from _media_assets(copied, content.seen_ns)
    root = {path: it for path, it in content.root.items() if path not in host_rules}
    yield from root_assets(root, content.seen_ns)


def _media_assets(media: Mapping[str, StatSignature], seen_ns: int) -> Iterator[Asset]:
    for path, signature in media.items():
        yield Asset(
            media_address(path), path, str(signature) if signature.has_rested(seen_ns) else ""
        )


def accent_of(themes: Mapping[str, Theme]) -> str:
    """The colour of share images, covers and icons: all of a plan that a theme's options decide."""
    return str(themes[""].options.get("accent", ACCENT))


def _unfit_names(media: Sequence[str]) -> Iterator[Problem]:
    for path in media:
        fault = address_fault(media_address(path))
        if fault:
            yield Problem(path, 0, f"its name {fault}", "rename the file")


def static_assets(themes: Mapping[str, Theme]) -> Iterator[Asset]:
    """The static files of themes, which go with the pages."""
    named = (item for theme in themes.values() for item in theme.statics.items())
    statics = {static.address: (name, static.content) for name, static in named}
    for address, (name, content) in sorted(statics.items()):
        yield Asset(address, f"the theme's static file {name}", of_bytes(content), content)
