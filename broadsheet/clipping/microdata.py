"""Reads the microdata of a page as nodes like those of JSON-LD (HTML standard, 5.3.4)."""

from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from broadsheet.clipping.html_page import text_in

DEEPEST = 8
VALUES = {
    "meta": "content",
    "a": "href",
    "link": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
    "abbr": "title",
}


def microdata(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The outermost items of a page, in order; some publishers call them a property of nothing."""
    for element in tree.iter():
        if _is_item(element) and not any(map(_is_item, element.iterancestors())):
            yield _item(element, 0)


def _item(element: HtmlElement, depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"@type": (element.get("itemtype") or "").split()}
    if element.get("itemid"):
        node["@id"] = element.get("itemid")
    for prop in _properties(element):
        for name in (prop.get("itemprop") or "").split():
            value = _item(prop, depth + 1) if _is_item(prop) and depth < DEEPEST else _value(prop)
            node.setdefault(name, []).append(value)
    return {
        name: it[0] if isinstance(it, list) and len(it) == 1 else it for name, it in node.items()
    }


def _properties(element: HtmlElement) -> Iterator[HtmlElement]:
    """The properties of an item, without those of the items within it."""
    below = list(reversed(element))
    while below:
        child = below.pop()
        if not isinstance(child.tag, str):
            continue
        if "itemprop" in child.attrib:
            yield child
        if "itemscope" not in child.attrib:
            below.extend(reversed(child))


def _is_item(element: HtmlElement) -> bool:
    return "itemscope" in element.attrib


def _value(element: HtmlElement) -> str:
    """The value of a property; the attribute `content` counts on any element, as search engines
    read it."""
    attribute = VALUES.get(str(element.tag), "content")
    return element.get("content") or element.get(attribute) or text_in(element)
