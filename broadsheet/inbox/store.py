"""Keeps the inbox in a database in the site's folder: its items, their words, and its feeds."""

import sqlite3
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from errno import EIO
from hashlib import blake2b
from pathlib import Path
from typing import Any

from broadsheet.clipping.covered import comparable
from broadsheet.inbox.entries import Outline
from broadsheet.inbox.items import FeedState, Item, NewItem, Subscription
from broadsheet.inbox.schema import CREATION, VERSION
from broadsheet.inbox.search_words import query_of, search_words
from broadsheet.inbox.timing import DAY, HOUR
from broadsheet.inbox.traits import VERSION as TRAITS_VERSION
from broadsheet.inbox.traits import Traits, packed_traits, spoken_language

FILE = "inbox.sqlite"
MOST_ITEMS = 40_000  # of all feeds
REPRINT = 20 * HOUR  # within which one publisher's reports with one title are one report
COLUMNS = ", ".join(f'"{it.name}"' for it in fields(Item))
FEED_COLUMNS = ", ".join(it.name for it in fields(FeedState))
TRAITS = (
    "SELECT items.id, at, language, title, key, links, packed, event FROM items"
    f" LEFT JOIN traits ON traits.id = items.id AND version = {TRAITS_VERSION}"
)
WEEK = 7 * DAY
KNOWN = 90 * DAY  # an address that no feed has named for so long is forgotten
STATES = ("new", "read", "kept", "dropped")


class Inbox:
    """The inbox of one site; made by `opened_inbox`. `set_aside` is where a damaged one was moved
    to when this one was begun, or None."""

    def __init__(self, database: sqlite3.Connection, set_aside: Path | None = None) -> None:
        self._database = database
        self._written = 0
        self.set_aside = set_aside

    def feeds(self) -> dict[str, FeedState]:
        """The state of each feed that was ever asked, by its address in the settings."""
        rows = self._database.execute(f"SELECT {FEED_COLUMNS} FROM feeds")
        return {row[0]: FeedState(*row) for row in rows}

    def items(self, since: int = 0, words: str = "") -> list[Item]:
        """The items from `since` on, in seconds since 1970, the newest first; with `words`, those
        whose title, publisher or text has them all."""
        chosen, values = ["at >= ?"], [since]  # type: list[str], list[int | str]
        if words:
            query = query_of(words)
            if not query:
                return []
            chosen.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(query)
        where = " AND ".join(chosen)
        rows = self._database.execute(
            f"SELECT {COLUMNS} FROM items WHERE {where} ORDER BY at DESC, id DESC", values
        )
        return [_item(row) for row in rows]

    def changes(self) -> object:
        """A value that is another one after someone else has written to the inbox, or this object
        has added, deleted or grouped items; marking is no change here."""
        (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return version, self._written

    def outlines(self) -> list[Outline]:
        """All items without their texts, in no order."""
        rows = self._database.execute(f"SELECT {', '.join(Outline._fields)} FROM items")
        return list(map(Outline._make, rows))

    def items_of(self, numbers: Sequence[int]) -> list[Item]:
        """The items with these numbers, in no order, as far as they are there."""
        return [_item(row) for row in self._rows(f"SELECT {COLUMNS} FROM items", numbers)]

    def _rows(self, select: str, numbers: Sequence[int]) -> Iterator[Sequence[Any]]:
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            places = ", ".join("?" * len(some))
            yield from self._database.execute(f"{select} WHERE items.id IN ({places})", some)

    def items_at(self, keys: Sequence[str]) -> list[Item]:
        """The items at the addresses with these keys, in no order, as far as they are there."""
        places = ", ".join("?" * len(keys))
        rows = self._database.execute(
            f"SELECT {COLUMNS} FROM items WHERE key IN ({places})", list(keys)
        )
        return [_item(row) for row in rows]

    def found(self, words: str) -> list[int]:
        """The numbers of the items whose title, publisher or text has all of the words, each as
        the beginning of one."""
        query = query_of(words)
        if not query:
            return []
        rows = self._database.execute("SELECT rowid FROM words WHERE words MATCH ?", [query])
        return [number for (number,) in rows]

    def add(
        self,
        feed: Subscription,
        state: FeedState,
        items: Sequence[NewItem],
        now: int,
        oldest: int = 0,
    ) -> int:
        """Note how a feed is, and its items from `oldest` on; returns how many are new. All of it
        or nothing is kept when the program is killed. An item that the feed still has stays
        known, so that it does not come back as new when it has been deleted for its age."""
        recent = [it for it in items if (it.published or now) >= oldest]
        with self._database as it:
            new = [item for item in recent if self._add(feed, item, now)]
            # What a feed without dates holds when it is first read came over a time unknown.
            week = [i for i in new if _is_of_week(i, state, now)]
            it.execute("DELETE FROM arrivals WHERE at <= ?", [now - WEEK])
            it.execute("INSERT INTO arrivals VALUES (?, ?, ?)", [feed.address, now, len(week)])
            (counted,) = it.execute(
                "SELECT sum(count) FROM arrivals WHERE feed = ?", [feed.address]
            ).fetchone()
            row = [*astuple(state)[:-1], counted]
            places = ", ".join("?" * len(row))
            it.execute(f"REPLACE INTO feeds ({FEED_COLUMNS}) VALUES ({places})", row)
        self._written += 1
        return len(new)

    def _add(self, feed: Subscription, item: NewItem, now: int) -> bool:
        mark = _mark(item.key)
        found = self._database.execute("SELECT 1 FROM known WHERE mark = ?", [mark]).fetchone()
        self._database.execute("REPLACE INTO known VALUES (?, ?)", [mark, now])
        if found:
            self._renew(feed, item)
            return False
        at = item.published or now
        if self._is_reprint(item, at):
            return False
        cursor = self._database.execute(
            "INSERT INTO items (feed, url, key, title, publisher, language, at, text, length,"
            ' links, section, "primary", state, event, title_key)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 0, ?)",
            [
                feed.address, item.url, item.key, item.title, item.publisher, item.language, at,
                item.text, item.length, " ".join(it.replace(" ", "%20") for it in item.links),
                feed.section, feed.primary, _title_key(item),
            ],
        )  # fmt: skip
        self._index(cursor.lastrowid or 0, item)
        return True

    def _renew(self, feed: Subscription, item: NewItem) -> None:
        """Take over what the same feed has changed of an item."""
        row = self._database.execute(
            f"SELECT {COLUMNS} FROM items WHERE key = ? AND feed = ?", [item.key, feed.address]
        ).fetchone()
        if row is None:
            return
        old = _item(row)
        if (old.title, old.text) != (item.title, item.text):
            self._unindex(old)
            self._database.execute(
                "UPDATE items SET title = ?, text = ?, length = ?, title_key = ? WHERE id = ?",
                [item.title, item.text, item.length, _title_key(item), old.id],
            )
            self._database.execute("DELETE FROM traits WHERE id = ?", [old.id])
            self._index(old.id, item)

    def _is_reprint(self, item: NewItem, at: int) -> bool:
        return bool(
            self._database.execute(
                "SELECT 1 FROM items WHERE title_key = ? AND at BETWEEN ? AND ?",
                [_title_key(item), at - REPRINT, at + REPRINT],
            ).fetchone()
        )

    def _index(self, number: int, item: NewItem) -> None:
        words = search_words(item.title, item.publisher, item.text)
        self._database.execute("INSERT INTO words(rowid, told) VALUES (?, ?)", [number, words])

    def _unindex(self, item: Item) -> None:
        words = search_words(item.title, item.publisher, item.text)
        self._database.execute(
            "INSERT INTO words(words, rowid, told) VALUES ('delete', ?, ?)", [item.id, words]
        )

    def prune(self, now: int, keep: int, per_feed: int, most: int = MOST_ITEMS) -> int:
        """Delete items older than `keep` seconds, and the oldest beyond `per_feed` of a feed and
        `most` in all; returns how many. Kept items stay."""
        rows = self._database.execute(
            f"SELECT {COLUMNS} FROM (SELECT *, row_number() OVER"
            " (PARTITION BY feed ORDER BY at DESC, id DESC) AS place, row_number() OVER"
            " (ORDER BY at DESC, id DESC) AS overall FROM items WHERE state != 'kept')"
            " WHERE at < ? OR place > ? OR overall > ?",
            [now - keep, per_feed, most],
        ).fetchall()
        with self._database as it:
            for item in map(_item, rows):
                self._unindex(item)
                it.execute("DELETE FROM items WHERE id = ?", [item.id])
                it.execute("DELETE FROM traits WHERE id = ?", [item.id])
            it.execute("DELETE FROM known WHERE seen < ?", [now - max(keep, KNOWN)])
        self._written += 1
        return len(rows)

    def ungrouped(self, most: int) -> list[tuple[int, int]]:
        """The numbers and times of items that were not grouped since they came or were changed,
        the oldest first, at most so many."""
        rows = self._database.execute(
            "SELECT items.id, at FROM items LEFT JOIN traits USING (id)"
            " WHERE traits.version IS NOT ? ORDER BY at, id LIMIT ?",
            [TRAITS_VERSION, most],
        )
        return [(number, at) for number, at in rows]

    def traits(
        self, since: int, until: int, new: Container[int]
    ) -> tuple[list[Traits], dict[int, int]]:
        """The traits of the new items with these numbers, and of those of a span of seconds since
        1970 that were grouped before and have not changed; and the events of the latter."""
        rows = self._database.execute(f"{TRAITS} WHERE at BETWEEN ? AND ?", [since, until])
        known: dict[int, int] = {}
        traits: list[Traits] = []
        for *row, event in rows:
            if row[0] in new or row[-1] is not None:
                traits.append(self._traits(row))
                if row[0] not in new:
                    known[row[0]] = event
        return traits, known

    def traits_of(self, numbers: Sequence[int]) -> list[Traits]:
        """The traits of items, in no order, as far as they are there."""
        return [self._traits(row) for *row, _ in self._rows(TRAITS, numbers)]

    def _traits(self, row: Sequence[Any]) -> Traits:
        number, at, language, title, key, links, packed = row
        if packed is None:
            find = "SELECT text FROM items WHERE id = ?"
            (text,) = self._database.execute(find, [number]).fetchone()
            numbers = packed_traits(title, text)
        else:
            numbers = array("I")
            numbers.frombytes(packed)
        spoken = spoken_language(language, title)
        return Traits(number, at, spoken, title, numbers, key, tuple(links.split()))

    def group(self, events: Mapping[int, int], traits: Iterable[Traits] = ()) -> None:
        """Note the event of items, both by number, and the traits of items that it was found by;
        both, or nothing when the program is killed."""
        rows = [(event, number, event) for number, event in events.items()]
        packed = [(it.id, TRAITS_VERSION, it.packed.tobytes()) for it in traits]
        with self._database as it:
            it.execute("BEGIN IMMEDIATE")
            it.executemany("UPDATE items SET event = ? WHERE id = ? AND event != ?", rows)
            it.executemany("REPLACE INTO traits VALUES (?, ?, ?)", packed)
        self._written += 1

    def mark(self, numbers: Iterable[int], state: str) -> dict[int, str]:
        """Set the state of items: `new`, `read`, `kept` or `dropped`; all of them, or none when the
        program is killed. Returns the states that they had, by number. Raises ValueError."""
        if state not in STATES:
            raise ValueError(state)
        before: dict[int, str] = {}
        with self._database as it:
            it.execute("BEGIN IMMEDIATE")
            for number in numbers:
                row = it.execute("SELECT state FROM items WHERE id = ?", [number]).fetchone()
                if row is not None:
                    before[number] = row[0]
            rows = [(state, number) for number in before]
            it.executemany("UPDATE items SET state = ? WHERE id = ?", rows)
        return before

    def forget_feeds(self, addresses: Iterable[str]) -> None:
        """Delete the states of feeds that nobody asks for any more; their items stay until they
        are too old."""
        rows = [(it,) for it in addresses]
        with self._database as it:
            it.executemany("DELETE FROM feeds WHERE address = ?", rows)
            it.executemany("DELETE FROM arrivals WHERE feed = ?", rows)


@contextmanager
def opened_inbox(folder: Path) -> Iterator[Inbox]:
    """The inbox in a folder. One that is damaged, or of another version, is set aside, never
    deleted. Raises OSError if it can be neither opened nor written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    aside = None
    try:
        try:
            database = _connected(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            aside = _set_aside(path)
            database = _connected(path)
    except sqlite3.OperationalError as error:
        raise OSError(EIO, str(error), str(path)) from error
    try:
        yield Inbox(database, aside)
    except sqlite3.DatabaseError as error:
        raise OSError(EIO, str(error), str(path)) from error
    finally:
        database.close()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError("the inbox is of another version")
        (sound,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        database.executescript(CREATION)
    except BaseException:
        database.close()
        raise
    return database


def _set_aside(path: Path) -> Path:
    """Move a database out of the way, with what belongs to it; returns where it is now."""
    number = 1
    while (target := path.with_name(f"inbox-damaged-{number}.sqlite")).exists():
        number += 1
    path.rename(target)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(target.with_name(target.name + suffix))
    return target


def _item(row: Sequence[object]) -> Item:
    values = dict(zip((it.name for it in fields(Item)), row, strict=True))
    values["links"] = tuple(str(values["links"]).split())
    values["primary"] = bool(values["primary"])
    return Item(**values)  # type: ignore[arg-type]


def _is_of_week(item: NewItem, state: FeedState, now: int) -> bool:
    return item.published > now - WEEK if item.published else state.since < now


def _mark(key: str) -> int:
    """A number for an address, all but certainly its own."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _title_key(item: NewItem) -> int:
    return _mark(f"{comparable(item.publisher)}\n{comparable(item.title) or item.key}")
