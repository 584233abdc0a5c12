"""The desk's web application: its one page, its files, its events, and the routes of its parts."""

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from broadsheet.desk_server import feeds_work, inbox_pane, mistakes_bar, sides
from broadsheet.desk_server.answering import Row, fragment, route
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.guarding import Guarded
from broadsheet.desk_server.messages import Message
from broadsheet.desk_server.pages import FOLDER, Filled
from broadsheet.desk_server.policy import headers
from broadsheet.desk_server.secrets_of_run import Secrets
from broadsheet.desk_server.whole_page import whole_page


async def page(desk: Desk, asked: Asked) -> Response:
    """The whole desk, as the query wants it."""
    message = desk.messages.take(asked.view.get("told"))
    return HTMLResponse(await desk.work(_written, desk, asked, message))


def _written(files: DeskFiles, desk: Desk, asked: Asked, message: Message | None) -> str:
    files.look_at_inbox()
    now = files.now()
    side = sides.SIDES.get(asked.view.get("side")) or sides.SIDES[sides.FIRST]
    return whole_page(files, desk, asked, side(files, asked, now), message, now)


async def jobs(desk: Desk, asked: Asked) -> Response:
    """How the background jobs are."""
    return await fragment(desk, asked, Filled("jobs.html", {"jobs": desk.jobs.now()}))


async def events(desk: Desk, asked: Asked) -> Response:
    """What a window is told as long as it is open."""
    told = desk.windows.listen(asked.view.get("window")[:64])
    return StreamingResponse(told, media_type="text/event-stream")


ROUTES: tuple[Row, ...] = (
    Row("GET", "", page),
    Row("GET", "jobs", jobs),
    Row("GET", "events", events),
    *inbox_pane.ROUTES,
    *mistakes_bar.ROUTES,
    *feeds_work.ROUTES,
    *sides.ROUTES,
)


def application(desk: Desk, secrets: Secrets, own: str) -> ASGIApp:
    """The desk behind its guard; `own` is its host and port."""
    routes = [route(desk, row) for row in ROUTES]
    files = Mount("/static", StaticFiles(directory=FOLDER / "static"))
    return Guarded(Starlette(routes=[*routes, files]), secrets, own, headers(desk.preview))
