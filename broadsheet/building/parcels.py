"""What travels between the machine that builds and the workers of a cluster, as bytes.

Pages do not hold their texts but read them from the site's store, which workers do not have. So the
texts that the pages of a batch show travel too, in bundles. A text travels in one bundle, with the
first batch that shows it; a later batch names the bundle.
"""

import pickle
from collections.abc import Callable, Iterable, Mapping
from copyreg import dispatch_table
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from zlib import compress, decompress

from broadsheet.content.texts import PlainText, Text, TextStore

FASTEST = 1  # a level of zlib
KEPT = 32  # opened bundles in a worker's memory


@dataclass(frozen=True, slots=True)
class Parcel:
    """Some values as bytes, and the bundles with the texts that they show, as `send` named them;
    `places` says for each text, by its digest, in which bundle it is."""

    content: bytes
    bundles: tuple[Any, ...]
    places: Mapping[str, int]


class Parcels:
    """Makes parcels. `send` sends a bundle to all workers that will need it."""

    def __init__(self, send: Callable[[bytes], Any]) -> None:
        self._send = send
        self._sent: list[Any] = []
        self._bundle_of: dict[str, int] = {}  # by a text's digest

    def parcel(self, values: object) -> Parcel:
        """A parcel with these values; raises Damaged if a text is lost."""
        written = BytesIO()
        pickler = _Pickler(written)
        pickler.dump(values)
        new = {it for it in pickler.shown if it not in self._bundle_of}
        if new:
            texts = {it: pickler.shown[it].html() for it in sorted(new)}
            self._bundle_of |= dict.fromkeys(texts, len(self._sent))
            self._sent.append(self._send(packed(texts)))
        needed = sorted({self._bundle_of[it] for it in pickler.shown})
        index = {bundle: number for number, bundle in enumerate(needed)}
        return Parcel(
            compress(written.getvalue(), FASTEST),
            tuple(self._sent[it] for it in needed),
            {it: index[self._bundle_of[it]] for it in sorted(pickler.shown)},
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text that a page shows, and the store that has it."""

    path: str
    digest: str
    store: TextStore

    def html(self) -> str:
        return self.store.html(self.path, self.digest)


class _Pickler(pickle.Pickler):
    """Pickles without texts and notes which texts are shown."""

    def __init__(self, file: BytesIO) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.shown: dict[str, _Shown] = {}
        self.dispatch_table = dispatch_table | {
            Text: self._text,
            PlainText: self._text,
            TextStore: lambda store: (_arrived_texts, ()),
        }

    def _text(self, text: Text | PlainText) -> Any:
        self.shown[text.digest] = _Shown(text.path, text.digest, text.text_store)
        return text.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


def packed(value: object) -> bytes:
    """A value as bytes."""
    return compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), FASTEST)


def opened(content: bytes) -> Any:
    """The value in bytes from `packed`."""
    return pickle.loads(decompress(content))


class ArrivedTexts:
    """The texts that a worker has for its batch, in the place of the site's store."""

    def __init__(self) -> None:
        self._bundles: tuple[bytes, ...] = ()
        self._places: Mapping[str, int] = {}

    def hold(self, bundles: Iterable[bytes], places: Mapping[str, int]) -> None:
        """Offer the texts in these bundles, and no others."""
        self._bundles, self._places = tuple(bundles), places

    def html(self, path: str, digest: str) -> str:
        """The HTML of a text."""
        texts = _opened_bundle(self._bundles[self._places[digest]])
        return texts[digest]


ARRIVED = ArrivedTexts()  # those of the batch that a worker works on


def _arrived_texts() -> ArrivedTexts:
    return ARRIVED


@lru_cache(maxsize=KEPT)
def _opened_bundle(bundle: bytes) -> Mapping[str, str]:
    texts: Mapping[str, str] = opened(bundle)
    return texts
