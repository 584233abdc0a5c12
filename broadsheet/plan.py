"""Every page, feed and asset of the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.addresses import (
    FOLDERS,
    KINDS,
    SOURCES_OPML,
    Directory,
    is_media,
    list_address,
    media_address,
    placed_files,
)
from broadsheet.attribution import doubtful_credits
from broadsheet.catalog import Catalog
from broadsheet.claims import claimed, clashing_ids
from broadsheet.desk import Desk
from broadsheet.files import Look
from broadsheet.fingerprint import of_bytes
from broadsheet.gallery import Gallery
from broadsheet.layout.archive import archive_pages
from broadsheet.layout.articles import alias_pages, article_pages
from broadsheet.layout.corrections import correction_pages
from broadsheet.layout.editions import edition_pages
from broadsheet.layout.fixed import fixed_pages, plain_pages
from broadsheet.layout.front import front_page
from broadsheet.layout.lists import index_page, list_pages, source_list
from broadsheet.layout.lite import with_lite
from broadsheet.layout.machines import machine_pages
from broadsheet.layout.paper import Paper
from broadsheet.layout.search import search_pages
from broadsheet.layout.shares import share_images
from broadsheet.layout.stories import story_pages
from broadsheet.links import Links, Written
from broadsheet.pages import Asset, Page
from broadsheet.pictures import is_picture
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.root_files import root_assets, unfit_root_names
from broadsheet.share import ACCENT
from broadsheet.sources import Sources
from broadsheet.texts import Library
from broadsheet.themes import Theme
from broadsheet.urls import address_fault, output_path


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole site: no two outputs have one address."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    warnings: tuple[Problem, ...]

    def paths(self) -> list[str]:
        """The files of the whole site, relative to the output folder."""
        pages = [output_path(page.address) for page in self.pages]
        return pages + [output_path(asset.address) for asset in self.assets]


def plan_site(catalog: Catalog, sources: Sources, library: Library, as_of: datetime) -> Plan:
    """Lay out the site with the texts of a library.

    Raises ProblemsFound when links, notes or addresses are wrong.
    """
    content, settings, words = sources.content, sources.settings, sources.words
    media = {path: look for path, look in content.media.items() if is_media(path)}
    placed = placed_files(catalog, settings.permalink)
    texts = _written(catalog)
    shown = {text.path for text in texts}
    held = [path for path in content.texts if path not in shown]
    directory = Directory(placed, held, tuple(media))
    links = Links(texts, directory)
    gallery = Gallery(sources.pictures, settings.images)
    desk = Desk(catalog, directory, links, settings, words, library, gallery)
    paper = Paper(catalog, desk, settings, words)
    laid_out = lay_out(paper, as_of)
    pages = tuple(with_lite(laid_out) if settings.lite else laid_out)
    copied = {path: look for path, look in media.items() if not is_picture(path)}
    assets = (*_media_assets(copied, content.seen_ns), *_static_assets(sources.themes))
    accent = str(sources.themes[""].options.get("accent", ACCENT))
    assets = (*assets, *gallery.assets(), *share_images(paper, accent))
    assets = (*assets, *root_assets(content.root, content.seen_ns))
    claims, clashes = claimed((*pages, *assets))
    problems = [*links.problems, *desk.problems, *catalog.problems, *clashes]
    problems += [*clashing_ids(catalog.articles), *_unfit_names(tuple(media)), *links.lost(claims)]
    problems += unfit_root_names(content.root)
    if problems:
        raise ProblemsFound(problems)
    warnings = [*links.warnings, *catalog.warnings, *_not_copied(content.media), *_parted(catalog)]
    warnings += doubtful_credits(catalog.articles, settings.attribution)
    return Plan(pages, assets, tuple(warnings))


def lay_out(paper: Paper, as_of: datetime) -> Iterator[Page]:
    """Every page of the site, in the order in which they are rendered."""
    groups, say = paper.catalog.groups, paper.words.gettext
    yield front_page(paper)
    yield from article_pages(paper)
    for listed in groups.lists:
        if listed.kind != "story":
            yield from list_pages(paper, listed)
    yield from story_pages(paper)
    yield from edition_pages(paper, as_of)
    yield index_page(paper, "tag", say("Tags"), groups.tags.lists)
    yield index_page(paper, "source", say("Sources"), groups.sources.lists)
    yield source_list(paper, SOURCES_OPML, groups.sources.lists)
    yield index_page(paper, "author", say("Authors"), groups.authors.lists)
    yield from archive_pages(paper)
    yield from search_pages(paper)
    yield from correction_pages(paper)
    yield from plain_pages(paper)
    yield from alias_pages(paper)
    yield from fixed_pages(paper)
    yield from machine_pages(paper, as_of)


def _written(catalog: Catalog) -> tuple[Written, ...]:
    """Everything that the site shows of what the curator wrote."""
    notes = [listed.note for listed in catalog.groups.lists]
    notes += [edition.note for edition in catalog.editions]
    return (*catalog.articles, *catalog.pages, *(note for note in notes if note))


def _media_assets(media: Mapping[str, Look], seen_ns: int) -> Iterator[Asset]:
    for path, look in media.items():
        yield Asset(media_address(path), path, str(look) if look.has_rested(seen_ns) else "")


def _unfit_names(media: Sequence[str]) -> Iterator[Problem]:
    for path in media:
        fault = address_fault(media_address(path))
        if fault:
            yield Problem(path, 0, f"its name {fault}", "rename the file")


def _static_assets(themes: Mapping[str, Theme]) -> Iterator[Asset]:
    named = (item for theme in themes.values() for item in theme.statics.items())
    statics = {static.address: (name, static.content) for name, static in named}
    for address, (name, content) in sorted(statics.items()):
        yield Asset(address, f"the theme's static file {name}", of_bytes(content), content)


def _not_copied(media: Iterable[str]) -> Iterator[Problem]:
    for path in media:
        if not is_media(path):
            yield Problem(path, 0, "was not copied to the site", KINDS)


def _parted(catalog: Catalog) -> Iterator[Problem]:
    groups = catalog.groups
    for kind, grouping in (
        ("tag", groups.tags),
        ("source", groups.sources),
        ("author", groups.authors),
    ):
        for name in grouping.words.parted:
            text = f"the {kind} {name.title} has the address {list_address(kind, name.slug)}"
            folder = f"content/{FOLDERS[kind]}/"
            hint = f"an older {kind} has the plain one; a file in {folder} can choose another"
            yield Problem("site.yaml", 0, text, hint)
