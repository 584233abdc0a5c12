"""The ledger: every address that was ever published, and what it was of.

It is `content/published.txt`, one line an address, in the order of addresses, so that git merges
what two people added. The parts of a line stand between tabs:

    /2021/08/kabul-falls.html   content/world/2021-08-15-kabul-falls.md   2021-08-15#kabul-falls
    /tags/afghanistan.xml       tag: Afghanistan

The third part names editions that had the article, each with its anchor there. So the anchors of
editions need no lines of their own, and an anchor leads to an article.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from broadsheet.files import CONTENT, LEDGER
from broadsheet.problems import ProblemLog
from broadsheet.text.plain_text import has_conflict
from broadsheet.urls import address_fault, folder_address

HEAD = (
    "# Every address that was published, and what it was of. `broadsheet publish` adds to it;"
    " keep it in git.\n"
)
KIND = ": "  # between the kind of a list and its title
EDITION, ARCHIVE, SITE = "edition", "archive", "site"  # what no article and no term has
ANCHOR = "#"  # between the key of an edition and an anchor in it
EDITION_ANCHOR = re.compile(r"[0-9]{4}-[0-9w-]+#[^\s#]+")
PLAIN = re.compile(r"(?:/(?!\.)[\w.~-]{1,90})+/?")  # an address that needs no closer look
ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D", "\t": "%09"}
ESCAPED = str.maketrans(ESCAPES)
FORM = f"write it as ADDRESS, a tab, and the file or list: /old.html{chr(9)}{CONTENT}/world/old.md"


@dataclass(frozen=True, slots=True)
class Published:
    """What an address was published for: the file of its text, or the kind and title of a list,
    `tag: Go`; and the anchors that its text had in editions, as `2021-08-15#kabul-falls`.

    `line` is its place in the ledger.
    """

    of: str
    anchors: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def file(self) -> str:
        """The file of its text; empty for a list."""
        return self.of if self.of.startswith(f"{CONTENT}/") else ""

    @property
    def kind(self) -> str:
        """The kind of its list, such as `tag`; empty for a text."""
        return "" if self.file else self.of.partition(KIND)[0]

    @property
    def title(self) -> str:
        """The title of its list."""
        return "" if self.file else self.of.partition(KIND)[2]

    def encoded(self) -> str:
        """It as the rest of a line, behind the address."""
        anchors = f"\t{' '.join(self.anchors)}" if self.anchors else ""
        return f"{self.of.translate(ESCAPED)}{anchors}"


Ledger = Mapping[str, Published]  # by address


def parsed(rest: str, line: int = 0) -> Published | None:
    """What the rest of a line says, behind the address; None if it says nothing."""
    of, _, more = rest.partition("\t")
    anchors = tuple(more.split())
    if not of.strip() or not all(map(EDITION_ANCHOR.fullmatch, anchors)):
        return None
    return Published(_plain(of.strip()), anchors, line)


def _plain(text: str) -> str:
    for sign, escape in reversed(ESCAPES.items()):
        if "%" not in text:
            break
        text = text.replace(escape, sign)
    return text


def read_ledger(content: bytes | None) -> tuple[Ledger, ProblemLog]:
    """The ledger in a file's bytes (None: no such file), and what is wrong with it.

    An address with several lines, as a merge can leave them, is of what the last one says and has
    the anchors of all.
    """
    log = ProblemLog(LEDGER)
    try:
        text = (content or b"").decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        log.problem((content or b"").count(b"\n", 0, error.start) + 1, "is not UTF-8 text")
        return {}, log
    if has_conflict(text, log):
        return {}, log
    found: dict[str, Published] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip():
            continue
        address, published = _read_line(line, number, log)
        if published is not None:
            before = found.get(address)
            found[address] = _with_anchors(published, before) if before else published
    return found, log


def _read_line(line: str, number: int, log: ProblemLog) -> tuple[str, Published | None]:
    written, _, rest = line.partition("\t")
    if not rest:
        written, _, rest = line.strip().partition(" ")
        rest = rest.strip()
    address = folder_address(written.replace("%20", " ").strip())
    fault = "" if PLAIN.fullmatch(address) or address == "/" else address_fault(address)
    published = parsed(rest, number)
    if fault:
        log.problem(number, f"the address {fault}: {address}", FORM)
    elif published is None:
        log.problem(number, f"does not say what this was the address of: {address}", FORM)
    return address, None if fault else published


def _with_anchors(published: Published, other: Published) -> Published:
    return replace(published, anchors=tuple(sorted({*published.anchors, *other.anchors})))


def encoded(ledger: Ledger) -> bytes:
    """A ledger as the bytes of its file; the same for the same content."""
    lines = [f"{it.replace(' ', '%20')}\t{ledger[it].encoded()}\n" for it in sorted(ledger)]
    return "".join([HEAD, *lines]).encode()


def with_published(ledger: Ledger, now: Ledger) -> Ledger:
    """A ledger with what is published now besides. No address leaves it, and no anchor."""
    merged = dict(ledger)
    for address, published in now.items():
        before = merged.get(address)
        merged[address] = _with_anchors(published, before) if before else published
    return merged


def digest(content: bytes | None) -> str:
    """A fingerprint of the ledger's file; empty where there is none."""
    return "" if content is None else blake2b(content, digest_size=16).hexdigest()
