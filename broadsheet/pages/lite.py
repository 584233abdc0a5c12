"""The text-only copy of the site: every page again, in the theme plain, under `/lite/`.

Its pages link to one another; feeds and media files are those of the site.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from broadsheet.content.texts import Text
from broadsheet.site.addresses import lite_address
from broadsheet.site.later import Later
from broadsheet.site.outputs import LITE, Page


def with_lite(pages: Iterable[Page]) -> Iterator[Page]:
    """All pages, each with a link to its text-only copy, followed by these copies."""
    lite = []
    for page in pages:
        address = lite_address(page.address)
        if address == page.address:
            yield page
            continue
        yield replace(page, context=_with_head(page.context, lite=address))
        lite.append(_lite(page, address))
    yield from lite


def _lite(page: Page, address: str) -> Page:
    return replace(
        page,
        address=address,
        theme=LITE,
        source=f"the text-only edition of {page.source}",
        context=Later({}, _placed_values, page.context, address),
    )


def _placed_values(context: Mapping[str, Any], address: str) -> dict[str, Any]:
    """All values of a page, for its copy."""
    whole = context.whole() if isinstance(context, Later) else context
    head = replace(whole["page"], address=address, is_lite=True)
    return {name: head if name == "page" else _placed(it, address) for name, it in whole.items()}


def _with_head(context: Mapping[str, Any], lite: str) -> Mapping[str, Any]:
    """A context whose head leads to the copy."""

    def changed(values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**values, "page": replace(values["page"], lite=lite)}

    return context.but(changed) if isinstance(context, Later) else changed(context)


def _placed(value: Any, page: str) -> Any:
    """A value with its texts changed for the text-only page at the address `page`."""
    if isinstance(value, Text):
        destinations = tuple(lite_address(destination) for destination in value.destinations)
        places = tuple((lite_address(address), at) for address, at in value.embedding.places)
        embedding = replace(value.embedding, places=places)
        return replace(value, page=page, destinations=destinations, embedding=embedding)
    if isinstance(value, tuple):
        placed = tuple(_placed(each, page) for each in value)
        return placed if any(a is not b for a, b in zip(placed, value, strict=True)) else value
    if not is_dataclass(value) or isinstance(value, type):
        return value
    before = {field.name: getattr(value, field.name) for field in fields(value)}
    after = {name: _placed(part, page) for name, part in before.items()}
    changed = {name: part for name, part in after.items() if part is not before[name]}
    return replace(value, **changed) if changed else value
