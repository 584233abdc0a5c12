"""Publishing adds addresses to the ledger, and two people's ledgers merge."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.commands.new_site import make_site as init
from broadsheet.content.ledger import read_ledger
from broadsheet.problems import ProblemsFound
from broadsheet.publishing.ledger import record
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
X = f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Go]')}"
LEDGER = "content/published.txt"


def git(root: Path, *arguments: str) -> None:
    """Let git do something in a folder."""
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)


def publish(site: Site) -> int:
    """Build a site and record it; returns how many addresses are new."""
    site.build()
    return record(site.root, site.public)


def test_building_adds_nothing_and_publishing_does(site: Make) -> None:
    made = site(X)
    made.build()
    assert not (made.root / LEDGER).exists()
    assert record(made.root, made.public) > 20
    text = (made.root / LEDGER).read_text("utf-8")
    lines = text.splitlines()[1:]
    assert lines == sorted(lines)
    assert "/2021/01/x.html\tcontent/a/x.md\t2021-01-01#x" in lines
    assert "/tags/go.xml\ttag: Go" in lines


def test_what_only_programs_fetch_is_not_recorded(site: Make) -> None:
    more = "lite: true\nbooks: [editions, months]\neditions: {files: [html, text]}\noffline: true\n"
    made = site(f"-- site.yaml --\n{SITE_YAML}{more}{X}")
    publish(made)
    ledger, _ = read_ledger((made.root / LEDGER).read_bytes())
    assert {"/editions/2021-01-01.epub", "/editions/2021-01-01.one.html"} <= ledger.keys()
    assert {"/editions/2021-01-01.txt", "/archive/2021/01.epub", "/opds.xml"} <= ledger.keys()
    others = ("/lite", "/search/", "/codes", "/media", "/share", "/sitemap", "/sw", "/robots")
    assert [it for it in ledger if it.startswith((*others, "/404", "/icon", "/manifest"))] == []
    assert ledger["/archive/2021/01.epub"].of == "archive: 2021-01"
    assert ledger["/editions/2021-01-01.txt"].of == "edition: 2021-01-01"


def test_publishing_again_changes_nothing(site: Make) -> None:
    made = site(X)
    publish(made)
    before = (made.root / LEDGER).stat()
    assert publish(made) == 0
    assert (made.root / LEDGER).stat() == before


def test_nothing_that_stands_there_is_taken_out(site: Make) -> None:
    made = site(X)
    made.write(f"-- {LEDGER} --\n/was.html\tcontent/a/x.md\n")
    publish(made)
    assert "/was.html\tcontent/a/x.md\n" in (made.root / LEDGER).read_text("utf-8")


def test_ledger_that_cannot_be_read_is_left_alone(site: Make) -> None:
    made = site(X)
    made.build()
    made.write(f"-- {LEDGER} --\nnonsense\n")
    with pytest.raises(ProblemsFound):
        record(made.root, made.public)
    with pytest.raises(ProblemsFound) as stopped:
        made.build()
    assert [it.line for it in stopped.value.problems] == [1]
    assert (made.root / LEDGER).read_text("utf-8") == "nonsense\n"


def test_ledgers_of_two_branches_merge_without_a_conflict(site: Make) -> None:
    made = site("")
    init(made.root / "new")
    attributes = (made.root / "new/.gitattributes").read_bytes()
    made.put(".gitattributes", attributes).write(X)
    publish(made)
    git(made.root, "init", "-q", "-b", "main")
    git(made.root, "add", ".gitattributes", "content", "site.yaml")
    git(made.root, "commit", "-qm", "start")
    for branch, name in (("one", "y"), ("two", "z")):
        git(made.root, "checkout", "-q", "-f", "-b", branch, "main")
        made.write(f"-- content/a/{name}.md --\n{article(name, '2021-01-01', 'tags: [Go]')}")
        publish(made)
        git(made.root, "add", "content")
        git(made.root, "commit", "-qm", branch)
    git(made.root, "merge", "-q", "one")
    ledger, log = read_ledger((made.root / LEDGER).read_bytes())
    assert log.problems == []
    assert {"/2021/01/x.html", "/2021/01/y.html", "/2021/01/z.html"} <= ledger.keys()
    assert publish(made) == 0
    lines = (made.root / LEDGER).read_text("utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
