"""The desk while it runs: its files in one thread, its windows, jobs and messages in the loop."""

import asyncio
import traceback
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk_server.jobs import Job, Jobs
from broadsheet.desk_server.memory import Memory
from broadsheet.desk_server.messages import Messages
from broadsheet.desk_server.pages import Pages
from broadsheet.desk_server.telling import Windows
from broadsheet.editing.changes import Change, Written
from broadsheet.editing.writer import Writer
from broadsheet.fetching.client import Client
from broadsheet.files import MEMORY
from broadsheet.inbox.board import Board, opened_board
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.subscriptions import subscriptions
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.inputs import reading_rules

Item = TypeVar("Item")
OUR_BUG = "this is a bug in Broadsheet; please report it with the lines above. The desk goes on."


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Of which site the desk is. `now` gives the current time in a time zone; `client` makes what
    fetches feeds, for the address of the site."""

    root: Path
    now: Callable[[tzinfo], datetime]
    client: Callable[[str], Client]
    workers: int | None = None


class DeskFiles:
    """The site's files and its inbox, as the desk knows them; for one thread."""

    def __init__(self, options: DeskOptions) -> None:
        self.root = options.root
        self._now = options.now
        self._opened = ExitStack()
        self.memory = Memory()
        self.site = DeskSite(options.root)
        self.site.look()
        for it in self.writer.recover():
            self.site.look(it.paths)
        opened = opened_board(self.root / MEMORY, self.site.settings.language)
        self.board: Board = self._opened.enter_context(opened)
        self.git_problem = ""  # why git made no commit of the last change
        self.undone: list[tuple[str, dict[int, str]]] = []  # drops that can be taken back
        self._feeds: tuple[Subscription, ...] = ()
        self._feeds_at = 0
        self.look(())

    @property
    def writer(self) -> Writer:
        """Writes changes, and commits them to git if the settings say so now."""
        return Writer(self.root, self.site.settings.desk.git)

    @property
    def feeds(self) -> tuple[Subscription, ...]:
        """The feeds of the inbox, as the site names them now; as before while it names them with
        mistakes."""
        if self._feeds_at != self.site.version:
            self._feeds_at = self.site.version
            settings = self.site.settings
            with suppress(ProblemsFound):  # the page shows them, and so does fetching
                self._feeds = subscriptions(self.root, settings, reading_rules(settings))
        return self._feeds

    def now(self) -> datetime:
        """The current time where the site is."""
        return self._now(self.site.settings.timezone)

    def look(self, paths: Collection[str] | None) -> bool:
        """Look again at files that may have changed, and at the inbox; whether anything has."""
        is_other_site = paths != () and self.site.look(paths)
        return self.look_at_inbox() or is_other_site

    def look_first(self, *paths: str) -> None:
        """Look again at files that are about to be changed, and at what their change is made from:
        another program may have changed them a moment ago, and nobody has told."""
        there = [it for it in paths if (self.root / it).exists() or self.site.article(it)]
        if there:
            self.look(there)

    def look_at_inbox(self) -> bool:
        """Take up what another program has put into the inbox; whether there was anything."""
        return self.board.look(self.site.site_texts, self.now().date())

    def write(self, change: Change, at: datetime) -> Written:
        """Write a change of the content, and look at it. Raises as `Writer.write` does."""
        return self.take_up(self.writer.write(change, at))

    def take_up(self, written: Written) -> Written:
        """Look at the files of a change that was written, undone or redone."""
        self.git_problem = written.git_problem
        self.look(written.paths)
        return written

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the site's files."""
        return self.site.problems

    def close(self) -> None:
        """Let go of the inbox."""
        self._opened.close()


class Desk:
    """One desk from its start to its end. Its methods are called in the event loop; `tell` prints
    a line in the terminal."""

    def __init__(self, options: DeskOptions, preview: str, tell: Callable[[str], None]) -> None:
        self.options, self.preview = options, preview
        self.in_preview: tuple[Problem, ...] = ()  # what is wrong in the site as it is laid out
        self.windows, self.messages, self.pages = Windows(), Messages(), Pages()
        self.jobs = Jobs(lambda: self.windows.tell("jobs"), self._job_ended)
        self._tell = tell
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")
        self._files: DeskFiles | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self, work: Callable[..., Item], *args: object) -> Item:
        """Have `work(files, *args)` done in the thread of the files."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self._opened(), *args))

    def _opened(self) -> DeskFiles:
        if self._files is None:
            self._files = DeskFiles(self.options)
        return self._files

    async def look(self, paths: Collection[str] | None) -> None:
        """Look again at files that may have changed; tell the windows if anything has. It never
        raises: what is wrong is told, and the desk goes on."""
        try:
            has_changed = await self.work(DeskFiles.look, paths)
        except Exception:  # of our own
            traceback.print_exc()
            self._tell(OUR_BUG)
            return
        if has_changed:
            self.windows.tell("look", _changed_outside(paths))

    async def watch_inbox(self, pause: float) -> None:
        """Look at the inbox every so many seconds, for what other programs put into it."""
        while True:
            await asyncio.sleep(pause)
            await self.look(())

    def mistaken(self, problems: tuple[Problem, ...]) -> None:
        """Take up what the preview has found wrong; tell the windows if that is something new."""
        if problems != self.in_preview:
            self.in_preview = problems
            self.windows.tell("look")

    def changed(self, besides: str = "") -> None:
        """Tell the windows that something has changed; not the one that has changed it."""
        self.windows.tell("look", besides=besides)

    async def end(self) -> None:
        """Wait for what must not be broken off, and let go of everything."""
        for title in self.jobs.waited_for():
            self._tell(f"waiting for the end of: {title} (Ctrl-C again breaks it off)")
        await self.jobs.end()
        if self._files is not None:
            await self.work(DeskFiles.close)
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _job_ended(self, job: Job) -> None:
        task = asyncio.get_running_loop().create_task(self._take_up(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take_up(self, job: Job) -> None:
        """Look at what a job has done, and tell the windows of its end."""
        try:
            await self.work(DeskFiles.look, None)
        except Exception:  # of our own
            traceback.print_exc()
            self._tell(OUR_BUG)
        self.windows.tell("look", f"{job.title}: {job.outcome}" if job.outcome else job.title)


def _changed_outside(paths: Collection[str] | None) -> str:
    if not paths:
        return ""
    first, *others = sorted(paths)
    more = f" and {len(others)} more" if others else ""
    return f"Changed outside the desk: {first}{more}"
