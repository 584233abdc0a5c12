"""The preview over HTTP: pages and files as a static host sends them, and events for open pages."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from broadsheet.files import DATA
from broadsheet.fingerprint import of_bytes
from broadsheet.preview.answering import ALWAYS, answer
from broadsheet.preview.changes import LiveOptions, Shown
from broadsheet.preview.finding import Found
from broadsheet.preview.hosts import OnlyWithKey, OwnHosts
from broadsheet.preview.local_server import LocalServer
from broadsheet.preview.marking import EVENTS, SCRIPT, STYLE, UNPUBLISHED
from broadsheet.preview.open_pages import OpenPage
from broadsheet.preview.session import Session
from broadsheet.preview.tasks import cancelled
from broadsheet.preview.watching import watch_site

OWN = DATA / "preview"  # the script and the style of the preview itself
PAGES = ("document", "iframe")  # what a browser asks for as a page (Fetch metadata)
UNSTORED = {**ALWAYS, "cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Served:
    """A preview to be served: of which site, to whom (`host`), and how it hears of changes."""

    site: LiveOptions
    host: str = "127.0.0.1"
    poll: bool = False


def serve(served: Served, listener: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve the preview on a socket until Ctrl-C. `tell` prints a line."""
    asyncio.run(serving(served, listener, tell))


async def serving(served: Served, listener: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve until the process is interrupted, or this is cancelled."""
    session = Session(served.site, tell)
    server = LocalServer(application(session, served.host), session.pages.close)
    watching = asyncio.create_task(watch_site(served.site.root, session.look, served.poll, tell))
    await asyncio.sleep(0)  # the first look comes before the first request
    try:
        await server.serve(sockets=[listener])
    finally:
        await cancelled(watching)
        await session.end()


def application(session: Session, host: str, key: str = "") -> Starlette:
    """The preview's web application, for requests that name `host` or this computer; with a `key`
    all its addresses are in the folder of that name, and it answers for no other."""
    folder = f"/{key}" if key else ""

    async def events(request: Request) -> Response:
        asked = request.query_params
        page = OpenPage(asked.get("address", "/"), asked.get("tag", ""))
        told = session.events(page)
        return StreamingResponse(told, headers=UNSTORED, media_type="text/event-stream")

    async def unpublished(_: Request) -> Response:
        return JSONResponse(await session.unpublished(), headers=UNSTORED)

    async def own(request: Request) -> Response:
        return answer(_own(OWN / Path(request.url.path).name), request.headers)

    async def page(request: Request) -> Response:
        path, is_page = request.scope["path"], request.headers.get("sec-fetch-dest") in PAGES
        found = await session.find(path)
        if found.status == 404 and is_page:  # it may be new, and its file not yet looked at
            await session.look(None)
            found = await session.find(path)
        return answer(found, request.headers, folder)

    return Starlette(
        routes=[
            Route(EVENTS, events, methods=["GET"]),
            Route(UNPUBLISHED, unpublished, methods=["GET"]),
            Route(SCRIPT, own, methods=["GET"]),
            Route(STYLE, own, methods=["GET"]),
            Route("/{path:path}", page, methods=["GET"]),
        ],
        middleware=[
            Middleware(OwnHosts, host=host),
            *([Middleware(OnlyWithKey, key=key)] if key else []),
        ],
    )


def _own(path: Path) -> Found:
    content = path.read_bytes()
    return Found(200, path.name, Shown(content, None, of_bytes(content)))
