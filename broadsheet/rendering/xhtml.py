"""HTML as XHTML: well-formed XML for books, of elements and attributes that e-readers know.

Follows EPUB 3.3, "XHTML content documents", and its structural semantics for notes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.rendering.book_pictures import BookPicture
from broadsheet.rendering.xml_tree import XML_LANG, Xml, element, whole, written, xml_text
from broadsheet.text.fragment import fragment
from broadsheet.text.html_rules import ATTRIBUTES, LINK_SCHEMES, TAGS, WORDLESS

XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
TYPE, HTML5 = "epub:type", "<!DOCTYPE html>"
XHTML_NAMES = {"xmlns": XHTML, "xmlns:epub": OPS}
KNOWN = TAGS | {"article", "body", "h1", "header", "section"}
OWN = frozenset(["aria-label", "role"])  # attributes of templates, which texts may not have
LEFT_OUT = frozenset(["loading", "controls"])
PLAIN = re.compile(r"https?://[\w./-]+", re.ASCII)  # an address that nothing can be wrong with
UNSAFE = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')  # signs that may not stand in addresses
NOTES = {  # by the class that Markdown gives them: type, and role where there is one
    "footnote-ref": ("noteref", "doc-noteref"),
    "footnote-backref": ("", "doc-backlink"),
    "footnote": ("footnotes", "doc-endnotes"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture in the book: its file there, and the picture."""

    name: str
    picture: BookPicture


def read_html(html: str, pictures: Mapping[str, Placed]) -> HtmlElement:
    """HTML as a `body` element, cleaned; `pictures` are those that the book holds, by the web
    addresses at which the HTML shows them. A link takes the place of any other file."""
    body = fragment(xml_text(html)).tree
    body.tag = "body"
    etree.strip_tags(body, etree.Comment, etree.ProcessingInstruction)
    seen: set[str] = set()
    for each in list(body.iter()):
        if each.tag in WORDLESS:
            each.drop_tree()
        elif each.tag in ("img", "audio", "video"):
            _place(each, pictures)
        elif each.tag not in KNOWN:
            each.drop_tag()
        if each.attrib:
            _clean(each, seen)
    return body


def _place(place: HtmlElement, pictures: Mapping[str, Placed]) -> None:
    """Make an embedded file one of the book, or else a link."""
    address = place.get("src", "")
    placed = pictures.get(address) if place.tag == "img" else None
    if placed:
        size = {"width": str(placed.picture.width), "height": str(placed.picture.height)}
        place.attrib.update({"alt": "", **place.attrib, **size, "src": placed.name})
        return
    words = place.get("alt") or place.text_content().strip() or address.rpartition("/")[2]
    for child in list(place):
        place.remove(child)
    place.attrib.clear()
    place.tag, place.text = "a", words
    if address:
        place.set("href", address)


def _clean(place: HtmlElement, seen: set[str]) -> None:
    """Keep the attributes that its place may have; an id stands for one place alone."""
    allowed = _allowed(place.tag)
    for name in list(place.attrib):
        if name not in allowed:
            del place.attrib[name]
    own = place.get("id")
    if own is not None and (own in seen or not own or re.search(r"\s", own)):
        del place.attrib["id"]
    elif own:
        seen.add(own)
    if "href" in place.attrib and not _is_sound(place.get("href", "")):
        del place.attrib["href"]
    for name in place.get("class", "").split():
        type_, role = NOTES.get(name, ("", ""))
        if type_:
            place.set(TYPE, type_)
        if role:
            place.set("role", role)
    if "lang" in place.attrib:
        place.set(XML_LANG, place.get("lang", ""))


@cache
def _allowed(tag: str) -> frozenset[str]:
    return (ATTRIBUTES["*"] | OWN | ATTRIBUTES.get(tag, frozenset())) - LEFT_OUT


def _is_sound(address: str) -> bool:
    if PLAIN.fullmatch(address):
        return True
    try:
        return bool(address) and urlsplit(address).scheme in ("", *LINK_SCHEMES)
    except ValueError:
        return False


def encoded(address: str) -> str:
    """An address without signs that may not stand in one; other scripts stay."""
    return UNSAFE.sub(lambda found: quote(found[0]), address)


def document(title: str, language: str, direction: str, style: str, body: Xml) -> bytes:
    """A whole document in a language and its direction, of its body as `body_of` gives it."""
    head = element("head", element("title", title), look(style))
    names = {**XHTML_NAMES, "lang": language, "dir": direction, "xml:lang": language}
    return whole(element("html", head, body, given=names), HTML5)


@cache
def look(style: str) -> Xml:
    """The link to a style sheet."""
    return element("link", rel="stylesheet", type="text/css", href=style)


def body_of(tree: HtmlElement) -> Xml:
    """A body, as `read_html` gives it, written."""
    return Xml(written(tree))
