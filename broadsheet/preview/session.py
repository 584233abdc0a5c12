"""One preview from its start to its end: looks at the files again, and tells the open pages."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from broadsheet.content.settings import FILE, read_settings
from broadsheet.counted import counted
from broadsheet.files import CONTENT, is_text
from broadsheet.preview.changes import Change, LiveOptions
from broadsheet.preview.finding import Found, find
from broadsheet.preview.live_site import LiveSite
from broadsheet.preview.messages import Reload, Styles, mistakes
from broadsheet.preview.open_pages import OpenPage, OpenPages
from broadsheet.problems import Problem, problem_lines

Given = ParamSpec("Given")
Item = TypeVar("Item")
Tell = Callable[[str], None]
PAUSE = 0.3  # seconds before pages that nobody has asked for are made: a browser comes first
PIECE = 0.01  # seconds of that work at a time: so long may an edit have to wait
SHOWN_WARNINGS = 5  # of those that are new
BUG = "this is a bug in Broadsheet; please report it with the lines above. The preview goes on."


@dataclass(slots=True)
class Mistaken:
    """What is wrong now: in the site as a whole, and in pages that nobody has asked for."""

    in_site: tuple[Problem, ...] = ()
    in_pages: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()  # in the terminal, of those in the site
    warned: frozenset[Problem] = field(default_factory=frozenset)

    def for_page(self, found: Found) -> tuple[Problem, ...]:
        """What a page shows: what stops the site, else what stops the page, else the rest."""
        return self.in_site or found.shown.problems or self.in_pages


class Session:
    """A site that is shown while it is edited.

    All work on the site is done in one thread, one thing after the other; everything else happens
    in the event loop. `tell` prints a line; `mistaken` is given all that is wrong in the site and
    its pages, each time that this is looked at. With `leaves_lost` an open page whose address is
    gone stays as it is: the desk shows another one in its place.
    """

    def __init__(
        self,
        options: LiveOptions,
        tell: Tell,
        mistaken: Callable[[tuple[Problem, ...]], None] = lambda _: None,
        leaves_lost: bool = False,
    ) -> None:
        self._leaves_lost = leaves_lost
        self.pages = OpenPages()
        self._tell_mistakes = mistaken
        self._options, self._root, self._tell = options, options.root, tell
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="site")
        self._mistaken = Mistaken()
        self._base = "/"
        self._looks = 0  # how often the files were looked at; work for an earlier look is dropped
        self._checking: asyncio.Task[None] | None = None

    async def look(self, paths: Collection[str] | None) -> None:
        """Look again at files that may have changed (None: at all of them); tell the open pages.

        It never raises: what is wrong is told, and the preview goes on.
        """
        started = perf_counter()
        self._looks += 1
        try:
            change = await self._in_thread(self._refresh, paths)
            self._tell_mistakes(change.problems)
            for page in self.pages.latest_first():
                await self._bring_up_to_date(page, change, _is_forced(paths, change))
        except Exception:  # of our own: an editor's work goes on
            traceback.print_exc()
            self._tell(BUG)
            return
        self._report(paths, change, perf_counter() - started)
        self._checking = asyncio.create_task(self._check_pages(self._looks))

    async def find(self, address: str) -> Found:
        """What is at an address, percent-decoded."""
        return await self._in_thread(self._find, address)

    async def unpublished(self) -> dict[str, str]:
        """The paths of pages that a build would leave out, as a browser knows them, with why."""
        marks = await self._in_thread(lambda: self._site.unpublished())
        return {f"{self._base}{path}": why for path, why in marks.items()}

    async def events(self, page: OpenPage) -> AsyncIterator[bytes]:
        """What a page is told as long as its browser listens; first what it has missed."""
        with self.pages.opened(page):
            await self._bring_up_to_date(page, Change(), False)
            async for event in page.events():
                yield event

    async def end(self) -> None:
        """Let go of the site."""
        self._looks += 1
        self.pages.close()
        await self._in_thread(lambda: self._site.close())
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(
        self, work: Callable[Given, Item], *args: Given.args, **named: Given.kwargs
    ) -> Item:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **named))

    @cached_property
    def _site(self) -> LiveSite:
        """The site; it lives in the thread, as what it opens may be used in no other."""
        return LiveSite(self._options)

    def _refresh(self, paths: Collection[str] | None) -> Change:
        change = self._site.refresh(paths)
        self._mistaken.in_site = change.problems
        self._mistaken.in_pages = ()
        if paths is None or FILE in paths:
            self._base = _base(self._root, self._base)
        return change

    def _find(self, address: str) -> Found:
        return find(self._site.shown, address, self._base, self._mistaken.in_site)

    async def _bring_up_to_date(self, page: OpenPage, change: Change, is_forced: bool) -> None:
        """Make an open page, and tell its browser what is new about it."""
        found = await self.find(page.address)
        if self._leaves_lost and found.status == 404:
            return
        problems = self._mistaken.for_page(found)
        page.tell(await self._in_thread(mistakes, self._root, problems))
        if found.tag != page.tag and change.only_styles and change.styles:
            new = {self._base + old: self._base + new for old, new in change.styles.items()}
            page.tell(Styles(new, found.tag))
            page.tag = found.tag
        elif found.tag != page.tag or is_forced:
            page.tell(Reload())

    def _report(self, paths: Collection[str] | None, change: Change, seconds: float) -> None:
        """Print what is new: nothing, if a second look finds the site as it was."""
        mistaken = self._mistaken
        if change.problems != mistaken.told:
            for line in problem_lines(change.problems, False):
                self._tell(line)
        if not change.problems:
            new = sorted(set(change.warnings) - mistaken.warned)
            for warning in new[:SHOWN_WARNINGS]:
                self._tell(f"warning: {warning}")
            if len(new) > SHOWN_WARNINGS:
                self._tell(f"and {len(new) - SHOWN_WARNINGS} more warnings, which a build shows")
            mistaken.warned = frozenset(change.warnings)
        if change.pages_changed or change.problems != mistaken.told or paths is not None:
            self._tell(f"{_named(paths)}: {seconds * 1000:.0f} ms{_outcome(change)}")
        mistaken.told = change.problems

    async def _check_pages(self, look: int) -> None:
        """Make the pages that nobody has asked for, until the files change again."""
        await asyncio.sleep(PAUSE)
        while self._looks == look:
            checked = await self._in_thread(lambda: self._site.finish_some(PIECE))
            if self._looks != look:
                return
            if checked.problems:
                await self._tell_of(checked.problems)
            if not checked.left:
                return

    async def _tell_of(self, problems: tuple[Problem, ...]) -> None:
        for line in problem_lines(problems, False):
            self._tell(line)
        known = self._mistaken.in_pages
        self._mistaken.in_pages = (*known, *(it for it in problems if it not in known))
        self._tell_mistakes((*self._mistaken.in_site, *self._mistaken.in_pages))
        for page in self.pages.latest_first():
            await self._bring_up_to_date(page, Change(), False)


def _is_forced(paths: Collection[str] | None, change: Change) -> bool:
    """Whether pages load again though their HTML is the same: a picture in them may not be."""
    if not change.pages_changed or change.only_styles:
        return False
    return paths is None or any(it.startswith(f"{CONTENT}/") and not is_text(it) for it in paths)


def _base(root: Path, otherwise: str) -> str:
    """The path of the site's address, with a slash at both ends; as it was if it cannot be read."""
    try:
        settings, log = read_settings((root / FILE).read_bytes())
    except OSError:
        return otherwise
    return otherwise if log.problems else f"{urlsplit(settings.url).path.rstrip('/')}/"


def _named(paths: Collection[str] | None) -> str:
    if paths is None:
        return "the site"
    first, *others = sorted(paths)
    return f"{first} and {len(others)} more" if others else first


def _outcome(change: Change) -> str:
    count = len(change.problems)
    if not count:
        return ""
    return f"; {counted(count, 'problem')}, the last good pages stay"
