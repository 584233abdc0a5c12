"""An inbox of many feeds stays small for as long as it runs."""

import pickle
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
A_DAY = min(2_400, 25 * SIZE)  # reports of all feeds; 12 of each in the largest size
LARGEST = 100_000_000  # bytes of the database
MEMORY = 250_000  # kilobytes
STATUS = Path("/proc/self/status")


def fetch(inbox: Inbox, day: int, brought: list[tuple[int, NewItem]]) -> None:
    """Take up the reports of one day, as `broadsheet fetch` does."""
    now = NOW + day * DAY
    by_feed: dict[int, list[NewItem]] = defaultdict(list)
    for feed, it in brought:
        by_feed[feed].append(it)
    for feed, items in by_feed.items():
        named = subscription(feed)
        inbox.add(named, FeedState(named.address, since=NOW), items, now)
    inbox.prune(now, int(DEFAULT_INBOX.keep.total_seconds()), DEFAULT_INBOX.per_feed)
    regroup(inbox)


def live(folder: Path, written: Path) -> None:
    """Let the days pass whose reports were written, and print the size of the database, the reports
    in it, and the memory at most, in kilobytes."""
    with opened_inbox(folder) as inbox:
        for day in range(DAYS):
            fetch(inbox, day, pickle.loads((written / str(day)).read_bytes()))
        board = Board(inbox, "en")
        board.look()
        assert board.groups(Chosen(unread=True)).groups
        count = len(inbox.outlines())
    size = sum(it.stat().st_size for it in folder.iterdir())
    # Of the memory that `getrusage` names, a part may be that of the process that started this one.
    (most,) = [it for it in STATUS.read_text().splitlines() if it.startswith("VmHWM")]
    print(size, count, most.split()[1])


@pytest.mark.whole
@pytest.mark.skipif(not STATUS.exists(), reason="this system does not tell the memory at most")
def test_database_and_memory_stay_small_for_thirty_days(tmp_path: Path) -> None:
    inbox, written = tmp_path / "inbox", tmp_path / "written"
    written.mkdir()
    for day in range(DAYS):
        brought = [*reports(A_DAY, NOW + (day - 1) * DAY, 1, seed=day)]
        (written / str(day)).write_bytes(pickle.dumps(brought))
    done = subprocess.run(
        [sys.executable, "-m", "tests.inbox.test_many_days", str(inbox), str(written)],
        env=environment(), capture_output=True, text=True, check=True, timeout=1_800,
    )  # fmt: skip
    size, count, memory = map(int, done.stdout.split())
    assert count >= 0.9 * min(A_DAY * DAYS, 40_000) and FEEDS == 200
    assert size < LARGEST and memory < MEMORY, done.stdout


if __name__ == "__main__":
    live(Path(sys.argv[1]), Path(sys.argv[2]))
