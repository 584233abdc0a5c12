"""Values that are made only when they are asked for: single ones, and some of a context.

A site has as many of them as it has pages and feeds. So they hold no more than what makes a value
and what it is given, and no function of their own.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar, TypeVarTuple

Value = TypeVar("Value")
Given = TypeVarTuple("Given")
Values = Mapping[str, Any]
NOTHING: Values = {}


class Once(Generic[Value]):
    """A value that `make` makes of what is `given`, when it is first asked for. It is pickled with
    the value."""

    __slots__ = ("_given", "_make")

    def __init__(self, make: Callable[[*Given], Value], *given: *Given) -> None:
        self._make: Callable[..., Value] | None = make
        self._given: tuple[Any, ...] = given

    def __call__(self) -> Value:
        """The value."""
        if self._make is not None:
            self._given = (self._make(*self._given),)  # in the place of what it was made of
            self._make = None
        value: Value = self._given[0]
        return value

    def __reduce__(self) -> tuple[Callable[[Value], "Once[Value]"], tuple[Value]]:
        return made, (self(),)


def made(value: Value) -> Once[Value]:
    """A value that is there already."""
    return Once(_as_it_is, value)


def _as_it_is(value: Value) -> Value:
    return value


class Later(Mapping[str, Any]):
    """A context with values that are ready, and others that `make` makes of what is `given`. It is
    written, and pickled, as the dict that it stands for."""

    __slots__ = ("_given", "_made", "_make", "_ready")

    def __init__(self, ready: Values, make: Callable[[*Given], Values], *given: *Given) -> None:
        self._ready = ready
        self._make: Callable[..., Values] = make
        self._given: tuple[Any, ...] = given
        self._made: dict[str, Any] | None = None

    def whole(self) -> dict[str, Any]:
        """All values; what is made for that is not kept here."""
        if self._made is not None:
            return self._made
        return {**self._make(*self._given), **self._ready}

    def keep(self) -> None:
        """Make all values now, and keep them here."""
        self._kept()

    def let_go(self) -> None:
        """Keep no value that was made; it is made again when it is asked for."""
        self._made = None

    def but(self, change: Callable[[dict[str, Any]], Values]) -> "Later":
        """The same where `change` gives other values for some that are not ready."""
        return Later(self._ready, _changed, change, self)

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


def _changed(change: Callable[[dict[str, Any]], Values], before: Later) -> Values:
    return change(before.whole())
