"""Pages and what they show as bytes, and back with the texts as they are now.

Of a text a page has its fingerprint and size, in `Text` and `PlainText`, and counts of words, in
`Counted`. These are found while a value is written, whatever holds them. When it is read, texts
that have changed since take the place of the old ones.
"""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from operator import attrgetter
from typing import Any

from broadsheet.content.counted import Counted
from broadsheet.content.texts import PlainText, Text, TextStore
from broadsheet.text.markup import Body


class Writer(pickle.Pickler):
    """Writes one value; afterwards `texts` has the paths of the texts in it.

    Values within it of the kinds `shared` are recorded on their own: `part` gives a name for one,
    or nothing where it must stand here.
    """

    def __init__(
        self, file: BytesIO, whole: object, shared: frozenset[type], part: Callable[[Any], str]
    ) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._whole, self._shared, self._part = whole, shared, part
        self.texts: set[str] = set()

    def reducer_override(self, value: Any) -> Any:
        """How a value is written; pickle calls it for all but numbers, strings and the like."""
        kind: type = type(value)
        if kind in self._shared and value is not self._whole:
            name = self._part(value)
            if name:
                return _part, (name,)
        if kind is Text or kind is PlainText:
            self.texts.add(value.path)
            return _text if kind is Text else _plain_text, _values(kind)(value)[:-1]
        if kind is Counted:
            return _counted, (value.made_by, tuple(value.words.items()))
        return (_made, (kind, *_values(kind)(value))) if _is_plain(kind) else NotImplemented


@cache
def _is_plain(kind: type) -> bool:
    return is_dataclass(kind)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Gets the values of all fields of a dataclass; the store of a text is its last."""
    names = _names(kind)
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


class Reader(pickle.Unpickler):
    """Reads one value. `changed` has the bodies of texts that are not as they were written, by
    their paths; `part` gives what was recorded on its own."""

    def __init__(
        self,
        content: bytes,
        text_store: TextStore,
        changed: Mapping[str, Body],
        part: Callable[[str], Any],
    ) -> None:
        super().__init__(BytesIO(content))
        self._text_store, self._changed = text_store, changed
        self._own: dict[str, Callable[..., Any]] = {
            _part.__name__: part,
            _text.__name__: self._text,
            _plain_text.__name__: self._plain_text,
            _counted.__name__: self._counted,
        }

    def find_class(self, module: str, name: str) -> Any:
        """What a name in the bytes stands for."""
        own = self._own.get(name) if module == __name__ else None
        return own or super().find_class(module, name)

    def _text(self, path: str, digest: str, size: int, placeholder: str, *shown: Any) -> Text:
        now = self._changed.get(path)
        if now:
            digest, size, placeholder = now.digest, now.size, now.placeholder
        found: Text = _made(Text, path, digest, size, placeholder, *shown, self._text_store)
        return found

    def _plain_text(self, path: str, digest: str, size: int) -> PlainText:
        now = self._changed.get(path)
        if now:
            digest, size = now.digest, now.size
        return PlainText(path, digest, size, self._text_store)

    def _counted(self, made_by: Callable[[int], int], words: tuple[tuple[str, int], ...]) -> int:
        now = {path: body.words for path, body in self._changed.items()}
        return Counted.of(dict(words), made_by).again(now)


def _made(kind: type, *values: Any) -> Any:
    """A value of a dataclass."""
    value: Any = object.__new__(kind)
    for name, each in zip(_names(kind), values, strict=True):
        object.__setattr__(value, name, each)
    return value


# These names stand in the bytes for what only a reader can give.
def _part(name: str) -> Any: ...
def _text(*values: Any) -> Any: ...
def _plain_text(*values: Any) -> Any: ...
def _counted(*values: Any) -> Any: ...
