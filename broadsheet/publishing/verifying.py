"""Looks at a sample of what was published, as a reader gets it, and says whether it is right."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from broadsheet.counted import counted
from broadsheet.fetching.refusals import FetchFailed, Refused
from broadsheet.publishing.looks import Look, looks
from broadsheet.publishing.published_site import Done, PublishedSite
from broadsheet.publishing.served_file import Served, faults
from broadsheet.publishing.target import PublishFailed
from broadsheet.urls import absolute

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds; some networks of caches take a minute
LONGEST = 30.0  # seconds for one file
ROOM = 100_000  # bytes that a host may add to a page before we stop reading
SHOWN = 20  # files that are named
Faults = dict[Look, str]
See = Callable[[Look], Served]


def verify(site: PublishedSite) -> Iterator[Done]:
    """Fetch a sample from the site's address and compare it with what was built. What is not right
    yet is fetched again for a minute, as caches may be slow.

    Where the address leads to a private network, or a folder has no server yet, files are read from
    the target instead. Raises PublishFailed if something is not as published.
    """
    if not site.verify:
        return
    sample, seen = looks(site), _from_the_web(site)
    place, why = site.url, _unreachable(site, sample[0], seen)
    if why:
        place, seen = f"the target {site.setting.name}", _from_the_target(site)
        text = f"{site.url} was not asked: {why}; the files are read from the target instead"
        yield Done("not asked", text, {"text": why}, True)
    wrong, remarks = _looked(site, sample, seen)
    for wait in () if why else WAITS:
        if not wrong:
            break
        if wait == WAITS[0]:
            left = counted(len(wrong), "address", "addresses")
            yield Done("", f"{left} not as published yet; looking again for a minute")
        site.outside.sleep(wait)
        wrong, more = _looked(site, tuple(wrong), seen)
        remarks |= more
    for look, remark in remarks.items():
        yield Done("served otherwise", f"/{look.path} {remark}", {"path": look.path}, True)
    if wrong:
        raise PublishFailed(_said(site, place, len(sample), wrong))
    text = f"looked at {counted(len(sample), 'address', 'addresses')} of {place}: all as published"
    yield Done("verified", text, {"files": len(sample)})


def _said(site: PublishedSite, place: str, sample: int, wrong: Faults) -> str:
    lines = [f"/{look.path} {fault}" for look, fault in wrong.items()]
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    name, looked_at = site.setting.name, counted(sample, "address", "addresses")
    text = f"{name}: of {looked_at} of {place}, {len(wrong)} not as published:"
    return "\n    ".join([text, *lines[:SHOWN], *more])


def _looked(site: PublishedSite, sample: Sequence[Look], seen: See) -> tuple[Faults, Faults]:
    """Look at each; what is wrong, and what is only worth a remark."""
    wrong: Faults = {}
    remarks: Faults = {}
    for look in sample:
        try:
            served = seen(look)
        except (Refused, FetchFailed) as error:
            wrong[look] = f"cannot be had: {error.why}"
            continue
        before = site.changes.before.files.get(look.path, "")
        fault, remark = faults(look, served, before, site.folder)
        wrong |= {look: fault} if fault else {}
        remarks |= {look: remark} if remark and not fault else {}
    return wrong, remarks


def _unreachable(site: PublishedSite, first: Look, seen: See) -> str:
    """Why the site's address cannot be asked from here, though nothing is wrong with it; or
    nothing."""
    try:
        seen(first)
    except Refused as error:
        return error.why if first.file else ""
    except FetchFailed as error:
        return error.why if site.setting.to == "folder" else ""
    return ""


def _from_the_web(site: PublishedSite) -> See:
    from broadsheet.fetching.client import Limits

    client = site.outside.client(site.url, own_port(site.url))

    def see(look: Look) -> Served:
        limits = Limits(bytes=(look.file.size if look.file else 0) + ROOM, seconds=LONGEST)
        answer = client.get(absolute(site.url, f"/{look.path}"), limits=limits)
        return Served(answer.status, answer.content_type, sha256(answer.content).hexdigest())

    return see


def _from_the_target(site: PublishedSite) -> See:
    def see(look: Look) -> Served:
        content = site.target.read(look.path)
        if content is None:
            return Served(404)
        return Served(200, "", sha256(content).hexdigest())

    return see


def own_port(url: str) -> frozenset[int]:
    """The port of a site that is served on this machine itself; none for any other."""
    parts = urlsplit(url)
    if not _is_here(parts.hostname or ""):
        return frozenset()
    return frozenset([parts.port or {"http": 80, "https": 443}[parts.scheme]])


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
