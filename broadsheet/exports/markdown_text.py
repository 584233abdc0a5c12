"""Writes plain texts and addresses so that Markdown shows them as they are."""

import re

from broadsheet.text.html_rules import LINK_SCHEMES
from broadsheet.text.plain_text import UNPRINTABLE

SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # of HTML; others keep words apart
SPECIAL = re.compile(
    r"""[\\`*\[\]{|]|(?<![^\W_])_+|_+(?![^\W_])|<|&(?=[#\w]|$)|(?<=-)-|-(?=-)|!(?=\[|$)|~(?=~)|(?<=~)~"""
)
ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
# What starts a block of its own where a line starts, with what to write for its first sign.
LINE_START = re.compile(
    r"^(?:(?P<sign>[#>]|[+-](?=\s|$)|!(?=!!))|(?P<entity>:(?=\s|$)|=(?==*\s*$))|(?P<number>\d+)\.(?=\s|$))",
    re.MULTILINE,
)
IN_ADDRESS = re.compile(r"""[\s\\`*_\[\]{}()<>|"'\x00-\x20\x7f]""")
IN_ATTRIBUTE = re.compile(r"""[\\`*_\[\]{}!|<>"&@#~+=:-]""")
POST = "post"  # how a reader names another post of the same import
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
IGNORED = re.compile(r"[\t\n\r]")  # as browsers read an address (URL standard)
HALVES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """A text without controls and halves of characters, which no file may hold."""
    return HALVES.sub("", UNPRINTABLE.sub("", text))


def escaped(text: str) -> str:
    """A text as Markdown within a line; what matters only where a line starts is left alone."""
    return SPECIAL.sub(_escape, SPACES.sub(" ", text))


def _escape(found: re.Match[str]) -> str:
    return ENTITIES.get(found[0]) or "".join(f"\\{sign}" for sign in found[0])


def line_starts_escaped(markdown: str) -> str:
    """Markdown of a paragraph, so that none of its lines starts a list, a heading or a quote."""
    return LINE_START.sub(_as_text, markdown)


def _as_text(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['number']}\\."
    return f"\\{found['sign']}" if found["sign"] else f"&#{ord(found['entity'])};"


def attribute(value: str) -> str:
    """The value of an attribute of HTML that stands within Markdown."""
    return IN_ATTRIBUTE.sub(lambda it: f"&#{ord(it[0])};", SPACES.sub(" ", value))


def written_address(address: str) -> str:
    """An address as it is written both in a link of Markdown and in an attribute of HTML; "" if it
    could run a script or holds a file of its own, as `data:` does."""
    clean = IGNORED.sub("", printable(address)).strip()
    scheme = SCHEME.match(clean)
    if scheme and scheme[1].lower() not in {*LINK_SCHEMES, POST}:
        return ""
    whole = f"https:{clean}" if clean.startswith("//") else clean
    encoded = IN_ADDRESS.sub(_percent_encoded, whole)
    return re.sub(r"&(?=[#\w]+;)", "%26", encoded)


def _percent_encoded(found: re.Match[str]) -> str:
    if found[0] == "_":
        return "_"
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
