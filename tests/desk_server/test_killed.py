"""A desk that is killed at any moment of a change: each article is whole, old or new, and the desk
that is started next can take the change back and make it again."""

import os
import random
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, tzinfo
from http.client import HTTPException
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from broadsheet.desk_server.desk import DeskOptions
from broadsheet.desk_server.serving import DeskServed, listening, serve_desk
from broadsheet.editing.writer import FOLDER
from tests.desk_server.desks import Browser
from tests.desk_server.running import START, client_to
from tests.killing import FORK, count_touches, in_a_process
from tests.sizes import KILLED_DESKS, KILLED_DESKS_OF_A_SHARE, seeds

EDITION = "side=edition&day=2026-01-31"
MOST = 60  # times that the disk is touched; a desk that lives longer is killed then
Tree = Mapping[str, str]
Fields = dict[str, str]


class Desk:
    """A desk in a process of its own, which kills itself when it has touched the disk so often."""

    def __init__(self, root: Path) -> None:
        self._left = FORK.Value("q", -1)
        options = DeskOptions(root, _now, client_to(), workers=1)
        served = DeskServed(options, fetches=False)
        with listening(0) as listener, listening(0) as beside:
            self.process = self._started(served, listener, beside)
            port = listener.getsockname()[1]
        self.browser = Browser(port, served.secrets.token).enter()

    def _started(
        self, served: DeskServed, listener: socket.socket, beside: socket.socket
    ) -> ForkProcess:
        def touched(_: int) -> None:
            if self._left.value > 0:
                self._left.value -= 1
                if not self._left.value:
                    os.kill(os.getpid(), signal.SIGKILL)

        def serve() -> None:
            count_touches(touched)
            serve_desk(served, listener, beside, lambda _: None)

        return in_a_process(serve)

    def killed_at(self, moment: int, action: str, fields: Fields) -> None:
        """Send a form, and kill the desk at a moment of what it does then, or after it."""
        self._left.value = moment
        with suppress(OSError, HTTPException):
            self.browser.post(action, fields)
        self.kill()

    def kill(self) -> None:
        """Kill it, if it still lives."""
        self.process.kill()
        self.process.join()


@contextmanager
def started(root: Path) -> Iterator[Desk]:
    """A desk that is killed at the end, at the latest."""
    desk = Desk(root)
    try:
        yield desk
    finally:
        desk.kill()


def _now(zone: tzinfo) -> datetime:
    return START.astimezone(zone)


def tree(root: Path) -> Tree:
    """The files of the content, and what a kill has left among them."""
    files = sorted(it for it in (root / "content").rglob("*") if it.is_file())
    return {it.relative_to(root).as_posix(): it.read_text() for it in files}


def a_draft(root: Path, chosen: random.Random) -> str:
    """The path of a draft of the day."""
    return chosen.choice([it for it in tree(root) if "/2026-01-31-" in it])


def keep(browser: Browser, root: Path, chosen: random.Random) -> Fields:
    """Keep an event that is in the inbox."""
    page = browser.get(EDITION)
    numbers = [it.get("value") for it in page.find("//button[@name='keep']")]
    return {**own(browser), "keep": chosen.choice(numbers)}


def save(browser: Browser, root: Path, chosen: random.Random) -> Fields:
    """Give a draft another headline, and so its file another name."""
    page = browser.get(f"side=article&path={a_draft(root, chosen)}")
    fields = page.fields("//form[@action='save']")
    return {**fields, "title": f"News {chosen.random()}", "what": "save"}


def order(browser: Browser, root: Path, chosen: random.Random) -> Fields:
    """Move a card."""
    path = a_draft(root, chosen)
    way = chosen.choice(("up", "down"))
    return {**own(browser), "path": path, "day": "2026-01-31", "to": way}


def note(browser: Browser, root: Path, chosen: random.Random) -> Fields:
    """Write the editor's note."""
    fields = browser.get(EDITION).fields("//form[@action='edition-note']")
    return {**fields, "text": f"Good morning {chosen.random()}."}


def drop(browser: Browser, root: Path, chosen: random.Random) -> Fields:
    """Delete a draft."""
    return {**own(browser), "path": a_draft(root, chosen)}


def own(browser: Browser, *_: object) -> Fields:
    """What each form of the desk holds."""
    (key, *_others) = browser.get(EDITION).find("//input[@name='csrf']")
    return {"csrf": key.get("value"), "view": EDITION}


Filling = Callable[[Browser, Path, random.Random], Fields]
CHANGES: Mapping[str, Filling] = {
    "keep": keep,
    "save": save,
    "order": order,
    "edition-note": note,
    "drop-draft": drop,
    "undo": own,
    "redo": own,
}


def possible(browser: Browser, root: Path) -> list[str]:
    """What can be done now."""
    page, drafts = browser.get(EDITION), [it for it in tree(root) if "/2026-01-31-" in it]
    can = {
        "keep": page.find("//button[@name='keep']"),
        "undo": page.find("//button[@id='undo']"),
        "redo": page.find("//button[@id='redo']"),
        **dict.fromkeys(("save", "order", "drop-draft"), drafts),
    }
    return [it for it in CHANGES if can.get(it, True)]


def check(root: Path, action: str, before: Tree, left: Tree) -> None:
    """Start the desk again and fail unless all files are old, or all are new; then go back and
    forth."""
    with started(root) as desk:
        now = tree(root)
        seen = {path: {before.get(path), now.get(path)} for path in (*before, *now)}
        assert all(text in seen[path] for path, text in left.items() if not hidden(path))
        assert before.keys() & now.keys() <= left.keys()
        assert not [it for it in now if hidden(it)]
        desk.browser.get(EDITION)
        assert {it.name for it in (root / FOLDER).iterdir()} <= {"journal.sqlite", "lock"}
        if now != before:
            there, back = ("undo", "redo") if action == "undo" else ("redo", "undo")
            assert desk.browser.post(back, own(desk.browser)).status == 200
            assert tree(root) == before
            desk.browser.post(there, own(desk.browser))
            assert tree(root) == now


def hidden(path: str) -> bool:
    """Whether a file is one that only the desk sees."""
    return path.rpartition("/")[2].startswith(".")


@pytest.mark.whole
@pytest.mark.parametrize("share", seeds(KILLED_DESKS, KILLED_DESKS_OF_A_SHARE))
def test_desk_that_is_killed_leaves_whole_articles_and_goes_on(desk_root: Path, share: int) -> None:
    chosen = random.Random(share)
    with started(desk_root) as desk:
        desk.browser.post("keep", keep(desk.browser, desk_root, chosen))
    for _ in range(KILLED_DESKS_OF_A_SHARE):
        with started(desk_root) as desk:
            action = chosen.choice(possible(desk.browser, desk_root))
            fields = CHANGES[action](desk.browser, desk_root, chosen)
            before = tree(desk_root)
            desk.killed_at(chosen.randint(1, MOST), action, fields)
        check(desk_root, action, before, tree(desk_root))
