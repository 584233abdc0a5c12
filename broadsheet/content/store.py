"""The store: values made from files, kept until the file or the code that made them changes.

It is an SQLite database in WAL mode, which can be deleted at any time. A value is kept with the
file's size, times and inode, and with the fingerprint of its bytes. A file that looks the same is
not read again, and a file that was only touched is not converted again.

Values are pickled, so a store must be trusted like the templates of a theme: both run as code.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EIO
from pathlib import Path
from typing import Any
from zlib import crc32

from broadsheet.files import RESTED_NS, StatSignature

FILE = "store.sqlite"
VERSION = 3
CHECKSUM = 4  # bytes
TABLES = {
    "made": """
        CREATE TABLE IF NOT EXISTS made (
            path TEXT PRIMARY KEY, signature TEXT NOT NULL, seen INTEGER NOT NULL,
            digest TEXT NOT NULL, maker TEXT NOT NULL, value BLOB NOT NULL
        ) WITHOUT ROWID
    """,
    "texts": "CREATE TABLE IF NOT EXISTS texts (path TEXT PRIMARY KEY, html BLOB NOT NULL)",
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
        return {row[0]: Made(row[0], StatSignature.parsed(row[1]), *row[2:]) for row in rows}

    def keep(self, made: Iterable[Made]) -> None:
        """Store values, and replace those of the same files."""
        with self._database:
            for it in made:
                row = (it.path, str(it.signature), it.seen_ns, it.digest, it.maker, it.value)
                self._database.execute("REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?)", row)
                if it.html is not None:
                    html = it.html.encode("utf-8", "surrogatepass")
                    self._database.execute("REPLACE INTO texts VALUES (?, ?)", (it.path, html))

    def forget(self, paths: Sequence[str]) -> None:
        """Delete the values of files that are gone."""
        with self._database:
            for table in TABLES:
                query = f"DELETE FROM {table} WHERE path = ?"
                self._database.executemany(query, [(it,) for it in paths])


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


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")  # it may be lost at any time
        if version != VERSION:
            for table in TABLES:
                database.execute(f"DROP TABLE IF EXISTS {table}")
            database.execute(f"PRAGMA user_version = {VERSION}")
        for creation in TABLES.values():
            database.execute(creation)
    except BaseException:
        database.close()
        raise
    return database


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
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return crc32(content).to_bytes(CHECKSUM) + content


def loads(content: bytes) -> Any:
    """The value in such bytes; raises Damaged if the checksum differs."""
    checksum, pickled = content[:CHECKSUM], content[CHECKSUM:]
    if crc32(pickled).to_bytes(CHECKSUM) != checksum:
        raise Damaged
    return pickle.loads(pickled)
