"""An inbox that an earlier version has grouped goes on working, and keeps what was read."""

import sqlite3
from array import array
from dataclasses import replace
from pathlib import Path

from broadsheet.inbox.board import opened_board
from broadsheet.inbox.gathering import regroup
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.store import FILE, Inbox, opened_inbox
from broadsheet.inbox.traits import VERSION
from tests.inbox.feeds import NOW

FEED = Subscription("https://marsh.example/feed")
TITLES = ("Westhaven bridge opens", "Harbour fire put out", "Ekström wins in Dunholm", "Quiz")
STATES = ("read", "kept", "dropped", "new")


def report(number: int, title: str, publisher: str = "Marsh") -> NewItem:
    """A report as a feed has it."""
    address = f"marsh.example/{publisher}/{number}"
    text = f"{title}: more about {title} was said today."
    return NewItem(f"https://{address}", f"{address}?", title, publisher, "en", NOW, text, 60)


def take(inbox: Inbox, *items: NewItem) -> None:
    """Take in what a feed has now."""
    inbox.add(FEED, FeedState(FEED.address, since=NOW), items, NOW)


def make_inbox_of_earlier_version(folder: Path) -> None:
    """An inbox whose reports are marked, with traits as an earlier version has packed them."""
    with opened_inbox(folder) as inbox:
        take(inbox, *(report(number, it) for number, it in enumerate(TITLES)))
        regroup(inbox)
        for number, state in enumerate(STATES, 1):
            inbox.mark([number], state)
    with sqlite3.connect(folder / FILE) as database:
        packed = array("I", [6, 4, 6, 6, 11, 22]).tobytes()
        database.execute("UPDATE traits SET version = ?, packed = ?", [VERSION - 1, packed])
    database.close()


def states(inbox: Inbox) -> dict[str, str]:
    """The state of each report."""
    return {it.title: it.state for it in inbox.items()}


def test_groups_are_shown_before_the_next_fetch(tmp_path: Path) -> None:
    make_inbox_of_earlier_version(tmp_path)
    with opened_board(tmp_path, "en") as board:
        assert board.look() is False
        shown = [board.group(number) for number in range(1, 5)]
    assert [it.first.title for it in shown if it] == list(TITLES)


def test_marks_stay_and_new_reports_join_old_groups(tmp_path: Path) -> None:
    make_inbox_of_earlier_version(tmp_path)
    with opened_board(tmp_path, "en") as board:
        take(board.inbox, *(report(9, it, "Signal") for it in TITLES[:1]))
        regroup(board.inbox)
        assert board.look()
        group = board.group(1)
        assert states(board.inbox) == dict(zip(TITLES, STATES, strict=True)) | {TITLES[0]: "read"}
        assert group and {it.publisher: it.state for it in group.items} == {
            "Marsh": "read",
            "Signal": "new",
        }
        assert board.inbox.set_aside is None


def test_every_report_is_compared_anew_once(tmp_path: Path) -> None:
    make_inbox_of_earlier_version(tmp_path)
    with opened_inbox(tmp_path) as inbox:
        assert len(inbox.ungrouped(100)) == len(TITLES)
        regroup(inbox)
        assert inbox.ungrouped(100) == []
        take(inbox, replace(report(0, TITLES[0]), text="Changed."))
        assert [number for number, _ in inbox.ungrouped(100)] == [1]
