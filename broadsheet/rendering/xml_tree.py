"""Makes XML elements from texts, attributes and other elements."""

import re
from collections.abc import Mapping

from lxml import etree

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def xml_text(text: str) -> str:
    """A text in which U+FFFD replaces what XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


class Maker:
    """Makes the elements of a namespace; `names` are the prefixes of namespaces, "" for none."""

    def __init__(self, namespace: str, names: Mapping[str, str]) -> None:
        self._namespace = namespace
        self._names = {prefix or None: name for prefix, name in names.items()}

    def __call__(self, tag: str, *content: etree._Element | str, **names: str) -> etree._Element:
        """An element with attributes; a text in it comes first."""
        given = {name: xml_text(value) for name, value in names.items()}
        element = etree.Element(f"{{{self._namespace}}}{tag}", given, self._names)  # type: ignore[arg-type]
        for part in content:
            if isinstance(part, str):
                element.text = xml_text(part)
            else:
                element.append(part)
        return element


def written(root: etree._Element, doctype: str = "") -> bytes:
    """A document as UTF-8 bytes, with an XML declaration."""
    declared = f"{doctype}\n" if doctype else ""
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{declared}'
    return head.encode() + etree.tostring(root, encoding="unicode").encode()
