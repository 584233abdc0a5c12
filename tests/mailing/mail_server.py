"""A mail server on this machine for tests, with a certificate of its own, that can misbehave."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.programs import find_program

USER, PASSWORD = "desk", "s3cret-of-smtp"


@dataclass
class Desk:
    """Takes mails and keeps them; answers otherwise where it is told to.

    `answers` are by the name of a command; `cuts` is where the line is cut, `data` or `after`.
    """

    answers: dict[str, str] = field(default_factory=dict)
    cuts: str = ""
    taken: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 fine")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.cuts == "data":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 fine")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if "DATA" not in self.answers:
            self.taken.append(envelope)
            self.encrypted.append(session.ssl is not None)
        if self.cuts == "after":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            await asyncio.sleep(0)
        return self.answers.get("DATA", "250 taken")


def _authenticated(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=good)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that it has signed itself, and its key."""
    made, key = folder / "made.pem", folder / "key.pem"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    asked += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = [find_program("openssl"), *asked, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@contextmanager
def mail_server(
    desk: Desk, pair: tuple[Path, Path] | None, *, implicit: bool = False, auth: bool = False
) -> Iterator[int]:
    """The port of a running server; with a certificate it offers STARTTLS, or where `implicit`
    speaks TLS from the start; with `auth` it asks for a password."""
    context = None
    if pair:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*pair)
    more: dict[str, Any] = {} if implicit else {"tls_context": context}
    if auth:
        more |= {"authenticator": _authenticated, "auth_required": not implicit}
        more |= {"auth_require_tls": not implicit}  # it does not know that such a line is encrypted
    loop = asyncio.new_event_loop()
    running = Thread(target=loop.run_forever, daemon=True)
    running.start()

    lines: list[_Line] = []

    def line() -> _Line:
        lines.append(_Line(desk, hostname="localhost", loop=loop, **more))
        return lines[-1]

    async def begin() -> asyncio.Server:
        return await loop.create_server(
            line,
            "localhost",
            0,
            family=socket.AF_INET,
            ssl=context if implicit else None,
        )

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server, lines), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        running.join()
        loop.close()


class _Line(SMTP):
    """A line to the server, which says when it has ended."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ended = asyncio.Event()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.ended.set()


async def _ended(server: asyncio.Server, lines: list[_Line]) -> None:
    """End a server once the lines to it have ended, which is what clients see to."""
    server.close()
    for line in lines:
        await line.ended.wait()
    tasks = [it for it in asyncio.all_tasks() if it is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await server.wait_closed()
    await asyncio.sleep(0)  # transports close their sockets in the next turn
