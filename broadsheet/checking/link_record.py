"""What is known of links to other sites, kept from one check to the next in the site's folder."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import date, timedelta
from errno import EIO
from pathlib import Path

from broadsheet.checking.link_looks import Look, Result

FILE = "links.sqlite"
VERSION = 1
KEPT = timedelta(days=90)  # what nobody has looked at for so long is no longer linked to
CREATION = """
    CREATE TABLE IF NOT EXISTS looks (
        url TEXT PRIMARY KEY, result TEXT NOT NULL, seen TEXT NOT NULL, again TEXT NOT NULL,
        why TEXT NOT NULL, moved TEXT NOT NULL, status INTEGER NOT NULL, failed_since TEXT,
        failures INTEGER NOT NULL, copy TEXT NOT NULL
    ) WITHOUT ROWID
"""
COLUMNS = ", ".join(it.name for it in fields(Look))


class LinkRecord:
    """The looks at all links of one site; made by `opened_link_record`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def all(self) -> dict[str, Look]:
        """The last look at each address."""
        rows = self._database.execute(f"SELECT {COLUMNS} FROM looks")
        return {row[0]: _look(*row) for row in rows}

    def keep(self, look: Look) -> None:
        """Note a look, in place of the one before it at the same address."""
        values = [getattr(look, it.name) for it in fields(Look)]
        row = [it.isoformat() if isinstance(it, date) else it for it in values]
        places = ", ".join("?" * len(row))
        with self._database:
            self._database.execute(f"REPLACE INTO looks ({COLUMNS}) VALUES ({places})", row)

    def forget(self, today: date) -> None:
        """Delete what has not been looked at for a long time."""
        with self._database:
            oldest = (today - KEPT).isoformat()
            self._database.execute("DELETE FROM looks WHERE seen < ?", [oldest])


@contextmanager
def opened_link_record(folder: Path) -> Iterator[LinkRecord]:
    """The record in a folder. One that is damaged or of another version is begun anew, which costs
    only time. Raises OSError if it can be neither opened nor written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    try:
        database = _connected(path)
    except sqlite3.OperationalError as error:
        raise OSError(EIO, str(error), str(path)) from error
    except (sqlite3.DatabaseError, ValueError):
        for suffix in ("", "-journal"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()
        database = _connected(path)
    try:
        yield LinkRecord(database)
    except sqlite3.OperationalError as error:
        raise OSError(EIO, str(error), str(path)) from error
    finally:
        database.close()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("PRAGMA synchronous = OFF")  # it may be lost at any time
        if version != VERSION:
            database.execute("DROP TABLE IF EXISTS looks")
            database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute(CREATION)
        LinkRecord(database).all()  # reads every row: damage shows here
    except BaseException:
        database.close()
        raise
    return database


def _look(
    url: str,
    result: str,
    seen: str,
    again: str,
    why: str,
    moved: str,
    status: int,
    failed_since: str | None,
    failures: int,
    copy: str,
) -> Look:
    since = date.fromisoformat(failed_since) if failed_since else None
    days = date.fromisoformat(seen), date.fromisoformat(again)
    known: Result = "fine" if result == "fine" else "failed" if result == "failed" else "unsure"
    return Look(url, known, *days, why, moved, status, since, failures, copy)
