"""HTML as XHTML: well-formed XML for books, of elements and attributes that e-readers know.

Follows EPUB 3.3, "XHTML content documents", and its structural semantics for notes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.rendering.book_pictures import BookPicture
from broadsheet.rendering.xml_tree import XML_LANG, Maker, written, xml_text
from broadsheet.text.fragment import fragment
from broadsheet.text.html_rules import ATTRIBUTES, LINK_SCHEMES, TAGS, WORDLESS

XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
TYPE, HTML5 = f"{{{OPS}}}type", "<!DOCTYPE html>"
MAKE = Maker(XHTML, {"": XHTML, "epub": OPS})
KNOWN = TAGS | {"article", "body", "h1", "header", "section"}
OWN = frozenset(["aria-label", "role"])  # attributes of templates, which texts may not have
LEFT_OUT = frozenset(["loading", "controls"])
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
    for element in list(body.iter()):
        if element.tag in WORDLESS:
            element.drop_tree()
        elif element.tag in ("img", "audio", "video"):
            _place(element, pictures)
        elif element.tag not in KNOWN:
            element.drop_tag()
        _clean(element, seen)
    return body


def _place(element: HtmlElement, pictures: Mapping[str, Placed]) -> None:
    """Make an embedded file one of the book, or else a link."""
    address = element.get("src", "")
    placed = pictures.get(address) if element.tag == "img" else None
    if placed:
        size = {"width": str(placed.picture.width), "height": str(placed.picture.height)}
        element.attrib.update({"alt": "", **element.attrib, **size, "src": placed.name})
        return
    words = element.get("alt") or element.text_content().strip() or address.rpartition("/")[2]
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag, element.text = "a", words
    if address:
        element.set("href", address)


def _clean(element: HtmlElement, seen: set[str]) -> None:
    """Keep the attributes that its element may have; an id stands for one element alone."""
    allowed = ATTRIBUTES["*"] | OWN | ATTRIBUTES.get(element.tag, frozenset())
    for name in element.attrib:
        if name not in allowed - LEFT_OUT:
            del element.attrib[name]
    own = element.get("id")
    if own is not None and (own in seen or not own or re.search(r"\s", own)):
        del element.attrib["id"]
    elif own:
        seen.add(own)
    if "href" in element.attrib and not _is_sound(element.get("href", "")):
        del element.attrib["href"]
    for name in element.get("class", "").split():
        type_, role = NOTES.get(name, ("", ""))
        if type_:
            element.set(TYPE, type_)
        if role:
            element.set("role", role)
    if "lang" in element.attrib:
        element.set(XML_LANG, element.get("lang", ""))


def _is_sound(address: str) -> bool:
    try:
        return bool(address) and urlsplit(address).scheme in ("", *LINK_SCHEMES)
    except ValueError:
        return False


def encoded(address: str) -> str:
    """An address without signs that may not stand in one; other scripts stay."""
    return UNSAFE.sub(lambda found: quote(found[0]), address)


def document(title: str, language: str, direction: str, style: str, body: HtmlElement) -> bytes:
    """A whole document in a language and its direction; takes its body, as `read_html` gives it."""
    look = MAKE("link", rel="stylesheet", type="text/css", href=style)
    html = MAKE("html", MAKE("head", MAKE("title", title), look), lang=language, dir=direction)
    html.set(XML_LANG, language)
    html.append(body)
    for element in body.iter():
        element.tag = f"{{{XHTML}}}{element.tag}"
    return written(html, HTML5)
