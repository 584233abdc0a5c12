"""The record of the pages of the last build: each as it was laid out, and which texts it shows.

It is an SQLite database, which can be deleted at any time. Its stamp is that of the build whose
pages it holds. Cards and entries, which many pages show, are recorded once. Values are pickled, as
those of the store are.

It can be partial: then it holds at least all pages that show the texts that it covers, and all
whose rooms depend on these.
"""

import os
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from broadsheet.building.page_bytes import Reader, Writer
from broadsheet.content.articles import ReadingRules
from broadsheet.content.store import dumps, loads, with_checksum, without_checksum
from broadsheet.content.texts import TextStore
from broadsheet.files import MEMORY, folder_name
from broadsheet.site.outputs import Page
from broadsheet.site.views import Card, Entry, Site
from broadsheet.text.markup import Body
from broadsheet.themes.theme import Theme
from broadsheet.translations import Translations
from broadsheet.urls import output_path

STAMP, MADE_WITH, COVERED, WANTED = "stamp", "made with", "covered", "wanted whole"
SEVERAL = 3  # texts; to record all pages takes as long as two or three builds in full
BETWEEN = "\0"  # stands between the paths of a page's texts
TABLES = {
    "state": "(name TEXT PRIMARY KEY, value BLOB)",
    "pages": "(path TEXT PRIMARY KEY, texts TEXT, page BLOB)",
    "parts": "(name TEXT PRIMARY KEY, part BLOB)",
    "shows": "(text TEXT, path TEXT, PRIMARY KEY (text, path)) WITHOUT ROWID",
    "rooms": "(path TEXT PRIMARY KEY, room INTEGER) WITHOUT ROWID",
    "beside": "(text TEXT, path TEXT, PRIMARY KEY (text, path)) WITHOUT ROWID",
}
SHARED: Mapping[type, Callable[[Any], str]] = {  # what many pages show, with names for them
    Card: lambda card: f"card {card.address}",
    Entry: lambda entry: f"entry {entry.id}",
    Site: lambda site: "site",
}
WEIGHED_WITH = (  # pages on which something else could stand if a text had another size
    "SELECT path FROM shows WHERE text = ? UNION SELECT path FROM beside WHERE text = ?"
)


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What the pages of a build are made with, besides its texts and pictures: `rules` are those
    that texts are read by, `quoted` the per cent of an article that may be quotation."""

    engine: str
    themes: Mapping[str, Theme]
    translations: Translations
    rules: ReadingRules
    quoted: int


class PageRecord:
    """The record of one output folder; made by `opened_record`."""

    def __init__(self, database: sqlite3.Connection, text_store: TextStore) -> None:
        self._database, self._text_store = database, text_store
        self._is_new = False
        self._parts: dict[str, tuple[object, frozenset[str]]] = {}  # written, with their texts

    def stamp(self) -> str:
        """The stamp of the build whose pages are recorded; empty if there is none."""
        return self._value(STAMP) or ""

    def made_with(self) -> MadeWith | None:
        """What the pages were made with."""
        found: MadeWith | None = self._value(MADE_WITH)
        return found

    def covers(self, texts: Iterable[str]) -> bool:
        """Whether all pages that show these texts are recorded."""
        covered: tuple[str, ...] | None = self._value(COVERED)
        return covered is None or set(texts) <= set(covered)

    def is_partial(self) -> bool:
        """Whether it covers some texts only."""
        return self._value(COVERED) is not None

    def want_more(self) -> None:
        """Note that a text was edited that is not covered. The next build will cover it too; where
        several are covered by now, more are likely to follow, and it will record all pages."""
        if len(self._value(COVERED) or ()) >= SEVERAL:
            self._keep_value(WANTED, True)
            self._database.commit()

    def cover(self, texts: Iterable[str]) -> None:
        """Note that it covers these texts too, and is partial."""
        covered: tuple[str, ...] = self._value(COVERED) or ()
        self._keep_value(COVERED, tuple(sorted({*covered, *texts})))

    def begin(self, stamp: str) -> bool:
        """Go on with the record of the build with this stamp, or else begin anew; whether it goes
        on."""
        if stamp and stamp == self.stamp() and not self._value(WANTED):
            return True
        for table in TABLES:
            self._database.execute(f"DELETE FROM {table}")
        self._is_new = True
        return False

    def put(self, path: str, page: Page) -> None:
        """Record the page of a file in the output folder, if it shows a text."""
        if not self._is_new:
            self._forget(path)
        content, texts = self._written(page)
        if texts:
            row = (path, BETWEEN.join(texts), with_checksum(content))
            self._database.execute("INSERT INTO pages VALUES (?, ?, ?)", row)
            shows = [(text, path) for text in texts]
            self._database.executemany("INSERT INTO shows VALUES (?, ?)", shows)

    def finish(
        self, pages: Iterable[Page], alike: Container[str], made_with: MadeWith, stamp: str
    ) -> None:
        """Forget all but these pages, record by how much texts may grow, and stamp it. For pages at
        `alike` addresses that is as it was, or is not needed."""
        self._forget_others({output_path(it.address) for it in pages})
        weighed = {
            output_path(it.address): it.weighed
            for it in pages
            if it.weighing and it.address not in alike
        }
        if not self._is_new:
            gone = [(path,) for path in weighed]
            for table in ("rooms", "beside"):
                self._database.executemany(f"DELETE FROM {table} WHERE path = ?", gone)
        rooms = [(path, it.room) for path, it in weighed.items() if it]
        beside = [(text, path) for path, it in weighed.items() if it for text in it.texts]
        for table, rows in (("rooms", rooms), ("beside", beside)):
            self._database.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        self._keep_value(MADE_WITH, made_with)
        self.finish_edit(stamp)

    def _forget_others(self, found: Container[str]) -> None:
        for (path,) in self._database.execute("SELECT path FROM pages").fetchall():
            if path not in found:
                self._forget(path)
        for table in ("rooms", "beside"):
            for (path,) in self._database.execute(f"SELECT DISTINCT path FROM {table}").fetchall():
                if path not in found:
                    self._database.execute(f"DELETE FROM {table} WHERE path = ?", [path])

    def finish_edit(self, stamp: str) -> None:
        """Stamp it, and keep all that was recorded."""
        self._keep_value(STAMP, stamp)
        self._database.commit()

    def paths_showing(self, texts: Iterable[str]) -> list[str]:
        """The files whose pages show one of these texts."""
        query = "SELECT path FROM shows WHERE text = ?"
        return sorted({path for it in texts for (path,) in self._database.execute(query, [it])})

    def page(self, path: str, changed: Mapping[str, Body] = MappingProxyType({})) -> Page:
        """The page of a file as it was laid out, or would be with other bodies of some texts."""
        row = self._row("SELECT page FROM pages WHERE path = ?", path)
        page: Page = self._read(row[0], changed, {})
        return page

    def takes(self, texts: Iterable[str], growth: int) -> bool:
        """Whether the same stands on all pages when these texts grow or shrink by so many bytes;
        if so, there is less room from now on."""
        weighed = {
            path for it in texts for (path,) in self._database.execute(WEIGHED_WITH, [it, it])
        }
        query = "UPDATE rooms SET room = room - ? WHERE path = ? RETURNING room"
        left = [row for path in weighed for row in self._database.execute(query, [growth, path])]
        return all(room >= 0 for (room,) in left)

    def _forget(self, path: str) -> None:
        row = self._row("SELECT texts FROM pages WHERE path = ?", path)
        if row:
            shows = [(text, path) for text in row[0].split(BETWEEN)]
            self._database.executemany("DELETE FROM shows WHERE text = ? AND path = ?", shows)
            self._database.execute("DELETE FROM pages WHERE path = ?", [path])

    def _written(self, value: object) -> tuple[bytes, frozenset[str]]:
        """A value as bytes, and the paths of the texts in it and in its parts."""
        file, texts = BytesIO(), set[str]()

        def part(value: Any) -> str:
            name = SHARED[type(value)](value)
            if name not in self._parts:
                content, shown = self._written(value)
                row = (name, with_checksum(content))
                self._database.execute("REPLACE INTO parts VALUES (?, ?)", row)
                self._parts[name] = value, shown
            if self._parts[name][0] is not value:
                return ""
            texts.update(self._parts[name][1])
            return name

        writer = Writer(file, value, frozenset(SHARED), part)
        writer.dump(value)
        return file.getvalue(), frozenset(writer.texts | texts)

    def _read(self, content: bytes, changed: Mapping[str, Body], parts: dict[str, Any]) -> Any:
        """The value in bytes, with texts as they are now."""

        def part(name: str) -> Any:
            if name not in parts:
                row = self._row("SELECT part FROM parts WHERE name = ?", name)
                parts[name] = self._read(row[0], changed, parts)
            return parts[name]

        return Reader(without_checksum(content), self._text_store, changed, part).load()

    def _value(self, name: str) -> Any:
        row = self._row("SELECT value FROM state WHERE name = ?", name)
        return loads(row[0]) if row else None

    def _keep_value(self, name: str, value: object) -> None:
        self._database.execute("REPLACE INTO state VALUES (?, ?)", (name, dumps(value)))

    def _row(self, query: str, key: str) -> Any:
        return self._database.execute(query, [key]).fetchone()


def new_stamp() -> str:
    """A stamp that no other build has."""
    return os.urandom(8).hex()


@contextmanager
def opened_record(root: Path, output: Path, text_store: TextStore) -> Iterator[PageRecord]:
    """The record of an output folder, empty where it cannot be read. What is not stamped is not
    kept. Raises sqlite3.Error where it cannot be written."""
    file = root / MEMORY / f"pages-{folder_name(output)}.sqlite"
    database = _connected(file)
    try:
        yield PageRecord(database, text_store)
    finally:
        database.close()


def _connected(file: Path) -> sqlite3.Connection:
    try:
        return _prepared(file)
    except sqlite3.DatabaseError:
        for suffix in ("", "-journal"):
            with suppress(OSError):
                file.with_name(file.name + suffix).unlink()
        return _prepared(file)


def _prepared(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=30)
    try:
        database.execute("PRAGMA synchronous = OFF")  # it may be lost at any time
        with database:
            database.execute("BEGIN IMMEDIATE")  # else each table is written on its own
            for table, columns in TABLES.items():
                database.execute(f"CREATE TABLE IF NOT EXISTS {table} {columns}")
    except BaseException:
        database.close()
        raise
    return database
