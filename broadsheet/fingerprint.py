"""Fingerprints: short texts that identify a value, or the engine (its files and libraries)."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

LIBRARIES = (
    "markdown",
    "jinja2",
    "markupsafe",
    "pyyaml",
    "feedgen",
    "segno",
    "lxml",
    "nh3",
    "babel",
    "pillow",
)
SIZE = 10  # bytes: enough for a billion values without a collision by chance
PLAIN = frozenset([str, bool, int, type(None)])  # whose `repr` is all there is to write
MOST = 10_000  # parts that are known; those of later pages are often others
LONG = 500  # items; those of longer tuples are shown in few places, so each is written anew


def of_bytes(content: bytes) -> str:
    """The fingerprint of a file's content, 20 hexadecimal digits."""
    return blake2b(content, digest_size=SIZE).hexdigest()


def of_value(value: object) -> str:
    """The fingerprint of a value made of texts, numbers, tuples, dicts and frozen dataclasses.

    The `repr` of such a value is the same in every process. That of a set is not, so the value must
    not contain sets.
    """
    return of_bytes(repr(value).encode("utf-8", "surrogatepass"))


class Fingerprints:
    """Fingerprints of many values that share parts: each frozen dataclass is hashed once.

    Parts are found by identity, so they must not change, and this object keeps them alive: all but
    those of the classes `apart`, which are not shared. When it knows very many, it forgets them.
    """

    def __init__(self, apart: tuple[type, ...] = ()) -> None:
        self._apart = apart
        self._known: dict[int, tuple[object, str]] = {}

    def value(self, value: object) -> str:
        """The fingerprint of a value, or its own text if that is short. It differs from the one
        that `of_value` gives."""
        if len(self._known) > MOST:
            self._known.clear()
        written = self._written(value)
        if len(written) <= 2 * SIZE:
            return written
        return of_bytes(written.encode("utf-8", "surrogatepass"))

    def _written(self, value: object) -> str:
        kind: type = type(value)
        if kind in PLAIN:
            return repr(value)
        if kind is tuple:
            values: tuple[object, ...] = value  # type: ignore[assignment]
            if len(values) > LONG:
                return f"({','.join(map(repr, values))})"
            return f"({self._all(values)})"
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        parts = _parts_of(kind)
        if parts is None:
            return self._other(value)
        shown = f"{kind.__qualname__}({self._all(parts(value))})"
        fingerprint = of_bytes(shown.encode("utf-8", "surrogatepass"))
        if kind not in self._apart:
            self._known[id(value)] = (value, fingerprint)
        return fingerprint

    def _other(self, value: object) -> str:
        if isinstance(value, Mapping):  # also one that is made later, and pickled as a dict
            items = [f"{name!r}:{self._written(it)}" for name, it in value.items()]
            return f"{{{','.join(items)}}}"
        return repr(value)

    def _all(self, values: tuple[object, ...]) -> str:
        write, known = self._written, self._known
        return ",".join(
            [
                repr(it)
                if type(it) in PLAIN
                else known[id(it)][1]
                if id(it) in known
                else write(it)
                for it in values
            ]
        )


@cache  # there are few classes
def _parts_of(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What gives the values of a dataclass that its `repr` shows; None for other classes, and for
    those whose `repr` is their own."""
    if not is_dataclass(kind) or not hasattr(kind.__repr__, "__wrapped__"):
        return None
    names = [it.name for it in fields(kind) if it.repr]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


_known_engine: list[str] = []


def remember_engine(fingerprint: str) -> None:
    """Spare `engine` its work, where a build has done it and no file of the engine, no library and
    no Python has changed since."""
    _known_engine[:] = [fingerprint]


def engine() -> str:
    """The fingerprint of everything but the sources that determines the pages."""
    if not _known_engine:
        remember_engine(_read_engine())
    return _known_engine[0]


def _read_engine() -> str:
    folder = Path(__file__).parent
    paths = (*folder.rglob("*.py"), *folder.glob("data/fonts/*"))
    files = sorted(path.relative_to(folder).as_posix() for path in paths)
    code = [(name, of_bytes((folder / name).read_bytes())) for name in files]
    python = ".".join(map(str, sys.version_info))
    return of_value((code, [(name, _version(name)) for name in LIBRARIES], python))


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"


def of_signatures(files: list[tuple[str, int, int]]) -> str:
    """The fingerprint of files: their paths, sizes and times, in order."""
    written = "".join([f"{path}\0{size} {time}\0" for path, size, time in files])
    return of_bytes(written.encode("utf-8", "surrogatepass"))
