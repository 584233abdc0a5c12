"""Python-Markdown's tree written out as XHTML: the same text as its own serializer's, sooner.

What Python-Markdown tells apart but never makes of our extensions (comments, names in a namespace)
is left to its own serializer.
"""

from functools import cache
from xml.etree.ElementTree import Element

from markdown import serializers

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
    tag, text, tail = element.tag, element.text, element.tail
    if tag.__class__ is not str:
        raise _Unusual
    start, end, is_escaped = _tags(tag)
    pieces.append(start)
    if element.attrib:
        _write_attributes(element, pieces)
    if end:
        pieces.append(">")
        if text:
            pieces.append(_escaped(text) if is_escaped else text)
        for child in element:
            _write(child, pieces)
        pieces.append(end)
    else:
        pieces.append(" />")
    if tail:
        pieces.append(_escaped(tail))


def _write_attributes(element: Element, pieces: list[str]) -> None:
    for name, value in sorted(element.attrib.items()):
        if name.__class__ is not str or not isinstance(value, str):
            raise _Unusual
        pieces.append(f' {name}="{_escaped_attribute(value)}"')


@cache
def _tags(tag: str) -> tuple[str, str, bool]:
    """An element's start, without its `>`, its end, which is empty for a void element, and whether
    its text is escaped."""
    name = tag.lower()
    return f"<{tag}", "" if name in VOID else f"</{tag}>", name not in AS_IT_IS


def _escaped(text: str) -> str:
    if "&" in text:
        text = serializers.RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _escaped_attribute(text: str) -> str:
    text = _escaped(text)
    return text.replace('"', "&quot;") if '"' in text else text
