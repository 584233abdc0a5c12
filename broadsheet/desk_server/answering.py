"""How the desk answers: with its page, with a part of it, or by sending the browser back to it."""

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.asking import Asked, read_view
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.guarding import ASKED
from broadsheet.desk_server.jobs import BUG
from broadsheet.desk_server.messages import Message
from broadsheet.desk_server.pages import Filled
from broadsheet.editing.changes import EditedElsewhere, NothingToUndo
from broadsheet.problems import ProblemsFound, problem_lines, refusal_words

Handler = Callable[[Desk, Asked], Awaitable[Response]]
MISTAKES = (
    CannotDo,
    ProblemsFound,
    EditedElsewhere,
    NothingToUndo,
    OSError,
)  # of a curator's wish or files, not ours


@dataclass(frozen=True, slots=True)
class Row:
    """A route: one segment of a path, and what answers there. GET changes nothing."""

    method: Literal["GET", "POST"]
    name: str
    handler: Handler


def done(
    desk: Desk,
    asked: Asked,
    text: str,
    goal: str = "",
    is_warning: bool = False,
    **changes: object,
) -> Response:
    """Send the browser back to the view that the form was in, with these keys changed, to show a
    message, perhaps a warning; `goal` is the id of what has the focus then. The other windows look
    again."""
    desk.changed(besides=asked.window)
    return _back(desk, asked, Message(text, is_warning, goal), changes)


def refused(desk: Desk, asked: Asked, text: str) -> Response:
    """Send the browser back with a message that nothing was done, and why."""
    return _back(desk, asked, Message(text, is_refusal=True), {})


async def fragment(desk: Desk, asked: Asked, filled: Filled, status: int = 200) -> Response:
    """A part of the page, each element of which takes the place of the one with its id."""

    def write(files: DeskFiles) -> str:
        return desk.pages.written(filled, as_shown(asked), files.now())

    return HTMLResponse(await desk.work(write), status)


def as_shown(asked: Asked) -> Asked:
    """A request whose view is that which its form was in, where it has a form."""
    written = asked.form.one("view")
    return replace(asked, view=read_view(written)) if written else asked


def _back(desk: Desk, asked: Asked, message: Message, changes: dict[str, object]) -> Response:
    view = read_view(asked.form.one("view")).changed(changes)
    told = desk.messages.keep(message) if message.text else None
    return RedirectResponse(f"./{view.link(told=told)}", 303)


def route(desk: Desk, row: Row) -> Route:
    """A route of the application; what a curator cannot do becomes a message."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked: Asked = scope[ASKED]
        try:
            answer = await row.handler(desk, asked)
        except MISTAKES as mistake:
            answer = _mistaken(desk, asked, row, words_of(mistake))
        except Exception:  # of our own: the desk goes on
            traceback.print_exc()
            answer = _mistaken(desk, asked, row, BUG)
        await answer(scope, receive, send)

    return Route(f"/{row.name}", _Answer(app), methods=[row.method])


def _mistaken(desk: Desk, asked: Asked, row: Row, words: str) -> Response:
    if row.method == "POST":
        return refused(desk, asked, words)
    return PlainTextResponse(f"{words}\n", 500)


def words_of(mistake: Exception) -> str:
    """What a mistake of a curator's wish or files says to a person."""
    if isinstance(mistake, ProblemsFound):
        return "\n".join(problem_lines(mistake.problems, False))
    if isinstance(mistake, OSError):
        return refusal_words(mistake)
    return str(mistake)


class _Answer:
    """An ASGI application, which Starlette tells from a function by its being an object."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._app(scope, receive, send)
