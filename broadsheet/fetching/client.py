"""Fetches pages from the web: within limits, only from public hosts, and with good manners."""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType

import httpcore2
import httpx2

from broadsheet import __version__
from broadsheet.fetching.guard import PUBLIC, Guard
from broadsheet.fetching.manners import Pace, duration, retry_after
from broadsheet.fetching.proxies import NO_PROXIES, Proxies
from broadsheet.fetching.refusals import FetchFailed, Refused
from broadsheet.fetching.robots import ALL, LARGEST, Robots, read_robots
from broadsheet.fetching.unpacking import ACCEPTED
from broadsheet.fetching.wire import Answer, Content, Deadline, Request, TimeLeft, exchange

__all__ = ["PUBLIC", "Client", "FetchFailed", "Fetched", "Guard", "Limits", "Refused", "user_agent"]

REDIRECTS = frozenset([301, 302, 303, 307, 308])
PERMANENT = frozenset([301, 308])
BUSY = frozenset([429, 503])
PATIENCE = 10.0  # seconds that a server may ask us to wait while a person looks on
HEAD_NOT_TAKEN = frozenset([403, 404, 405, 501])
ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page may cost: bytes of its content when decompressed, seconds until it is
    complete (all redirects together, without the waiting that politeness asks for), and how many
    redirects are followed."""

    bytes: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page. `url` is where it came from after redirects; `permanent` the same, if only
    permanent redirects (301, 308) led there, else empty. `content_type` is a bare media type in
    lower case, `charset` what the header says, both empty if it does not. `content` is
    decompressed. The keys of `headers` are in lower case."""

    url: str
    status: int
    content_type: str
    charset: str
    content: bytes
    headers: Mapping[str, str]
    permanent: str = ""


NO_CONTENT = Content(None)
ROBOTS = Limits(bytes=LARGEST, seconds=10.0)


def user_agent(site: str = "") -> str:
    """How this program names itself: its version, and the address of the site it works for."""
    try:
        address = str(httpx2.URL(site))  # in ASCII, as servers expect it
    except httpx2.InvalidURL:
        address = ""
    return f"Broadsheet/{__version__}" + (f" (+{address})" if address else "")


class Client:
    """Fetches pages for the program `agent`, such as `Broadsheet/2.0 (+https://example.org)`.

    Keeps no cookies. `pace` is the least number of seconds between two requests to one host;
    robots.txt, which is asked for once per host, comes between them. `patience` is how many seconds
    a host may ask to be given. With `proxies` the proxy, not the guard, chooses the machine that is
    connected to. Threads may share a client. `now` and `sleep` are its clock, in seconds; `tls`
    says which certificates are trusted, those of the system if it is None.
    """

    def __init__(
        self,
        agent: str,
        *,
        limits: Limits = Limits(),
        guard: Guard = PUBLIC,
        robots: bool = True,
        pace: float = 1.0,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        proxies: Proxies = NO_PROXIES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._limits = limits
        self._guard = guard
        self._obeys_robots = robots
        self._patience = patience
        self._now = now
        self._pace = Pace(pace, now, sleep)
        self._proxies = proxies
        self._tls = tls
        self._robots: dict[str, Robots | Refused | FetchFailed] = {}

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._robots.clear()  # a connection ends with its answer, so there is nothing to close

    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, limits: Limits | None = None
    ) -> Fetched:
        """The page at `url`, whatever its status. `headers` are sent with the request.

        Raises Refused if we do not fetch it, FetchFailed if it cannot be had.
        """
        chosen = limits or self._limits
        return self._fetch("GET", url, headers or {}, chosen, Content(chosen.bytes))

    def head(self, url: str) -> Fetched:
        """What `get` returns, without the content: a HEAD request. Raises as `get` does."""
        return self._fetch("HEAD", url, {}, self._limits, NO_CONTENT)

    def post(self, url: str, body: bytes, content_type: str) -> Fetched:
        """The answer to a POST request with this body, whatever its status. It is sent once: no
        redirect is followed, and robots.txt is not asked, as it is about pages.

        Raises as `get` does.
        """
        here = self._guard.checked(url)
        headers = self._named({"Content-Type": content_type})
        answered = Content(self._limits.bytes, whole=False)
        request = Request("POST", here, headers, answered, body)
        answer = self._sent(request, TimeLeft(self._limits.seconds, self._now))
        return _fetched(here, answer, permanent=False)

    def peek(self, url: str) -> Fetched:
        """Whether there is a page at `url`: asked by HEAD and, as many servers do not take that
        well, by GET after 403, 404, 405, 501 or no answer; its content is not read.

        Raises as `get` does.
        """
        try:
            found = self.head(url)
        except FetchFailed:
            return self._fetch("GET", url, {}, self._limits, NO_CONTENT)
        if found.status in HEAD_NOT_TAKEN:
            return self._fetch("GET", url, {}, self._limits, NO_CONTENT)
        return found

    def _fetch(
        self, method: str, url: str, headers: Mapping[str, str], limits: Limits, content: Content
    ) -> Fetched:
        first = here = self._guard.checked(url)
        time_left = TimeLeft(limits.seconds, self._now)
        permanent = True
        for hop in range(limits.redirects + 1):
            self._ask_robots(here)
            extra = headers if here.host == first.host else {}
            answer = self._asked(Request(method, here, self._named(extra), content), time_left)
            place = answer.headers.get("location", "").strip()
            if answer.status not in REDIRECTS or not place:
                return _fetched(here, answer, permanent and hop > 0)
            here = self._guard.checked(_joined(here, place))
            permanent = permanent and answer.status in PERMANENT
        raise Refused(f"the address leads to another one more than {limits.redirects} times")

    def _asked(self, request: Request, time_left: TimeLeft) -> Answer:
        """The answer to a request. A host that is busy gets the time it asks for, once, if a
        person would wait so long."""
        answer = self._sent(request, time_left)
        asked = retry_after(answer.headers) if answer.status in BUSY else None
        if asked is None:
            return answer
        self._pace.hold(request.url.host, asked)
        return self._sent(request, time_left)

    def _sent(self, request: Request, time_left: TimeLeft) -> Answer:
        host = request.url.host
        held = self._pace.held(host)
        if held > self._patience:
            raise Refused(f"the host asks programs to come back in {duration(held)}", True, held)
        self._pace.wait(host)
        with time_left.running() as deadline:
            return self._exchanged(request, deadline)

    def _exchanged(self, request: Request, deadline: Deadline) -> Answer:
        if request.url.scheme == "https" and self._tls is None:
            self._tls = httpcore2.default_ssl_context()  # takes a while, so it is made once
        proxy = self._proxies.of(request.url)
        return exchange(request, self._guard, deadline, self._tls, proxy)

    def _named(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        usual = {"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        return {**usual, **headers}

    def _ask_robots(self, url: httpx2.URL) -> None:
        """Raises Refused if robots.txt forbids the address, and what went wrong when the host was
        asked for it."""
        if not self._obeys_robots:
            return
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._robots:  # two threads may both ask: the answer is the same
            self._robots[origin] = self._robots_of(origin)
        robots = self._robots[origin]
        if isinstance(robots, Robots):
            if not robots.allows(url.raw_path.decode("ascii")):
                raise Refused("robots.txt asks programs not to fetch it")
            return
        if isinstance(robots, Refused):
            raise Refused(robots.why, robots.is_for_now)
        raise FetchFailed(robots.why)

    def _robots_of(self, origin: str) -> Robots | Refused | FetchFailed:
        """The rules at an origin (RFC 9309, 2.3.1): none if there is no robots.txt, no page at all
        if the server fails; or why the host cannot be asked."""
        here = self._guard.checked(f"{origin}/robots.txt")
        time_left = TimeLeft(ROBOTS.seconds, self._now)
        content = Content(ROBOTS.bytes, whole=False)
        try:
            for _ in range(ROBOTS.redirects + 1):
                request = Request("GET", here, self._named({}), content)
                with time_left.running() as deadline:
                    answer = self._exchanged(request, deadline)
                place = answer.headers.get("location", "").strip()
                if answer.status not in REDIRECTS or not place:
                    return _rules(answer, self._agent)
                here = self._guard.checked(_joined(here, place))
        except (Refused, FetchFailed) as error:
            return error
        return ALL


def _rules(answer: Answer, agent: str) -> Robots | Refused:
    if answer.status >= 500:
        return Refused(f"the host fails to show its robots.txt (status {answer.status})", True)
    if answer.status >= 300:
        return ALL
    return read_robots(answer.content, agent.partition("/")[0])


def _joined(here: httpx2.URL, place: str) -> str:
    try:
        return str(here.join(place))
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise Refused("the address leads to what is not a web address") from error


def _fetched(url: httpx2.URL, answer: Answer, permanent: bool) -> Fetched:
    kind = answer.headers.get("content-type", "")
    charset = CHARSET.search(kind)
    return Fetched(
        url=str(url),
        status=answer.status,
        content_type=kind.partition(";")[0].strip().lower(),
        charset=charset[1].lower() if charset else "",
        content=answer.content,
        headers=answer.headers,
        permanent=str(url) if permanent else "",
    )
