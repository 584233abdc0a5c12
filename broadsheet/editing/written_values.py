"""How would a person write this value in front matter?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from broadsheet.editing.values import filled, is_list, text_of

DATES = frozenset(
    ["date", "updated", "expires"]
)  # keys whose values are dates, which need no quotes
NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)(e[-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-f]+", re.IGNORECASE
)
STEP = 2  # spaces
IN_LINES = frozenset(["order"])  # keys whose lists have a line for each item
LONGEST_LIST = 100  # characters of a list in brackets; a longer one has a line for each item
TEXT = "tag:yaml.org,2002:str"
TIMESTAMP = "tag:yaml.org,2002:timestamp"
_RESOLVER: Any = yaml.resolver.Resolver()


@dataclass(frozen=True, slots=True)
class Written:
    """A value as YAML: what follows its key on the line, and the lines below."""

    inline: str
    below: tuple[str, ...] = ()


def kind_of(text: str) -> str:
    """The tag that YAML gives to a text without quotes, such as that of a number."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))


def written(value: object, indent: int, key: str = "", in_lines: bool = True) -> Written:
    """A value of a key that stands at the column `indent`. Unless `in_lines`, a text of several
    lines is written on one, in quotes, so that no comment below can become a part of it."""
    if isinstance(value, Mapping):
        lines = mapping_lines(value, indent + STEP, in_lines)
        return Written("", lines) if lines else Written("{}")
    if isinstance(value, Sequence) and not isinstance(value, str):
        line = in_flow(value)
        short = key not in IN_LINES and len(line) + indent + len(key) + 2 <= LONGEST_LIST
        if not value or (short and not any(_needs_lines(it) for it in value)):
            return Written(line)
        items = (item_lines(it, indent + STEP, in_lines=in_lines) for it in value)
        return Written("", tuple(line for lines in items for line in lines))
    text = "" if value is None else text_of(value)
    if "\n" in text:
        return _in_lines(text, indent) if in_lines else Written(in_quotes(text))
    return Written(single(value, is_in_flow=False, key=key) if text else "")


def mapping_lines(
    value: Mapping[str, object], indent: int, in_lines: bool = True
) -> tuple[str, ...]:
    """The lines of a mapping whose keys stand at the column `indent`."""
    pairs = filled(value).items()
    return tuple(line for key, it in pairs for line in entry_lines(key, it, indent, in_lines))


def entry_lines(key: str, value: object, indent: int, in_lines: bool = True) -> tuple[str, ...]:
    """The lines of a key and its value, at the column `indent`."""
    it = written(value, indent, key, in_lines)
    named = single(key, is_in_flow=False)
    return (f"{' ' * indent}{named}: {it.inline}".rstrip(" "), *it.below)


def item_lines(
    value: object, indent: int, is_in_flow: bool = False, in_lines: bool = True
) -> tuple[str, ...]:
    """The lines of an item of a list, its dash at the column `indent`."""
    dash = f"{' ' * indent}- "
    if isinstance(value, Mapping) and filled(value) and not is_in_flow:
        first, *others = mapping_lines(value, indent + STEP, in_lines)
        return (dash + first.lstrip(" "), *others)
    if isinstance(value, Mapping) or is_list(value):
        return (dash + in_flow(value),)
    it = written(value, indent, in_lines=in_lines)
    return (dash + (it.inline or '""'), *it.below)


def in_flow(value: object) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        pairs = (f"{single(key)}: {_in_pair(key, it)}" for key, it in filled(value).items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(in_flow(it) for it in value)}]"
    return single(value)


def _in_pair(key: str, value: object) -> str:
    is_single = not isinstance(value, Mapping) and not is_list(value)
    return single(value, key=key) if is_single else in_flow(value)


def single(value: object, is_in_flow: bool = True, key: str = "", like: str = "") -> str:
    """A single value on one line, in quotes only where YAML would misread it without.

    `like` is how the value in its place was written: a quote, or the tag that YAML gave to it.
    """
    text = "" if value is None else text_of(value)
    is_typed = isinstance(value, bool | int | date)
    tag = kind_of(text)
    is_meant = is_typed or tag in (TEXT, like) or (tag == TIMESTAMP and key in DATES)
    looks_right = is_meant and (is_typed or tag == like or not NUMBER.fullmatch(text))
    if like not in ("'", '"') and looks_right and _reads_back(text, is_in_flow):
        return text
    return in_quotes(text, like)


def _reads_back(text: str, is_in_flow: bool) -> bool:
    """Whether YAML reads this text as itself, without quotes."""
    if not text or "\n" in text or text != text.strip():
        return False
    try:
        whole = yaml.compose(f"[{text}]" if is_in_flow else f"key: {text}\n", yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if is_in_flow:
        found = whole.value if isinstance(whole, yaml.SequenceNode) else []
    else:
        found = [it for _, it in whole.value] if isinstance(whole, yaml.MappingNode) else []
    return (
        len(found) == 1
        and isinstance(found[0], yaml.ScalarNode)
        and not found[0].style
        and found[0].value == text
    )


def in_quotes(text: str, like: str = "") -> str:
    """A text in quotes: in double ones, unless it has some itself or others are wished for."""
    is_odd = '"' in text or "\\" in text
    if "\n" not in text and (like == "'" or (is_odd and like != '"')):
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _needs_lines(item: object) -> bool:
    """Whether an item of a list has lines of its own."""
    return isinstance(item, Mapping) or (not is_list(item) and "\n" in text_of(item))


def _in_lines(text: str, indent: int) -> Written:
    """A text of several lines."""
    lines = text.removesuffix("\n").split("\n")
    odd = any(it and not it.strip() for it in lines) or not lines[-1]
    if odd or not lines[0] or lines[0].startswith(" "):
        return Written(in_quotes(text, '"'))
    sign = "|" if text.endswith("\n") else "|-"
    return Written(sign, tuple(_indented(lines, indent + STEP)))


def folded(text: str, indent: int, width: int) -> Written:
    """A text without line breaks, on several lines that are at most `width` long where they can
    be."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and indent + STEP + len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return Written(">-", tuple(_indented([*lines, line], indent + STEP)))


def _indented(lines: Iterable[str], indent: int) -> Iterable[str]:
    return (f"{' ' * indent}{line}" if line else "" for line in lines)
