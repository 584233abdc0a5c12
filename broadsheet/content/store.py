"""The store: values made from files, kept until the file or the code that made them changes.

It is an SQLite database in WAL mode, which can be deleted at any time. A value is kept with the
file's size, times and inode, and with the fingerprint of its bytes. A file that looks the same is
not read again, and a file that was only touched is not converted again.

Values are pickled, so a store must be trusted like the templates of a theme: both run as code.
"""

import os
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from errno import EIO
from pathlib import Path
from typing import Any
from zlib import crc32

from broadsheet.files import RESTED_NS, StatSignature

FILE = "store.sqlite"
VERSION = 5
CHECKSUM = 4  # bytes
TABLES = {
    "made": """
        CREATE TABLE IF NOT EXISTS made (
            path TEXT PRIMARY KEY, signature TEXT NOT NULL, seen INTEGER NOT NULL,
            digest TEXT NOT NULL, maker TEXT NOT NULL, value BLOB NOT NULL
        ) WITHOUT ROWID
    """,
    "texts": "CREATE TABLE IF NOT EXISTS texts (path TEXT PRIMARY KEY, html BLOB NOT NULL)",
    "stamps": "CREATE TABLE IF NOT EXISTS stamps (stamp TEXT NOT NULL)",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A value that was made from a file: the file's signature, the fingerprints of its bytes and of
    everything else that the value was made with, and the value's bytes.

    `html` is the file's text, which is stored separately; None leaves the stored text as it is.
    """

    path: str
    signature: StatSignature
    seen_ns: int  # when the folder was listed, by the system's clock
    digest: str
    maker: str
    value: bytes
    html: str | None = None

    def is_certain(self, signature: StatSignature) -> bool:
        """Whether a file with this signature must have the same bytes."""
        return self.signature == signature and signature.has_rested(self.seen_ns, RESTED_NS)


class Damaged(Exception):
    """A stored value is damaged or missing."""


class Store:
    """The stored values of one site; made by `opened_store`."""

    def __init__(self, database: sqlite3.Connection, fault: str = "") -> None:
        self._database = database
        self.fault = fault

    def all(self) -> dict[str, Made]:
        """Every stored value by its file's path."""
        rows = self._database.execute(
            "SELECT path, signature, seen, digest, maker, value FROM made"
        )
        return {row[0]: _made(*row) for row in rows}

    def stamp(self) -> str:
        """A text that is another one whenever what is stored has changed; empty at first."""
        row = self._database.execute("SELECT stamp FROM stamps").fetchone()
        return str(row[0]) if row else ""

    def paths(self) -> frozenset[str]:
        """The files whose values are stored."""
        return frozenset(path for (path,) in self._database.execute("SELECT path FROM made"))

    def seen(self) -> dict[str, Made]:
        """What `all` gives, but without the values, which may be many."""
        rows = self._database.execute("SELECT path, signature, seen, digest, maker FROM made")
        return {row[0]: _made(*row, b"") for row in rows}

    def texts(self) -> dict[str, bytes]:
        """The HTML of all texts by their files' paths, UTF-8."""
        return dict(self._database.execute("SELECT path, html FROM texts"))

    def one(self, path: str) -> Made:
        """The stored value of a file; raises Damaged if there is none."""
        query = "SELECT path, signature, seen, digest, maker, value FROM made WHERE path = ?"
        row = self._database.execute(query, [path]).fetchone()
        if row is None:
            raise Damaged(f"it does not hold {path}")
        return _made(*row)

    def html(self, path: str) -> bytes:
        """The stored text of a file as HTML in UTF-8; empty if there is none."""
        row = self._database.execute("SELECT html FROM texts WHERE path = ?", [path]).fetchone()
        return bytes(row[0]) if row else b""

    def keep(self, made: Iterable[Made]) -> None:
        """Store values, and replace those of the same files."""
        with self._database:
            for number, it in enumerate(made):
                if not number:
                    self._change()
                row = (it.path, str(it.signature), it.seen_ns, it.digest, it.maker, it.value)
                self._database.execute("REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?)", row)
                if it.html is not None:
                    html = it.html.encode("utf-8", "surrogatepass")
                    self._database.execute("REPLACE INTO texts VALUES (?, ?)", (it.path, html))

    def forget(self, paths: Sequence[str]) -> None:
        """Delete the values of files that are gone."""
        if paths:
            with self._database:
                self._change()
                for table in ("made", "texts"):
                    query = f"DELETE FROM {table} WHERE path = ?"
                    self._database.executemany(query, [(it,) for it in paths])

    def _change(self) -> None:
        self._database.execute("DELETE FROM stamps")
        self._database.execute("INSERT INTO stamps VALUES (?)", [os.urandom(8).hex()])


def _made(path: str, signature: str, *rest: Any) -> Made:
    return Made(path, StatSignature.parsed(signature), *rest)


@contextmanager
def opened_store(folder: Path) -> Iterator[Store]:
    """The store in a folder. A damaged store is set aside and replaced; `fault` says so.

    Raises OSError if the store can be neither opened nor written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, fault = folder / FILE, ""
    try:
        database = _connected(path)
    except sqlite3.OperationalError as error:
        raise OSError(EIO, str(error), str(path)) from error
    except sqlite3.DatabaseError as error:
        fault = quarantine(folder, error)
        database = _connected(path)
    try:
        yield Store(database, fault)
    except sqlite3.OperationalError as error:
        raise OSError(EIO, str(error), str(path)) from error
    finally:
        database.close()


@contextmanager
def standing_store(folder: Path) -> Iterator[Store]:
    """The store in a folder as it stands. Raises sqlite3.Error if it cannot be used."""
    with closing(_connected(folder / FILE)) as database:
        yield Store(database)


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")  # it may be lost at any time
        if version != VERSION:
            _begin(database)
        for creation in TABLES.values():
            database.execute(creation)
    except BaseException:
        database.close()
        raise
    return database


def _begin(database: sqlite3.Connection) -> None:
    """Make the tables anew, in one transaction: each of its own would be written for itself."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            database.execute(f"DROP TABLE IF EXISTS {table}")
        for creation in TABLES.values():
            database.execute(creation)
        database.execute(f"PRAGMA user_version = {VERSION}")


def quarantine(folder: Path, error: Exception) -> str:
    """Set aside the damaged store of a folder, if it is still there; returns a message."""
    path = folder / FILE
    with suppress(FileNotFoundError):
        path.replace(path.with_name(f"{path.name}.damaged"))
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
    return f"was damaged ({error}) and has been set aside; everything is read again"


def dumps(value: object) -> bytes:
    """A value as bytes for the store, with a checksum."""
    return with_checksum(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


def loads(content: bytes) -> Any:
    """The value in such bytes; raises Damaged if the checksum differs."""
    return pickle.loads(without_checksum(content))


def with_checksum(content: bytes) -> bytes:
    """Bytes behind their checksum."""
    return crc32(content).to_bytes(CHECKSUM) + content


def without_checksum(content: bytes) -> bytes:
    """The bytes behind a checksum; raises Damaged if it differs."""
    checksum, rest = content[:CHECKSUM], content[CHECKSUM:]
    if crc32(rest).to_bytes(CHECKSUM) != checksum:
        raise Damaged
    return rest
