"""Which part of a text from outside could act on a reader's browser? Nothing of it is kept."""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from broadsheet.exports.markdown_targets import outside_code, unlink
from broadsheet.exports.posts import Remark
from broadsheet.problems import shortened
from broadsheet.text.fragment import fragment
from broadsheet.text.markup import converter

ACTING = "script style iframe frame frameset object embed applet form input button select textarea"
ACTING += " link meta base svg math template noscript dialog portal"
TAGS = "|".join(ACTING.split())
ELEMENT = (
    r"(?P<tag><(?P<name>script|style|svg|math|template)\b[^<>]*>"
    r"(?:(?!<(?P=name)\b)[\s\S])*?</(?P=name)\s*>)"
)
FRAME = r"(?P<tag><iframe\b[^<>]*>(?:(?:(?!<iframe\b)[\s\S])*?</iframe\s*>)?)"
LOOSE = rf"(?P<tag></?(?:{TAGS})\b[^>]*>?)"
HANDLER = r"(?P<tag><[a-z][^<>]*?[\s/\"'](?:on\w+|srcdoc|formaction|style)\s*=[^<>]*>)"
ATTRIBUTE = re.compile(
    r"[\s/]*\b(on\w+|srcdoc|formaction|style)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]*)", re.I
)
SOURCE = re.compile(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
SUSPECT = re.compile(rf"<\s*/?\s*({TAGS})|\bon\w+\s*=|script\s*:|srcdoc|&#|&colon|&Tab", re.I)
SCHEME = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|livescript|data|file|blob)\s*:", re.I)
TAG_START = re.compile(r"<(?=[a-z/!?])", re.I)


class Calm(NamedTuple):
    """A text in which nothing acts, and what was taken out of it."""

    body: str
    remarks: tuple[Remark, ...]


def is_acting_address(target: str) -> bool:
    """Whether an address runs or holds something, as `javascript:` does."""
    plain = re.sub(r"[\x00-\x20]", "", unescape(target))
    return bool(SCHEME.match(plain))


def calm(body: str) -> Calm:
    """A Markdown text without scripts, styles, frames, forms and handlers of events.

    A frame becomes a link to what it shows. Code stays: pages show it and do not run it.
    """
    if not SUSPECT.search(body) and not re.search(r"\bstyle\s*=", body, re.I):
        return Calm(body, ())
    remarks: list[Remark] = []
    for pattern, new in STEPS:
        body = outside_code(pattern, lambda it, new=new: new(it["tag"], remarks), body)  # type: ignore[misc]
    if SUSPECT.search(body):
        body = unlink(lambda it: _is_dropped(it, remarks), body)
    if SUSPECT.search(body) and _acts(body):
        body = TAG_START.sub("&lt;", body)
        remarks.append(Remark(0, "its HTML is shown as text, as it could act in a browser"))
    return Calm(body, tuple(dict.fromkeys(remarks)))


def _is_dropped(target: str, remarks: list[Remark]) -> bool:
    if not is_acting_address(target):
        return False
    remarks.append(Remark(0, f"the link {shortened(target)} became text, as it could act"))
    return True


def _dropped(tag: str, remarks: list[Remark]) -> str:
    name = re.sub(r"^</?", "", tag.split(maxsplit=1)[0]).split(">")[0].lower()
    remarks.append(Remark(0, f"a <{name}> was left out: {shortened(tag)}"))
    return ""


def _framed(tag: str, remarks: list[Remark]) -> str:
    found = SOURCE.search(tag)
    address = next((it for it in found.groups() if it), "") if found else ""
    if address.startswith("//"):
        address = f"https:{address}"
    if not re.match(r"https?://[^\s<>()\"']+$", address):
        return _dropped(tag, remarks)
    remarks.append(Remark(0, f"a frame became a link to {shortened(address)}"))
    return f"[{address.split('/')[2]}]({address})"


def _loosened(tag: str, remarks: list[Remark]) -> str:
    if not tag.startswith("</"):
        return _dropped(tag, remarks)
    return ""


def _unhandled(tag: str, remarks: list[Remark]) -> str:
    names = [it[1].lower() for it in ATTRIBUTE.finditer(tag)]
    handlers = [name for name in names if name != "style"]
    if handlers:
        remarks.append(Remark(0, f"the attribute {handlers[0]} was left out: {shortened(tag)}"))
    elif names:
        remarks.append(Remark(0, "styles written in its HTML were left out"))
    return ATTRIBUTE.sub("", tag)


STEPS: tuple[tuple[str, Callable[[str, list[Remark]], str]], ...] = (
    (ELEMENT, _dropped),
    (FRAME, _framed),
    (LOOSE, _loosened),
    (HANDLER, _unhandled),
)


def _acts(body: str) -> bool:
    """Whether a browser would find something active in the page that is made of a text."""
    try:
        html = converter("allow", "en").reset().convert(body)
    except RecursionError:
        converter.cache_clear()
        return True
    names = set(ACTING.split())
    for element in fragment(html).tree.iter():
        if element.tag in names or any(name.startswith("on") for name in element.attrib):
            return True
        targets = (element.get(name) or "" for name in ("href", "src", "action", "data", "poster"))
        if any(map(is_acting_address, targets)):
            return True
    return False
