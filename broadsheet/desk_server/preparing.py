"""Makes ready, in small pieces, what the first answers of a desk would have to wait for."""

import asyncio
import traceback

from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.pages import Pages
from broadsheet.preview.tasks import cancelled

PIECE = 20  # articles that are read at a time: so long may an answer have to wait


class Preparation:
    """The work that a desk does ahead, in the event loop; each piece of it takes its turn among the
    answers in the thread of the files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin, unless it is under way: at the start, and when files have changed."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._prepare())

    async def end(self) -> None:
        """Leave the rest."""
        if self._task is not None:
            await cancelled(self._task)

    async def _prepare(self) -> None:
        """Do all of it. It never raises: what was not made ready is made when it is needed."""
        try:
            for name in self._desk.pages.templates():
                await self._desk.work(_compile, self._desk.pages, name)
            await self._desk.work(_load)
            while await self._desk.work(_read_some):
                pass
        except Exception:  # of our own: the desk goes on
            traceback.print_exc()


def _compile(_: DeskFiles, pages: Pages, name: str) -> None:
    pages.prepare(name)


def _read_some(files: DeskFiles) -> bool:
    return files.memory.prepare(files.site, PIECE)


def _load(_: DeskFiles) -> None:
    """Load what is not loaded before it is used, as it is large."""
    import rapidfuzz.fuzz
    import rapidfuzz.process  # noqa: F401
