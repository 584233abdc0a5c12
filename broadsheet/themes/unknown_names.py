"""Says what a template asked for that it is not given, and what was meant."""

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.utils import missing

from broadsheet.problems import did_you_mean

KINDS: Mapping[type, str] = {str: "a text", int: "a number", tuple: "a list", list: "a list"}
MAPPING = "this mapping"


class Unknown(StrictUndefined):
    """A name that a template is not given. Asking for more than whether it is defined fails, with
    a message in the words of the theme contract: `article has no attribute 'titel'`."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, holder = self._undefined_name, self._undefined_obj
        if self._undefined_hint or holder is missing or not isinstance(name, str):
            return super()._undefined_message
        near = did_you_mean(name, _names(holder))
        meant = f"; {near}" if near.startswith("did you mean") else ""
        return f"{_kind(holder)} has no attribute '{name}'{meant}"


def _names(holder: Any) -> list[str]:
    names = holder if isinstance(holder, Mapping) else dir(holder)
    return [str(it) for it in names if not str(it).startswith("_")]


def _kind(holder: Any) -> str:
    """What a template's author calls a value, such as `article` for an `ArticleView`."""
    if isinstance(holder, Mapping):
        return MAPPING
    name = type(holder).__name__.removesuffix("View")
    spaced = "".join(f" {it.lower()}" if it.isupper() else it for it in name).strip()
    return KINDS.get(type(holder), spaced)
