"""An inbox of many feeds stays small for as long as it runs."""

import resource
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from broadsheet.content.inbox_settings import DEFAULT_INBOX
from broadsheet.inbox.board import Board, Chosen
from broadsheet.inbox.gathering import regroup
from broadsheet.inbox.items import FeedState, NewItem
from broadsheet.inbox.store import Inbox, opened_inbox
from tests.desk_server.feed_town import environment
from tests.inbox.feeds import DAY, NOW
from tests.inbox.many import FEEDS, reports, subscription
from tests.sizes import SIZE

DAYS = 30
A_DAY = min(2_400, 40 * SIZE)  # reports of all feeds; 12 of each in the largest size
LARGEST = 100_000_000  # bytes of the database
MEMORY = 250_000  # kilobytes


def fetch(inbox: Inbox, day: int, count: int) -> None:
    """Take up the reports of one day, as `broadsheet fetch` does."""
    now = NOW + day * DAY
    brought: dict[int, list[NewItem]] = defaultdict(list)
    for feed, it in reports(count, now - DAY, 1, seed=day):
        brought[feed].append(it)
    for feed, items in brought.items():
        named = subscription(feed)
        inbox.add(named, FeedState(named.address, since=NOW), items, now)
    inbox.prune(now, int(DEFAULT_INBOX.keep.total_seconds()), DEFAULT_INBOX.per_feed)
    regroup(inbox)


def live(folder: Path, a_day: int) -> None:
    """Let the days pass, and print the size of the database, the reports in it, the memory at most
    and how long the last day took to the processor."""
    with opened_inbox(folder) as inbox:
        for day in range(DAYS):
            fetch(inbox, day, a_day)
        board = Board(inbox, "en")
        board.look()
        assert board.groups(Chosen(unread=True)).groups
        count = len(inbox.outlines())
    size = sum(it.stat().st_size for it in folder.iterdir())
    print(size, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


@pytest.mark.whole
def test_database_and_memory_stay_small_for_thirty_days(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.inbox.test_many_days", str(tmp_path), str(A_DAY)],
        env=environment(), capture_output=True, text=True, check=True, timeout=1_800,
    )  # fmt: skip
    size, count, memory = map(int, done.stdout.split())
    assert count >= 0.9 * min(A_DAY * DAYS, 40_000) and FEEDS == 200
    assert size < LARGEST and memory < MEMORY, done.stdout


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]))
