"""Checks are chosen by the settings of the site, by the command and by files."""

import re
from collections.abc import Callable

import pytest

from broadsheet.checking.selection import wrong_names
from broadsheet.content.settings import read_settings
from tests.checking.examined import findings
from tests.sites import ROOT, SITE_YAML, Site, article

Make = Callable[[str], Site]
LONG = "Bridge " * 13 + "opens"
TWO = (
    f"-- content/a/x.md --\n{article(LONG, '2021-12-30')}"
    f"-- content/b/y.md --\n{article(LONG, '2021-12-30', body='See [here](x.md).')}"
)


def told(
    made: Site, only: tuple[str, ...] = (), paths: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """The file and the check of each finding but for those that credit nobody."""
    found = [(it.problem.path, it.check) for it in findings(made, only, paths)]
    return [it for it in found if it[1] != "no-source"]


def with_checks(made: Site, checks: str) -> Site:
    """The site with these settings of checks."""
    return made.write(f"-- site.yaml --\n{SITE_YAML}checks:\n  {checks}\n")


def test_all_checks_run_that_are_on(site: Make) -> None:
    assert told(site(TWO)) == [
        ("content/a/x.md", "long-title"),
        ("content/b/y.md", "long-title"),
        ("content/b/y.md", "vague-link"),
    ]


def test_site_turns_a_check_off_and_another_on(site: Make) -> None:
    made = with_checks(site(TWO), "off: [long-title, vague-link]\n  on: missing-summary")
    assert told(made) == [
        ("content/a/x.md", "missing-summary"),
        ("content/b/y.md", "missing-summary"),
    ]


def test_one_file_may_be_allowed_what_others_are_not(site: Make) -> None:
    made = with_checks(site(TWO), "allow:\n    content/b/y.md: [long-title, vague-link]")
    assert told(made) == [("content/a/x.md", "long-title")]


def test_limit_of_a_check_is_a_setting(site: Make) -> None:
    made = with_checks(site(TWO), "title_length: 96")
    assert told(made) == [("content/b/y.md", "vague-link")]


def test_command_names_checks_that_run_alone_even_those_that_are_off(site: Make) -> None:
    made = with_checks(site(TWO), "off: [vague-link]")
    assert told(made, only=("vague-link",)) == [("content/b/y.md", "vague-link")]


def test_command_names_files_and_folders(site: Make) -> None:
    made = site(TWO)
    assert told(made, paths=("content/a",)) == [("content/a/x.md", "long-title")]
    assert told(made, paths=("content/a/x.md",)) == [("content/a/x.md", "long-title")]
    assert told(made, paths=("content/a/x",)) == []
    assert len(told(made, paths=(".",))) == 3


@pytest.mark.parametrize(
    ("checks", "problem"),
    [
        (
            "off: [long-titel]",
            "site.yaml:8: checks: off: there is no check long-titel\n    did you mean long-title?",
        ),
        (
            "off: [broken-link]",
            "site.yaml:8: checks: off: broken-link cannot be turned off\n"
            "    a build stops at what it finds; correct that instead",
        ),
        (
            "allow: {content/a/z.md: long-title}",
            "site.yaml:8: checks: allow: there is no file content/a/z.md\n"
            "    did you mean content/a/x.md?",
        ),
        (
            "allow: {content/a/x.md: long-titles}",
            "site.yaml:8: checks: allow: content/a/x.md: there is no check long-titles\n"
            "    did you mean long-title?",
        ),
        (
            "title_lenght: 90",
            "site.yaml:8: unknown key title_lenght\n    did you mean title_length?",
        ),
    ],
)
def test_wrong_name_in_the_settings_is_a_problem(site: Make, checks: str, problem: str) -> None:
    found = findings(with_checks(site(TWO), checks))
    assert [(it.check, it.level, str(it.problem)) for it in found] == [
        ("bad-setting", "problem", problem)
    ]


def test_draft_is_checked_when_asked_for(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article(LONG, '2021-12-30', 'draft: true')}")
    assert told(made) == []
    assert [it.check for it in findings(made, drafts=True)] == ["no-source", "long-title"]


def test_scheduled_article_is_checked_before_it_is_published(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article(LONG, '2022-01-05')}")
    assert [check for _, check in told(made)] == ["long-title", "scheduled"]
    made = site(f"-- content/a/x.md --\n{article(LONG, '2021-01-05', 'expires: 2021-01-06')}")
    assert [check for _, check in told(made)] == ["expired"]


def test_example_of_the_document_names_what_there_is() -> None:
    text = (ROOT / "docs/checks.md").read_text("utf-8")
    example = re.search(r"```yaml\n(checks:.*?)```", text, re.DOTALL)
    assert example
    settings, log = read_settings(f"{SITE_YAML}{example[1]}".encode())
    assert log.problems == []
    assert list(wrong_names(settings.checks, ["content/world/2026-01-31-bridge.md"])) == []
