"""Reads the feeds that a list of feeds names (OPML 2.0), as feed readers export it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from broadsheet.content.fields import is_web_address
from broadsheet.exports.markdown_text import printable

MOST = 2_000  # feeds of one list
LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list: its address, its name, the folder that it stands in, and its line."""

    address: str
    name: str
    folder: str
    line: int


def read_opml(content: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, at most 2,000. Raises ValueError, with what is wrong, for what is not
    OPML. Entities are not resolved, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"is not well-formed: {error.msg}") from error
    if root.tag != "opml":
        raise ValueError("is no list of feeds (OPML)")
    return tuple(_outlines(root))[:MOST]


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for element in root.iter("outline"):
        address = (element.get("xmlUrl") or "").strip()
        if address and is_web_address(address):
            parent = element.getparent()
            folder = _words(parent) if parent is not None and parent.tag == "outline" else ""
            yield Outline(address, _words(element), folder, _line(element))


def _line(element: etree._Element) -> int:
    return int(str(element.sourceline)) if element.sourceline is not None else 0


def _words(element: etree._Element) -> str:
    name = element.get("title") or element.get("text") or ""
    return " ".join(printable(name).split())[:LONGEST]
