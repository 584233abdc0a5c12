"""Whether only words of texts have changed since a site was laid out, so that it need not be again.

Pages then show the new words in the place of the old: `renewed` puts them there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from broadsheet.building.body_change import BodyChange, TextReading, body_change
from broadsheet.building.page_bytes import Reader, Writer
from broadsheet.building.page_record import SHARED
from broadsheet.building.text_edit import NotPossible, warnings_after
from broadsheet.content.texts import TextStore
from broadsheet.preview.layout import Layout
from broadsheet.preview.readings import Readings
from broadsheet.problems import Problem
from broadsheet.site.outputs import Page
from broadsheet.text.markup import Body


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """The texts whose words differ from those of a layout, and the site's warnings now."""

    bodies: Mapping[str, Body]
    warnings: tuple[Problem, ...]


def words_changed(layout: Layout, now: Readings) -> WordsChanged | None:
    """What differs between a layout and the readings now; None if it is more than words."""
    if layout.readings.keys() != now.keys():
        return None
    changes: list[BodyChange] = []
    for path, seen in now.items():
        before = layout.readings[path].reading
        if seen.reading is not before:
            change = _change(before, seen.reading, layout.settings.attribution.quoted)
            if change is None:
                return None
            changes.append(change)
    if not layout.weighed.take({it.path: it.growth for it in changes}):
        return None
    try:
        warnings = warnings_after(layout.warnings_then, changes)
    except NotPossible:
        return None
    return WordsChanged({it.path: it.body for it in changes}, warnings)


def _change(before: object, now: object, quoted: int) -> BodyChange | None:
    if isinstance(before, TextReading) and isinstance(now, TextReading):
        return body_change(before, now, quoted)
    return None


class RenewedPages:
    """The pages of a site with the words of some texts as they are now.

    What many pages show and no word of which has changed stays the same object.
    """

    def __init__(self, bodies: Mapping[str, Body], texts: TextStore) -> None:
        self._bodies, self._texts = bodies, texts
        self._parts: dict[int, tuple[object, object, bool]] = {}  # before, now, whether they differ

    def page(self, page: Page) -> Page:
        """A page as it would be laid out now."""
        if not self._bodies:
            return page
        found: Page = self._renewed(page)[0]
        return found

    def _renewed(self, value: Any) -> tuple[Any, bool]:
        """A value as it is now, and whether it is another one."""
        file, parts, differs = BytesIO(), list[object](), False

        def part(before: Any) -> str:
            nonlocal differs
            if id(before) not in self._parts:
                self._parts[id(before)] = (before, *self._renewed(before))
            _, now, is_other = self._parts[id(before)]
            differs |= is_other
            parts.append(now)
            return str(len(parts) - 1)

        writer = Writer(file, value, frozenset(SHARED), part)
        writer.dump(value)
        if not differs and not writer.texts & self._bodies.keys():
            return value, False
        read = Reader(file.getvalue(), self._texts, self._bodies, lambda it: parts[int(it)])
        return read.load(), True
