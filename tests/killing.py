"""Does something in a process of its own, which may be killed at any moment of it.

A moment is a number of events: how often the disk was touched, or how many functions were called.
So a kill comes at the same moment on every machine.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import ForkProcess

FORK = get_context("fork")


def count_events(kinds: tuple[str, ...], happened: Callable[[int], None]) -> None:
    """In this process, call `happened` before each event of some kinds, with its number."""
    numbers = count()

    def hook(event: str, _: object) -> None:
        if event.startswith(kinds):
            happened(next(numbers))

    sys.addaudithook(hook)


def count_touches(happened: Callable[[int], None]) -> None:
    """Count how often the disk is touched."""
    count_events(("open", "os.", "shutil.", "sqlite3."), happened)


def count_placings(happened: Callable[[int], None]) -> None:
    """Count how often a file is put in another's place."""
    count_events(("os.rename",), happened)


def count_calls(happened: Callable[[int], None]) -> None:
    """Count how many functions are called."""
    numbers = count()

    def profile(frame: object, event: str, _: object) -> None:
        if event.endswith("call"):
            happened(next(numbers))

    sys.setprofile(profile)


Counting = Callable[[Callable[[int], None]], None]


def in_a_process(act: Callable[[], object]) -> ForkProcess:
    """A process that does it, started."""
    process = FORK.Process(target=act)
    process.start()
    return process


def moments_of(act: Callable[[], object], counting: Counting) -> int:
    """How many moments it has, by a way of counting them; it is done in a process of its own."""
    last = FORK.Value("q", 0)

    def note(number: int) -> None:
        last.value = number

    def work() -> None:
        counting(note)
        act()

    in_a_process(work).join()
    return int(last.value)


def killed_at(act: Callable[[], object], counting: Counting, moment: int) -> None:
    """Do it in a process that kills itself at a moment."""

    def kill(number: int) -> None:
        if number >= moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        counting(kill)
        act()

    in_a_process(work).join()
