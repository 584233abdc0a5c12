"""Work in processes: the same results in the same order, and a clear error when one dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.builds import WorkerDied
from broadsheet.output.page_jobs import Job, RenderedPage, RenderEnvironment, render_page
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.workers import Workers, _batches
from tests.sites import Site, article, assert_same_tree

Make = Callable[[str], Site]


def square_and_process(number: int) -> tuple[int, int]:
    """A number's square, and the process that found it."""
    return number * number, os.getpid()


def die_at_seven(number: int) -> int:
    """Kill the own process from the seventh item on, if it was started for the work."""
    if number >= 7 and parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(job: Job, environment: RenderEnvironment) -> RenderedPage:
    """Kill the own process, if it was started for the work; else render."""
    if parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return render_page(job, environment)


def find_fault(number: int) -> int:
    """Report a problem for one of the items."""
    if number == 50:
        raise ProblemsFound([Problem("content/a.md", 3, "is wrong", "mend it")])
    return number


@pytest.mark.parametrize("count", [None, 1, 2, 4])
def test_results_come_in_the_order_of_the_items(count: int | None) -> None:
    results = [square for square, _ in Workers(count).map(square_and_process, range(100))]
    assert results == [number * number for number in range(100)]


@pytest.mark.parametrize(
    ("spent", "done", "left", "is_worth_it"),
    [(0.09, 1, 1000, False), (0.2, 60, 30, False), (0.2, 10, 90, True), (3, 1, 0, False)],
)
def test_processes_are_started_for_work_that_takes_longer_than_their_start(
    spent: float, done: int, left: int, is_worth_it: bool
) -> None:
    assert Workers()._is_worth_it(spent, done, left) is is_worth_it


@given(weights=st.lists(st.floats(0.001, 1000), max_size=300), count=st.integers(2, 8))
def test_every_item_is_in_one_batch_and_batches_are_in_order(
    weights: list[float], count: int
) -> None:
    batches = list(_batches(weights, count))
    assert [it for start, end in batches for it in range(start, end)] == [*range(len(weights))]
    assert all(start < end for start, end in batches)


def test_heavy_items_at_the_end_are_handed_out_one_by_one() -> None:
    weights = [1.0] * 1000 + [100.0] * 10
    ends = [end - start for start, end in _batches(weights, 2) if end > 1000]
    assert ends[-3:] == [1, 1, 1]


def test_little_work_is_done_without_processes() -> None:
    processes = {process for _, process in Workers(1).map(square_and_process, range(100))}
    processes |= {process for _, process in Workers().map(square_and_process, range(1))}
    assert processes == {os.getpid()}


def test_work_is_shared_when_asked_for() -> None:
    processes = {process for _, process in Workers(2).map(square_and_process, range(1000))}
    assert os.getpid() in processes and len(processes) == 2


def test_process_that_dies_is_a_clear_error() -> None:
    with pytest.raises(WorkerDied, match="try again with --workers 1"):
        list(Workers(2).map(die_at_seven, range(20)))


DIES_AT_ITS_START = """
import sys, threading

if __name__ != "__main__":
    sys.exit(2)  # a new process reads this file before anything else

from broadsheet.builds import WorkerDied
from broadsheet.workers import Workers

threading.Thread(target=threading.Event().wait, daemon=True).start()  # so none can be forked
try:
    list(Workers(2).map(len, [str(number) * 500 for number in range(2_000)]))
except WorkerDied as error:
    print(f"died: {error}")
"""


def test_process_that_dies_before_it_has_read_its_work_is_a_clear_error(tmp_path: Path) -> None:
    script = tmp_path / "starts_processes.py"
    script.write_text(DIES_AT_ITS_START, "utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.startswith("died: a process ended"), done.stderr


def test_process_that_is_not_forked_has_the_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.workers._context", lambda: get_context("spawn"))
    results = list(Workers(2).map(square_and_process, range(200)))
    assert [square for square, _ in results] == [number * number for number in range(200)]
    assert len({process for _, process in results}) == 2


def test_problem_found_in_a_process_comes_through_whole() -> None:
    with pytest.raises(ProblemsFound) as found:
        list(Workers(2).map(find_fault, range(100)))
    assert [str(it) for it in found.value.problems] == ["content/a.md:3: is wrong\n    mend it"]


def test_site_is_the_same_with_one_process_and_with_four(site: Make, tmp_path: Path) -> None:
    days = [f"2021-01-{number:02}" for number in range(1, 29)]
    made = site("".join(f"-- content/a/{day}.md --\n{article(day, day)}" for day in days))
    made.build(workers=1)
    made.build(output=tmp_path / "four", workers=4)
    assert_same_tree(made.tree(), made.tree(tmp_path / "four"), "one process", "four")


def test_worker_that_dies_leaves_the_old_site(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    made.build()
    before = made.tree()
    made.write(f"-- content/a/x.md --\n{article('New', '2021-01-01')}")
    monkeypatch.setattr("broadsheet.output.page_jobs.render_page", die)
    with pytest.raises(WorkerDied):
        made.build(workers=2)
    assert made.tree() == before
    monkeypatch.undo()
    made.build()
    assert "New" in made.page("2021/01/x.html")
