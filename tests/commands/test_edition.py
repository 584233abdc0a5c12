"""The command `edition`, as a curator types it and as scripts read it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.desk.desks import DAY, SETTINGS, article, path_of
from tests.sites import Site, make_site

A, B, C = path_of("world/a"), path_of("world/b"), path_of("city/c")
NOTE = f"content/editions/{DAY}.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with three articles of one day, one of them a draft."""
    articles = article("world/a") + article("world/b") + article("city/c", "draft: true\n")
    return make_site(tmp_path, SETTINGS + articles)


def run(site: Site, *options: str, said: str = "") -> Result:
    return CliRunner().invoke(main, ["edition", "--site", str(site.root), *options], input=said)


def done(site: Site, *options: str, said: str = "") -> str:
    result = run(site, *options, said=said)
    assert result.exit_code == 0, result.output
    return result.stdout


def shown(site: Site) -> list[str]:
    """The last letters of the files of the edition, in order; drafts in brackets."""
    articles = json.loads(done(site, DAY, "--json"))["articles"]
    names = [(it["path"][-4], it["state"] == "draft") for it in articles]
    return [f"({name})" if is_draft else name for name, is_draft in names]


def test_edition_is_shown_in_order_with_what_is_missing(site: Site) -> None:
    site.write(article("world/a", "tags: [X]\n", ""))
    assert done(site, DAY).splitlines() == [
        f"{DAY}: Saturday, January 31, 2026",
        "The World",
        "  1  The a",
        f"     {A}",
        "     has no text",
        "  2  The b",
        f"     {B}",
        "The City",
        "  3  (draft) The c",
        f"     {C}",
    ]


@pytest.mark.parametrize(
    ("file", "place", "order"),
    [
        ("world/2026-01-31-b.md", "1", ["b", "a", "(c)"]),
        (f"{DAY}-b", "up", ["b", "a", "(c)"]),
        (A, "down", ["b", "a", "(c)"]),
        (C, "first", ["(c)", "a", "b"]),
        (A, "last", ["(c)", "b", "a"]),
    ],
)
def test_article_is_moved(site: Site, file: str, place: str, order: list[str]) -> None:
    said = done(site, "--move", file, place)  # the day is that of the file
    assert said.startswith("move “The ") and shown(site) == order


def test_several_changes_are_made_one_after_the_other_and_taken_back_one_by_one(site: Site) -> None:
    wishes = ["--ready", "all", "--move", C, "first", "--title", "A day", "--note", "-"]
    said = done(site, DAY, *wishes, said="Good morning.\n")
    assert said.split("\n\n")[0].splitlines() == [
        "move “The c”",
        f"change the editor's note of the edition {DAY}",
        f"change the title of the edition {DAY}",
        "make “The c” ready",
    ]
    assert (site.root / NOTE).read_text("utf-8").endswith("---\nGood morning.\n")
    assert done(site, DAY, "--undo").startswith("taken back: make “The c” ready\n")
    assert shown(site) == ["(c)", "a", "b"]
    for _ in range(3):
        done(site, DAY, "--undo")
    assert shown(site) == ["a", "b", "(c)"] and not (site.root / NOTE).exists()
    result = run(site, DAY, "--undo")
    assert result.exit_code == 1 and "there is no change to undo" in result.stderr
    assert done(site, DAY, "--redo").startswith("done again: move “The c”\n")


def test_draft_is_dropped_and_brought_back(site: Site) -> None:
    before = (site.root / C).read_bytes()
    assert done(site, "--drop", f"{DAY}-c").startswith("drop “The c”\n")
    assert shown(site) == ["a", "b"]
    done(site, DAY, "--undo")
    assert (site.root / C).read_bytes() == before


def test_article_that_readers_have_is_not_dropped(site: Site) -> None:
    result = run(site, "--drop", A)
    assert result.exit_code == 1 and f"{A} is no draft" in result.stderr
    assert "expires" in result.stderr and (site.root / A).exists()


def test_article_becomes_a_draft_again(site: Site) -> None:
    done(site, "--not-ready", A)
    assert shown(site) == ["(a)", "b", "(c)"]
    assert f"{A} is a draft already" in done(site, "--not-ready", A)


def test_change_that_fails_leaves_those_before_it_and_says_so(site: Site) -> None:
    result = run(site, DAY, "--title", "A day", "--drop", A)
    assert result.exit_code == 1
    assert (
        result.stdout.startswith(f"change the title of the edition {DAY}")
        and "nothing more was changed" in result.stderr
    )
    assert "title: A day" in (site.root / NOTE).read_text("utf-8")


def test_json_has_everything_for_scripts(site: Site) -> None:
    edition = json.loads(done(site, DAY, "--note", "Hello.", "--json"))
    assert (edition["edition"], edition["note"], edition["file"]) == (DAY, "Hello.", NOTE)
    assert edition["address"] == f"/editions/{DAY}.html" and edition["done"] == [
        f"change the editor's note of the edition {DAY}"
    ]
    first = edition["articles"][0]
    assert (first["path"], first["place"], first["state"], first["section"]) == (
        A,
        1,
        "ready",
        "world",
    )
    assert first["sources"] == [{"name": "Post", "title": "", "url": "https://post.example/a"}]


def test_file_with_a_mistake_is_named_and_the_rest_shown(site: Site) -> None:
    site.write(article("world/x", "tags: a, b\n"))
    said = done(site, DAY)
    assert f"{path_of('world/x')}:5: tags must be a list" in said
    assert "The b" in said


def test_day_without_articles_says_how_to_get_some(site: Site) -> None:
    assert "`broadsheet keep NUMBER` makes a draft" in done(site, "2026-02-05")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--move", A, "sideways"], "PLACE is a number, up, down, first or last, found sideways"),
        (["--move", A, "0"], "PLACE is a number"),
        (["--drop", "nothing.md"], "there is no article nothing.md"),
        (["31.1.2026"], "write it as 2026-01-31"),
        (["--undo", "--redo"], "cannot be combined"),
    ],
)
def test_wrong_arguments_change_nothing(site: Site, options: list[str], told: str) -> None:
    before = site.tree(site.root / "content")
    result = run(site, *options)
    assert result.exit_code == 2 and told in result.stderr
    assert site.tree(site.root / "content") == before


def test_file_of_another_day_is_refused(site: Site) -> None:
    result = run(site, "2026-02-01", "--move", A, "1")
    assert result.exit_code == 1 and "is not in the edition 2026-02-01" in result.stderr
