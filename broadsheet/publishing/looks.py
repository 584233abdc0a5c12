"""What a look at a published site takes: some of its files, and addresses where nothing is."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.publishing.published_site import PublishedSite
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.sitemaps import listed_pages
from broadsheet.site.addresses import is_archived_feed

AT_RANDOM = 20  # files, besides those that are always looked at
LARGEST = 20_000_000  # bytes; what is larger is not fetched only to be compared
ALWAYS = ("index.html", "sitemap.xml")
TWINS = (".gz", ".br")


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one address: the path, and the file that should be there, None for none."""

    path: str
    file: SiteFile | None


def looks(site: PublishedSite) -> tuple[Look, ...]:
    """The front page, the sitemap, feeds of the whole site, the newest article, some files that
    were just sent (of all, if none were), one that was removed, and one that never was.

    Which ones is decided by the files, so that a second look takes the same.
    """
    listed = listed_pages(site.files, site.folder, site.url)
    fit = {it.path: it for it in site.files if _is_fit(it, frozenset(listed))}
    chosen = [*ALWAYS, *_main_feeds(site.files), *listed[-1:]]
    sent = [it.path for it in site.changed if it.path in fit] or list(fit)
    chance = random.Random("".join(it.digest[:4] for it in site.files))
    chosen += chance.sample(sent, min(AT_RANDOM, len(sent)))
    found = [Look(path, fit[path]) for path in dict.fromkeys(chosen) if path in fit]
    return (*found, *_nowhere(site))


def _nowhere(site: PublishedSite) -> Iterator[Look]:
    """Addresses where nothing is: of a page that was removed just now, and a made-up one."""
    pages = (path for path in site.changes.due if path.endswith(".html"))
    yield from (Look(path, None) for path in list(pages)[:1])
    there = {it.path for it in site.files} | site.changes.after.gone.keys()
    made_up = (f"no-such-page-{number}.html" for number in range(len(there) + 1))
    yield Look(next(path for path in made_up if path not in there), None)


def _main_feeds(files: Sequence[SiteFile]) -> list[str]:
    """The feeds at the root of the site: of all articles, of editions, of days and weeks …"""
    return [it.path for it in files if it.is_feed and "/" not in it.path]


def _is_fit(file: SiteFile, listed: frozenset[str]) -> bool:
    """Whether every host serves a file under its own name, with its own bytes: no page that leads
    elsewhere or says that something is gone, no settings of the host, no compressed twin."""
    parts = file.path.split("/")
    is_plain = "." in parts[-1] and not any(it.startswith((".", "_")) for it in parts)
    is_shown = file.path in listed or not file.path.endswith(".html")
    is_twin = bool(file.held) and file.path.endswith(TWINS)
    is_quiet = is_archived_feed(f"/{file.path}")
    return is_plain and is_shown and not is_twin and not is_quiet and file.size <= LARGEST
