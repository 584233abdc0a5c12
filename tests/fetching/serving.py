"""A small web server on this machine for tests: each path is answered by a function."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Seen:
    """A request that came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Web:
    """A running server: its port, and the requests that came in. Paths without a reply are 404."""

    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def asked(self) -> list[str]:
        """The requests that came in, such as `GET /a`, without those for robots.txt."""
        return [f"{it.method} {it.path}" for it in self.seen if it.path != "/robots.txt"]


def page(
    content: bytes | str = b"<p>a page</p>",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """A reply with this content."""
    data = content.encode() if isinstance(content, str) else content

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        given = {"Content-Type": "text/html; charset=UTF-8", "Content-Length": str(len(data))}
        for name, value in {**given, **(headers or {})}.items():
            request.send_header(name, value)
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(data)

    return reply


def redirect(place: str, status: int = 302) -> Reply:
    """A reply that leads elsewhere."""
    return page(b"", status, {"Location": place})


def raw(data: bytes, more: bytes = b"", times: int = 0) -> Reply:
    """These very bytes, then `more` so many times, and the end of the connection."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.write(data)
        for _ in range(times):
            request.wfile.write(more)

    return reply


def secure(certificate: Path, names: list[str]) -> ssl.SSLContext:
    """The server's side of TLS; notes in `names` which host a client asks for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def note(connection: object, name: str | None, context: ssl.SSLContext) -> None:
        names.append(name or "")

    context.sni_callback = note
    return context


@contextmanager
def web(replies: Mapping[str, Reply], tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server with these replies, until the block ends."""
    state = Web(replies=dict(replies), scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.seen.append(Seen(self.command, self.path, dict(self.headers), monotonic()))
            try:
                state.replies.get(self.path.partition("?")[0], page(b"", 404))(self)
            except OSError:
                self.close_connection = True  # the client has seen enough

        do_HEAD = do_POST = do_CONNECT = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: clients of these tests break off."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    state.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
