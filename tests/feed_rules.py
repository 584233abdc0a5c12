"""What the documentation of the W3C feed validator calls an error, asked of every feed of a site.

Each rule is written after its page there, https://validator.w3.org/feed/docs/, after RSS 2.0 and
RFC 4287. JSON Feed is held to a JSON Schema written after its specification.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jsonschema
from lxml import etree, html

from broadsheet.languages import is_language

Element = etree._Element
Rule = Callable[[str], bool]
Counts = Mapping[str, tuple[int, int]]  # the fewest and the most of each child element
SCHEMA = Path(__file__).parent / "checkers/jsonfeed.schema.json"
WITHIN_HTML = ("content:encoded", "atom:content")
MANY = 10_000
PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/syndication/history/1.0": "fh",
}
PICTURE: Counts = {"media:content": (0, 1)}
CHANNEL: Counts = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "atom:link": (1, MANY),
    "copyright": (0, 1), "docs": (0, 1), "generator": (0, 1), "language": (0, 1),
    "lastBuildDate": (0, 1), "fh:archive": (0, 1), "item": (0, MANY),
}  # fmt: skip
ITEM: Counts = {
    "title": (0, 1), "link": (0, 1), "description": (0, 1), "guid": (1, 1), "pubDate": (1, 1),
    "category": (0, MANY), "source": (0, 1), "enclosure": (0, 1), "content:encoded": (0, 1),
    "dc:creator": (0, MANY), "dc:language": (0, 1), "atom:updated": (0, 1), "atom:link": (0, MANY),
    **PICTURE,
}  # fmt: skip
FEED: Counts = {
    "atom:id": (1, 1), "atom:title": (1, 1), "atom:updated": (1, 1), "atom:author": (1, MANY),
    "atom:link": (1, MANY), "atom:generator": (0, 1), "atom:rights": (0, 1),
    "atom:subtitle": (0, 1), "atom:icon": (0, 1), "atom:logo": (0, 1),
    "fh:archive": (0, 1), "atom:entry": (0, MANY),
}  # fmt: skip
ENTRY: Counts = {
    "atom:id": (1, 1), "atom:title": (1, 1), "atom:updated": (1, 1), "atom:author": (0, MANY),
    "atom:link": (1, MANY), "atom:published": (0, 1), "atom:summary": (0, 1),
    "atom:content": (0, 1), "atom:category": (0, MANY), "dcterms:identifier": (0, 1),
    "dcterms:language": (0, 1), "dcterms:publisher": (0, 1), "dcterms:issued": (0, 1), **PICTURE,
}  # fmt: skip
ALLOWED = {"channel": CHANNEL, "item": ITEM, "atom:feed": FEED, "atom:entry": ENTRY}
RELATIONS = re.compile(
    "alternate|self|via|enclosure|related|hub|current|prev-archive|next-archive|start|up|first"
    "|previous|next|subsection|http://opds-spec.org/.+"
)
UNSAFE = "script|iframe|object|embed|applet|form|input|meta|link|style|base|frame".split("|")
URI = re.compile(r"([A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+")
ADDRESSES = ("href", "src", "poster", "cite", "data")


def complaints(public: Path, url: str) -> list[str]:
    """What is wrong with the feeds of a site at the address `url`, each with its file."""
    found = []
    for path in sorted([*public.rglob("*.xml"), *public.rglob("*.json")]):
        name = path.relative_to(public).as_posix()
        found += [f"{name}: {it}" for it in complaints_of(path.read_bytes(), f"{url}{quote(name)}")]
    return found


def complaints_of(feed: bytes, own: str) -> list[str]:
    """What is wrong with a feed that stands at the address `own`; nothing with another file."""
    if feed.startswith(b"{"):
        return list(_json(json.loads(feed), own)) if b"jsonfeed.org" in feed[:100] else []
    root = etree.fromstring(feed)
    kinds = {"rss": _rss, "atom:feed": _atom}
    return list(kinds[_name(root)](root, own)) if _name(root) in kinds else []


def is_address(text: str) -> bool:
    """Whether it is a whole address on the web, of the signs that a URI may have, all of ASCII
    (RFC 3986, 2; RFC 3987, 3.1)."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and _is_uri(text)


def _is_uri(text: str) -> bool:
    path = text.partition("://")[2].partition("/")[2]
    return bool(URI.fullmatch(text)) and "[" not in path and "]" not in path


def _is_identity(text: str) -> bool:
    return bool(re.fullmatch(r"(https?|tag|urn):\S+", text))  # an IRI will do: RFC 4287, 4.2.6


def _is_rss_date(text: str) -> bool:
    """Whether it is a date of RFC 822 with a year of four digits and its right weekday."""
    try:
        return format_datetime(parsedate_to_datetime(text)) == text
    except ValueError:
        return False


def _is_atom_date(text: str) -> bool:
    try:
        return "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _is_type(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(;[a-z]+=[a-z-]+)*", text))


TEXTS: Mapping[str, Rule] = {
    "link": is_address, "docs": is_address, "language": is_language, "dc:language": is_language,
    "pubDate": _is_rss_date, "lastBuildDate": _is_rss_date, "atom:updated": _is_atom_date,
    "atom:published": _is_atom_date, "atom:id": _is_identity, "dcterms:language": is_language,
    "content:encoded": lambda text: not _faults_of_html(text),
    "description": lambda text: not _faults_of_html(text),
}  # fmt: skip
ATTRIBUTES: Mapping[str, Mapping[str, Rule]] = {
    "atom:link": {"href": is_address, "rel": lambda it: bool(RELATIONS.fullmatch(it))},
    "enclosure": {"url": is_address, "length": _is_count, "type": _is_type},
    "source": {"url": is_address},
    "guid": {"isPermaLink": lambda it: it == "false"},
    "media:content": {"url": is_address, "type": _is_type, "width": _is_count, "height": _is_count},
    "atom:category": {"term": bool},
}
NEEDED = {"atom:link": {"href"}}  # else all of ATTRIBUTES
OPTIONAL: Mapping[str, Rule] = {"type": _is_type, "length": _is_count, "fileSize": _is_count}


def _name(element: Element) -> str:
    name = etree.QName(element)
    prefix = PREFIXES.get(name.namespace or "", name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else name.localname


def _rss(root: Element, own: str) -> Iterator[str]:
    if root.get("version") != "2.0" or [_name(it) for it in root] != ["channel"]:
        yield "is not one channel of RSS 2.0"
    yield from _elements(root)
    items = root[0].findall("item")
    yield from _repeated(it.findtext("guid", "") for it in items)
    for item in items:
        if item.find("title") is None and not item.findtext("description"):
            yield "an item has neither a title nor a description"
    yield from _self(root[0], own)


def _atom(root: Element, own: str) -> Iterator[str]:
    yield from _elements(root)
    yield from _self(root, own)
    entries = [it for it in root if _name(it) == "atom:entry"]
    yield from _repeated(_text(it, "atom:id") for it in entries)
    for element in root.iter("{*}title", "{*}summary", "{*}content", "{*}rights", "{*}subtitle"):
        type = element.get("type", "text")
        if type not in ("text", "html") and _name(element).startswith("atom:"):
            yield f"{_name(element)} has the type {type}"
        if type == "html":
            yield from _faults_of_html(element.text or "")
    for entry in entries:
        links = [it for it in entry if _name(it) == "atom:link"]
        ends = [it for it in links if it.get("rel", "alternate") == "alternate"]
        if not ends and not _text(entry, "atom:content"):
            yield "an entry has neither a content nor a link to its page"
        kinds = Counter((it.get("type"), it.get("hreflang")) for it in ends)
        yield from (f"an entry has {kinds[it]} pages of one kind" for it in kinds if kinds[it] > 1)
        if not _text(entry, "atom:title"):
            yield "an entry has an empty title"


def _elements(root: Element) -> Iterator[str]:
    """What is wrong with single elements: their number, texts and attributes."""
    for element in root.iter(etree.Element):
        name, text = _name(element), (element.text or "")
        allowed = ALLOWED.get(name, {})
        counts = Counter(_name(it) for it in element) if allowed else Counter[str]()
        for child in sorted(counts.keys() | allowed.keys()):
            least, most = allowed.get(child, (0, 0))
            if not least <= counts[child] <= most:
                yield f"{name} has {counts[child]} {child}"
        if name in TEXTS and not TEXTS[name](text):
            yield f"{name} is wrong: {text[:60]}"
        if text and text != text.strip(" \t\r\n") and len(element) == 0 and name not in WITHIN_HTML:
            yield f"{name} has space around its text"
        yield from _attributes(element, name)
        language = element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if language is not None and not is_language(language):
            yield f"{name} has a wrong language: {language}"


def _attributes(element: Element, name: str) -> Iterator[str]:
    rules = ATTRIBUTES.get(name, {})
    for key in NEEDED.get(name, set(rules)) - set(element.attrib):
        yield f"{name} has no {key}"
    for key, rule in {**OPTIONAL, **rules}.items():
        value = element.get(key)
        is_text = (
            key == "type"
            and name.startswith(("atom:", "media:"))
            and value in ("html", "text", "plain")
        )
        if value is not None and not is_text and not rule(value):
            yield f"{name} has a wrong {key}: {value[:60]}"


def _self(feed: Element, own: str) -> Iterator[str]:
    links = [it for it in feed if _name(it) == "atom:link" and it.get("rel") == "self"]
    if [it.get("href") for it in links] != [own]:
        yield "its link to itself is not its address"


def _repeated(ids: Iterator[str]) -> Iterator[str]:
    yield from (f"two entries have the id {id}" for id, count in Counter(ids).items() if count > 1)


def _text(parent: Element, name: str) -> str:
    return next((it.text or "" for it in parent if _name(it) == name), "")


def _faults_of_html(text: str) -> list[str]:
    """What readers refuse in HTML: what could act, and addresses that lead nowhere from there."""
    faults = []
    for element in html.fragment_fromstring(text, create_parent="div").iter(etree.Element):
        faults += [f"has a <{element.tag}>"] if element.tag in UNSAFE else []
        for key, value in element.items():
            if key.startswith("on") or key == "style":
                faults.append(f"has an attribute {key}")
            leads = bool(re.match(r"(?!javascript|data|file)[a-z][a-z0-9+.-]*:|#", value))
            if key in ADDRESSES and not leads:
                faults.append(f"{key} is not a whole address: {value[:60]}")
    return faults


@cache
def _validator() -> Any:
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))


def _json(feed: Mapping[str, Any], own: str) -> Iterator[str]:
    for error in _validator().iter_errors(feed):
        yield f"{error.json_path}: {error.message[:100]}"
    if feed.get("feed_url") != own:
        yield "its feed_url is not its address"
    items = feed.get("items", [])
    yield from _repeated(str(it.get("id")) for it in items)
    for item in items:
        yield from _faults_of_html(item.get("content_html", ""))
