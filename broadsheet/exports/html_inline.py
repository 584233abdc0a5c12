"""Writes what stands within a paragraph of HTML as Markdown."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from broadsheet.exports.markdown_text import (
    SPACES,
    attribute,
    escaped,
    printable,
    written_address,
)
from broadsheet.text.html_rules import ATTRIBUTES, RENAMED, TAGS

BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td
    tfoot th thead tr ul caption colgroup col legend hgroup search
    """.split()
)
KEPT = frozenset(
    "abbr bdi bdo cite del dfn ins kbd mark q rp rt ruby s samp small sub sup time u var".split()
)
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
PLAIN_TITLE = re.compile(r"[^\"\\<>\[\]&*_`|{}]+")
BREAK = "\n"


@dataclass(slots=True)
class Found:
    """What one text shows and lost: pictures and files by their references, remarks, and the
    anchors within it that links of it lead to."""

    media: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)  # a link to a footnote, with its number


def inline(nodes: Iterable[HtmlElement], text: str | None, found: Found) -> str:
    """The Markdown of a text and the elements after it, with `\\n` for each line break."""
    made = escaped(printable(text or ""))
    for element in nodes:
        piece = _written(element, found)
        if made.endswith("*") and not made.endswith("\\*") and piece.startswith("*"):
            piece = _as_html(element, element.tag if element.tag in TAGS else "span", found)
        if made.endswith("!") and piece.startswith("["):
            made = f"{made[:-1]}\\!".replace("\\\\!", "\\!")
        made += piece + escaped(printable(element.tail or ""))
    return re.sub(r" *\n *", BREAK, re.sub(" {2,}", " ", made))


def inside(element: HtmlElement, found: Found) -> str:
    """The Markdown of all that stands within an element."""
    return inline(element, element.text, found)


def has_blocks(element: HtmlElement) -> bool:
    """Whether an element holds paragraphs, lists and the like."""
    return any(it.tag in BLOCKS for it in element.iterdescendants())


def _written(element: HtmlElement, found: Found) -> str:
    write = WRITERS.get(str(element.tag))
    if write:
        return write(element, found)
    if element.tag in MARKS:
        return _emphasis(element, found)
    tag = RENAMED.get(str(element.tag), str(element.tag))
    if tag in KEPT:
        return _as_html(element, tag, found)
    if tag in BLOCKS:  # where only words can stand, as in a heading or a cell
        return f" {inside(element, found)} "
    if element.get("lang") or element.get("dir"):
        return _as_html(element, "span", found)
    return inside(element, found)


def _emphasis(element: HtmlElement, found: Found) -> str:
    inner = inside(element, found)
    words = inner.strip()
    if not words:
        return inner
    above = any(it.tag in MARKS for it in element.iterancestors())
    if above or re.search(r"(?<!\\)\*", words) or words.endswith("\\"):
        made = f"<{element.tag}>{words}</{element.tag}>"
    else:
        mark = MARKS[str(element.tag)]
        made = f"{mark}{words}{mark}"
    return inner.replace(words, made, 1) if words != inner else made


def _as_html(element: HtmlElement, tag: str, found: Found) -> str:
    inner = inside(element, found)
    if not inner.strip() and tag not in ("rp", "rt"):
        return inner
    return f"<{tag}{kept_attributes(element, tag)}>{inner}</{tag}>"


def kept_attributes(element: HtmlElement, tag: str) -> str:
    """The attributes that a page may show, as they stand in a tag; addresses are not among them."""
    allowed = (ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())) - {"id", "class", "href", "src"}
    return "".join(
        f' {name}="{attribute(printable(value))}"'
        for name, value in element.items()
        if name in allowed and value
    )


def _code(element: HtmlElement, found: Found) -> str:
    text = SPACES.sub(" ", printable("".join(element.itertext())))
    words = text.strip()
    if not words:
        return text
    in_table = any(it.tag == "table" for it in element.iterancestors())
    if re.search(r"<[!?/]|&|^\\|\\$", words) or (in_table and "|" in words):
        return f"<code>{attribute(words)}</code>"
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _break(_element: HtmlElement, _found: Found) -> str:
    return BREAK


def _link(element: HtmlElement, found: Found) -> str:
    written = element.get("href") or ""
    if written in found.notes:
        return f"[^{found.notes[written]}]"
    inner = inside(element, found)
    words, address = inner.strip(), written_address(written)
    if not words or not written.strip() or ("](" in words and not words.startswith("![")):
        return inner
    if address.startswith("#") and address[1:] not in found.anchors:
        return _lost(inner, f"the link to {address} within the text leads nowhere", found)
    if not address:
        return _lost(inner, "a link that could run a script became plain text", found)
    picture = element.find(".//img")
    leads_to_picture = PICTURE.search(address.partition("?")[0])  # the same one, in full size
    if leads_to_picture and picture is not None and words == picture_markdown(picture, found):
        return inner.replace(words, _picture_of(picture, address, found))
    title = element.get("title") or ""
    named = f' "{title}"' if PLAIN_TITLE.fullmatch(title) and title != words else ""
    return inner.replace(words, f"[{words}]({address}{named})", 1)


def _lost(inner: str, remark: str, found: Found) -> str:
    found.remarks[remark] = None
    return inner


def _picture_of(picture: HtmlElement, address: str, found: Found) -> str:
    small = picture.get("src") or ""
    found.media.pop(small, None)
    picture.set("src", address)
    return picture_markdown(picture, found)


def picture_markdown(element: HtmlElement, found: Found) -> str:
    """A picture as Markdown; without an address, its words."""
    alt = alt_of(element)
    address = written_address(element.get("src") or "")
    if not address:
        found.remarks["a picture without a usable address was left out"] = None
        return escaped(alt)
    found.media[address] = None
    return f"![{escaped(alt)}]({address})"


def alt_of(element: HtmlElement) -> str:
    """The words that stand for a picture, on one line."""
    return " ".join(printable(element.get("alt") or "").split())


def _sound(element: HtmlElement, found: Found) -> str:
    tag = str(element.tag)
    sources = [element.get("src") or "", *(it.get("src") or "" for it in element.iter("source"))]
    address = next((it for it in map(written_address, sources) if it), "")
    if not address:
        return _lost("", f"a <{tag}> without an address was left out", found)
    found.media[address] = None
    return f'<{tag} controls src="{address}"></{tag}>'


def _footnote(element: HtmlElement, found: Found) -> str:
    """A raised number, without its `<sup>` if it is a footnote's."""
    only = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    if only is not None and only.tag == "a" and (only.get("href") or "") in found.notes:
        return inside(element, found).strip()
    return _as_html(element, "sup", found)


WRITERS: Mapping[str, Callable[[HtmlElement, Found], str]] = {
    "a": _link,
    "audio": _sound,
    "br": _break,
    "code": _code,
    "img": picture_markdown,
    "sup": _footnote,
    "tt": _code,
    "video": _sound,
    "wbr": lambda element, found: "",
}
