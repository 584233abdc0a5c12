"""A desk that runs in this process beside a test's asserts, and a browser's or a raw way to ask."""

import asyncio
import http.client
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode, urlsplit

from broadsheet.clipping.addresses import same_report
from broadsheet.desk_server.desk import DeskOptions
from broadsheet.desk_server.secrets_of_run import Secrets
from broadsheet.desk_server.serving import DeskServed, listening, origin, serving
from broadsheet.fetching.client import Client, Guard
from broadsheet.files import MEMORY
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.store import opened_inbox

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
NOW = int(START.timestamp())
LONGEST = 60  # seconds to wait for anything, on any machine
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers with names in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Running:
    """A desk that runs: its secrets, its origin, the address of its preview, and what it has said
    in the terminal."""

    secrets: Secrets
    origin: str
    preview: str
    said: list[str] = field(default_factory=list)

    @property
    def entry(self) -> str:
        """The address that the terminal shows."""
        return f"{self.origin}/?key={self.secrets.token}"

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"{self.origin}/{self.secrets.folder}/"

    def raw(
        self,
        method: str,
        path: str,
        body: str | bytes = "",
        headers: Mapping[str, str] | None = None,
        origin: str = "",
    ) -> Answer:
        """Ask with exactly these headers, and `Host` unless it is given."""
        parts = urlsplit(origin or self.origin)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=LONGEST)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            told = {key.lower(): value for key, value in answer.getheaders()}
            text = "" if "event-stream" in told.get("content-type", "") else answer.read().decode()
            return Answer(answer.status, told, text)
        finally:
            connection.close()

    def let_in(self) -> "Visitor":
        """A browser that was shown the address, but has no script."""
        answer = self.raw("GET", f"/?key={self.secrets.token}")
        return Visitor(self, answer.headers["set-cookie"].partition(";")[0])


@dataclass
class Visitor:
    """A browser without a script: it has the cookie, and sends the forms that it is shown."""

    desk: Running
    cookie: str

    def get(self, place: str = "") -> Answer:
        """A page or a part of one, by its relative address."""
        return self.desk.raw("GET", f"/{self.desk.secrets.folder}/{place}", headers=self.own())

    def own(self, **more: str) -> dict[str, str]:
        """The headers of a browser that is let in."""
        return {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", **more}

    def form_key(self) -> str:
        """The key that the forms of a page hold."""
        found = re.search(r'name="csrf" value="(\w+)"', self.get().text)
        assert found
        return found[1]

    def send(self, name: str, fields: Mapping[str, str | Sequence[str]], view: str = "") -> Answer:
        """Send a form, and follow to the page that comes next."""
        values = {"csrf": self.form_key(), "view": view, **fields}
        headers = self.own(Origin=self.desk.origin, **{"Content-Type": FORM})
        path = f"/{self.desk.secrets.folder}/{name}"
        answer = self.desk.raw("POST", path, urlencode(values, doseq=True), headers)
        if answer.status != 303:
            return answer
        return self.get(answer.headers["location"].removeprefix("./"))


def client_to(port: int = 0) -> Callable[[str], Client]:
    """What makes a client for which a server on this machine is every host; 0 reaches nothing."""
    guard = Guard(frozenset([port]), lambda host, port: ["127.0.0.1"])
    return lambda site: Client("Broadsheet/2.0", guard=guard, robots=False, pace=0, patience=0)


@contextmanager
def running_desk(
    root: Path, fetches: bool = False, client: Callable[[str], Client] | None = None
) -> Iterator[Running]:
    """A desk of the site at `root`, at noon of the last of January 2026."""

    def now(zone: tzinfo) -> datetime:
        return START.astimezone(zone)

    options = DeskOptions(root, now, client or client_to(), workers=1)
    served = DeskServed(options, fetches=fetches)
    with listening(0) as listener, listening(0) as beside:
        desk = Running(
            served.secrets, origin(listener), f"{origin(beside)}/{served.secrets.preview}"
        )
        ready, ended = Event(), list[Callable[[], object]]()
        loops: list[asyncio.AbstractEventLoop] = []

        async def run() -> None:
            task = asyncio.ensure_future(serving(served, listener, beside, desk.said.append))
            loop = asyncio.get_running_loop()
            loops.append(loop)
            ended.append(lambda: loop.call_soon_threadsafe(task.cancel))
            ready.set()
            try:
                await task
            except asyncio.CancelledError:
                return

        thread = Thread(target=lambda: asyncio.run(run()), daemon=True)
        thread.start()
        assert ready.wait(LONGEST)
        try:
            yield desk
        finally:
            ended[0]()
            thread.join(LONGEST)
            if thread.is_alive():
                waiting = "\n".join(map(repr, asyncio.all_tasks(loops[0])))
                raise AssertionError(f"the desk did not end; it waits for:\n{waiting}")


def report(
    number: int, title: str = "", publisher: str = "Marsh Diary", **given: object
) -> NewItem:
    """A report; `given` are other fields of it."""
    url = f"https://marsh.example/{number}"
    values: dict[str, object] = {
        "url": url, "key": same_report(url), "title": title or f"Report {number}",
        "publisher": publisher, "language": "en", "published": NOW - number * 60,
        "text": f"What report {number} says.", "length": 40,
    }  # fmt: skip
    return NewItem(**{**values, **given})  # type: ignore[arg-type]


def reported(root: Path, *items: NewItem, section: str = "world") -> None:
    """Put reports into the inbox of a site, as if they came from a feed of a section."""
    feed = Subscription("https://marsh.example/feed", section=section)
    with opened_inbox(root / MEMORY) as inbox:
        inbox.add(feed, FeedState(feed.address, since=NOW), items, NOW)


def grouped(root: Path, *numbers: int) -> None:
    """Make one group of reports, by their numbers in the inbox."""
    with opened_inbox(root / MEMORY) as inbox:
        inbox.group(dict.fromkeys(numbers, min(numbers)))


def states(root: Path) -> dict[str, str]:
    """The state of each report, by its title."""
    with opened_inbox(root / MEMORY) as inbox:
        return {it.title: it.state for it in inbox.items()}


def later(minutes: int) -> int:
    """A time after the start, in seconds since 1970."""
    return NOW + int(timedelta(minutes=minutes).total_seconds())
