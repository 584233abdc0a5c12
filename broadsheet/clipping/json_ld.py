"""Reads the JSON-LD of a page, which may be long, broken or hostile."""

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

LARGEST = 1_000_000  # characters of one block
MOST = 50  # blocks of a page
BEFORE = ("<!--", "//", "<![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[")
AFTER = ("-->", "//", "]]>", "/*]]>*/", "/* ]]> */", ";")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


def json_ld(tree: HtmlElement) -> Iterator[object]:
    """The values of all JSON-LD blocks that can be read, in order; others are passed over."""
    scripts = (
        it
        for it in tree.iter("script")
        if (it.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )
    for _, script in zip(range(MOST), scripts, strict=False):
        yield from _values(script.text or "")


def _values(text: str) -> Iterator[object]:
    """The value in a block; in those of some publishers several stand one after the other."""
    if len(text) > LARGEST:
        return
    for written in (text, _mended(text)):
        values = list(_one_after_the_other(written))
        if values:
            yield from values
            return


def _one_after_the_other(text: str) -> Iterator[object]:
    decoder, place = json.JSONDecoder(strict=False, parse_int=str, parse_float=str), 0
    while place < len(text):
        start = re.compile(r"[\s,;]*").match(text, place)
        place = start.end() if start else place
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return
        yield value


def _mended(text: str) -> str:
    """The block without what publishers put around it, and without commas before brackets."""
    for start in BEFORE:
        text = text.strip().removeprefix(start)
    for end in (*AFTER, *AFTER):
        text = text.strip().removesuffix(end)
    return TRAILING_COMMA.sub("", text)
