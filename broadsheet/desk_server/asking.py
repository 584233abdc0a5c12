"""A request that passed the guard, as values: what the page shows, and what a form says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

MOST_FIELDS = 5_000  # of a form or a query
CONTROLS = {it: None for it in (*range(32), 127) if it not in (9, 10, 13)}


def whole_number(text: str, most_digits: int) -> int | None:
    """A whole number from 0 on, as a browser sends it; None if the text is none, or is longer."""
    is_one = text.isascii() and text.isdigit() and len(text) <= most_digits
    return int(text) if is_one else None


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in their order; a field may come more than once."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field; empty if it is missing."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value for key, value in self.fields if key == name)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the keys of its query. Empty ones are not there."""

    keys: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """The value of a key; empty if it is not there."""
        return self.keys.get(key, "")

    def number(self, key: str, otherwise: int = 0) -> int:
        """The value of a key as a whole number from 0 on."""
        number = whole_number(self.get(key), 17)
        return otherwise if number is None else number

    def changed(self, changes: Mapping[str, object]) -> "View":
        """The view with other values; None, False and "" take a key out."""
        texts = {
            key: "" if value in (None, False) else str(value) for key, value in changes.items()
        }
        keys = {**self.keys, **texts}
        return View({key: value for key, value in keys.items() if value})

    def query(self) -> str:
        """The view as a query, without a question mark."""
        return urlencode(self.keys)

    def link(self, **changes: object) -> str:
        """The relative address of the view with other values."""
        return f"?{self.changed(changes).query()}"

    def others(self, *names: str) -> Iterator[tuple[str, str]]:
        """The keys and values that a form with fields of these names has to keep."""
        return ((key, value) for key, value in self.keys.items() if key not in names)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `csrf` is what the desk's forms hold; `window` names the browser's window that
    asks, empty without the script."""

    view: View = field(default_factory=View)
    form: Form = field(default_factory=Form)
    csrf: str = ""
    window: str = ""


def read_view(query: str) -> View:
    """The view that a query describes; what cannot be read is passed over."""
    pairs = _pairs(query)
    return View({key: value.translate(CONTROLS) for key, value in pairs if key and value})


def read_form(body: bytes) -> Form:
    """The fields of a form, as `application/x-www-form-urlencoded`."""
    pairs = _pairs(body.decode("ascii", "replace"))
    ends = ((key, value.replace("\r\n", "\n")) for key, value in pairs)
    return Form(tuple((key, value.translate(CONTROLS)) for key, value in ends))


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return []
