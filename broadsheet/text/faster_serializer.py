"""Python-Markdown's tree written out as XHTML: the same text as its own serializer's, sooner.

What Python-Markdown tells apart but never makes of our extensions (comments, names in a namespace)
is left to its own serializer.
"""

import re
from functools import cache
from xml.etree.ElementTree import Element

from markdown import serializers

TO_ESCAPE, TO_ESCAPE_IN_ATTRIBUTE = re.compile("[&<>]"), re.compile('[&<>"]')
VOID = serializers.HTML_EMPTY  # type: ignore[attr-defined]  # stubs lack it
AS_IT_IS = ("script", "style")


class _Unusual(Exception):
    """A tree that holds more than elements with plain names."""


def to_xhtml(root: Element) -> str:
    """The tree as text."""
    pieces: list[str] = []
    try:
        _write(root, pieces)
    except (_Unusual, RecursionError):
        return serializers.to_xhtml_string(root)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    tag, text = element.tag, element.text
    if tag.__class__ is not str:
        raise _Unusual
    start, end = _tags(tag)
    pieces.append(start)
    if element.attrib:
        _write_attributes(element, pieces)
    if end:
        pieces.append(">")
        if text:
            pieces.append(text if tag.lower() in AS_IT_IS else _escaped(text))
        for child in element:
            _write(child, pieces)
        pieces.append(end)
    else:
        pieces.append(" />")
    if element.tail:
        pieces.append(_escaped(element.tail))


def _write_attributes(element: Element, pieces: list[str]) -> None:
    for name, value in sorted(element.attrib.items()):
        if name.__class__ is not str or not isinstance(value, str):
            raise _Unusual
        pieces.append(f' {name}="{_escaped_attribute(value)}"')


@cache
def _tags(tag: str) -> tuple[str, str]:
    """An element's start, without its `>`, and its end, which is empty for a void element."""
    return f"<{tag}", "" if tag.lower() in VOID else f"</{tag}>"


def _escaped(text: str) -> str:
    if not TO_ESCAPE.search(text):
        return text
    return serializers.RE_AMP.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _escaped_attribute(text: str) -> str:
    if not TO_ESCAPE_IN_ATTRIBUTE.search(text):
        return text
    return _escaped(text).replace('"', "&quot;")
