"""What each address of a site is of, as the ledger of published addresses records it.

Pages, lists, feeds, books and the files of editions count: people keep links to them. What only
other pages or programs fetch does not, such as pictures, parts of the search index and the
text-only copy.
"""

from collections.abc import Iterable, Iterator

from broadsheet.content.ledger import ANCHOR, ARCHIVE, EDITION, KIND, SITE, Published
from broadsheet.digest.catalog import Catalog
from broadsheet.pages.editions import ANCHORS, anchors_of
from broadsheet.site.addresses import edition_address, stem_of
from broadsheet.site.outputs import CODE, GONE, LITE, SHARD, Page
from broadsheet.urls import folder_address

REDIRECT = "redirect.html"
TEXTS = ("article.html", "page.html", REDIRECT)
UNCOUNTED = frozenset(
    [SHARD, CODE, GONE, "404.html", "offline.html", "robots.txt", "security.txt", "feed.css"]
    + ["sitemap.xml", "sitemaps.xml", "news-sitemap.xml", "manifest.webmanifest", "icon.svg"]
    + ["sw.js", "sw-withdrawn.js"]
)
ARCHIVED = ("/archive/", "/feed/")  # how the addresses of archives begin


def published_by(pages: Iterable[Page], catalog: Catalog) -> dict[str, Published]:
    """What each address that counts is of, by the address as hosts serve it."""
    lists, anchors = lists_by_stem(catalog), _anchors(catalog)
    texts = {it.path for it in catalog.articles} | {it.path for it in catalog.pages}
    found = {}
    for page in pages:
        if page.theme == LITE or page.template in UNCOUNTED:
            continue
        address = folder_address(page.address)
        if page.template in TEXTS and page.source in texts:
            is_article = page.template == "article.html"
            found[address] = Published(page.source, anchors.get(page.source, ()) * is_article)
        else:
            of = page.context["target"] if page.template == REDIRECT else address
            found[address] = Published(_list_of(of, lists))
    return found


def lists_by_stem(catalog: Catalog) -> dict[str, str]:
    """What the ledger calls each list and edition, by the stem of its addresses."""
    terms = catalog.listings.terms
    found = {stem_of(it.address): f"{it.taxonomy.key}{KIND}{it.title}" for it in terms}
    for edition in catalog.editions:
        key = edition.period.key
        found[stem_of(edition_address(key))] = f"{EDITION}{KIND}{key}"
    return found


def _list_of(address: str, lists: dict[str, str]) -> str:
    stem = stem_of(address)
    folder, _, name = stem.rpartition("/")
    if stem in lists or (name.isdigit() and folder in lists):
        return lists.get(stem) or lists[folder]
    for start in ARCHIVED:
        if address.startswith(start):
            return f"{ARCHIVE}{KIND}{stem.removeprefix(start).replace('/', '-')}"
    return SITE


def _anchors(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The anchors of each article, by its path."""
    return {path: (anchor,) for path, anchor in _edition_anchors(catalog)}


def _edition_anchors(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for edition in catalog.editions:
        for path, anchor in anchors_of(edition.articles).items():
            yield path, f"{edition.period.key}{ANCHOR}{anchor.removeprefix(ANCHORS)}"
