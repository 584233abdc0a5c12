"""Work that takes a while, done in the background while the desk goes on."""

import asyncio
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Thread
from typing import Literal, Protocol

from broadsheet.problems import ProblemsFound, problem_lines, refusal_words

PAUSE = 0.2  # seconds between two tellings of progress
MOST_LINES = 200  # of what a job says, the last
BUG = "this is a bug in Broadsheet; the terminal has its trace"


class Tell(Protocol):
    """What a job calls as it goes on: a line for people, and how much is done of how much (0 of 0
    where nobody knows). It may be called in any thread."""

    def __call__(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say it."""


class JobFailed(Exception):
    """A job that did not do what it was for; its text says why, for people."""


Work = Callable[[Tell], str]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is now. `lines` are what it has said, `outcome` is empty while it runs."""

    name: str
    title: str
    state: Literal["running", "done", "failed"] = "running"
    lines: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    outcome: str = ""
    is_waited_for: bool = False

    @property
    def text(self) -> str:
        """What it said last."""
        return self.outcome or (self.lines[-1] if self.lines else "")


class Jobs:
    """The last job of each name. Its methods are called in the event loop; each job works in a
    thread of its own. `told` is called when a job has said something, now and then; `ended` when
    one has come to its end."""

    def __init__(self, told: Callable[[], None], ended: Callable[[Job], None]) -> None:
        self._jobs: dict[str, Job] = {}
        self._running: dict[str, asyncio.Event] = {}
        self._told, self._ended = told, ended
        self._is_telling = False

    def start(self, name: str, title: str, work: Work, end_with: bool = False) -> bool:
        """Begin a job, unless one of this name is running; returns whether it has begun. With
        `end_with` the desk does not end before the job has."""
        if name in self._running:
            return False
        self._jobs.pop(name, None)  # the latest is the last
        self._jobs[name] = Job(name, title, is_waited_for=end_with)
        self._running[name] = asyncio.Event()
        loop = asyncio.get_running_loop()

        def tell(text: str, done: int = 0, total: int = 0) -> None:
            loop.call_soon_threadsafe(self._advance, name, text, done, total)

        def run() -> None:
            state, outcome = _run(work, tell)
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._end, name, state, outcome)

        Thread(target=run, name=f"job {name}", daemon=True).start()
        self._told()
        return True

    def now(self) -> Sequence[Job]:
        """The last job of each name, the newest last."""
        return tuple(self._jobs.values())

    def forget(self, name: str) -> None:
        """Show a job no more that has come to its end."""
        if name in self._jobs and name not in self._running:
            del self._jobs[name]
            self._told()

    def is_running(self, name: str) -> bool:
        """Whether a job of this name is at work."""
        return name in self._running

    def is_at_work(self) -> bool:
        """Whether any job is at work."""
        return bool(self._running)

    async def end(self) -> None:
        """Wait for the jobs that must not be broken off."""
        for name, event in list(self._running.items()):
            if self._jobs[name].is_waited_for:
                await event.wait()

    def waited_for(self) -> tuple[str, ...]:
        """The titles of jobs that the desk would wait for."""
        return tuple(self._jobs[it].title for it in self._running if self._jobs[it].is_waited_for)

    def _advance(self, name: str, text: str, done: int, total: int) -> None:
        job = self._jobs[name]
        lines = (*job.lines, text)[-MOST_LINES:] if text else job.lines
        self._jobs[name] = replace(job, lines=lines, done=done, total=total)
        if not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        self._told()

    def _end(self, name: str, state: Literal["done", "failed"], outcome: str) -> None:
        job = self._jobs[name] = replace(self._jobs[name], state=state, outcome=outcome)
        self._running.pop(name).set()
        self._ended(job)


def _run(work: Work, tell: Tell) -> tuple[Literal["done", "failed"], str]:
    try:
        return "done", work(tell)
    except ProblemsFound as found:
        return "failed", "\n".join(problem_lines(found.problems, False))
    except JobFailed as failed:
        return "failed", str(failed)
    except OSError as error:
        return "failed", refusal_words(error)
    except Exception:  # of our own: the desk goes on
        traceback.print_exc()
        return "failed", BUG
