"""Makes XML of texts, attributes and other elements, as text that is well-formed by its making."""

import re
from collections.abc import Mapping
from html import escape

from lxml import etree

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN = re.compile("[ !#-%(-;=?-~]*")  # ASCII without what XML escapes
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


class Xml(str):
    """An element as it is written, which needs no escapes."""

    __slots__ = ()


def xml_text(text: str) -> str:
    """A text in which U+FFFD replaces what XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def element(tag: str, *content: str, given: Mapping[str, str] | None = None, **names: str) -> Xml:
    """An element of texts and other elements; attributes whose names are no words of Python are
    `given`. Names are written as they are, with their prefixes."""
    if given:
        names |= given
    attributes = inner = ""
    for name, value in names.items():
        attributes += f' {name}="{value if PLAIN.fullmatch(value) else escaped(value)}"'
    for it in content:
        inner += it if type(it) is Xml or PLAIN.fullmatch(it) else escaped(it)
    return Xml(f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>")


def escaped(text: str, quote: bool = True) -> str:
    """A text as it is written in an element and, with `quote`, between those of an attribute."""
    if PLAIN.fullmatch(text):
        return text
    return escape(xml_text(text), quote).replace("\r", "&#13;")


def whole(root: Xml, doctype: str = "") -> bytes:
    """A document of its outermost element as UTF-8 bytes, with an XML declaration."""
    declared = f"{doctype}\n" if doctype else ""
    return f"{DECLARATION}{declared}{root}".encode()


def written(root: etree._Element) -> str:
    """A tree as it stands in a document."""
    return etree.tostring(root, encoding="unicode")
