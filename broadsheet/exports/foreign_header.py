"""What does the header of another system's file say? YAML, TOML or JSON, all values as texts."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml

from broadsheet.exports.source_folder import Unreadable

Said = str | tuple["Said", ...] | Mapping[str, "Said"]
MOST_VALUES, DEEPEST = 10_000, 30
NOT_TEXT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
YAML_HEADER = re.compile(r"---[ \t]*\n(?P<said>.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
TOML_HEADER = re.compile(r"\+\+\+[ \t]*\n(?P<said>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
JSON_FENCED = re.compile(r"---json[ \t]*\n(?P<said>.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Header:
    """The values of a header by their keys, in lower case, the body, and the body's first line."""

    values: Mapping[str, Said]
    body: str
    body_line: int

    def word(self, *keys: str) -> str:
        """The text of the first of these keys that has one, on one line; else nothing."""
        found = (one_line(self.values[key]) for key in keys if key in self.values)
        return next((word for word in found if word), "")

    def words(self, *keys: str) -> tuple[str, ...]:
        """The texts of the first of these keys that has any, each on one line and once."""
        found = (_listed(self.values[key]) for key in keys if key in self.values)
        return next((words for words in found if words), ())

    def is_said(self, key: str, *words: str) -> bool:
        """Whether the value of a key is one of these words, in any case."""
        return self.word(key).casefold() in words


def one_line(value: Said) -> str:
    """A value as one line of text; those of a list with commas between, and nothing of a
    mapping."""
    if isinstance(value, str):
        return " ".join(NOT_TEXT.sub(" ", value).split())
    if isinstance(value, Mapping):
        return ""
    return ", ".join(word for word in map(one_line, value) if word)


def _listed(value: Said) -> tuple[str, ...]:
    items = (value,) if isinstance(value, str | Mapping) else value
    return tuple(dict.fromkeys(word for word in map(one_line, items) if word))


def read_header(text: str) -> Header | None:
    """Split a file and read its header; None if it has none. Raises Unreadable with the reason."""
    for pattern, read in FORMS:
        found = pattern.match(text)
        if found:
            values = _checked(read(found["said"]))
            line = text.count("\n", 0, found.end()) + 1
            return Header(_lower(values), text[found.end() :], line)
    return _json_header(text) if text.startswith("{") else None


def _json_header(text: str) -> Header | None:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    rest = text[end:].lstrip("\n") if isinstance(value, dict) else text
    line = text.count("\n", 0, len(text) - len(rest)) + 1
    return Header(_lower(_checked(value)), rest, line)


def read_values(text: str, suffix: str) -> Mapping[str, Said]:
    """The values of a whole file in YAML, TOML or JSON, by its suffix. Raises Unreadable."""
    return _checked(READERS[suffix](text))


def _lower(values: Mapping[str, Said]) -> Mapping[str, Said]:
    return {key.lower(): value for key, value in values.items()}


def _checked(value: Any) -> Mapping[str, Said]:
    budget = [MOST_VALUES]
    said = _said({} if value is None else value, budget, 0)
    if not isinstance(said, Mapping):
        raise Unreadable("its header has no keys")
    return said


def _said(value: Any, budget: list[int], depth: int) -> Said:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        raise Unreadable(f"its header has more than {MOST_VALUES:,} values, or is nested too deep")
    if isinstance(value, dict):
        return {str(key): _said(it, budget, depth + 1) for key, it in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_said(it, budget, depth + 1) for it in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value)


class _Bounded:
    """Stops nesting that is too deep for the composers' stacks; both call this at each node."""

    depth = 0

    def descend_resolver(self, parent: object, index: object) -> None:
        self.depth += 1
        if self.depth > 2 * DEEPEST:
            raise Unreadable("its header is nested too deep")

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _Words(_Bounded, getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Leaves every value as it is written: `no` is a word, and a date keeps its zone."""


def _yaml(text: str) -> Any:
    try:
        return yaml.load(text.replace("\t", " "), Loader=_Words)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(f"its header is not YAML: {' '.join(str(error).split())}") from error


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"its header is not TOML: {' '.join(str(error).split())}") from error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"its header is not JSON: {' '.join(str(error).split())}") from error


READERS: Mapping[str, Callable[[str], Any]] = {
    ".yml": _yaml, ".yaml": _yaml, ".toml": _toml, ".json": _json,
}  # fmt: skip
FORMS = ((JSON_FENCED, _json), (YAML_HEADER, _yaml), (TOML_HEADER, _toml))
