"""What an action comes to is told in words, whatever happens in it."""

from collections.abc import Callable

import pytest

from broadsheet.desk_server.accounts import Account, outcome
from broadsheet.desk_server.jobs import JobFailed
from broadsheet.desk_server.memory import Accounts
from broadsheet.mailing.place import NotSent
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publishing.target import PublishFailed
from tests.desk_server.test_publishing_work import NOW, Heard, lines


def failing(error: Exception) -> Callable[[], Account]:
    """Work that fails."""

    def work() -> Account:
        raise error

    return work


def test_problems_are_listed_with_their_files() -> None:
    told = outcome(failing(ProblemsFound([Problem("site.yaml", 3, "is wrong", "mend it")])))
    assert told.is_failure and "site.yaml, line 3: is wrong\nmend it" in lines(told)


@pytest.mark.parametrize(
    "error", [PublishFailed("no room\nmake some"), NotSent("no room\nmake some")]
)
def test_refusal_is_told_as_it_is(error: Exception) -> None:
    told = outcome(failing(error))
    assert told.headline == "Not done: no room" and "make some" in lines(told)


def test_bug_is_told_as_one_and_its_trace_goes_to_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = outcome(failing(KeyError("secret-of-ours")))
    assert "a bug in Broadsheet" in told.headline and "secret-of-ours" not in lines(told)
    assert "secret-of-ours" in capsys.readouterr().err


def test_account_is_kept_and_a_failed_one_fails_its_job() -> None:
    accounts = Accounts()
    work = accounts.work("publish", lambda tell: Account("Done."), NOW, 3)
    assert accounts.get("publish").is_running
    assert work(Heard()) == "Done." and accounts.get("publish").account == Account("Done.")
    with pytest.raises(JobFailed, match="Not done: no room"):
        accounts.work("publish", lambda tell: failing(PublishFailed("no room"))(), NOW, 3)(Heard())
    known = accounts.get("publish")
    assert known.account and known.account.is_failure and not known.is_running
