"""One request and its answer, over a connection to an address that the guard has checked."""

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import httpcore2
import httpx2

from broadsheet.fetching.guard import Guard, port_of
from broadsheet.fetching.refusals import FetchFailed
from broadsheet.fetching.unpacking import too_large, unpacked

NO_PAGE = range(300, 400)  # what redirects bring along is read by nobody
LOOKUP = 3.0  # seconds in which a name must be found where a proxy would find it otherwise
PORTION = 65_536  # bytes that are read at once
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The time by which an answer must be complete, in seconds of the clock `now`."""

    ends: float
    seconds: float
    now: Callable[[], float]

    def left(self) -> float:
        """The seconds that are left. Raises FetchFailed if there are none."""
        left = self.ends - self.now()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> FetchFailed:
        """What is raised when the time is over."""
        return FetchFailed(f"no complete answer came within {self.seconds:g} seconds")


class TimeLeft:
    """The seconds that one page may take; only those count in which its host is waited for."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = self._left = seconds
        self._now = now

    @contextmanager
    def running(self) -> Iterator[Deadline]:
        """The deadline of one request, which uses up some of the time. Raises FetchFailed if there
        is none left."""
        began = self._now()
        deadline = Deadline(began + self._left, self._seconds, self._now)
        deadline.left()
        try:
            yield deadline
        finally:
            self._left -= self._now() - began


@dataclass(frozen=True, slots=True)
class Content:
    """How much of an answer's content is read: at most `limit` bytes when decompressed, none at all
    if that is None. What is longer is refused if it is wanted `whole`, else cut there."""

    limit: int | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What a server is asked: a method, an address that the guard has checked, and headers.
    `body` goes with it."""

    method: str
    url: httpx2.URL
    headers: Mapping[str, str]
    content: Content
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request; `headers` have lower-case names, and `content` is
    decompressed."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class _Stream(httpcore2.NetworkStream):
    """A connection that is not waited for beyond the deadline, however often a byte comes."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(min(max_bytes, PORTION), self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secret = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(secret, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Network(httpcore2.NetworkBackend):
    """Connects to the very IP addresses that the guard has checked, so that a name cannot lead
    elsewhere in between. The name itself still goes into TLS and the Host header. Without a guard
    it connects to any host: to a proxy that the person at this machine has named."""

    def __init__(self, guard: Guard | None, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore2.NetworkStream:
        system = httpcore2.SyncBackend()
        left = self._deadline.left()
        addresses = self._guard.addresses(host, port, left) if self._guard else [host]
        for number, address in enumerate(addresses, 1):
            share = self._deadline.left() / (len(addresses) - number + 1)
            try:
                return _Stream(system.connect_tcp(address, port, share), self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise FetchFailed("there is no such host")


def exchange(
    request: Request,
    guard: Guard,
    deadline: Deadline,
    tls: ssl.SSLContext | None,
    proxy: httpx2.URL | None = None,
) -> Answer:
    """Send one request, by way of `proxy` if there is one, and read its answer.

    A proxy chooses the machine that is connected to; then the guard can only refuse hosts whose
    names lead into a private network here. Raises Refused and FetchFailed.
    """
    host = request.url.netloc.decode("ascii")
    named = {"Host": host, **request.headers, "Connection": "close"}
    headers = [(name.encode("ascii"), value.encode()) for name, value in named.items()]
    with (
        _told(deadline),
        _pool(request.url, guard, deadline, tls, proxy) as pool,
        pool.stream(
            request.method, _target(request.url), headers=headers, content=request.body or None
        ) as response,
    ):
        found = _headers(response.headers)
        return Answer(response.status, found, _content(response, found, request))


def _pool(
    url: httpx2.URL,
    guard: Guard,
    deadline: Deadline,
    tls: ssl.SSLContext | None,
    proxy: httpx2.URL | None,
) -> httpcore2.ConnectionPool:
    if proxy is None:
        return httpcore2.ConnectionPool(tls, network_backend=_Network(guard, deadline))
    with suppress(FetchFailed):  # behind a proxy, names of the public internet may be unknown
        guard.addresses(url.host, port_of(url), min(LOOKUP, deadline.left()))
    return httpcore2.HTTPProxy(
        _target(proxy),
        proxy_auth=(proxy.username, proxy.password) if proxy.userinfo else None,
        ssl_context=tls,
        network_backend=_Network(None, deadline),
    )


def _target(url: httpx2.URL) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _content(response: httpcore2.Response, headers: Mapping[str, str], request: Request) -> bytes:
    limit, whole = request.content.limit, request.content.whole
    if limit is None or request.method == "HEAD" or response.status in NO_PAGE:
        return b""
    announced = headers.get("content-length", "")
    if whole and announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
        raise too_large(limit)
    coding = headers.get("content-encoding", "")
    return unpacked(response.iter_stream(), coding, limit, whole)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("ascii").lower(), _text(value)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextmanager
def _told(deadline: Deadline) -> Iterator[None]:
    """Say what went wrong on the wire in words for a person."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise deadline.missed() from error
    except httpcore2.ConnectError as error:
        raise FetchFailed(_unconnected(error)) from error
    except httpcore2.NetworkError as error:
        raise FetchFailed("the connection broke") from error
    except httpcore2.ProxyError as error:
        raise FetchFailed(f"the proxy answered {error}") from error
    except httpcore2.ProtocolError as error:
        raise FetchFailed("the server broke off, or answered with what is not HTTP") from error


def _unconnected(error: BaseException) -> str:
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the host's certificate is not valid: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return "no secure connection could be made"
    return "the host takes no connection"
