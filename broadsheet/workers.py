"""Maps a function over items: in this process for little work, in processes on all cores for much.

Both give the same results, in the order of the items, as each result depends only on its item.
`building.cluster` has a `Workers` that maps over the processes of a cluster instead.
"""

import multiprocessing
import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Generic, TypeVar

from broadsheet.builds import WorkerDied

Item = TypeVar("Item")
Taken = TypeVar("Taken")
Done = TypeVar("Done")
Result = TypeVar("Result")
LOOK_SECONDS = 0.1  # how long to work in this process, to find out what an item costs
WORTH_SECONDS = {"fork": 0.15, "spawn": 0.4}  # what the rest must cost for more processes to pay
SHARE = 2  # the next batch is this part of the rest for each process
AHEAD = 2  # batches that are handed to each process, so that it never waits
SMALLEST, LARGEST = 8, 400  # items of usual weight in a batch; their results come back together


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Steps(Generic[Item, Taken, Done, Result]):
    """Work in three steps: the first and the last may use the disk of the machine that builds,
    `work` needs none, so it can be done on any machine.

    What `work` remembers of its items is of no use once a batch of them that was sent is done;
    `forget` drops it.
    """

    take: Callable[[Item], Taken]
    work: Callable[[Taken], Done]
    put: Callable[[Item, Done], Result]
    forget: Callable[[], None] = _nothing

    def __call__(self, item: Item) -> Result:
        """All three steps in one place."""
        return self.put(item, self.work(self.take(item)))


@dataclass(frozen=True, slots=True)
class Workers:
    """The most processes to use: one for each core unless a count is given."""

    asked: int | None = None

    def map(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        weights: Sequence[float] = (),
    ) -> Iterator[Result]:
        """The results of `work` on each item, in order; raises WorkerDied. `weights` say how much
        work each item is beside the others, where that is known.

        The first items are done in this process. The time that takes decides whether to start
        processes for the rest. Where processes cannot be forked, `work` and the items are pickled.
        """
        count = self.asked or _cores()
        done, started = 0, perf_counter()
        for item in items:
            spent = perf_counter() - started
            if count > 1 and self._is_worth_it(spent, done, len(items) - done):
                break
            yield work(item)
            done += 1
        if done < len(items):
            left = weights[done:] or [1.0] * (len(items) - done)
            yield from _mapped_in_processes(count, work, items[done:], left)

    def _is_worth_it(self, spent: float, done: int, left: int) -> bool:
        if self.asked is not None:
            return left > 1
        if spent <= LOOK_SECONDS:
            return False
        return spent / done * left > WORTH_SECONDS[_context().get_start_method()]


def _mapped_in_processes(
    count: int,
    work: Callable[[Item], Result],
    items: Sequence[Item],
    weights: Sequence[float],
) -> Iterator[Result]:
    """This process is one of `count`: it works too, and uses the results as they come in order. A
    forked process has the work and the items from the start, and only sends results back."""
    others, context = count - 1, _context()
    if context.get_start_method() == "fork":
        _give_back_memory()
    with (
        _handed(work, items, context.get_start_method()) as (begin, given),
        ProcessPoolExecutor(
            others, mp_context=context, initializer=begin, initargs=given
        ) as executor,
    ):
        try:
            batches = deque(_batches(weights, count))
            begun: deque[Future[list[Result]]] = deque()
            while begun or batches:
                while batches and sum(not it.done() for it in begun) < others * AHEAD:
                    begun.append(executor.submit(_work_on, *batches.popleft()))
                if batches and not begun[0].done():
                    begun.append(_worked_here(work, items, *batches.popleft()))
                else:
                    yield from begun.popleft().result()  # frees each result once it is used
        except BrokenProcessPool as error:
            text = "a process ended in the middle of its work; try again with --workers 1"
            raise WorkerDied(text) from error
        finally:
            executor.shutdown(cancel_futures=True)


def _give_back_memory() -> None:
    """Give memory that is free back to the system, where the C library can (glibc): a process that
    is forked would get a copy of it. It takes two milliseconds for 20 megabytes."""
    import ctypes  # not needed where nothing has changed

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # malloc_trim(3); musl has none
    if trim is not None:
        trim(0)


def _worked_here(
    work: Callable[[Item], Result], items: Sequence[Item], start: int, end: int
) -> Future[list[Result]]:
    """A batch that this process worked on; an error in it is raised when its turn comes."""
    done: Future[list[Result]] = Future()
    try:
        done.set_result([work(item) for item in items[start:end]])
    except Exception as error:
        done.set_exception(error)
    return done


@contextmanager
def _handed(
    work: Callable[[Item], Result], items: Sequence[Item], method: str
) -> Iterator[tuple[Callable[..., None], tuple[Any, ...]]]:
    """How a process begins, and with what: with the work and the items, or, where it is not forked,
    with the file that holds them.

    Python writes what a new process begins with into a pipe whose other end it holds itself. If
    that is more than a pipe takes and the process dies before it has read it, Python waits for
    ever. The name of a file always fits.
    """
    if method == "fork":
        yield _begin, (work, items)
        return
    with TemporaryDirectory(prefix="broadsheet-") as folder:  # which nobody else can read
        path = Path(folder, "work")
        path.write_bytes(pickle.dumps((work, items), pickle.HIGHEST_PROTOCOL))
        yield _begin_with_file, (path,)


def _begin_with_file(path: Path) -> None:
    _begin(*pickle.loads(path.read_bytes()))


_given: tuple[Callable[[Any], Any], Sequence[Any]]  # in a worker process alone


def _begin(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    global _given
    _given = work, items


def _work_on(start: int, end: int) -> list[Any]:
    work, items = _given
    return [work(item) for item in items[start:end]]


def _batches(weights: Sequence[float], count: int) -> Iterator[tuple[int, int]]:
    """The start and end of each batch, for `count` processes: large batches first, then smaller
    ones, so that all processes end at about the same time."""
    left = sum(weights)
    usual = left / max(1, len(weights))
    start = 0
    while start < len(weights):
        most = min(LARGEST * usual, max(SMALLEST * usual, left / (count * SHARE)))
        end, taken = start + 1, weights[start]
        while end < len(weights) and taken + weights[end] <= most:
            taken += weights[end]
            end += 1
        yield start, end
        start, left = end, left - taken


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe, as it costs almost nothing: on Linux, without other threads."""
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if is_safe else "spawn")
