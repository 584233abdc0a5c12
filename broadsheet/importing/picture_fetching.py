"""Fetches the pictures that posts of an export show on the web, each once, and keeps them until
the import is done."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from posixpath import splitext

from broadsheet.exports.html_cleaning import host_of
from broadsheet.exports.posts import WITHOUT_PICTURES, Export, LeftOut
from broadsheet.fetching.client import Client, FetchFailed, Limits, Refused, user_agent
from broadsheet.fetching.proxies import proxies_of
from broadsheet.files import MEMORY, ContentFile
from broadsheet.images.pictures import SUFFIXES, opened, read_picture
from broadsheet.importing.record import Record
from broadsheet.importing.web_pictures import (
    BY_HAND,
    UNFETCHED,
    Held,
    Wanted,
    homeless_picture,
    is_own_host,
    wanted,
    with_linked_files,
    with_pictures,
)
from broadsheet.problems import listed

KEPT = f"{MEMORY}/import-media"  # pictures that were fetched, until an import has placed them
LIMITS = Limits(bytes=20_000_000, seconds=30.0)  # of one picture
MOST_PICTURES = 20_000  # in one import
MOST_BYTES = 4_000_000_000  # of all pictures of one import
PATIENCE = 3  # pictures in a row for which a host gives no answer
OWN_PACE, PACE = 0.2, 1.0  # seconds between two requests to the old site, and to other hosts
ACCEPTED = {"Accept": "image/avif, image/webp, image/*;q=0.9, */*;q=0.5"}
HOSTS_NAMED = 6
Show = Callable[[Iterable[str], int], Iterable[str]]


class NoPicture(Exception):
    """What was fetched is no picture that pages can show; its text says why."""


@dataclass(frozen=True, slots=True)
class Clients:
    """Who fetches: `own` from the old site's host and from where its system keeps pictures,
    `other` from all others."""

    own: Client
    other: Client


@dataclass(slots=True)
class _Fetching:
    """Pictures as they come, and why others did not."""

    folder: Path
    clients: Clients
    site: str
    held: dict[str, Held] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    silent: Counter[str] = field(default_factory=Counter)  # failures in a row, by host
    left: int = MOST_BYTES

    def take(self, address: str) -> None:
        """Fetch one picture, or note why it was not."""
        host = host_of(address)
        if self.silent[host] >= PATIENCE:
            self.failed[address] = f"its host gave no answer {PATIENCE} times"
            return
        if self.left <= 0 or len(self.held) >= MOST_PICTURES:
            self.failed[address] = "the import has as many pictures as one import may have"
            return
        client = self.clients.own if is_own_host(host, self.site) else self.clients.other
        try:
            self.held[address] = self._fetched(client, address)
        except FetchFailed as error:
            self.silent[host] += 1
            self.failed[address] = str(error)
            return
        except (Refused, NoPicture) as error:
            self.failed[address] = str(error)
        self.silent[host] = 0

    def _fetched(self, client: Client, address: str) -> Held:
        page = client.get(address, headers=ACCEPTED)
        self.left -= len(page.content)
        if page.status != 200:
            raise NoPicture(f"the server answers {page.status}")
        kind = kind_of_picture(page.content)
        file = self.folder / f"{_name(address)}{_suffix(kind)}"
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".tmp")
        aside.write_bytes(page.content)
        os.replace(aside, file)
        return Held(file, kind)


def clients_of(site: str, environ: Mapping[str, str]) -> Clients:
    """Clients that fetch from public hosts, and by the proxies that an environment names; `site`
    is the address of the old site."""
    own, other = (
        Client(user_agent(site), limits=LIMITS, pace=pace, proxies=proxies_of(environ))
        for pace in (OWN_PACE, PACE)
    )
    return Clients(own, other)


def bring_pictures(
    export: Export, root: Path, record: Record, kind: str, clients: Clients | None, show: Show
) -> Export:
    """The export with the pictures of the web that its posts show as files.

    What an earlier import placed, or kept when it was interrupted, is not fetched again; without
    `clients` nothing is fetched. `show` is given the addresses and their count, and gives them
    back one at a time. What cannot be had is left out by its address, and stays a link.
    """
    linked = with_linked_files(export)
    found = wanted(linked, record.deleted(root, kind))
    known = {
        it.origin: path
        for path, it in record.of(kind).items()
        if it.origin in found.pictures and _is_here(root, path)
    }
    held = {address: _held(root / path) for address, path in known.items()}
    held |= _kept(root / KEPT, [it for it in found.pictures if it not in held])
    missing = [it for it in found.pictures if it not in held]
    failed: Mapping[str, str] = {}
    if clients is not None:
        work = _Fetching(root / KEPT, clients, export.site.url)
        for address in show(missing, len(missing)):
            work.take(address)
        held, failed = held | work.held, work.failed
    in_order = {it: held[it] for it in found.pictures if it in held}
    is_web = kind in WITHOUT_PICTURES
    made = with_pictures(
        export, linked, in_order, known, _left_out(found, failed), keeps_links=is_web
    )
    unfetched = 0 if clients else len(missing)
    remarks = _remarks(
        in_order, unfetched, export.site.url, homeless_picture(export) if is_web else ""
    )
    return replace(made, remarks=(*made.remarks, *remarks))


def _left_out(found: Wanted, failed: Mapping[str, str]) -> list[LeftOut]:
    pictures = (
        LeftOut(it, f"{UNFETCHED}: {why} (it is in {found.pictures[it]})")
        for it, why in failed.items()
    )
    return [
        *pictures,
        *(LeftOut(it, f"{BY_HAND}: it is in {at}") for it, at in found.others.items()),
    ]


def _remarks(held: Mapping[str, Held], unfetched: int, site: str, homeless: str) -> Iterator[str]:
    """What the curator should know of the pictures as a whole."""
    hosts = Counter(host_of(it) for it in held if not is_own_host(host_of(it), site))
    if hosts and site:
        named = [f"{host} ({count})" for host, count in hosts.most_common(HOSTS_NAMED)]
        more = [f"{len(hosts) - HOSTS_NAMED} more"] if len(hosts) > HOSTS_NAMED else []
        names = listed([*named, *more])
        yield f"pictures were copied from other hosts, too: {names}; keep what you may show"
    if homeless:
        yield f"where is {homeless}? Name the old site with --old-site, and import again"
    if unfetched:
        yield f"pictures that are only on the web: {unfetched}; --media fetches them"


def kind_of_picture(content: bytes) -> str:
    """The kind of a picture, such as `JPEG`, by its bytes. Raises NoPicture for what pages cannot
    show, and for what is no picture at all."""
    start = content[:1000].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise NoPicture("it is an SVG, which can hold script; export it as PNG")
    if start.startswith((b"<!doctype", b"<html")):
        raise NoPicture("the server sends a page in its place")
    try:
        with opened(content) as image:
            kind = "JPEG" if image.format == "MPO" else str(image.format)
    except Exception as error:  # decoders raise all kinds of errors on what is none
        raise NoPicture("it is no picture of a kind that pages show") from error
    reading = read_picture(ContentFile(f"picture{_suffix(kind)}", content))
    if reading.problems:
        raise NoPicture(f"it {reading.problems[0].text}")
    return kind


def forget_kept(root: Path) -> None:
    """Remove the pictures that were kept; the import has placed them."""
    shutil.rmtree(root / KEPT, ignore_errors=True)


def _kept(folder: Path, addresses: Iterable[str]) -> dict[str, Held]:
    """The pictures that an import which was interrupted has fetched."""
    names = {it.stem: it for it in folder.glob("*") if it.suffix in SUFFIXES}
    files = ((it, names.get(_name(it))) for it in addresses)
    return {address: _held(file) for address, file in files if file}


def _held(file: Path) -> Held:
    return Held(file, SUFFIXES[splitext(file.name)[1].casefold()])


def _is_here(root: Path, path: str) -> bool:
    return splitext(path)[1].casefold() in SUFFIXES and (root / path).is_file()


def _name(address: str) -> str:
    return sha256(address.encode()).hexdigest()


def _suffix(kind: str) -> str:
    return next(suffix for suffix, it in SUFFIXES.items() if it == kind)
