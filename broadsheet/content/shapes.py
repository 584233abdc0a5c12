"""What values look like to an editor: pieces of JSON Schema, one for each kind of value.

To Broadsheet every value of YAML is a text. An editor takes `2026` for a number and `true` for a
truth value, so a shape allows what a person may write without quotes. It accepts all that the
reader of the same name accepts, with two exceptions that an editor may well ask to change: a choice
in capitals, and an empty text in quotes.
The words used here mean the same in drafts 6, 7, 2019-09 and 2020-12 of JSON Schema.
"""

from collections.abc import Mapping, Sequence

Shape = Mapping[str, object]

MOST = 999_999_999
YES_OR_NO = "|".join(
    "".join(f"[{sign.upper()}{sign}]" for sign in word)
    for word in ("true", "yes", "on", "false", "no", "off")
)
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
ZONE = r" ?(Z|UTC|[+-]\d{2}(:?\d{2})?)"
CLOCK = rf"[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d+)?({ZONE})?"
# One part of an address: neither hidden nor with a character that addresses cannot have.
PART = r"""/[^/.\\?#%:*"<>|\x00-\x1f][^/\\?#%:*"<>|\x00-\x1f]*"""
WEB = r"""[Hh][Tt][Tt][Pp][Ss]?://(?![/?#:])[^\s\x00-\x20<>"\\^`{|}]+"""
# Signs and capitals that a slug cannot have; what else it cannot have, the build says.
IN_SLUG = r"[^\s!-,./:-@A-Z\[-`{-~]"

ANYTHING: Shape = {}
TEXT: Shape = {"type": ["string", "number", "boolean"]}
WORD: Shape = {**TEXT, "pattern": r"\S"}
NAME: Shape = {"type": "string"}
FLAG: Shape = {
    "anyOf": [{"type": "boolean"}, {"type": "string", "pattern": rf"^\s*({YES_OR_NO})\s*$"}]
}
MOMENT: Shape = {
    "type": "string",
    "pattern": rf"^\s*{DAY}({CLOCK})?\s*$",
    "examples": ["2026-01-31", "2026-01-31 09:00"],
}
DAY_ONLY: Shape = {"type": "string", "pattern": rf"^\s*{DAY}\s*$", "examples": ["2027-12-31"]}
PARTIAL_DATE: Shape = {
    "type": ["string", "integer"],
    "minimum": 1,
    "maximum": 9999,
    "pattern": rf"^\s*({DAY}|\d{{4}}-(0[1-9]|1[0-2])|\d{{4}})\s*$",
    "examples": ["2026-01-31", "2026-01", "2026"],
}
LANGUAGE: Shape = {
    "type": "string",
    "pattern": r"^\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\s*$",
    "examples": ["en", "fr", "pt-BR"],
}
WEB_ADDRESS: Shape = {
    "type": "string",
    "pattern": rf"^\s*{WEB}\s*$",
    "examples": ["https://example.org/news"],
}
BASE_ADDRESS: Shape = {
    "type": "string",
    "pattern": rf"^\s*{WEB.replace('[^', '[^?#')}\s*$",
    "examples": ["https://example.org/news/"],
}
CONTACT: Shape = {
    "type": "string",
    "pattern": rf"^\s*({WEB}|mailto:[^@\s<>]+@[^@\s<>]+)\s*$",
    "examples": ["mailto:desk@example.org", "https://example.org/contact"],
}
SLUG: Shape = {
    "type": ["string", "integer"],
    "pattern": rf"^\s*{IN_SLUG}+\s*$",
    "examples": ["a-bridge-opens"],
}
ASCII_SLUG: Shape = {"type": "string", "pattern": r"^\s*[a-z0-9]+(-[a-z0-9]+)*\s*$"}
SITE_ADDRESS: Shape = {
    "type": "string",
    "pattern": rf"^\s*({PART})+/?\s*$",
    "examples": ["/2026/old-name.html"],
}
PERMALINK: Shape = {
    "type": "string",
    "pattern": r"^\s*/.*\{slug\}",
    "examples": ["/{year}/{month}/{slug}.html", "/{section}/{slug}/"],
}
PAIRS: Shape = {"type": "object"}


def count(most: int = MOST) -> Shape:
    """The shape of a whole number from 1 to `most`."""
    return {
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": most,
        "pattern": r"^\s*0*[1-9][0-9]*\s*$",
    }


def either(*shapes: Shape) -> Shape:
    """The shape of a value that has one of a few shapes."""
    return {"anyOf": [kind for shape in shapes for kind in _texts(shape.get("anyOf", [shape]))]}


def choice(words: Sequence[str]) -> Shape:
    """The shape of one of a few words."""
    return {"enum": list(words)}


def list_of(item: Shape, one: bool) -> Shape:
    """The shape of a list; with `one`, a single item may stand without brackets."""
    several: Shape = {"type": "array", "items": item}
    return {"anyOf": [item, several]} if one else several


def table_of(value: Shape) -> Shape:
    """The shape of a mapping with free keys."""
    return {"type": "object", "additionalProperties": value}


def mapping(properties: Mapping[str, Shape], required: Sequence[str]) -> Shape:
    """The shape of a mapping with these keys and no others."""
    needed: Shape = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "properties": dict(properties),
        **needed,
        "additionalProperties": False,
    }


def said(shape: Shape, about: str, required: bool) -> Shape:
    """The shape of a key's value with what the key says; one that is not required may be empty."""
    described: Shape = {"description": about, **shape}
    if required and shape == TEXT:
        return {"description": about, **WORD}
    if required or not shape:
        return described
    if "type" in shape:
        kinds = shape["type"]
        listed = [kinds] if isinstance(kinds, str) else [*_texts(kinds)]
        return {**described, "type": [*listed, "null"]}
    if "enum" in shape:
        return {**described, "enum": [*_texts(shape["enum"]), None]}
    return {"description": about, "anyOf": [*_texts(shape["anyOf"]), {"type": "null"}]}


def _texts(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
