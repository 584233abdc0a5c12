"""Looks at the links to other sites, each address once, and says which of them lead nowhere."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from queue import Empty, SimpleQueue
from threading import Event, Thread
from urllib.parse import urlsplit

from broadsheet.checking.link_copies import ARCHIVE, archive_answers, archived_copy
from broadsheet.checking.link_looks import KEPT_FINE, Look, look_at
from broadsheet.checking.link_places import LinkPlace
from broadsheet.checking.link_record import LinkRecord
from broadsheet.counted import counted
from broadsheet.digest.attribution import same_page
from broadsheet.fetching.client import Client, FetchFailed, Refused
from broadsheet.problems import Problem

HOSTS = 20  # that are asked at the same time
MANY = 20  # addresses that nobody answers before we ask whether this machine is online
NAMED = 3  # addresses in a line of the summary
Shown = Callable[[Iterable[Look], int], Iterable[Look]]


@dataclass(frozen=True, slots=True)
class LinksChecked:
    """What came of it: links that are dead, links that have moved for good, and lines that sum up
    what else is to be known."""

    dead: tuple[Problem, ...]
    moved: tuple[Problem, ...]
    summary: tuple[str, ...]


def check_links(
    places: Sequence[LinkPlace],
    record: LinkRecord,
    client: Client,
    today: date,
    archive: str = ARCHIVE,
    shown: Shown = lambda looks, count: looks,
) -> LinksChecked:
    """Look at every address that is due, note in `record` what was found, and report.

    `archive` is where copies of dead pages are asked for; `shown` wraps the looks as they come, for
    instance in a progress bar. Raises OSError if the record cannot be written.
    """
    known = record.all()
    urls = sorted({it.url for it in places})
    due = [url for url in urls if url not in known or known[url].again <= today]
    is_online = _look_at_all(due, known, record, client, today, archive, shown)
    found = record.all()
    looks = {url: found[url] for url in urls if url in found}
    missed = _with_copies(places, looks, record, client, archive) if is_online else frozenset[str]()
    record.forget(today)
    dead = (it for place in places for it in _dead(place, looks.get(place.url), missed))
    moved = (it for place in places for it in _moved(place, looks.get(place.url)))
    summary = _summary(urls, due, looks, places, is_online)
    return LinksChecked(tuple(sorted(dead)), tuple(sorted(moved)), tuple(summary))


def _look_at_all(
    due: Sequence[str],
    known: Mapping[str, Look],
    record: LinkRecord,
    client: Client,
    today: date,
    archive: str,
    shown: Shown,
) -> bool:
    """Note a look at each address; returns whether this machine is online. What nobody answers
    while it is not is no failure of the link."""
    unanswered: list[Look] = []
    is_online = False

    def look(url: str) -> Look:
        return look_at(url, client, today, known.get(url))

    for found in shown(side_by_side(due, look), len(due)):
        is_online = is_online or bool(found.status)
        if found.is_unanswered:
            unanswered.append(found)
        else:
            record.keep(found)
        if not is_online and len(unanswered) == MANY:
            is_online = archive_answers(client, archive)
            if not is_online:
                return False  # the others need not be tried
    if unanswered and not is_online and not archive_answers(client, archive):
        return False
    for found in unanswered:
        record.keep(found)
    return True


def side_by_side(urls: Iterable[str], look: Callable[[str], Look]) -> Iterator[Look]:
    """Looks at addresses as they come: hosts side by side, the addresses of one in a row.

    When the caller goes on to something else, no further look begins, and none is waited for.
    """
    chains: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        chains[_host(url)].append(url)
    waiting: SimpleQueue[list[str]] = SimpleQueue()
    results: SimpleQueue[Look | Exception] = SimpleQueue()
    is_over = Event()
    for chain in sorted(chains.values(), key=len, reverse=True):  # the longest takes longest
        waiting.put(chain)
    for _ in range(min(HOSTS, len(chains))):
        Thread(target=_look_along, args=(waiting, look, results, is_over), daemon=True).start()
    try:
        for _ in range(sum(map(len, chains.values()))):
            result = results.get()
            if isinstance(result, Exception):
                raise result
            yield result
    finally:
        is_over.set()


def _look_along(
    waiting: SimpleQueue[list[str]],
    look: Callable[[str], Look],
    results: SimpleQueue[Look | Exception],
    is_over: Event,
) -> None:
    """Look at the addresses of one host after another, until all are done or it is over."""
    while True:
        try:
            chain = waiting.get_nowait()
        except Empty:
            return
        for url in chain:
            if is_over.is_set():
                return
            try:
                results.put(look(url))
            except Exception as error:  # raised again in the thread that waits for results
                results.put(error)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _with_copies(
    places: Sequence[LinkPlace],
    looks: dict[str, Look],
    record: LinkRecord,
    client: Client,
    archive: str,
) -> frozenset[str]:
    """Find the archive's copies of dead links, and note them; returns the addresses of which the
    archive could not be asked."""
    days: dict[str, date] = {}
    for place in places:
        look = looks.get(place.url)
        if look and look.is_dead and not look.copy and not place.archived:
            days[place.url] = min(place.day, days.get(place.url, place.day))
    for number, (url, day) in enumerate(sorted(days.items())):
        try:
            copy = archived_copy(url, day, client, archive)
        except (FetchFailed, Refused):
            return frozenset(sorted(days)[number:])  # it is not asked again and again
        if copy:
            looks[url] = replace(looks[url], copy=copy)
            record.keep(looks[url])
    return frozenset()


def _dead(place: LinkPlace, look: Look | None, missed: frozenset[str]) -> Iterator[Problem]:
    if not look or not look.is_dead or place.archived:
        return
    days = f"{look.why}; it failed on {look.failures} days since {look.failed_since}"
    if look.copy:
        offer = "link to the archive's copy:\n" + look.copy
        if place.is_source:
            offer = "add the archive's copy to this source:\narchive: " + look.copy
    elif place.url in missed:
        offer = "the archive could not be asked for a copy; check again later"
    else:
        offer = "the archive has no copy; link to another report, or take the link out"
    yield Problem(place.path, place.line, f"leads nowhere: {place.url}", f"{days}\n{offer}")


def _moved(place: LinkPlace, look: Look | None) -> Iterator[Problem]:
    if not look or look.result != "fine" or not look.moved:
        return
    if _is_same_page(look.moved, place.url):
        return  # only http became https, or the like
    if not urlsplit(look.moved).path.strip("/") and urlsplit(place.url).path.strip("/"):
        hint = f"the page may be gone; see whether {look.moved} is what you mean"
        yield Problem(place.path, place.line, f"leads only to a front page: {place.url}", hint)
        return
    hint = f"write the new address:\n{look.moved}"
    yield Problem(place.path, place.line, f"has moved: {place.url}", hint)


def _is_same_page(url: str, other: str) -> bool:
    try:
        return same_page(url) == same_page(other)
    except ValueError:  # an address that only browsers can read
        return False


def _summary(
    urls: Sequence[str],
    due: Sequence[str],
    looks: Mapping[str, Look],
    places: Sequence[LinkPlace],
    is_online: bool,
) -> Iterator[str]:
    """What is to be known beside the findings, in lines."""
    kept = len(urls) - len(due)
    days = f"in the last {KEPT_FINE.days} days"
    yield f"{counted(len(urls), 'link')} to other sites; {kept} of them were looked at {days}"
    if not is_online:
        yield "no host answered, so no link was judged; is this machine online?"
    waiting = [it.url for it in looks.values() if it.result == "failed" and not it.is_dead]
    if waiting:
        named = ", ".join(waiting[:NAMED]) + (" …" if len(waiting) > NAMED else "")
        yield f"{len(waiting)} did not answer as they should; looked at again tomorrow: {named}"
    unsure = Counter(it.why for it in looks.values() if it.result == "unsure")
    for why, count in sorted(unsure.items()):
        yield f"{count} could not be checked: {why}"
    kept_copies = {it.url for it in places if it.archived}
    replaced = sum(it.is_dead and it.url in kept_copies for it in looks.values())
    if replaced:
        yield f"{counted(replaced, 'dead link')} with a kept copy"
