"""Values that are made only when they are asked for: single ones, and some of a context."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Values = Mapping[str, Any]


class Once(Generic[Value]):
    """A value that is made when it is first asked for. It is pickled with the value."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._made: list[Value] = []

    def __call__(self) -> Value:
        """The value."""
        if self._make is not None:
            self._made.append(self._make())
            self._make = None  # and what that holds
        return self._made[0]

    def __reduce__(self) -> tuple[Callable[[Value], "Once[Value]"], tuple[Value]]:
        return made, (self(),)


def made(value: Value) -> Once[Value]:
    """A value that is there already."""
    return Once(lambda: value)


class Later(Mapping[str, Any]):
    """A context with values that are ready, and others that `make` gives. It is written, and
    pickled, as the dict that it stands for."""

    def __init__(self, ready: Values, make: Callable[[], Values]) -> None:
        self._ready, self._make = ready, make
        self._made: dict[str, Any] | None = None

    def whole(self) -> dict[str, Any]:
        """All values; what is made for that is not kept here."""
        return {**self._make(), **self._ready} if self._made is None else self._made

    def keep(self) -> None:
        """Make all values now, and keep them here."""
        self._kept()

    def but(self, change: Callable[[dict[str, Any]], Values]) -> "Later":
        """The same where `change` gives other values for some that are not ready."""
        return Later(self._ready, lambda: change(self.whole()))

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
