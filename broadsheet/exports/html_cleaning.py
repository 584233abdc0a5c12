"""Takes from a page's HTML what a text cannot keep, and names it: scripts, forms, embeds."""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.exports.markdown_text import printable, written_address
from broadsheet.problems import shortened
from broadsheet.text.fragment import fragment

DEEPEST = 40  # elements within each other; what is nested deeper becomes plain text
DROPPED_IN_SILENCE = frozenset(["style", "link", "meta", "title", "head", "base", "template"])
DROPPED = frozenset(
    """
    script form input button select textarea canvas svg math noframes frameset applet dialog
    """.split()
)
EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "frame": "src"}
LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file")
SPLITTING = frozenset("br p div li h1 h2 h3 h4 h5 h6 tr td th blockquote pre dt dd".split())
LINE_NUMBERS = etree.XPath(
    ".//td[contains(@class, 'gutter') or contains(@class, 'linenos')]"
    " | .//pre[contains(@class, 'lineno')] | .//span[contains(@class, 'lineno')]"
)


def cleaned(tree: HtmlElement) -> list[str]:
    """Change a tree in place to what a text can keep; returns a remark for all that was lost."""
    remarks: dict[str, None] = {}
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    if _flatten(tree):
        remarks["is nested too deeply; the innermost parts are plain text now"] = None
    for element in cast(Sequence[HtmlElement], LINE_NUMBERS(tree)):
        element.drop_tree()
    for element in list(tree.iterdescendants()):
        tag = str(element.tag)
        if tree not in element.iterancestors():
            continue  # it went with the one around it
        if tag in DROPPED_IN_SILENCE:
            element.drop_tree()
        elif tag in DROPPED:
            remarks[f"a <{tag}> was left out"] = None
            element.drop_tree()
        elif tag in EMBEDS:
            _link_to_embed(element, remarks)
        elif tag == "img":
            _settle_picture(element)
        elif tag == "noscript":
            _settle_noscript(element)
    return list(remarks)


def _flatten(tree: HtmlElement) -> bool:
    """Take the tags from elements that are nested too deeply; whether there are any."""
    deep: list[HtmlElement] = []
    level = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        if event == "start" and level > DEEPEST:
            deep.append(element)
    for element in reversed(deep):  # the innermost first, so that little is moved twice
        element.drop_tag()
    return bool(deep)


def _link_to_embed(element: HtmlElement, remarks: dict[str, None]) -> None:
    source = element.get(EMBEDS[str(element.tag)]) or element.get("data-src") or ""
    address, title = written_address(source), " ".join((element.get("title") or "").split())
    what = f"an embedded <{element.tag}>"
    if not address or address == "about:blank":
        remarks[f"{what} without an address was left out"] = None
        element.drop_tree()
        return
    remarks[f"{what} became a link: {shortened(address)}"] = None
    replace_by_link(element, address, title or host_of(address) or address)


def replace_by_link(element: HtmlElement, address: str, words: str) -> None:
    """Put a paragraph with one link in the place of an element and all within it."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = "p", tail
    link = etree.SubElement(element, "a", href=address)
    link.text = words


def host_of(address: str) -> str:
    """The host of an address, without `www.`; "" if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _settle_picture(element: HtmlElement) -> None:
    """Give a picture the address that it is shown with, also if a script would load it later."""
    candidates = [element.get("src") or "", *(element.get(name) or "" for name in LAZY)]
    candidates += largest_first(element.get("srcset") or element.get("data-srcset") or "")
    found = next((it for it in map(written_address, candidates) if it and not _is_blank(it)), "")
    element.set("src", found)


def _is_blank(address: str) -> bool:
    return bool(
        re.search(r"/(?:blank|spacer|pixel|placeholder|transparent)\.(?:gif|png|svg)$", address)
    )


def largest_first(srcset: str) -> Sequence[str]:
    """The addresses of a `srcset`, the largest picture first."""
    parts = [it.split() for it in re.split(r",\s+", srcset.strip().rstrip(",")) if it.strip()]
    sized = [(_size(it[1]) if len(it) > 1 else 1.0, it[0]) for it in parts]
    return [address for _, address in sorted(sized, key=lambda it: -it[0])]


def _size(written: str) -> float:
    """A width such as `848w`, or a density such as `2x`, as a number."""
    return float(written[:-1]) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?[wx]", written) else 0.0


def _settle_noscript(element: HtmlElement) -> None:
    """Drop what only repeats a picture for readers without scripts; keep other words."""
    before = element.getprevious()
    words = "".join(element.itertext()).strip()
    if not words and before is not None and before.tag == "img" and before.get("src"):
        element.drop_tree()
    else:
        element.drop_tag()


def with_class(tree: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """The elements that have one of these classes; safe against changes on the way."""
    wanted = frozenset(names)
    for element in list(tree.iter(etree.Element)):
        if wanted & set((element.get("class") or "").split()):
            yield element


def json_attribute(element: HtmlElement, name: str) -> dict[str, object]:
    """An attribute that holds a mapping as JSON; empty if it holds anything else."""
    try:
        value = json.loads(element.get(name) or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def words_of(html: str) -> str:
    """The words of a piece of HTML, such as a title, on one line."""
    clean = printable(html)
    if "<" not in clean:
        return " ".join(printable(unescape(clean)).split())
    tree = fragment(clean).tree
    etree.strip_elements(
        tree, "script", "style", etree.Comment, etree.ProcessingInstruction, with_tail=False
    )
    for element in tree.iter():
        if element.tag in SPLITTING:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return " ".join(printable("".join(tree.itertext())).split())
