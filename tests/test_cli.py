"""The command as a person types it: what it prints, and how it exits."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from rich.console import Console

from broadsheet.cli import main
from broadsheet.commands.progress import ProgressBars
from tests.sites import ROOT, Site, article

Make = Callable[[str], Site]
TWO = (
    f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
    f"-- content/a/later.md --\n{article('Later', '2999-01-01')}"
)


def run(*arguments: object) -> Result:
    """The command's result for these arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_build_ends_with_its_account(site: Make) -> None:
    made = site(TWO)
    result = run("build", "--site", made.root)
    assert result.exit_code == 0
    assert "unpublished: content/a/later.md  scheduled for 2999-01-01 00:00 +0000" in result.stdout
    assert "articles: 2 read = 1 published + 1 unpublished" in result.stdout
    assert "written, 0 unchanged, 0 removed" in result.stdout
    again = run("build", "--site", made.root)
    assert "files: 0 written" in again.stdout and "0 removed; 0 pages rendered" in again.stdout


def test_command_may_be_left_out(site: Make) -> None:
    assert run("--site", site(TWO).root).exit_code == 0


def test_as_of_sets_the_moment(site: Make) -> None:
    made = site(TWO)
    assert (
        "2 read = 2 published + 0 unpublished"
        in run("--site", made.root, "--as-of", "2999-01-02").stdout
    )
    assert (
        "2 read = 0 published + 2 unpublished"
        in run("--site", made.root, "--as-of", "2020-01-01").stdout
    )


def test_drafts_are_published_on_request(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'draft: true')}")
    assert "1 read = 0 published + 1 unpublished" in run("--site", made.root).stdout
    assert "1 read = 1 published + 0 unpublished" in run("--site", made.root, "--drafts").stdout


def test_articles_of_the_future_are_published_on_request(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2121-01-01')}")
    assert "1 read = 0 published + 1 unpublished" in run("--site", made.root).stdout
    assert "1 read = 1 published + 0 unpublished" in run("--site", made.root, "--future").stdout


def test_explain_says_why_each_page_is_rendered(site: Make) -> None:
    made = site(TWO)
    lines = [line.split() for line in run("--site", made.root, "--explain").stdout.splitlines()]
    assert ["/index.html", "it", "is", "new"] in lines


def test_quiet_build_prints_nothing(site: Make) -> None:
    assert run("--site", site(TWO).root, "--quiet").output == ""


def test_problems_are_printed_and_exit_with_1(site: Make) -> None:
    made = site("-- content/a/x.md --\nno header\n")
    result = run("--site", made.root, "--quiet")
    assert result.exit_code == 1
    assert "content/a/x.md:1: has no front matter" in result.stderr
    assert "1 problem; nothing was changed" in result.stderr


def test_many_problems_of_one_kind_are_counted_unless_all_are_asked_for(site: Make) -> None:
    links = "\n\n".join(f"[x](not-here-{n}.md)" for n in range(30))
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', body=links)}")
    result = run("--site", made.root)
    assert (result.exit_code, result.stderr.count("there is no article not-here")) == (1, 20)
    assert "and 10 more like this: there is no article" in result.stderr
    assert "30 problems; nothing was changed" in result.stderr
    everything = run("--site", made.root, "--explain").stderr
    assert everything.count("there is no article not-here") == 30


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "soon"],
        ["--as-of", "2021-13-01"],
        ["--no-such-option"],
        ["no-such-command"],
        ["--site", "/no/such/folder"],
        ["init"],
    ],
)
def test_wrong_arguments_exit_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_bug_of_ours_exits_with_3_and_its_trace(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("broadsheet.commands.build.update", broken)
    result = run("--site", site(TWO).root)
    assert result.exit_code == 3
    assert "RuntimeError: out of order" in result.stderr and "a bug in Broadsheet" in result.stderr


def test_folder_without_a_site_is_a_problem(tmp_path: Path) -> None:
    result = run("--site", tmp_path)
    assert result.exit_code == 1
    assert "site.yaml: there is no such file" in result.stderr
    assert "content: there is no such folder" in result.stderr


def test_module_does_what_the_command_does() -> None:
    asked = [sys.executable, "-m", "broadsheet", "--version"]
    printed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert printed == run("--version").stdout


def test_init_makes_a_site_that_builds(tmp_path: Path) -> None:
    assert run("init", tmp_path / "new").exit_code == 0
    result = run("--site", tmp_path / "new", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "articles: 1 read = 1 published + 0 unpublished" in result.stdout
    assert "First shortage declared" in (tmp_path / "new/public/index.html").read_text()


def test_init_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = run("init", tmp_path)
    assert result.exit_code == 2 and "not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_build_py_is_the_same_command(site: Make) -> None:
    script = ROOT / "build.py"
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=site(TWO).root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "articles: 2 read = 1 published + 1 unpublished" in done.stdout


def test_build_that_waits_for_another_says_so(site: Make) -> None:
    made = site(TWO)
    (made.root / ".broadsheet").mkdir()
    with FileLock(made.root / ".broadsheet/lock"):
        command = [sys.executable, str(ROOT / "build.py"), "--site", str(made.root)]
        build = subprocess.Popen(command, stdout=DEVNULL, stderr=PIPE, text=True)
        assert build.stderr
        told = build.stderr.readline()  # until then the other build goes on
    build.communicate()
    assert build.returncode == 0
    assert told == "another build or publish of this site is running; waiting for it to end\n"


def test_long_work_shows_a_person_a_bar() -> None:
    screen = StringIO()
    bars = ProgressBars(Console(file=screen, force_terminal=True))
    assert list(bars.behind_bar(list(range(10)), 10, "counting", 5)) == list(range(10))
    assert "counting" in screen.getvalue()


def test_short_work_shows_no_bar() -> None:
    short = [1, 2]
    assert ProgressBars().behind_bar(short, len(short), "counting", 5) is short


def test_bar_runs_no_thread_so_that_workers_can_be_forked() -> None:
    bars = ProgressBars(Console(file=StringIO(), force_terminal=True))
    counts = [threading.active_count() for _ in bars.behind_bar(list(range(10)), 10, "counting", 5)]
    assert set(counts) == {threading.active_count()}


def test_bare_command_in_an_empty_folder_shows_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert "There is no site in this folder." in result.stderr
    assert "broadsheet init my-digest" in result.stderr and "Commands:" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_command_in_a_folder_of_a_site_says_where_the_site_is(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site(TWO).root / "content/a")
    for words in (), ("build",), ("check",), ("new", "A bridge"), ("theme", "list"), ("serve",):
        result = run(*words)
        assert result.exit_code == 2
        assert "the site is further up: go to ../.., or add --site ../.." in result.stderr


def test_word_that_is_no_command_is_named_with_what_was_meant() -> None:
    said = {word: run(word).stderr for word in ("biuld", "server", "deploy", "zzz")}
    assert "there is no command biuld; did you mean build?" in said["biuld"]
    assert "did you mean serve?" in said["server"] and "did you mean publish?" in said["deploy"]
    assert "known here: build, check" in said["zzz"]
    assert {run(word).exit_code for word in said} == {2}


def test_lists_of_commands_show_each_description_whole() -> None:
    for words in (), ("new",), ("theme",):
        assert "..." not in run(*words, "--help").stdout.partition("Commands:")[2]


def test_bare_command_in_a_site_builds_it(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site(TWO).root)
    assert "articles: 2 read" in run().stdout


def test_traceback_shows_where_a_build_stopped(site: Make) -> None:
    made = site("-- content/a/x.md --\nno header\n")
    assert "Traceback" not in run("--site", made.root).stderr
    result = run("--site", made.root, "--traceback")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr and "content/a/x.md:1" in result.stderr


def test_profile_shows_what_took_long(site: Make) -> None:
    result = run("--site", site(TWO).root, "--profile")
    assert result.exit_code == 0
    assert "cumtime" in result.stderr and "builder.py" in result.stderr


def test_build_that_fails_before_there_is_a_site_does_not_speak_of_an_old_one(site: Make) -> None:
    made = site(TWO)
    (made.root / ".broadsheet/store.sqlite").mkdir(parents=True)
    result = run("--site", made.root)
    assert result.exit_code == 1
    assert "store.sqlite" in result.stderr and "no site was made" in result.stderr


def test_build_that_fails_with_an_old_site_says_that_it_stands(site: Make) -> None:
    made = site(TWO)
    run("--site", made.root)
    made.write(f"-- content/a/new.md --\n{article('New', '2021-01-02')}")
    for path in (made.root / ".broadsheet").glob("store.sqlite*"):
        path.unlink()
    (made.root / ".broadsheet/store.sqlite").mkdir()
    result = run("--site", made.root)
    assert result.exit_code == 1 and "the old site is unchanged" in result.stderr


def test_build_that_fails_half_way_says_that_the_site_is_partly_in_place(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(TWO)
    run("--site", made.root)
    made.write(f"-- content/a/new.md --\n{article('New', '2021-01-02')}")
    replace = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == "new.html":
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        result = run("--site", made.root)
    assert result.exit_code == 1
    assert "new.html: No space left on device" in result.stderr
    assert "only partly in place: build again to finish it" in result.stderr
    again = run("--site", made.root)
    assert again.exit_code == 0 and (made.public / "2021/01/new.html").is_file()
    assert "an earlier build was interrupted" in again.stderr
