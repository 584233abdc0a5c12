"""When is a value of front matter the same as another, however the two are written?"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import yaml

from broadsheet.content.fields import NO, YES
from broadsheet.content.yaml_text import STAND_IN, UNPRINTABLE

Given = str | bool | int | date | Sequence[object] | Mapping[str, object]
Plain = str | list["Plain"] | dict[str, "Plain"]
EMPTY: tuple[object, ...] = ("", None, (), [], {})


def text_of(value: object) -> str:
    """A single value as the text that front matter holds. Line breaks become LF; a space stands for
    each character that no front matter may hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.second else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub(" ", lines)


def is_list(value: object) -> bool:
    """Whether a value is a list of values, and no text."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def filled(value: Mapping[str, object]) -> dict[str, object]:
    """A mapping without the keys that have no value; they say the same as keys left out."""
    return {key: it for key, it in value.items() if not _is_empty(it)}


def _is_empty(value: object) -> bool:
    return any(value is it or (value == it and type(value) is type(it)) for it in EMPTY)


def plain(value: object) -> Plain:
    """A value as texts, lists and mappings of texts."""
    if isinstance(value, Mapping):
        return {text_of(key): plain(it) for key, it in filled(value).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(it) for it in value]
    return "" if value is None else text_of(value)


def of_node(node: yaml.Node) -> Plain:
    """The value that a node of front matter spells."""
    if isinstance(node, yaml.MappingNode):
        pairs = ((str(of_node(key)), of_node(value)) for key, value in node.value)
        return {key: value for key, value in pairs if not _is_empty(value)}
    if isinstance(node, yaml.SequenceNode):
        return [of_node(item) for item in node.value]
    return str(node.value).replace(STAND_IN, "?")


def is_same(old: Plain, new: object) -> bool:
    """Whether front matter that spells `old` says `new` already. Runs of white space count as one
    space, as they do for every reader of front matter, unless `new` has some itself. A text alone
    is the same as a list of that text."""
    if isinstance(new, bool):
        return isinstance(old, str) and old.strip().casefold() in (YES if new else NO)
    if isinstance(new, Mapping):
        wanted = filled(new)
        return (
            isinstance(old, dict)
            and old.keys() == wanted.keys()
            and all(is_same(old[key], it) for key, it in wanted.items())
        )
    if isinstance(new, Sequence) and not isinstance(new, str):
        if isinstance(old, str):
            return len(new) == 1 and old != "" and is_same(old, new[0])
        if not isinstance(old, list) or len(old) != len(new):
            return False
        return all(is_same(mine, it) for mine, it in zip(old, new, strict=True))
    text = "" if new is None else text_of(new)
    return isinstance(old, str) and (old == text or _spaced(old) == text)


def likeness_key(value: object) -> str:
    """A text that two values share if they say the same."""
    return json.dumps(_spaced_all(plain(value)), sort_keys=True)


def _spaced_all(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {key: _spaced_all(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_spaced_all(it) for it in value]
    return _spaced(value)


def _spaced(text: str) -> str:
    return " ".join(text.split())
