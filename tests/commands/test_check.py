"""The command `check`, as a person, a program and a workflow use it."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.checking.findings import Finding
from broadsheet.checking.forms import github_lines
from broadsheet.cli import main
from broadsheet.problems import Problem
from tests.sites import SITE_YAML, Site, article, mtimes

Make = Callable[[str], Site]
SOURCE = (
    "sources: [{name: Paper, url: 'https://e.org/1', title: B, date: 2021-12-30, language: en}]"
)
FINE = f"-- content/a/x.md --\n{article('X', '2021-12-30', SOURCE)}"
LONG = f"-- content/a/y.md --\n{article('Bridge ' * 13 + 'opens', '2021-12-30')}"
BROKEN = f"-- content/a/z.md --\n{article('Z', '2021-12-30', SOURCE, '[x](none.md)')}"
NO_DATE = "-- content/a/n.md --\n---\ntitle: N\ndate: soon\n---\nText.\n"


def run(made: Site, *arguments: str) -> Result:
    """The result of checking a site, as of the first day of 2022."""
    return CliRunner().invoke(
        main, ["check", "--site", str(made.root), "--as-of", "2022-01-01", *arguments]
    )


def test_site_in_order_is_fine(site: Make) -> None:
    result = run(site(FINE))
    assert (result.exit_code, result.stdout) == (0, "nothing found; 1 text checked\n")


def test_warnings_are_told_with_the_check_and_are_no_failure(site: Make) -> None:
    result = run(site(FINE + LONG))
    assert (result.exit_code, result.stdout) == (
        0,
        """\
content/a/y.md:1: credits no source [no-source]
    add sources: name and url of the report; see attribution: in site.yaml
content/a/y.md:2: the title is 96 characters long, more than 90 [long-title]
    shorten it, and say the rest in the summary

by check: 1 no-source and 1 long-title
2 warnings in 1 file; 2 texts checked
""",
    )


def test_strict_makes_warnings_problems(site: Make) -> None:
    result = run(site(FINE + LONG), "--strict")
    assert result.exit_code == 1
    assert "content/a/y.md:2: problem: the title is 96" in result.stdout


def test_strict_leaves_notes_alone(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2022-02-01', SOURCE)}")
    result = run(made, "--strict")
    assert result.exit_code == 0
    assert "content/a/x.md:3: note: is published on 2022-02-01" in result.stdout


def test_problem_of_the_layout_fails_and_other_checks_go_on(site: Make) -> None:
    result = run(site(FINE + LONG + BROKEN))
    assert result.exit_code == 1
    assert "content/a/z.md:6: problem: there is no article none.md [broken-link]" in result.stdout
    assert "[long-title]" in result.stdout


def test_file_that_cannot_be_read_fails_and_is_told_with_links_that_are_broken(site: Make) -> None:
    result = run(site(FINE + LONG + BROKEN + NO_DATE))
    assert result.exit_code == 1
    assert 'content/a/n.md:3: problem: date must be a date, found the text "soon" [bad-file]' in (
        result.stdout
    )
    assert "[broken-link]" in result.stdout
    assert "other checks wait until these problems are corrected" in result.stdout


def test_nothing_is_written_but_the_store(site: Make) -> None:
    made = site(FINE + LONG)
    before = mtimes(made.root)
    run(made)
    after = mtimes(made.root)
    assert {path for path in after if path not in before} <= {
        path for path in after if path.startswith(".broadsheet/store.sqlite")
    }
    assert {path: after[path] for path in before} == before
    assert not made.public.exists()


def test_problems_are_those_of_a_build(site: Make) -> None:
    made = site(FINE + BROKEN)
    built = CliRunner().invoke(main, ["build", "--site", str(made.root), "--as-of", "2022-01-01"])
    assert built.exit_code == run(made).exit_code == 1


def test_json_is_one_document_with_stable_keys(site: Make) -> None:
    result = run(site(FINE + LONG), "--format", "json", "--only", "long-title")
    assert json.loads(result.stdout) == {
        "version": 1,
        "findings": [
            {
                "path": "content/a/y.md",
                "line": 2,
                "check": "long-title",
                "level": "warning",
                "text": "the title is 96 characters long, more than 90",
                "hint": "shorten it, and say the rest in the summary",
            }
        ],
        "counts": {"problem": 0, "warning": 1, "note": 0},
        "texts": 2,
    }


def test_github_annotates_the_file_as_the_repository_names_it(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(FINE + LONG)
    monkeypatch.chdir(made.root.parent)
    result = run(made, "--format", "github", "--only", "long-title")
    assert result.stdout == (
        "::warning file=site/content/a/y.md,line=2,title=long-title::the title is 96 characters"
        " long, more than 90%0Ashorten it, and say the rest in the summary\n"
    )


def test_github_is_told_signs_as_it_asks_for_them() -> None:
    problem = Problem("content/a,b:c.md", 0, "100% of\r\nit: a, b", "::stop::")
    (line,) = github_lines([Finding("scheduled", "note", problem)], "")
    assert line == (
        "::notice file=content/a%2Cb%3Ac.md,title=scheduled::100%25 of%0D%0Ait: a, b%0A::stop::"
    )


def test_path_may_be_written_from_here_or_from_the_site(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(FINE + LONG)
    assert "1 file; 1 text" in run(made, "content/a/y.md").stdout
    assert "nothing found" in run(made, "content/a/x.md").stdout
    monkeypatch.chdir(made.root / "content/a")
    assert "1 file; 1 text" in run(made, "y.md").stdout
    assert "1 file; 2 texts" in run(made, str(made.root / "content")).stdout


def test_named_draft_is_checked_without_asking(site: Make) -> None:
    made = site(FINE + LONG.replace("---\nA short", "draft: true\n---\nA short"))
    assert "nothing found" in run(made).stdout
    assert "[long-title]" in run(made, "--drafts").stdout
    assert "[long-title]" in run(made, "content/a/y.md").stdout
    assert "nothing found" in run(made, "--no-drafts", "content/a/y.md").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "long-titel"], "there is no check long-titel; did you mean long-title?"),
        (["content/none.md"], "there is no file or folder content/none.md in the site"),
        (["/"], "there is no file or folder / in the site"),
        (["--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
        (["--as-of", "soon"], "write it as 2026-01-31"),
    ],
)
def test_wrong_arguments_are_told(site: Make, arguments: list[str], message: str) -> None:
    result = run(site(FINE), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_folder_without_a_site_is_told(tmp_path: Path) -> None:
    result = run(Site(tmp_path))
    assert result.exit_code == 1
    assert "site.yaml: problem: there is no such file [bad-setting]" in result.stdout


def test_read_only_site_is_told(site: Make) -> None:
    made = site(FINE)
    (made.root / ".broadsheet").write_bytes(b"in the way")
    result = run(made)
    assert result.exit_code == 1
    assert os.fspath(made.root / ".broadsheet") in result.stderr


def test_settings_of_checks_are_no_concern_of_a_build(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}checks: {{off: [long-title]}}\n{FINE + LONG}")
    assert [str(it).partition(":")[0] for it in made.build().warnings] == ["content/a/y.md"]
