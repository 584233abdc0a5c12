"""Turns the text of a WordPress post into HTML: blocks, shortcodes, and paragraphs that are only
empty lines."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.exports.html_inline import BLOCKS, has_blocks
from broadsheet.problems import shortened

# One pass over the text finds code, which is left alone, and shortcodes. No part of the pattern can
# run past the next `<` or `[`, so hostile texts take no longer than others.
TOKEN = re.compile(
    r"<(?P<end>/?)(?P<code>pre|code|script|style)\b[^<>]*>"
    r"|\[(?P<extra>\[?)(?P<close>/?)(?P<name>[A-Za-z][\w-]{0,60})(?P<given>(?:[\s=][^\[\]]{0,2000})?)\](?P<rest>\]?)"
)
ATTRIBUTE = re.compile(
    r"""(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|“([^”]*)”|&#8221;(.*?)&#8221;|([^\s"'\]]+))"""
)
DYNAMIC = re.compile(r"<!--\s+wp:([a-z][a-z0-9/-]*)\s+(\{[^<>]*\}\s+)?/-->")
REUSED = re.compile(r'"ref":\s*(\d+)')
WITH_HTML = frozenset(["more", "nextpage", "spacer", "separator", "footnotes"])
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
MANY_BLANKS = re.compile(r"\n[ \t\r]*\n\s*")


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of the media library: its address, the words for it and its caption."""

    address: str
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class Library:
    """What a post's text may refer to: files by number and by address, those that were uploaded
    to the post, and the texts of reusable blocks by number. Collects remarks on what could not be
    kept."""

    files: Mapping[str, Shown]
    by_address: Mapping[str, Shown] = field(default_factory=dict)
    uploaded: Sequence[str] = ()
    reusable: Mapping[str, str] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)


def post_html(text: str, library: Library) -> str:
    """The text of a post with its shortcodes and dynamic blocks as plain HTML."""
    return _shortcodes(DYNAMIC.sub(lambda it: _dynamic(it, library), text), library)


def _dynamic(found: re.Match[str], library: Library) -> str:
    name, given = found[1], found[2] or ""
    ref = REUSED.search(given)
    if name == "block" and ref and ref[1] in library.reusable:
        return DYNAMIC.sub("", library.reusable[ref[1]])
    if name not in WITH_HTML:
        library.remarks[f"the block {name} has no text of its own and was left out"] = None
    return ""


def _shortcodes(text: str, library: Library) -> str:
    tokens = list(TOKEN.finditer(text))
    ends: dict[str, list[int]] = {}  # by name, the places in `tokens` of what closes it
    for place, it in enumerate(tokens):
        if it["close"] and not it["extra"]:
            ends.setdefault(it["name"], []).append(place)
    parts: list[str] = []
    at, code, dropped = 0, "", set[int]()
    for place, it in enumerate(tokens):
        if it["code"]:
            code = _code_after(it, code)
        elif place in dropped:
            parts.append(text[at : it.start()] + it["rest"])
            at = it.end()
        elif not code and it.start() >= at and not (it["close"] and not it["extra"]):
            closes = _first_after(ends.get(it["name"], ()), place)
            end = tokens[closes] if closes else None
            made = _shortcode(it, text[it.end() : end.start()] if end else None, library)
            if made is None:
                continue
            parts += [text[at : it.start()], made.replacement]
            at = end.end() if end and made.takes_inner else it.end()
            if end and not made.takes_inner and not it["extra"]:
                dropped.add(closes)
    return "".join([*parts, text[at:]])


def _first_after(places: Sequence[int], place: int) -> int:
    """The first of these sorted places after one; 0 if there is none."""
    found = bisect_right(places, place)
    return places[found] if found < len(places) else 0


def _code_after(token: re.Match[str], code: str) -> str:
    """The name of the code that a text is in after a tag; "" if none."""
    name = token["code"]
    if token["end"]:
        return "" if name == code else code
    return code or name


@dataclass(frozen=True, slots=True)
class _Made:
    """What stands in the place of a shortcode, and whether it holds what the shortcode held."""

    replacement: str
    takes_inner: bool


def _shortcode(found: re.Match[str], inner: str | None, library: Library) -> _Made | None:
    """What stands in the place of a shortcode; None if it is only a word in brackets."""
    if found["extra"]:  # [[name]] is how a post shows a shortcode
        return _Made(found[0][1:-1], False) if found["rest"] else None
    given = {
        it[1].lower(): next(filter(None, it.groups()[1:]), "")
        for it in ATTRIBUTE.finditer(found["given"])
    }
    write = SHORTCODES.get(found["name"].lower())
    if write:
        return _Made(write(given, inner or "", library) + found["rest"], inner is not None)
    if not given and inner is None:
        return None
    library.remarks[f"the shortcode {shortened(found[0])} was left out"] = None
    return _Made(found["rest"], False)


def _picture(shown: Shown) -> str:
    image = f'<img src="{escape(shown.address)}" alt="{escape(shown.alt)}">'
    caption = f"<figcaption>{shown.caption}</figcaption>" if shown.caption else ""
    return f"<figure>{image}{caption}</figure>"


def _caption(given: Mapping[str, str], inner: str, library: Library) -> str:
    image = re.match(r"\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", inner)
    end = image.end() if image else 0
    caption = unescape(given.get("caption", "")) or inner[end:].strip()
    return f"\n\n<figure>{inner[:end]}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(given: Mapping[str, str], inner: str, library: Library) -> str:
    named = re.findall(r"\d+", given.get("ids") or given.get("include") or "")
    numbers = named or list(library.uploaded)
    missing = [it for it in numbers if it not in library.files]
    if missing or not numbers:
        what = f"files {', '.join(missing)} are not in the export" if missing else "names no files"
        library.remarks[f"a gallery is not whole: {what}"] = None
    return (
        "\n\n"
        + "".join(_picture(library.files[it]) for it in numbers if it in library.files)
        + "\n\n"
    )


def _embed(given: Mapping[str, str], inner: str, library: Library) -> str:
    address = unescape(inner.strip() or given.get("src") or given.get("url") or "")
    return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n' if address else ""


def _file(tag: str) -> Callable[[Mapping[str, str], str, Library], str]:
    def write(given: Mapping[str, str], inner: str, library: Library) -> str:
        sources = [
            given.get(it) or "" for it in ("src", "mp4", "webm", "mp3", "m4a", "ogg", "ogv", "wav")
        ]
        address = next(filter(None, sources), "")
        if not address:
            library.remarks[f"a {tag} without an address was left out"] = None
        return f'\n\n<p><{tag} src="{escape(address)}"></{tag}></p>\n\n' if address else ""

    return write


def _source_code(given: Mapping[str, str], inner: str, library: Library) -> str:
    language = given.get("language") or given.get("lang") or ""
    text = inner if "&lt;" in inner or "&gt;" in inner else escape(inner, quote=False)
    return f'\n\n<pre><code class="language-{escape(language)}">{text}</code></pre>\n\n'


SHORTCODES: Mapping[str, Callable[[Mapping[str, str], str, Library], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "embed": _embed,
    "youtube": _embed,
    "vimeo": _embed,
    "audio": _file("audio"),
    "video": _file("video"),
    "code": _source_code,
    "sourcecode": _source_code,
    "php": _source_code,
}
CONTAINERS = frozenset("div blockquote section article aside center main header footer".split())


def paragraphs(tree: HtmlElement) -> None:
    """Make paragraphs of what empty lines part, and line breaks of single ones, as WordPress does
    for posts of its classic editor when it shows them."""
    for element in [tree, *tree.iterdescendants()]:
        if element is tree or element.tag in CONTAINERS:
            _part(element)
    for element in list(tree.iter("p")):
        _break_lines(element)


def link_bare_addresses(tree: HtmlElement) -> None:
    """Make a link of an address that stands alone, as WordPress makes an embed of it."""
    for element in list(tree.iter("p", "div", "figure")):
        words = (element.text or "").strip()
        if not len(element) and BARE_ADDRESS.fullmatch(words):
            element.text = None
            link = etree.SubElement(element, "a", href=words)
            link.text = words


def _part(element: HtmlElement) -> None:
    """Put what stands directly in an element, and is no block, into paragraphs."""
    children = list(element)
    pieces: list[HtmlElement | str] = [element.text or ""]
    for child in children:
        pieces += [child, child.tail or ""]
        child.tail = None
        element.remove(child)
    element.text = None
    paragraph: HtmlElement | None = None
    last: HtmlElement | None = None  # the last element in the paragraph
    for piece in pieces:
        if not isinstance(piece, str):
            is_block = piece.tag in BLOCKS or has_blocks(piece)
            if paragraph is None and not is_block:
                paragraph = etree.SubElement(element, "p")
            (element if paragraph is None or is_block else paragraph).append(piece)
            paragraph, last = (None, None) if is_block else (paragraph, piece)
            continue
        for place, words in enumerate(MANY_BLANKS.split(piece)):
            paragraph, last = (None, None) if place else (paragraph, last)
            if paragraph is None and words.strip():
                paragraph = etree.SubElement(element, "p")
            if paragraph is not None:
                _append(paragraph, last, words)


def _append(paragraph: HtmlElement, last: HtmlElement | None, words: str) -> None:
    if last is not None:
        last.tail = (last.tail or "") + words
    else:
        paragraph.text = (paragraph.text or "") + words


def _break_lines(paragraph: HtmlElement) -> None:
    """A line break for each line end within a paragraph that has a word on both sides."""
    if any(it.tag in BLOCKS for it in paragraph.iterdescendants()):
        return
    for element in list(paragraph.iter()):
        if (
            element is not paragraph
            and element.tag != "br"
            and element.text
            and "\n" in element.text
        ):
            _lines(element, element.text, None)
        tail = element.tail if element is not paragraph else None
        if tail and "\n" in tail:
            rest = tail.lstrip("\n") if element.tag == "br" else tail
            is_last = element.getnext() is None
            _lines(element.getparent(), rest.rstrip("\n") if is_last else rest, element)
    text = (paragraph.text or "").lstrip("\n")
    has_more = paragraph.find("*") is not None
    _lines(paragraph, text if has_more else text.rstrip("\n"), None)


def _lines(parent: HtmlElement, text: str, after: HtmlElement | None) -> None:
    """Write a text with `<br>` for line ends, at the start of `parent` or after one in it."""
    first, *others = text.split("\n")
    if after is not None:
        after.tail = None
    for line in reversed(others):  # each goes before the one that was put there last
        mark = parent.makeelement("br")
        mark.tail = line
        if after is None:
            parent.insert(0, mark)
        else:
            after.addnext(mark)
    if after is None:
        parent.text = first
    else:
        after.tail = first
