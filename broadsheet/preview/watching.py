"""Which of the site's files may have changed, as the system tells, or by looking at them often."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import ParamSpec

from watchfiles import Change, watch

from broadsheet.content.settings import FILE
from broadsheet.files import (
    LEFT_BY_EDITORS,
    LEFT_IN_FRONT,
    NOT_OURS_NOT_THEIRS,
    is_for_the_root,
)
from broadsheet.preview import polling
from broadsheet.preview.polling import FOLDERS

Given = ParamSpec("Given")
STEP = 4  # milliseconds without a change that end a save; twice that is what watching costs
LONGEST = 200  # milliseconds that a save may take
FEW = 8  # files; more than that are a branch switch or the like, which takes longer
SETTLED = 0.06  # seconds without a change that end that
MANY = 1000  # files; the system may not have told of all of them
PATIENCE = 3.0  # seconds that it may take
SILENCE = 100  # milliseconds after which it says that nothing changed
AGAIN = 0.4  # seconds after which new folders are looked at again: they are watched by then
POLLING = "the system does not tell of changes here; the files are looked at several times a second"
Look = Callable[[Collection[str] | None], Awaitable[None]]
Changes = set[tuple[Change, str]]
Heard = frozenset[str] | None  # paths in the site, or None: anything may have changed


async def watch_site(root: Path, look: Look, poll: bool, tell: Callable[[str], None]) -> None:
    """Call `look` with what may have changed in the site, one call after the other, until it is
    cancelled; first with None. `poll` is for file systems that do not tell."""
    heard: asyncio.Queue[Heard] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def note(paths: Heard) -> None:
        heard.put_nowait(paths)
        if paths is None:
            loop.call_later(AGAIN, heard.put_nowait, None)

    def hear(paths: Heard) -> None:  # in a thread
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(note, paths)

    ears = _Ears(Path(os.path.realpath(root)), hear, poll, tell)
    ears.listen()
    loop.call_later(
        AGAIN, heard.put_nowait, None
    )  # for what changed before the ears heard anything
    try:
        await look(None)
        while True:
            await look(await one_save(heard))
    finally:
        ears.stop()


def is_an_input(path: str) -> bool:
    """Whether a build reads a file or folder of this path in the site, or may do so."""
    first, *others = path.split("/")
    if first not in FOLDERS:
        return path == FILE
    return all(_counts(name, is_for_the_root(path)) for name in others)


def _counts(name: str, is_for_root: bool) -> bool:
    if name in NOT_OURS_NOT_THEIRS or name.endswith(LEFT_BY_EDITORS):
        return False
    return not name.startswith(LEFT_IN_FRONT if is_for_root else ".")


async def one_save(heard: asyncio.Queue[Heard]) -> Heard:
    """What changed together: one file, or all those of a branch switch."""
    loop = asyncio.get_running_loop()
    found = await heard.get()
    deadline = loop.time() + PATIENCE
    while found is None or len(found) > FEW or not heard.empty():
        if loop.time() > deadline:
            return found
        try:
            async with asyncio.timeout(SETTLED):
                more = await heard.get()
        except TimeoutError:
            return found
        found = None if found is None or more is None else found | more
    return found


@dataclass(slots=True)
class _Ears:
    """Two threads that listen: one to the root, but not below it, and one to the folders in it; or
    one that looks at the files often.

    The root may hold much that is not of the site, such as `public/` and `node_modules/`.
    """

    root: Path
    hear: Callable[[Heard], None]
    poll: bool
    tell: Callable[[str], None]
    _at_root: Event = field(default_factory=Event)
    _in_folders: Event = field(default_factory=Event)

    def listen(self) -> None:
        """Begin."""
        if self.poll:
            self._start(self._look_often)
        else:
            self._start(self._listen, [self.root], False, self._at_root, self._root_changed)
            self._listen_to_folders()

    def stop(self) -> None:
        """End all threads, soon."""
        self._at_root.set()
        self._in_folders.set()

    def _listen_to_folders(self) -> None:
        """Listen to the folders that there are now, which need not be those of a moment ago."""
        self._in_folders.set()
        self._in_folders = Event()
        folders = [self.root / name for name in FOLDERS if (self.root / name).is_dir()]
        if folders:
            self._start(self._listen, folders, True, self._in_folders, self._folders_changed)

    def _root_changed(self, changes: Changes) -> None:
        names = {os.path.relpath(path, self.root): kind for kind, path in changes}
        if any(names.get(it, Change.modified) != Change.modified for it in FOLDERS):
            self._listen_to_folders()
            self.hear(None)
        elif FILE in names:
            self.hear(frozenset([FILE]))

    def _folders_changed(self, changes: Changes) -> None:
        self._changed({Path(it).relative_to(self.root).as_posix(): kind for kind, it in changes})

    def _changed(self, paths: Mapping[str, Change]) -> None:
        inputs = {path: kind for path, kind in paths.items() if is_an_input(path)}
        if len(inputs) > MANY or any(
            kind == Change.added and (self.root / path).is_dir() for path, kind in inputs.items()
        ):
            self.hear(None)
        elif inputs:
            self.hear(frozenset(inputs))

    def _start(self, work: Callable[Given, None], *args: Given.args, **kw: Given.kwargs) -> None:
        Thread(target=work, args=args, kwargs=kw, daemon=True).start()

    def _listen(
        self, paths: list[Path], below: bool, stop: Event, changed: Callable[[Changes], None]
    ) -> None:
        """Tell of changes until it is stopped; if the system refuses, look at the files often.

        The first answer, even if it is that nothing changed, shows that the system is listening:
        what changed before may not have been heard.
        """
        is_heard = False
        try:
            for changes in _told(paths, below, stop):
                if not is_heard:
                    is_heard = True
                    self.hear(None)
                if changes:
                    changed(changes)
        except (OSError, RuntimeError) as error:  # watchfiles' own is a RuntimeError
            if not stop.is_set() and all(path.exists() for path in paths):
                self.stop()
                self.tell(f"{POLLING} ({error})")
                self._at_root = Event()
                self._start(self._look_often)
        # Else a folder went, and the root will tell when it comes again.

    def _look_often(self) -> None:
        for paths in polling.changes(self.root, self._at_root):
            self._changed(dict.fromkeys(paths, Change.modified))


def _told(paths: list[Path], below: bool, stop: Event) -> Iterable[Changes]:
    return watch(
        *paths,
        watch_filter=None,
        debounce=LONGEST,
        step=STEP,
        stop_event=stop,
        raise_interrupt=False,
        recursive=below,
        rust_timeout=SILENCE,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
