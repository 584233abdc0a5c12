"""Reads named places of `site.yaml`: each says of which kind it is, and what that needs."""

from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Any

from broadsheet.content.fields import Field, Fields, Place, Reader, table_of
from broadsheet.content.yaml_text import Listing, Mapping, Scalar, Value

Kinds = Table[str, tuple[Fields, type[Any]]]  # the keys of each kind, and what is made of them


def fields_of_all(kinds: Kinds) -> Fields:
    """The keys of all kinds; a kind that is not known needs none of them."""
    every = {key: it for fields, _ in kinds.values() for key, it in fields.items()}
    return {key: Field(it.read, it.about) for key, it in every.items()}


def named_kind(value: Value) -> str:
    """The kind that a place names under `to`, good or not."""
    entries = value.entries if isinstance(value, Mapping) else ()
    kinds = (it.value for it in entries if it.key == "to")
    return next((it.text.strip().casefold() for it in kinds if isinstance(it, Scalar)), "")


def by_name(
    read: Reader[Any], example: str
) -> Callable[[Value, Place], tuple[tuple[str, Any], ...] | None]:
    """What reads places by their names, as pairs; a list is refused with the example."""
    read_table = table_of(read)

    def read_places(value: Value, place: Place) -> tuple[tuple[str, Any], ...] | None:
        if isinstance(value, Listing):
            text = f"{place.key} must name each place, found a list"
            place.problem(value, text, f"write it as:\n{example}")
            return None
        return read_table(value, place)

    return read_places
