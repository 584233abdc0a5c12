"""Typed readers for the values of front matter and settings.

A reader takes a YAML value and its `Place`. It returns what the value means, or reports what is
wrong and returns None. It knows the shape of the values that it accepts, for the schemas that
editors use. A table of `Field`s describes a whole mapping.
"""

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from broadsheet.content import shapes
from broadsheet.content.foreign_keys import nearest_key
from broadsheet.content.shapes import Shape
from broadsheet.content.yaml_text import Entry, Listing, Mapping, Scalar, Value
from broadsheet.dates import (
    DATE_FORMS,
    Moment,
    PartialDate,
    likely_days,
    parse_moment,
    parse_partial,
)
from broadsheet.languages import is_language, likely_language
from broadsheet.problems import ProblemLog, shortened
from broadsheet.urls import address_fault, slugify

YES, NO = ("true", "yes", "on"), ("false", "no", "off")
PAIRS = "key: value pairs"
WHOLE = re.compile(r"[0-9]{1,9}")
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+(/\S{0,80})?$")
WORDS = re.compile(r"[\w/][\w ,./-]{0,80}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is: its key, the report of its file, and the site's time zone."""

    key: str
    log: ProblemLog
    zone: tzinfo
    offset: int = 0  # lines of the file before the YAML text

    def problem(self, value: Value | Entry, text: str, hint: str = "") -> None:
        """Report what is wrong with a value or an entry."""
        self.log.problem(value.line + self.offset, text, hint)

    def warning(self, value: Value | Entry, text: str, hint: str = "") -> None:
        """Report something about a value that the curator should know."""
        self.log.warning(value.line + self.offset, text, hint)


Parsed = TypeVar("Parsed")
Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True, slots=True)
class Reader(Generic[Result]):
    """Reads a value: `read` returns what it means, or reports what is wrong and returns None.

    `shape` is what an editor knows of such a value, as JSON Schema; `keys` are those of a mapping,
    or of each mapping in a list.
    """

    read: Callable[[Value, Place], Result | None]
    shape: Shape
    keys: "Fields | None" = None

    def __call__(self, value: Value, place: Place) -> Result | None:
        """What the value means, or None after reporting what is wrong."""
        return self.read(value, place)


def shaped(
    shape: Shape,
) -> Callable[[Callable[[Value, Place], Parsed | None]], Reader[Parsed]]:
    """A decorator that makes a function a reader of values of this shape."""
    return lambda read: Reader(read, shape)


def described(value: Value) -> str:
    """A value, as a message names it."""
    if isinstance(value, Scalar):
        return f'the text "{shortened(value.text)}"'
    return "a list" if isinstance(value, Listing) else PAIRS


@shaped(shapes.TEXT)
def read_text(value: Value, place: Place) -> str | None:
    """A text, with runs of white space as single spaces."""
    if isinstance(value, Scalar):
        return " ".join(value.text.split())
    place.problem(value, f"{place.key} must be a text, found {described(value)}")
    return None


@shaped(shapes.FLAG)
def read_flag(value: Value, place: Place) -> bool | None:
    """True or false."""
    word = value.text.strip().casefold() if isinstance(value, Scalar) else ""
    if word in YES or word in NO:
        return word in YES
    wrong = f"{place.key} must be true or false, found {described(value)}"
    place.problem(value, wrong, f"write it as: {place.key}: true")
    return None


@shaped(shapes.count())
def read_count(value: Value, place: Place) -> int | None:
    """A whole number above zero."""
    text = value.text.strip() if isinstance(value, Scalar) else ""
    if WHOLE.fullmatch(text) and int(text) > 0:
        return int(text)
    place.problem(value, f"{place.key} must be a whole number above 0, found {described(value)}")
    return None


def count_to(most: int) -> Reader[int]:
    """A reader for a whole number from 1 to `most`."""

    def read_limited(value: Value, place: Place) -> int | None:
        count = read_count(value, place)
        if count is None or count <= most:
            return count
        place.problem(value, f"{place.key} must be at most {most}, found {described(value)}")
        return None

    return Reader(read_limited, shapes.count(most))


@shaped(shapes.MOMENT)
def read_moment(value: Value, place: Place) -> Moment | None:
    """A date, or a date and time."""
    return _read_date(value, place, lambda text: parse_moment(text, place.zone), DATE_FORMS)


@shaped(shapes.PARTIAL_DATE)
def read_partial_date(value: Value, place: Place) -> PartialDate | None:
    """A date of which the day or the month may be missing."""
    return _read_date(value, place, parse_partial, "write it as 2026-01-31, 2026-01 or 2026")


def _read_date(
    value: Value, place: Place, parse: Callable[[str], Parsed], hint: str
) -> Parsed | None:
    try:
        return parse(value.text if isinstance(value, Scalar) else "")
    except (ValueError, OverflowError):
        meant = likely_days(value.text) if isinstance(value, Scalar) else ()
        if meant:
            hint = f"write it as: {' or '.join(f'{place.key}: {day}' for day in meant)}"
        place.problem(value, f"{place.key} must be a date, found {described(value)}", hint)
        return None


@shaped(shapes.LANGUAGE)
def read_language(value: Value, place: Place) -> str | None:
    """A language tag of BCP 47."""
    text = read_text(value, place)
    if text is None or is_language(text):
        return text
    meant = likely_language(text)
    place.problem(
        value,
        f"{place.key} must be a language tag, found {described(value)}",
        f"write it as: {place.key}: {meant}" if meant else "write it as en, fr or pt-BR (BCP 47)",
    )
    return None


@shaped(shapes.WEB_ADDRESS)
def read_web_address(value: Value, place: Place) -> str | None:
    """An absolute address on the web, http or https."""
    text = value.text.strip() if isinstance(value, Scalar) else ""
    if is_web_address(text):
        return text
    meant = f"https://{text}" if DOMAIN.match(text) else "https://example.org/news"
    place.problem(
        value,
        f"{place.key} must be a web address, found {described(value)}",
        f"write it with its scheme: {meant}",
    )
    return None


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http or https address without white space or controls."""
    if re.search(r'[\s\x00-\x20\x7f-\x9f<>"\\^`{|}]', text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@shaped(shapes.SLUG)
def read_slug(value: Value, place: Place) -> str | None:
    """A part of an address, in the form that `slugify` gives it."""
    slug = read_text(value, place)
    if slug is not None and slug != slugify(slug):
        text = f"{shortened(slug)} cannot be part of an address"
        place.problem(value, text, f"write {slugify(slug)}")
        return None
    return slug


@shaped(shapes.SITE_ADDRESS)
def read_site_address(value: Value, place: Place) -> str | None:
    """An address on this site, a path that starts with a slash."""
    address = read_text(value, place)
    fault = "" if address is None else address_fault(address)
    if fault:
        text = f"{place.key}: the address {shortened(address or '')} {fault}"
        place.problem(value, text, "write it as /2021/old-name.html")
        return None
    return address


@shaped(shapes.WORD)
def read_word(value: Value, place: Place) -> str | None:
    """A text that is not empty."""
    text = read_text(value, place)
    if text == "":
        place.problem(value, f"{place.key} contain an empty text", "remove it")
        return None
    return text


def choice(*words: str) -> Reader[str]:
    """A reader for one of a few words."""

    def read_choice(value: Value, place: Place) -> str | None:
        word = value.text.strip().casefold() if isinstance(value, Scalar) else ""
        if word in words:
            return word
        hint = f"one of: {', '.join(words)}"
        place.problem(value, f"{place.key} cannot be {described(value)}", hint)
        return None

    return Reader(read_choice, shapes.choice(words))


def list_of(read: Reader[Any], example: str, *, one: bool = False) -> Reader[tuple[Any, ...]]:
    """A reader for a list; with `one`, a single value counts as a list of one."""

    def read_list(value: Value, place: Place) -> tuple[Any, ...] | None:
        if isinstance(value, Listing):
            results = [read(item, place) for item in value.items]
            return None if None in results else tuple(results)
        if one:
            result = read(value, place)
            return None if result is None else (result,)
        meant = "" if example.startswith("[{") or "\n" in example else _in_brackets(value)
        hint = _written_as(place.key, meant or example)
        place.problem(value, f"{place.key} must be a list, found {described(value)}", hint)
        return None

    return Reader(read_list, shapes.list_of(read.shape, one), read.keys)


def _written_as(key: str, example: str) -> str:
    """A hint with an example: a value on the line of its key, or lines that name the key."""
    return f"write it as:\n{example}" if "\n" in example else f"write it as: {key}: {example}"


def _refuse_as_pairs(value: Value, place: Place, hint: str = "") -> None:
    text = f"{place.key} must be written as {PAIRS}, found {described(value)}"
    place.problem(value, text.lstrip(), hint)


def _in_brackets(value: Value) -> str:
    """A text of words and commas, written as a list; empty for any other value."""
    if isinstance(value, Scalar) and WORDS.fullmatch(value.text):
        return f"[{value.text}]"
    return ""


def with_line(read: Reader[Any]) -> Reader[tuple[int, Any]]:
    """A reader that adds the line for a later step: `(line, value)`."""

    def read_with_line(value: Value, place: Place) -> tuple[int, Any] | None:
        result = read(value, place)
        return None if result is None else (value.line + place.offset, result)

    return Reader(read_with_line, read.shape, read.keys)


@dataclass(frozen=True, slots=True)
class Field:
    """How to read one key, what it says, and whether it is required."""

    read: Reader[Any]
    about: str
    required: bool = False


Fields = Table[str, Field]


def shape_of(fields: Fields) -> Shape:
    """The shape of a mapping with these keys and no others."""
    properties = {
        key: shapes.said(it.read.shape, it.about, it.required) for key, it in fields.items()
    }
    return shapes.mapping(properties, [key for key, it in fields.items() if it.required])


def read_fields(
    value: Value, fields: Fields, place: Place, example: str = ""
) -> dict[str, Any] | None:
    """The values of a mapping by their keys; keys without a value are left out.

    Reports everything that is wrong: a value that is not a mapping, unknown, repeated and missing
    keys, and what each reader finds. Returns None if anything was wrong. `example` is what a
    hint shows of a mapping as it should be, see `_written_as`.
    """
    if not isinstance(value, Mapping):
        keys = f"its keys are: {', '.join(fields)}"
        _refuse_as_pairs(value, place, _written_as(place.key, example) if example else keys)
        return None
    before = len(place.log.problems)
    entries = _known_entries(value, fields, place)
    results = {
        key: fields[key].read(entry.value, replace(place, key=key))
        for key, entry in entries.items()
    }
    for key, spec in fields.items():
        if spec.required and key not in entries:
            text = f"{place.key + ' ' if place.key else ''}has no {key}"
            place.problem(value, text, f"add a line: {key}: {spec.about}")
    return None if len(place.log.problems) > before else results


def _known_entries(value: Mapping, fields: Fields, place: Place) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for entry in value.entries:
        if entry.key not in fields:
            text = f"unknown key {shortened(entry.key) or '(empty)'}"
            place.problem(entry, text, nearest_key(entry.key, fields))
        elif entry.key in entries:
            first = entries[entry.key].line + place.offset
            place.problem(entry, f"{entry.key} appears twice", f"the first is on line {first}")
        else:
            entries[entry.key] = entry
    return {key: entry for key, entry in entries.items() if not _is_empty(entry.value)}


def _is_empty(value: Value) -> bool:
    return isinstance(value, Scalar) and not value.text.strip()


def mapping_of(fields: Fields, build: Callable[..., Any], example: str = "") -> Reader[Any]:
    """A reader for a mapping with fixed keys, given to `build` as keyword arguments."""

    def read_mapping(value: Value, place: Place) -> Any:
        results = read_fields(value, fields, place, example)
        return None if results is None else build(**results)

    return Reader(read_mapping, shape_of(fields), fields)


def table_of(read: Reader[Any]) -> Reader[tuple[tuple[str, Any], ...]]:
    """A reader for a mapping with free keys, as a tuple of `(key, value)` pairs."""

    def read_table(value: Value, place: Place) -> tuple[tuple[str, Any], ...] | None:
        if not isinstance(value, Mapping):
            _refuse_as_pairs(value, place)
            return None
        keys = {entry.key: Field(read, "") for entry in value.entries}
        results = read_fields(value, keys, place)
        return None if results is None else tuple(results.items())

    return Reader(read_table, shapes.table_of(read.shape))


@shaped(shapes.PAIRS)
def read_extra(value: Value, place: Place) -> dict[str, Any] | None:
    """Any mapping, with texts, tuples and dicts as its values."""
    if isinstance(value, Mapping):
        mapping: dict[str, Any] | None = read_anything(value, place)
        return mapping
    _refuse_as_pairs(value, place)
    return None


@shaped(shapes.ANYTHING)
def read_anything(value: Value, place: Place) -> Any:
    """Any value, as texts, tuples and dicts."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Listing):
        return tuple(read_anything(item, place) for item in value.items)
    keys = {entry.key: Field(read_anything, "") for entry in value.entries}
    return read_fields(value, keys, place)
