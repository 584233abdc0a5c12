"""An inbox whose writer is killed has all of each change, or nothing of it."""

import os
import signal
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.inbox.gathering import regroup
from broadsheet.inbox.items import FeedState, NewItem
from broadsheet.inbox.store import FILE, Inbox, opened_inbox
from tests.inbox.feeds import DAY, NOW
from tests.inbox.many import reports, subscription
from tests.sizes import SIZE

MOMENTS = 10 + 2 * SIZE  # at which each kind of change is killed
NEWS = [it for _, it in reports(60, NOW - DAY, 1)]
FEED = subscription(1)
STATE = FeedState(FEED.address, since=NOW)


def fill(inbox: Inbox) -> None:
    """What is there before the change."""
    inbox.add(FEED, STATE, NEWS[:40], NOW)
    regroup(inbox)
    inbox.mark([1, 2, 3], "kept")


CHANGES: Mapping[str, Callable[[Inbox], object]] = {
    "add": lambda it: it.add(FEED, STATE, NEWS[40:], NOW),
    "renew": lambda it: it.add(FEED, STATE, [_renewed(n) for n in range(30)], NOW),
    "mark": lambda it: it.mark(range(1, 41), "dropped"),
    "prune": lambda it: it.prune(NOW, DAY // 2, 10),
    "group": lambda it: it.group(dict.fromkeys(range(1, 41), 1)),
}  # fmt: skip


def _renewed(number: int) -> NewItem:
    return replace(NEWS[number], title=f"Other {number}")


def state_of(folder: Path) -> object:
    """All that an inbox holds; also sees that its words are those of its reports."""
    with opened_inbox(folder) as inbox:
        assert inbox.set_aside is None
        items = sorted(inbox.items(), key=lambda it: it.id)
        for it in items:
            assert it.id in inbox.found(it.title.split()[0]), it
        feeds = inbox.feeds()
    with sqlite3.connect(folder / FILE) as database:
        database.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        database.rollback()
        traits = database.execute("SELECT id FROM traits ORDER BY id").fetchall()
    database.close()
    return items, feeds, traits


def changed_in_child(folder: Path, change: Callable[[Inbox], object], steps: int) -> bool:
    """Make a change in a process that kills itself after so many steps of the database; returns
    whether it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            with opened_inbox(folder) as inbox:
                left = steps

                def count() -> int:
                    nonlocal left
                    left -= 1
                    if left <= 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return 0

                inbox._database.set_progress_handler(count, 50)
                change(inbox)
                os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return not os.WIFSIGNALED(status)


@pytest.mark.whole
@pytest.mark.parametrize("kind", CHANGES)
def test_killed_writer_leaves_all_or_nothing(tmp_path: Path, kind: str) -> None:
    with opened_inbox(tmp_path / "done") as inbox:
        fill(inbox)
        CHANGES[kind](inbox)
    before, killed, steps = None, 0, 1
    after = state_of(tmp_path / "done")
    while killed < MOMENTS:
        folder = tmp_path / str(steps)
        with opened_inbox(folder) as inbox:
            fill(inbox)
        before = before or state_of(folder)
        ended = changed_in_child(folder, CHANGES[kind], steps)
        left = state_of(folder)
        assert left == (after if ended else before) or (not ended and left == after)
        if ended:
            break
        killed, steps = killed + 1, steps + max(1, steps // 4)
    assert killed >= 3, f"{kind} was killed only {killed} times"
    with opened_inbox(folder) as inbox:
        CHANGES[kind](inbox)
    assert state_of(folder) == after
