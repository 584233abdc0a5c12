"""Each answer of the desk comes in time, with 10,000 reports in the inbox."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import pytest

from broadsheet.desk_server import app, inbox_pane
from broadsheet.desk_server.asking import Asked, read_view
from broadsheet.desk_server.desk import Desk, DeskFiles, DeskOptions
from tests.desk_server.running import START, client_to, report, reported
from tests.inbox.feeds import NOW
from tests.sizes import SIZE

MOST = 0.1  # seconds of CPU
REPORTS = min(10_000, 500 * SIZE)
WORDS = [f"{first}{second}" for first in "bcdfghklmnprstvz" for second in map(str, range(400))]
VIEWS = ("", "section=world", "q=b1", "list=unread", "list=open", "lang=de", "page=9", "group=7")


def fill(root: Path) -> None:
    """Put reports into an inbox whose words are as rare as those of a language."""
    random = Random(1)

    def words(count: int) -> str:
        places = (min(len(WORDS) - 1, int(random.paretovariate(0.6))) for _ in range(count))
        return " ".join(WORDS[it] for it in places)

    for number in range(1_000, 1_000 + REPORTS, 50):
        many = [
            report(it, words(9), f"Paper {it % 200}", text=words(80), published=NOW - it * 60)
            for it in range(number, number + 50)
        ]
        reported(root, *many, section=("world", "culture", "")[number % 3])


@pytest.mark.whole
def test_each_answer_takes_less_than_100_ms(desk_root: Path) -> None:
    fill(desk_root)
    options = DeskOptions(desk_root, lambda zone: START.astimezone(zone), client_to(), workers=1)
    files = DeskFiles(options)
    desk = Desk(options, "http://127.0.0.1:1", print)

    def shown(query: str) -> Callable[[], object]:
        return lambda: app._written(files, desk, Asked(read_view(query)), None)

    asked = {f"?{it}": shown(it) for it in VIEWS}
    asked["read"] = lambda: inbox_pane._mark(files, 7, "read")
    asked["dropped"] = lambda: inbox_pane._mark(files, 7, "dropped")
    took = {}
    for name, ask in asked.items():
        ask()  # templates are compiled, texts are in the cache
        started = process_time()
        ask()
        took[name] = process_time() - started
    numbers = iter(range(4, 7))
    started = process_time()
    inbox_pane._keep(files, next(numbers), "")
    took["keep"] = process_time() - started
    files.close()
    assert {name: it for name, it in took.items() if it > MOST} == {}
