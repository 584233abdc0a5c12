"""A piece of HTML as a tree, in which every element is of one class.

It is what `lxml.html.fragment_fromstring` gives, in less time: lxml asks a function of Python for
the class of each element, as forms have classes of their own.
"""

from functools import cache
from typing import NamedTuple

from lxml import etree, html
from lxml.html import HtmlElement


class Fragment(NamedTuple):
    """A `div` with the piece in it; `is_whole` is false if the parser dropped what is nested too
    deeply."""

    tree: HtmlElement
    is_whole: bool


def fragment(written: str) -> Fragment:
    """The tree of a piece of HTML."""
    parser = _parser()
    if written.lstrip()[:9].lower().startswith(("<html", "<!doctype")):
        tree = html.fragment_fromstring(written, create_parent="div", parser=parser)
        return Fragment(tree, _is_whole(parser))
    document = html.document_fromstring(f"<html><body>{written}</body></html>", parser=parser)
    bodies = [it for it in document if it.tag == "body"]
    if len(bodies) != 1:
        tree = html.fragment_fromstring(written, create_parent="div", parser=parser)
        return Fragment(tree, _is_whole(parser))
    (tree,) = bodies
    tree.tag, tree.tail = "div", None
    tree.attrib.clear()
    if tree.text and not tree.text.strip():
        tree.text = None
    return Fragment(tree, _is_whole(parser))


@cache
def _parser() -> etree.HTMLParser:
    parser = etree.HTMLParser(huge_tree=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _is_whole(parser: etree.HTMLParser) -> bool:
    return all(error.type_name != "ERR_RESOURCE_LIMIT" for error in parser.error_log)
