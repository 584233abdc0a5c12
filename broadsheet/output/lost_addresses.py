"""Addresses that readers may know and that no file has any more: named until that is settled.

An address is settled when the site has it again, also as an alias.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from broadsheet.builds import Lost
from broadsheet.content.articles import Article, in_order
from broadsheet.content.notes import Note
from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import TAXONOMIES
from broadsheet.digest.listings import listings_of
from broadsheet.output.manifest import Manifest, ManifestEntry
from broadsheet.site.addresses import feed_address
from broadsheet.site.feed_formats import FEED_FORMATS
from broadsheet.site.outputs import LITE, Page
from broadsheet.urls import address_of

TEXTS = ("article.html", "page.html")
LISTS = frozenset(it.template for it in TAXONOMIES if not it.is_timeline)
TIMELINES = {it.template: it.key for it in TAXONOMIES if it.is_timeline}
BY_KEY = {it.key: it for it in TAXONOMIES}
RSS = FEED_FORMATS["rss"]
KIND = ": "  # between a list's kind and its title


def shown_by(page: Page) -> str:
    """What readers know a page by: the file of its text, or a list's kind and title; empty if
    nobody would miss the address."""
    if page.theme == LITE:
        return ""
    if page.template in TEXTS:
        return page.source
    if page.template in TIMELINES:
        return f"{TIMELINES[page.template]}{KIND}{page.context['heading']}"
    if page.template in LISTS and not page.context["part"].number:
        return f"{page.context['kind']}{KIND}{page.context['heading']}"
    return ""


def lost_after(
    before: Manifest, gone: Collection[str], after: Collection[str]
) -> Mapping[str, str]:
    """The lost files and what they showed: those of earlier builds that are not settled, and those
    among what is `gone` now."""
    known = {path: shown for path, shown in before.lost.items() if path not in after}
    there = {path: before.files[path] for path in gone if path in before.files}
    return known | {path: it.shown for path, it in sorted(there.items()) if it.shown}


def lost_addresses(
    lost: Mapping[str, str], gone: Collection[str], after: Mapping[str, ManifestEntry]
) -> Iterator[Lost]:
    """The lost addresses, each with the one that its text has now, if it has one."""
    if not lost:
        return
    places = {it.shown: address_of(path) for path, it in after.items() if it.shown in lost.values()}
    for path, shown in sorted(lost.items()):
        kind, name = _kind_and_name(shown)
        address = address_of(path)
        yield Lost(
            address,
            kind,
            name=name,
            is_new=path in gone,
            now="" if kind else places.get(shown, ""),
            feed=feed_address(address, RSS.suffix) if kind and BY_KEY[kind].has_feeds else "",
        )


def without_waiting(
    lost: Sequence[Lost], articles: Sequence[Article], notes: Sequence[Note], settings: Settings
) -> list[Lost]:
    """The lost addresses but for those of lists that come back with an unpublished article."""
    if not any(it.kind for it in lost):
        return list(lost)
    terms = listings_of(in_order(list(articles)), notes, settings).terms
    waiting = frozenset(it.address for it in terms)
    return [it for it in lost if not it.kind or it.address not in waiting]


def _kind_and_name(shown: str) -> tuple[str, str]:
    kind, _, title = shown.partition(KIND)
    return (kind, title) if kind in BY_KEY else ("", shown)
