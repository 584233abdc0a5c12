"""Work in the background is told of while it goes on, and its end is known."""

import asyncio
from collections.abc import Callable
from threading import Event

import pytest

from broadsheet.desk_server.jobs import BUG, Job, JobFailed, Jobs, Tell
from broadsheet.problems import Problem, ProblemsFound


def run(*works: Callable[[Tell], str]) -> tuple[list[Job], list[bool]]:
    """The jobs as they ended, started one after the other under one name, and which began."""

    async def main() -> tuple[list[Job], list[bool]]:
        ended: asyncio.Queue[Job] = asyncio.Queue()
        jobs = Jobs(lambda: None, ended.put_nowait)
        began = [jobs.start("work", "Work", it) for it in works]
        return [await ended.get() for it in began if it], began

    return asyncio.run(main())


def test_job_says_how_far_it_is_and_what_came_of_it() -> None:
    def work(tell: Tell) -> str:
        tell("one", 1, 2)
        tell("two", 2, 2)
        return "both"

    (job,), _ = run(work)
    assert (job.state, job.lines, job.done, job.outcome) == ("done", ("one", "two"), 2, "both")
    assert job.text == "both"


def fail(error: Exception) -> Callable[[Tell], str]:
    def work(tell: Tell) -> str:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (JobFailed("the host is full"), "the host is full"),
        (OSError(2, "No such file"), "No such file"),
        (ProblemsFound([Problem("site.yaml", 3, "is wrong")]), "site.yaml:3: is wrong"),
    ],
)
def test_job_that_fails_says_why(error: Exception, said: str) -> None:
    (job,), _ = run(fail(error))
    assert job.state == "failed" and said in job.outcome


def test_our_own_mistake_is_in_the_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    (job,), _ = run(fail(RuntimeError("detail")))
    assert (job.state, job.outcome) == ("failed", BUG)
    assert "detail" in capsys.readouterr().err


def test_only_one_job_of_a_name_runs() -> None:
    go = Event()

    def wait(tell: Tell) -> str:
        go.wait(20)
        return "first"

    def second(tell: Tell) -> str:
        return "second"

    async def main() -> tuple[bool, bool, bool]:
        ended: asyncio.Queue[Job] = asyncio.Queue()
        jobs = Jobs(lambda: None, ended.put_nowait)
        first = jobs.start("work", "Work", wait)
        other = jobs.start("work", "Work", second)
        go.set()
        await ended.get()
        return first, other, jobs.start("work", "Work", second)

    assert asyncio.run(main()) == (True, False, True)


def test_end_waits_for_what_must_not_be_broken_off() -> None:
    go = Event()

    def wait(tell: Tell) -> str:
        go.wait(20)
        return "published"

    async def main() -> list[Job]:
        jobs = Jobs(lambda: None, lambda job: None)
        jobs.start("publish", "Publishing", wait, end_with=True)
        assert jobs.waited_for() == ("Publishing",)
        asyncio.get_running_loop().call_later(0.05, go.set)
        await jobs.end()
        return list(jobs.now())

    assert [it.outcome for it in asyncio.run(main())] == ["published"]
