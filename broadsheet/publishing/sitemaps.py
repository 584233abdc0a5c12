"""Which pages of a built site its sitemaps list (sitemaps.org)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.publishing.site_files import SiteFile
from broadsheet.site.addresses import is_sitemap
from broadsheet.urls import absolute

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed_pages(files: Iterable[SiteFile], folder: Path, url: str) -> tuple[str, ...]:
    """The paths of the pages that are listed, in order, articles last, the newest one at the end.

    The site was built into `folder`, and `url` is its address.
    """
    files = tuple(files)
    by_address = {absolute(url, f"/{it.path}"): it.path for it in files if _is_page(it)}
    maps = sorted((it for it in files if is_sitemap(f"/{it.path}")), key=_number)
    found = (by_address.get(address) for it in maps for address in _addresses(it.source(folder)))
    return tuple(path for path in found if path is not None)


def _addresses(sitemap: Path) -> Iterator[str]:
    from lxml import etree

    tree = etree.parse(sitemap, etree.XMLParser(resolve_entities=False, no_network=True))
    return (it.text or "" for it in tree.iterfind(f"{SPACE}url/{SPACE}loc"))


def _is_page(file: SiteFile) -> bool:
    return file.path.endswith(".html")


def _number(file: SiteFile) -> tuple[int, str]:
    return len(file.path), file.path
