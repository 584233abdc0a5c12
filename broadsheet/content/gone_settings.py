"""What `site.yaml` says of addresses that are gone for good: the tombstones of `gone:`."""

import re
from dataclasses import dataclass

from broadsheet.content import shapes
from broadsheet.content.fields import Place, described, read_text, shaped
from broadsheet.content.yaml_text import Listing, Mapping, Scalar, Value
from broadsheet.problems import shortened
from broadsheet.urls import address_fault

ANY = "*"  # stands for any text in an address
FORM = """write it as:
gone:
  /2021/08/old-name.html: why it is gone"""


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that is gone by the curator's word, or all that a pattern with `*` fits; the
    `reason` that readers see, or nothing; and the line in `site.yaml`."""

    address: str
    reason: str
    line: int

    @property
    def is_pattern(self) -> bool:
        """Whether it means all published addresses that fit it."""
        return ANY in self.address

    def fits(self, address: str) -> bool:
        """Whether it means an address."""
        if not self.is_pattern:
            return self.address == address
        parts = map(re.escape, self.address.split(ANY))
        return re.fullmatch(".*".join(parts), address) is not None


@shaped({"anyOf": [shapes.list_of(shapes.WORD, one=False), shapes.table_of(shapes.TEXT)]})
def read_gone(value: Value, place: Place) -> tuple[Gone, ...] | None:
    """A list of addresses, or a table of addresses with reasons."""
    if isinstance(value, Listing):
        named = [(it, it.text.strip() if isinstance(it, Scalar) else "", "") for it in value.items]
    elif isinstance(value, Mapping):
        named = [(it.value, it.key, read_text(it.value, place) or "") for it in value.entries]
    else:
        place.problem(value, f"{place.key} must name addresses, found {described(value)}", FORM)
        return None
    before = len(place.log.problems)
    found: dict[str, Gone] = {}
    for item, address, reason in named:
        fault = address_fault(address.replace(ANY, "x")) or _twice(address, found)
        if fault:
            text = f"{place.key}: the address {shortened(address) or '(empty)'} {fault}"
            place.problem(item, text, FORM)
        found[address] = Gone(address, reason, item.line + place.offset)
    return None if len(place.log.problems) > before else tuple(found.values())


def _twice(address: str, found: dict[str, Gone]) -> str:
    return "appears twice" if address in found else ""
