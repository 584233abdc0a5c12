"""Services for buckets on this machine, and a proxy before them that cuts, refuses and counts."""

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlsplit

from tests.programs import find_program

LONGEST = 120  # seconds for a server to begin, on any machine
TRIES = 5  # ports
WRITES = ("PUT", "POST", "DELETE")


@dataclass(frozen=True)
class Request:
    """A request that a proxy sees; `number` counts the writes before it."""

    method: str
    path: str
    headers: Mapping[str, str]
    number: int

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method in WRITES


@dataclass(frozen=True)
class Answer:
    """What a proxy does with a request instead of passing it on: answer with a status and a text,
    or cut the connection (`is_cut`), after the server has done it or before."""

    status: int = 0
    text: str = ""
    is_cut: bool = False
    is_done: bool = False


Rule = Callable[[Request], Answer | None]


def cut_at(number: int, is_done: bool) -> Rule:
    """Cuts every connection from this write on; the first one after it was done, or before."""
    return lambda it: (
        Answer(is_cut=True, is_done=is_done and it.number == number)
        if it.number >= number and (it.is_write or it.number > number)
        else None
    )


@dataclass
class Proxy:
    """A proxy before a server; `rule` says what to do with a request, and `drop` names headers that
    the server does not see."""

    server: str
    rule: Rule = lambda _: None
    drop: frozenset[str] = frozenset()
    seen: list[Request] = field(default_factory=list)
    address: str = ""

    def begin_again(self, rule: Rule = lambda _: None) -> None:
        """Forget what was seen, and follow this rule."""
        self.rule, self.seen = rule, []


class Listening(ThreadingHTTPServer):
    """The server of a proxy; `guard` keeps requests from being counted at once."""

    daemon_threads = True

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.proxy, self.guard = proxy, Lock()


class Handler(BaseHTTPRequestHandler):
    """Passes requests on, or does what the rule of the proxy says."""

    server: "Listening"
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        proxy = self.server.proxy
        length = int(self.headers.get("Content-Length", 0))
        with self.server.guard:
            number = sum(it.is_write for it in proxy.seen)
            request = Request(self.command, self.path, dict(self.headers), number)
            proxy.seen.append(request)
            answer = proxy.rule(request)
        body = self.rfile.read(length if answer is None or answer.is_done else length // 2)
        if answer is None or answer.is_done:
            self._forward(body, answer is None)
        if answer is not None and answer.is_cut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif answer is not None:
            self.rfile.read(length - len(body))
            self._say(answer.status, {"Content-Type": "application/xml"}, answer.text.encode())

    def _forward(self, body: bytes, is_answered: bool) -> None:
        host = urlsplit(self.server.proxy.server)
        connection = http.client.HTTPConnection(host.hostname or "", host.port or 80)
        kept = {k: v for k, v in self.headers.items() if k.lower() not in self.server.proxy.drop}
        connection.request(self.command, self.path, body, kept)
        answer = connection.getresponse()
        content = answer.read()
        if is_answered:
            self._say(answer.status, dict(answer.getheaders()), content)
        connection.close()

    def _say(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        is_head = self.command == "HEAD"
        length = next((v for k, v in headers.items() if k.lower() == "content-length"), "0")
        self.send_header("Content-Length", length if is_head else str(len(content)))
        self.end_headers()
        if not is_head:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on


@contextmanager
def proxied(server: str) -> Iterator[Proxy]:
    """A proxy before the server at this address."""
    proxy = Proxy(server)
    listening = Listening(proxy)
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    proxy.address = f"http://127.0.0.1:{listening.server_port}"
    try:
        yield proxy
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@contextmanager
def running(command: Callable[[int], list[str]], folder: Path) -> Iterator[str]:
    """A server on a free port, by its command for a port; gives its address. A port may be taken by
    another before the server has it, which ends the server: then it begins anew on another."""
    process, port = next(filter(None, (_started(command, folder) for _ in range(TRIES))))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _started(
    command: Callable[[int], list[str]], folder: Path
) -> tuple[subprocess.Popen[bytes], int] | None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command(port), stdout=log, stderr=log, cwd=folder)
    until = time.monotonic() + LONGEST
    while process.poll() is None:
        # What answers may be another program that has the port: then the server ends by itself.
        if _answers(port) and process.poll() is None:
            return process, port
        assert time.monotonic() < until, (folder / "server.log").read_text("utf-8")
        time.sleep(0.05)
    return None


@contextmanager
def moto(folder: Path) -> Iterator[str]:
    """A server that speaks S3."""
    program = find_program("moto_server")
    with running(lambda port: [program, "-H", "127.0.0.1", "-p", str(port)], folder) as address:
        yield address


def make_bucket(server: str, name: str) -> None:
    """Make a bucket in a server that speaks S3."""
    host = urlsplit(server)
    connection = http.client.HTTPConnection(host.hostname or "", host.port or 80)
    connection.request("PUT", f"/{name}", body=b"")
    assert connection.getresponse().status == 200
    connection.close()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
