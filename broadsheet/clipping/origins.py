"""Reads what is to be clipped: a web address, a saved page, or a text that was pasted."""

import re
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from broadsheet.clipping.addresses import cleaned
from broadsheet.clipping.encodings import decoded
from broadsheet.clipping.html_page import NotAPage
from broadsheet.clipping.page import read_page
from broadsheet.clipping.pasted import read_pasted
from broadsheet.clipping.report import Report
from broadsheet.fetching.client import Client, Limits

LARGEST = Limits().bytes  # of a file or a pasted text, as of a page from the web
STDIN = "-"
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
MARKUP = re.compile(rb"<(?:!doctype|html|head|body|meta|article|div|p)\b", re.IGNORECASE)
TEXT_SUFFIXES = (".txt", ".md", ".text")
PAGES = frozenset(["", "text/html", "application/xhtml+xml", "application/xml", "text/xml"])
TOO_LARGE = f"it is larger than {LARGEST // 1_000_000} MB"
SAVE_IT = "open it in a browser, save it, and clip the file"


class NotClipped(Exception):
    """Nothing can be made of this; `why` says so without a full stop, `hint` what to do instead."""

    def __init__(self, why: str, hint: str = "") -> None:
        self.why, self.hint = why, hint
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Clipping:
    """What was read: its reports, and other addresses of them, such as the one before redirects.

    `is_pasted` says that it cannot be fetched a second time."""

    reports: tuple[Report, ...]
    aliases: tuple[str, ...] = ()
    is_pasted: bool = False


def is_web(origin: str) -> bool:
    """Whether something to clip is named by an address and not by a file's name."""
    found = SCHEME.match(origin)
    return found is not None and ("://" in origin or len(found[1]) > 4)


def from_web(address: str, client: Client, today: date) -> Clipping:
    """The report at an address. Raises NotClipped; Refused and FetchFailed of the client."""
    fetched = client.get(address)
    if fetched.status != 200:
        raise NotClipped(f"the server answered with the status {fetched.status}", SAVE_IT)
    if fetched.content_type == "text/plain":
        text = decoded(fetched.content, fetched.charset)
        return _at(_pasted(text, today), fetched.url, address)
    if fetched.content_type not in PAGES:
        raise NotClipped(f"it is no page but {fetched.content_type}")
    report = _page(fetched.content, today, fetched.url, fetched.charset)
    return Clipping((report,), (address, fetched.url))


def from_file(path: Path, today: date, address: str = "") -> Clipping:
    """The reports in a saved page or text; `address` is where it came from, if that is known.
    Raises NotClipped and OSError."""
    if not path.exists():
        host, slash, _ = path.as_posix().partition("/")
        is_address = slash and "." in host.strip(".")
        hint = f"an address starts with https://, as in https://{path.as_posix()}"
        raise NotClipped("there is no such file", hint if is_address else "")
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotClipped("it is not a file")
    is_text = path.suffix.lower() in TEXT_SUFFIXES
    return _from_stream(lambda: path.open("rb"), today, address, is_text)


def from_stream(stream: BinaryIO, today: date, address: str = "") -> Clipping:
    """The reports in a text or page that is read from a stream. Raises NotClipped."""
    read = _bounded(stream)
    return replace(_from_bytes(read, today, address, False), is_pasted=True)


def _from_stream(
    opened: Callable[[], AbstractContextManager[BinaryIO]],
    today: date,
    address: str,
    is_text: bool,
) -> Clipping:
    with opened() as stream:
        content = _bounded(stream)
    return _from_bytes(content, today, address, is_text)


def _bounded(stream: BinaryIO) -> bytes:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotClipped(TOO_LARGE)
    return content


def _from_bytes(content: bytes, today: date, address: str, is_text: bool) -> Clipping:
    if not is_text and MARKUP.search(content[:20_000]):
        report = _page(content, today, address, "")
        return Clipping((report,), (address,) if address else ())
    if b"\x00" in content[:20_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotClipped("it is neither a page nor a text")
    return _at(_pasted(decoded(content), today), address, address)


def _page(content: bytes, today: date, address: str, declared: str) -> Report:
    try:
        report = read_page(content, today, address, declared)
    except NotAPage as error:
        raise NotClipped(str(error)) from None
    if not report.title:
        raise NotClipped("no headline was found on it", "paste its text instead: broadsheet clip -")
    return report


def _pasted(text: str, today: date) -> tuple[Report, ...]:
    reports = read_pasted(text, today)
    if not reports:
        hint = "it needs a headline on a line of its own, and a paragraph below"
        raise NotClipped("no report was found in it", hint)
    return reports


def _at(reports: tuple[Report, ...], address: str, alias: str) -> Clipping:
    """The reports, the first of them at an address that was named beside the text."""
    first = replace(reports[0], url=cleaned(address) or reports[0].url)
    return Clipping((first, *reports[1:]), (alias,) if alias else (), is_pasted=not address)
