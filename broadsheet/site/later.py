"""Contexts of which some values are made only when one of them is asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Values = Mapping[str, Any]


class Later(Mapping[str, Any]):
    """A context with values that are ready, and others that `make` gives. It is written, and
    pickled, as the dict that it stands for."""

    def __init__(self, ready: Values, make: Callable[[], Values]) -> None:
        self._ready, self._make = ready, make
        self._made: dict[str, Any] | None = None

    def whole(self) -> dict[str, Any]:
        """All values; what is made for that is not kept here."""
        return {**self._ready, **self._make()} if self._made is None else self._made

    def keep(self) -> None:
        """Make all values now, and keep them here."""
        self._kept()

    def but(self, **ready: Any) -> "Later":
        """The same with other values for some of those that are ready."""
        return Later({**self._ready, **ready}, self._make)

    def __getitem__(self, name: str) -> Any:
        return self._ready[name] if name in self._ready else self._kept()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept())

    def __len__(self) -> int:
        return len(self._kept())

    def __repr__(self) -> str:
        return repr(self._kept())

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, (self.whole(),)

    def _kept(self) -> dict[str, Any]:
        if self._made is None:
            self._made = self.whole()
        return self._made
