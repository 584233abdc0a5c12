"""Serves the desk and the preview beside it, each on a port of this computer, until Ctrl-C."""

import asyncio
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field

from broadsheet.desk_server.app import application
from broadsheet.desk_server.desk import Desk, DeskOptions
from broadsheet.desk_server.guarding import WithHeaders
from broadsheet.desk_server.inbox_pane import begin_fetch
from broadsheet.desk_server.policy import framed_headers
from broadsheet.desk_server.preparing import Preparation
from broadsheet.desk_server.secrets_of_run import Secrets
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.local_server import LocalServer
from broadsheet.preview.ports import NoPort
from broadsheet.preview.server import application as preview_application
from broadsheet.preview.session import Session
from broadsheet.preview.tasks import cancelled
from broadsheet.preview.watching import watch_site
from broadsheet.problems import ProblemsFound

HOST = "127.0.0.1"  # nothing else: the desk is nobody else's
PAUSE = 5.0  # seconds between two looks at an inbox that another program may fill


@dataclass(frozen=True, slots=True)
class DeskServed:
    """A desk to be served. `secrets` are those of this run; with `fetches` it reads the feeds at
    once; with `poll` it looks at the files often, where the system does not tell of changes."""

    options: DeskOptions
    secrets: Secrets = field(default_factory=Secrets)
    fetches: bool = True
    poll: bool = False


def origin(listener: socket.socket) -> str:
    """The address of what a socket serves, without a slash at the end."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


def listening(port: int) -> socket.socket:
    """A socket that listens on a port of this computer alone; with 0 the system chooses one that
    is free. Raises NoPort."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise NoPort(f"cannot listen on port {port}: {error.strerror or error}") from None


def serve_desk(
    served: DeskServed,
    listener: socket.socket,
    preview_listener: socket.socket,
    tell: Callable[[str], None],
) -> bool:
    """Serve the desk and its preview on two sockets until Ctrl-C. `tell` prints a line. Returns
    whether feeds are still being read, which a program that ends need not wait for."""
    return asyncio.run(serving(served, listener, preview_listener, tell))


async def serving(
    served: DeskServed,
    listener: socket.socket,
    preview_listener: socket.socket,
    tell: Callable[[str], None],
) -> bool:
    """Serve until the process is interrupted, or this is cancelled."""
    options = served.options
    desk = Desk(options, f"{origin(preview_listener)}/{served.secrets.preview}", tell)
    shown_site = LiveOptions(options.root, options.now, workers=options.workers)
    session = Session(shown_site, _quiet, desk.mistaken, leaves_lost=True)
    await desk.work(lambda files: None)  # what is wrong with the site is told before anything else
    server, preview = _servers(served, desk, session, origin(listener))
    preparation = Preparation(desk)
    preparation.begin()

    async def look(paths: Collection[str] | None) -> None:
        await asyncio.gather(desk.look(paths), session.look(paths))
        preparation.begin()

    watching = [
        asyncio.create_task(watch_site(options.root, look, served.poll, tell)),
        asyncio.create_task(desk.watch_inbox(PAUSE)),
    ]
    showing = asyncio.create_task(preview.serve(sockets=[preview_listener]))
    if served.fetches:
        with suppress(ProblemsFound):  # the desk shows what is wrong
            await begin_fetch(desk)
    serving_desk = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving_desk)
    finally:
        server.should_exit = preview.should_exit = True
        await serving_desk
        await cancelled(*watching)
        await preparation.end()
        await showing
        await desk.end()
        await session.end()
    return desk.jobs.is_at_work()


def _servers(
    served: DeskServed, desk: Desk, session: Session, own: str
) -> tuple[LocalServer, LocalServer]:
    """The server of the desk, whose origin is `own`, and that of its preview."""
    shown = preview_application(session, HOST, served.secrets.preview)
    preview = LocalServer(
        WithHeaders(shown, framed_headers(own)), session.pages.close, heeds_ctrl_c=False
    )

    def ending() -> None:
        desk.windows.close()
        preview.should_exit = True

    asked = application(desk, served.secrets, own.removeprefix("http://"))
    return LocalServer(asked, ending), preview


def _quiet(_: str) -> None:
    """The preview says nothing in the terminal: the desk shows what is wrong."""
