"""Asks the Internet Archive to keep a copy of a report, and where the copy is."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from broadsheet.content.fields import is_web_address
from broadsheet.fetching.client import Client, Fetched, FetchFailed, Limits, Refused

SAVING = Limits(bytes=5_000_000, seconds=90.0, redirects=5)  # the archive fetches the page first
COPY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Archive:
    """Where an archive saves pages and shows them, and where it says which copies it has."""

    pages: str = "https://web.archive.org"
    availability: str = "https://archive.org"


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """The address of a copy, empty if there is none; `was_saved` is false for an earlier copy;
    `why` says what went wrong."""

    url: str = ""
    was_saved: bool = False
    why: str = ""


def kept_copy(url: str, client: Client, archive: Archive) -> KeptCopy:
    """A copy of the page at `url`: saved now or, where that fails, the nearest that is kept."""
    saved, why = _tried(lambda: client.get(f"{archive.pages}/save/{url}", limits=SAVING))
    address = _copy_address(saved, archive) if saved else ""
    if address:
        return KeptCopy(address, True)
    why = why or f"saving ended with the status {saved.status if saved else 0}"
    asked = f"{archive.availability}/wayback/available?url={quote(url, safe='')}"
    answer, fault = _tried(lambda: client.get(asked))
    nearest = _nearest(answer, archive) if answer else ""
    return KeptCopy(nearest, False, "; ".join(filter(None, [why, fault])))


def _tried(fetch: Callable[[], Fetched]) -> tuple[Fetched | None, str]:
    try:
        return fetch(), ""
    except (Refused, FetchFailed) as error:
        return None, error.why


def _copy_address(saved: Fetched, archive: Archive) -> str:
    """The address of the copy that was saved: that of the page, or the one its header names."""
    named = urljoin(f"{archive.pages}/", saved.headers.get("content-location", ""))
    places = (saved.url, named) if saved.status == 200 else ()
    return next((it for it in places if _is_copy(it, archive)), "")


def _is_copy(address: str, archive: Archive) -> bool:
    rest = address.removeprefix(archive.pages)
    return rest != address and bool(COPY.fullmatch(rest)) and is_web_address(address)


def _nearest(answer: Fetched, archive: Archive) -> str:
    """The nearest kept copy, from the answer of the availability API."""
    try:
        found = json.loads(answer.content)
        closest = found["archived_snapshots"]["closest"]
        address = str(closest["url"]) if str(closest["status"]) == "200" else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    path = COPY.search(address)
    address = f"{archive.pages}{path[0]}" if path else ""
    return address if _is_copy(address, archive) else ""
