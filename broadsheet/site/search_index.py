"""The search index: its entries, its parts by year, and their bytes.

The index is a classic script that passes its articles to the theme's `static/search.js`: a page
opened straight from disk may load a script, but no module and no data.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from broadsheet.content.texts import PlainText
from broadsheet.dates import Moment
from broadsheet.script_json import script_json
from broadsheet.site.outputs import Weighed
from broadsheet.urls import relative

TEXT_BYTES = 6_000  # of an article's text, for snippets
FURTHER_BYTES = 6_000  # of the other words of a long text, each once
SHARD_BYTES = 600_000  # of a shard's content; about a third of that compressed
BETWEEN_WORDS = string.punctuation + "“”‘’„‚«»‹›–—…·、。「」،؛؟"  # and blanks


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """An article or a story as a search finds and shows it; `names` are what else it is found by.

    `standfirst` is the summary that stands above the text, empty where it is only the text's start.
    """

    title: str
    address: str
    day: Moment
    section: str
    language: str
    direction: str
    standfirst: str
    names: tuple[str, ...]
    text: PlainText | str

    def weight(self) -> int:
        """About how many bytes it takes in a shard, rounded up."""
        shown = "".join((self.title, self.address, self.section, self.standfirst, *self.names))
        text = self.text.size if isinstance(self.text, PlainText) else len(self.text.encode())
        return len(shown.encode()) + min(text, TEXT_BYTES + FURTHER_BYTES)


class Shard(NamedTuple):
    """A part of a year's index, and how sizes decided which entries are in it."""

    entries: tuple[SearchEntry, ...]
    weighed: Weighed


def in_shards(entries: Sequence[SearchEntry]) -> Iterator[Shard]:
    """A year's entries, oldest first, in shards of a limited size, the oldest shard first.

    Only the last shard ever grows.
    """
    shard: list[SearchEntry] = []
    room = 0
    for entry in entries:
        weight = entry.weight()
        if weight > room and shard:
            next_text = (entry.text.path,) if isinstance(entry.text, PlainText) else ()
            yield Shard(tuple(shard), Weighed(min(room, weight - room - 1), next_text))
            shard = []
        if not shard:
            room = SHARD_BYTES
        shard.append(entry)
        room -= weight
    if shard:
        yield Shard(tuple(shard), Weighed(room))


def render_shard(address: str, entries: Sequence[SearchEntry]) -> bytes:
    """The bytes of the shard at `address`, UTF-8: one call with the articles, newest first.

    Links in it start at the site's root. Raises Damaged when a text is lost.
    """
    name = PurePosixPath(address).stem
    rows = ",\n".join(script_json(_row(entry)) for entry in reversed(entries))
    return f"broadsheetSearch.shard({script_json(name)}, [\n{rows}\n]);\n".encode()


def _row(entry: SearchEntry) -> dict[str, str]:
    text, further = shortened(str(entry.text))
    return {
        "title": entry.title,
        "link": relative("/", entry.address),
        "day": entry.day.at.date().isoformat(),
        "section": entry.section,
        "language": entry.language,
        "direction": entry.direction,
        "standfirst": entry.standfirst,
        "names": ", ".join(entry.names),
        "text": text,
        "further": further,
    }


def shortened(text: str) -> tuple[str, str]:
    """The start of a text, and the words that occur only in the rest, sorted, each once."""
    start = _cut(text, TEXT_BYTES)
    if start == text:
        return text, ""
    known = frozenset(_words(start))
    further = sorted(set(_words(text[len(start) :])) - known)
    return start, _cut(" ".join(further), FURTHER_BYTES)


def _words(text: str) -> list[str]:
    lowered = text.lower()
    for sign in BETWEEN_WORDS:
        lowered = lowered.replace(sign, " ")
    return lowered.split()


def _cut(text: str, most: int) -> str:
    """The first `most` bytes of a text, cut between words where it has any."""
    if len(text.encode()) <= most:
        return text
    start = text.encode()[:most].decode(errors="ignore")
    whole = start.rpartition(" ")[0]
    return whole if len(whole) > len(start) // 2 else start
