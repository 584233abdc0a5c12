"""What does a command cost as a whole: wall and CPU seconds, peak memory of all its processes?"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05  # seconds between looks at the memory
SELDOM = 0.5  # seconds between looks that hardly slow a long run down


@dataclass(frozen=True)
class Cost:
    """Seconds by the wall clock, and seconds of all processors."""

    wall: float
    cpu: float


def timed(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end, with nothing else going on; raises CalledProcessError.

    The disk has written what ran before: Broadsheet waits for the disk at its end, and would wait
    for what others left.
    """
    os.sync()
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    _expect_success(command, done.returncode, done.stdout + done.stderr)
    cpu = after.children_user + after.children_system
    return Cost(wall, cpu - before.children_user - before.children_system)


def peak_memory(command: Sequence[str], folder: Path) -> float:
    """Mebibytes of a command and all its processes at their highest; raises CalledProcessError.

    It is the sum of their proportional set sizes (PSS): pages that processes share count once.
    Sampling slows a program down, so this is a run of its own, and a short peak may be missed.
    """
    return timed_with_memory(command, folder, INTERVAL)[1]


def timed_with_memory(
    command: Sequence[str], folder: Path, interval: float = SELDOM
) -> tuple[float, float]:
    """Seconds by the wall clock and mebibytes of one long run; raises CalledProcessError."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peak = [0]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, ended, interval))
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    _expect_success(command, process.returncode, errors)
    return seconds, peak[0] / 1024


def _expect_success(command: Sequence[str], status: int, told: str) -> None:
    if status:
        print(told[-2000:], file=sys.stderr)
        raise subprocess.CalledProcessError(status, command)


def _watch(pid: int, peak: list[int], ended: threading.Event, interval: float) -> None:
    while not ended.wait(interval):
        peak[0] = max(peak[0], sum(_kilobytes(each) for each in _family(pid)))


def _family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))
    except (OSError, ValueError):
        return


def _kilobytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
            return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return 0
