"""A desk for tests: served in a thread at a fixed moment, and asked by raw HTTP."""

import asyncio
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from http.client import HTTPConnection
from threading import Thread
from time import monotonic, sleep
from urllib.parse import parse_qs, urlencode, urlsplit

from lxml.html import HtmlElement, document_fromstring

from broadsheet.clipping.addresses import same_report
from broadsheet.desk_server.app import application
from broadsheet.desk_server.desk import Desk, DeskOptions
from broadsheet.desk_server.secrets_of_run import Secrets
from broadsheet.fetching.client import Client
from broadsheet.files import MEMORY
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.store import opened_inbox
from broadsheet.preview.local_server import LocalServer
from tests.sites import Site

NOW = datetime(2022, 1, 5, 12, tzinfo=UTC)
PATIENCE = 30.0  # seconds to wait for a job


@dataclass(frozen=True)
class Answer:
    """What the desk answered: its page, and where the browser is now."""

    status: int
    text: str
    query: str

    @property
    def page(self) -> HtmlElement:
        """The page, parsed as browsers do: the line break that begins a text area is not in it."""
        return document_fromstring(re.sub(r"(<textarea[^>]*>)\n", r"\1", self.text))

    def find(self, path: str) -> list[HtmlElement]:
        """What an XPath finds."""
        found: list[HtmlElement] = self.page.xpath(path)
        return found

    def said(self) -> str:
        """The message of the page, whichever it is."""
        found = self.find("//*[@id='told' or @id='alert']//p")
        return " ".join(it.text_content() for it in found)

    def words(self, identity: str = "edition") -> str:
        """The text of the element with an id."""
        (found,) = self.find(f"//*[@id='{identity}']")
        return " ".join(found.text_content().split())

    def fields(self, path: str) -> dict[str, str]:
        """The fields of the form that an XPath finds, as a browser would send them."""
        (form,) = self.find(path)
        return dict(form.form_values())


@dataclass
class Browser:
    """One browser at the desk, without a script."""

    port: int
    token: str
    folder: str = ""
    cookie: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def enter(self) -> "Browser":
        """Be let in, by the address in the terminal."""
        _, headers, _ = self.ask("GET", f"/?key={self.token}")
        self.folder = headers["location"]
        self.cookie = headers["set-cookie"].partition(";")[0]
        return self

    def get(self, query: str = "") -> Answer:
        """A page, by its query."""
        status, _, text = self.ask("GET", f"{self.folder}?{query}")
        return Answer(status, text, query)

    def post(self, action: str, fields: Mapping[str, str]) -> Answer:
        """Send a form, and follow the way back."""
        status, headers, text = self.ask("POST", f"{self.folder}{action}", urlencode(dict(fields)))
        if status == 303:
            return self.get(urlsplit(headers["location"]).query)
        return Answer(status, text, "")

    def press(self, page: Answer, button: str, **typed: str) -> Answer:
        """Press the button with an id, after typing into fields of its form."""
        (found,) = page.find(f"//button[@id='{button}']")
        owner = found.get("form")
        (form,) = page.find(f"//form[@id='{owner}']") if owner else found.xpath("ancestor::form")
        fields = {**dict(form.form_values()), **typed}
        if found.get("name"):
            fields[found.get("name")] = found.get("value", "")
        gone = [name for name, value in typed.items() if value == UNTICKED]
        fields = {name: value for name, value in fields.items() if name not in gone}
        return self.post(found.get("formaction") or form.get("action"), fields)

    def after(self, side: str) -> Answer:
        """The side of an action, when its work has come to its end."""
        return self.done(f"side={side}")

    def done(self, query: str) -> Answer:
        """A page, when what it is waiting for is done."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            page = self.get(query)
            if "This is being" not in page.text:
                return page
            sleep(0.05)
        raise TimeoutError(query)

    def ask(
        self, method: str, path: str, body: str | None = None
    ) -> tuple[int, Mapping[str, str], str]:
        """The status, headers and text that answer a request."""
        headers = {"Cookie": self.cookie, **self.headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode()


UNTICKED = "\0unticked"


@contextmanager
def desk_of(site: Site, now: datetime = NOW) -> Iterator[Browser]:
    """A browser that was let in at the desk of a site."""

    def moment(zone: tzinfo) -> datetime:
        return now.astimezone(zone)

    secrets, listener = Secrets(), socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    servers: list[LocalServer] = []

    async def serving() -> None:
        options = DeskOptions(site.root, moment, lambda _: Client("Tester/1"))
        desk = Desk(options, "http://127.0.0.1:9", lambda _: None)
        servers.append(
            LocalServer(application(desk, secrets, f"127.0.0.1:{port}"), desk.windows.close)
        )
        await servers[0].serve(sockets=[listener])
        await desk.end()

    thread = Thread(target=lambda: asyncio.run(serving()))
    thread.start()
    try:
        yield Browser(port, secrets.token).enter()
    finally:
        servers[0].should_exit = True
        thread.join(PATIENCE)


def report(url: str, title: str, publisher: str, text: str = "", language: str = "en") -> NewItem:
    """A report as a feed has it."""
    at = int(NOW.timestamp()) - 3600
    return NewItem(url, same_report(url), title, publisher, language, at, text, len(text))


def put_reports(site: Site, *groups: Sequence[NewItem]) -> None:
    """Put groups of reports into the inbox of a site."""
    feed = Subscription("https://feed.example/", "Feed", "world")
    with opened_inbox(site.root / MEMORY) as inbox:
        every = [it for group in groups for it in group]
        inbox.add(feed, FeedState(feed.address), every, int(NOW.timestamp()))
        number = {it.key: it.id for it in inbox.items()}
        inbox.group({number[it.key]: number[group[0].key] for group in groups for it in group})


def query_of(page: Answer) -> dict[str, str]:
    """The keys of a page's address."""
    return {key: values[0] for key, values in parse_qs(page.query).items()}
