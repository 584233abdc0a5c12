"""What kind of value a template is given, in words: from a value, and from an annotation."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from markupsafe import Markup

from broadsheet.content.texts import Piece, Text

Kind = tuple[str, ...]  # ("text",), ("list of", "Card"), ("list of",) for one that is empty
LIST = "list of"
WORDS: Mapping[Any, str] = {
    str: "text",
    bool: "true or false",
    int: "number",
    NoneType: "none",
    dict: "mapping",
    Any: "anything",
    Text: "HTML",
    Markup: "HTML",
    Piece: "HTML",
}


def kinds_of(value: object) -> set[Kind]:
    """The kinds of a value: one, or for a list those of its items."""
    if isinstance(value, tuple):
        return _kinds_of_tuple(value)
    if isinstance(value, Mapping):
        return {("mapping",)}
    return {(_name(type(value)),)}


def _kinds_of_tuple(value: tuple[object, ...]) -> set[Kind]:
    each = [kinds_of(item) for item in value]
    if len(each) == 2 and not {it[0] for it in each[0]} & {it[0] for it in each[1]}:
        return {(f"pair of {spelled(each[0])} and {spelled(each[1])}",)}
    return {(LIST, *kind) for kinds in each for kind in kinds} or {(LIST,)}


def spelled(kinds: Iterable[Kind]) -> str:
    """Kinds in words: `Card or none`."""
    known = set(kinds)
    words = sorted({kind[0] for kind in known if kind[0] != LIST})
    items = {kind[1:] for kind in known if kind[0] == LIST and kind[1:]}
    if any(kind[0] == LIST for kind in known):
        words.insert(0, f"{LIST} {spelled(items)}" if items else "list")
    return _alternatives(words)


def spelled_annotation(annotation: Any) -> str:
    """A type annotation in the same words."""
    if annotation in WORDS:
        return WORDS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _alternatives([spelled_annotation(it) for it in arguments])
    if origin is tuple and arguments[1:] == (...,):
        return f"{LIST} {spelled_annotation(arguments[0])}"
    if origin is tuple:
        return f"pair of {' and '.join(map(spelled_annotation, arguments))}"
    return spelled_annotation(origin) if origin else _name(annotation)


def _alternatives(words: Iterable[str]) -> str:
    """Words that are joined by `or`, each once, with `none` at the end."""
    once = dict.fromkeys(words)
    return " or ".join(sorted(once, key=lambda word: word == "none"))


def _name(kind: type) -> str:
    return WORDS.get(kind) or kind.__name__


def classes_in(annotation: Any) -> list[type]:
    """The dataclasses that an annotation names, which have fields that templates read."""
    if isinstance(annotation, type) and is_dataclass(annotation) and annotation not in WORDS:
        return [annotation]
    return [found for it in get_args(annotation) for found in classes_in(it)]


def classes_of(value: object) -> list[type]:
    """The dataclasses of a value, or of what it holds."""
    if isinstance(value, tuple):
        return list(dict.fromkeys(found for item in value for found in classes_of(item)))
    return classes_in(type(value))
