"""Makes frozen dataclasses quick to unpickle, as a build takes thousands of them from its store."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type[Any])


def stored(kind: Class) -> Class:
    """A frozen dataclass with slots whose values are put into their slots without looking up, for
    each object, which there are."""
    places = [getattr(kind, field.name).__set__ for field in fields(kind)]

    def restored(self: object, values: Sequence[object]) -> None:
        for put, value in zip(places, values, strict=True):
            put(self, value)

    kind.__setstate__ = restored  # pickled by `dataclasses` as the list of its values
    return kind
