"""Reads the items of a WordPress export, one at a time, and refuses what no WordPress writes.

The form is WXR, an extension of RSS 2.0. The file may be larger than the memory: an item is dropped
as soon as its values are taken.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from broadsheet.problems import Problem, ProblemsFound

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
NAMESPACES = (  # the start of a namespace, with the short name that we use
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/$"), "excerpt"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/$"), "wp"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/$"), "content"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/$"), "dc"),
)
META = frozenset(["_thumbnail_id", "_wp_attachment_image_alt", "footnotes", "_wp_attached_file"])
MANGLED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one export may hold: bytes of one item and of all, and elements in one item."""

    item: int = 40_000_000
    all_items: int = 400_000_000
    elements: int = 200_000


ROOMY = Limits()


@dataclass(frozen=True, slots=True)
class Term:
    """A category, a tag or a format of an item: its domain, short name and name."""

    domain: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it stands in the file: the texts of its elements by `wp:post_name` and the like,
    its terms, what its metadata says, and how many comments it has."""

    texts: Mapping[str, str]
    terms: tuple[Term, ...]
    meta: Mapping[str, str]
    comments: int

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass(slots=True)
class Channel:
    """What a file says of the site, once it has been read to its end."""

    texts: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)  # the names to show, by login
    version: str = ""
    cleaned: int = 0  # characters that XML does not allow, taken out


class Readable(Protocol):
    """An open file of bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at its end."""


class _Clean:
    """A file for the XML parser, without the controls that old posts hold; counts them."""

    def __init__(self, file: Readable, channel: Channel) -> None:
        self._file, self._channel = file, channel
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.taken = 0

    def read(self, size: int = 65_536) -> bytes:
        """The next bytes of the file, as UTF-8."""
        while content := self._file.read(min(size, 65_536)):
            self.taken += len(content)
            text = self._cleaned(self._decoder.decode(content))
            if text:
                return text
        return self._cleaned(self._decoder.decode(b"", final=True))

    def _cleaned(self, text: str) -> bytes:
        clean, count = CONTROLS.subn("", text)
        self._channel.cleaned += count + text.count(MANGLED)
        return clean.encode()


def read_items(
    file: Readable, name: str, channel: Channel, limits: Limits = ROOMY
) -> Iterator[Item]:
    """The items of an open export, whose name is for messages; fills `channel` on the way.

    Raises ProblemsFound if the file is not well-formed, breaks off, declares a document type or
    entities, or has more than a real export.
    """
    clean = _Clean(file, channel)
    try:
        yield from _items(clean, name, channel, limits)
    except etree.XMLSyntaxError as error:
        what = f"is not well-formed XML: {str(error.msg).strip()}"
        raise refusal(name, error.lineno or 0, what, "export it again, with all content") from None


def _items(clean: _Clean, name: str, channel: Channel, limits: Limits) -> Iterator[Item]:
    events = etree.iterparse(
        clean, ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    depth, began, elements, kept = 0, 0, 0, 0
    for event, element in events:
        depth += 1 if event == "start" else -1
        if event == "start":
            if depth == 1:
                _check_root(element, name)
            elements = 0 if depth <= 3 else elements + 1
            began = clean.taken if depth <= 3 else began
            if elements > limits.elements or clean.taken - began > limits.item:
                what = "has an item that is larger than any post"
                raise refusal(name, _line(element), what, "export less at a time")
        elif depth == 2:
            if element.tag == "item":
                item = _item(element)
                kept += sum(map(len, item.texts.values()))
                if kept > limits.all_items:
                    what = f"holds more than {limits.all_items:,} characters of posts"
                    raise refusal(name, 0, what, "export one year at a time")
                yield item
            else:
                _note(element, channel)
            _drop(element)


def refusal(name: str, line: int, what: str, hint: str) -> ProblemsFound:
    """The one problem that keeps a whole file from being read."""
    return ProblemsFound([Problem(name, line, what, hint)])


def _check_root(root: etree._Element, name: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        what = "declares a document type, which no WordPress export does"
        raise refusal(name, 1, what, "export it again; do not import a file that others changed")
    if root.tag != "rss":
        what = f"is no WordPress export: it starts with <{str(root.tag)[:40]}>"
        raise refusal(name, _line(root), what, "use Tools > Export in WordPress")


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _drop(element: etree._Element) -> None:
    """Free an element whose values were taken, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _key(element: etree._Element) -> str:
    name = etree.QName(element)
    if not name.namespace:
        return name.localname
    short = next((it for form, it in NAMESPACES if form.match(name.namespace)), "other")
    return f"{short}:{name.localname}"


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def _item(element: etree._Element) -> Item:
    texts: dict[str, str] = {}
    terms: list[Term] = []
    meta: dict[str, str] = {}
    comments = 0
    for child in element:
        key = _key(child)
        if key == "category":
            domain, nicename = child.get("domain") or "category", child.get("nicename") or ""
            terms.append(Term(domain, nicename, _text(child)))
        elif key == "wp:postmeta":
            pair = {_key(it): _text(it) for it in child}
            if pair.get("wp:meta_key") in META:
                meta[pair["wp:meta_key"]] = pair.get("wp:meta_value", "")
        elif key == "wp:comment":
            comments += 1
        else:
            texts.setdefault(key, _text(child))
    return Item(texts, tuple(terms), meta, comments)


def _note(element: etree._Element, channel: Channel) -> None:
    key = _key(element)
    if key == "wp:author":
        pair = {_key(it): _text(it) for it in element}
        login = pair.get("wp:author_login", "")
        channel.authors[login] = pair.get("wp:author_display_name") or login
    elif key == "wp:wxr_version":
        channel.version = _text(element)
    elif not len(element):
        channel.texts.setdefault(key, _text(element))
