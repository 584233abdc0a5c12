"""Readers that people use: what is new to each when it fetches a feed, or is in a catalog."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from typing import Protocol

from tests.programs import find_program, run

SFEED = """\
sfeedpath="{folder}/feeds"
fetch() {{
    curl -f -s -A sfeed --etag-save {folder}/etag --etag-compare {folder}/etag "$2"
}}
feeds() {{
    feed news "{url}"
}}
"""  # asks by ETag, as its documentation shows; by itself it fetches the whole feed each time
RSS2EMAIL = """\
[DEFAULT]
from = digest@example.org
to = reader@example.org
email-protocol = maildir
maildir-path = {folder}/mail
maildir-mailbox = .
[feed.news]
url = {url}
"""

BROWSE = """\
import asyncio, json, sys
from pathlib import Path
from shelfline.config import AppConfig, CatalogConfig
from shelfline.services import CatalogWorkflow

async def browse(url, folder):
    catalog = CatalogConfig("Digest", url)
    reader = CatalogWorkflow(AppConfig(folder / "books", [catalog]), folder / "state.db")
    waiting, found = [url], []
    while waiting:
        for entry in (await reader.fetch_catalog(catalog, waiting.pop())).entries:
            if entry.navigation_url:
                waiting.append(entry.navigation_url)
            else:
                file = await reader.download_best_epub(catalog, entry)
                found.append([entry.identifier, entry.title, entry.authors, str(file)])
    await reader.aclose()
    print(json.dumps(found))

asyncio.run(browse(sys.argv[1], Path(sys.argv[2])))
"""  # what a person does in Shelfline's screens: open each folder, and download each book


class Reader(Protocol):
    """A feed reader that has subscribed to a feed."""

    def fetch(self) -> list[str]:
        """Fetch the feed; returns the titles of what the reader has not shown before."""
        ...


class Newsboat:
    """Newsboat: it counts what is unread, and keeps all articles in a database.

    It remembers a feed's ETag only from the second time that it fetches it.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self._program, self._folder = find_program("newsboat"), folder
        (folder / "urls").write_text(f"{url}\n", "utf-8")
        (folder / "config").write_text("", "utf-8")
        self._known = set[str]()
        self._run("print-unread")

    def _run(self, *orders: str) -> None:
        files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
        run(self._folder, "env", f"HOME={self._folder}", self._program, *files, "-x", *orders)

    def fetch(self) -> list[str]:
        """Fetch the feed; returns the titles of articles that are new in the database."""
        self._run("reload")
        with sqlite3.connect(self._folder / "cache.db") as cache:
            rows = cache.execute("SELECT guid, title FROM rss_item ORDER BY pubDate").fetchall()
        new = [title for guid, title in rows if guid not in self._known]
        self._known.update(guid for guid, _ in rows)
        return new


class Sfeed:
    """sfeed: it keeps each article as a line of a file."""

    def __init__(self, folder: Path, url: str) -> None:
        self._program, self._folder = find_program("sfeed_update"), folder
        (folder / "sfeedrc").write_text(SFEED.format(folder=folder, url=url), "utf-8")
        self._known = set[str]()

    def fetch(self) -> list[str]:
        """Fetch the feed; returns the titles in the lines that are new."""
        run(self._folder, self._program, str(self._folder / "sfeedrc"))
        lines = (self._folder / "feeds/news").read_text("utf-8").splitlines()
        new = [line.split("\t")[1] for line in reversed(lines) if line not in self._known]
        self._known.update(lines)
        return new


class Rss2email:
    """rss2email: it sends a mail for each article, here into a folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self._program, self._folder = find_program("r2e"), folder
        (folder / "rss2email.cfg").write_text(RSS2EMAIL.format(folder=folder, url=url), "utf-8")
        for part in ("new", "cur", "tmp"):
            (folder / "mail" / part).mkdir(parents=True)

    def fetch(self) -> list[str]:
        """Fetch the feed; returns the subjects of the mails that came."""
        files = ["-c", "rss2email.cfg", "-d", "rss2email.json"]
        run(self._folder, "env", f"HOME={self._folder}", self._program, *files, "run")
        mails = sorted((self._folder / "mail/new").iterdir(), key=os.path.getmtime)
        subjects = [str(message_from_bytes(mail.read_bytes())["Subject"]) for mail in mails]
        for mail in mails:
            mail.unlink()
        return [str(make_header(decode_header(subject))) for subject in subjects]


@dataclass(frozen=True)
class Borrowed:
    """A book that a reader took out of a catalog."""

    id: str
    title: str
    authors: tuple[str, ...]
    file: Path


def borrowed(folder: Path, url: str) -> list[Borrowed]:
    """All books of a catalog, browsed and downloaded with Shelfline into an empty folder."""
    python = Path(find_program("shelfline")).with_name("python")
    done = subprocess.run(
        [str(python), "-c", BROWSE, url, str(folder)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [
        Borrowed(id, title, tuple(names), Path(file))
        for id, title, names, file in json.loads(done.stdout)
    ]


READERS: dict[str, Callable[[Path, str], Reader]] = {
    "newsboat": Newsboat,
    "sfeed": Sfeed,
    "rss2email": Rss2email,
}
