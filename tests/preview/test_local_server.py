"""The server of the desk and of the preview goes on answering beside connections that never end."""

import asyncio
import gc
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from broadsheet.preview import local_server
from broadsheet.preview.local_server import LocalServer

PATIENCE = 0.05  # seconds
LONGEST = 60.0  # seconds to wait for anything, on any machine
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
BEGUN = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost:",
    "half a body": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nfew",
    "an endless body": b"POST / HTTP/1.1\r\nHost: a\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    "a second head": GET + b"GET / HTT",
}


class App:
    """Answers when the whole request is there, and it may."""

    def __init__(self) -> None:
        self.may_answer = Event()
        self.may_answer.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        while (await receive()).get("more_body"):
            pass
        await asyncio.to_thread(self.may_answer.wait, LONGEST)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """The port of the application, served."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = LocalServer(app, lambda: None, heeds_ctrl_c=False, patience=PATIENCE)
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(LONGEST)
    assert not thread.is_alive()


def connected(port: int, sent: bytes = b"") -> socket.socket:
    """A connection on which this was sent."""
    connection = socket.create_connection(("127.0.0.1", port), LONGEST)
    connection.sendall(sent)
    return connection


def came(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    parts = []
    with connection:
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("begun", BEGUN)
def test_connection_that_does_not_end_its_request_is_closed(begun: str) -> None:
    with served(App()) as port:
        assert came(connected(port, BEGUN[begun])).count(b"answered") == BEGUN[begun].count(GET)


def test_server_answers_beside_200_connections_that_send_nothing() -> None:
    with served(App()) as port, ExitStack() as opened:
        for begun in [*BEGUN.values()] * 40:
            opened.enter_context(connected(port, begun))
        with connected(port, GET) as connection:
            assert b"200 OK" in connection.recv(65_536)


def test_answer_may_take_longer_than_a_request() -> None:
    app, last = App(), GET.replace(b"Host", b"Connection: close\r\nHost")
    app.may_answer.clear()
    with served(app) as port, connected(port, last) as asked:
        for _ in range(3):
            came(connected(port))
        app.may_answer.set()
        assert b"answered" in came(asked)


def test_answer_that_nobody_reads_is_broken_off_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "AT_THE_END", 0)

    async def much(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(50_000_000)})

    with served(much) as port:
        asked = connected(port, GET)
        assert asked.recv(1) == b"H"
    assert len(came(asked)) < 50_000_000
    gc.collect()  # which would tell of a connection that was left open
