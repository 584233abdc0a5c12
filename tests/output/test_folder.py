"""What a build does to the output folder: nothing foreign is touched, nothing is half done."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from broadsheet.building import up_to_date as up_to_date
from broadsheet.problems import ProblemsFound
from tests.sites import Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"


def test_foreign_file_in_the_place_of_a_page_is_a_problem_and_stays(site: Make) -> None:
    made = site(ONE)
    made.public.mkdir()
    (made.public / "index.html").write_text("mine")
    (made.public / "notes.txt").write_text("mine too")
    with pytest.raises(ProblemsFound, match=r"did not make for this site: index.html\n"):
        made.build()
    assert sorted(os.listdir(made.public)) == ["index.html", "notes.txt"]
    assert (made.public / "index.html").read_text() == "mine"


def test_foreign_file_is_reported_and_never_touched(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "RESTED_NS", 0)
    made = site(ONE)
    made.build()
    for name in ("CNAME", "2021/01/mine.txt", "tags/mine/too.txt"):
        made.put(f"public/{name}", b"mine")
    for text in ("New", "New", "Newer"):
        made.write(f"-- content/a/x.md --\n{article(text, '2021-01-01')}")
        report = made.build()
        assert report.placed.foreign == ["2021/01/mine.txt", "CNAME", "tags/mine/too.txt"]
        assert "CNAME" not in report.placed.unchanged
        (warning,) = [it for it in report.warnings if it.path == str(made.public)]
        assert "2021/01/mine.txt, CNAME, tags/mine/too.txt" in warning.text
        assert "content/site-root/" in warning.hint
    assert made.tree()["CNAME"] == b"mine" and "Newer" in made.page("2021/01/x.html")
    (made.root / "content/a/x.md").unlink()
    made.build()
    assert made.tree()["2021/01/mine.txt"] == b"mine"
    with pytest.raises(ProblemsFound, match="did not make"):
        made.build(strict=True)


@pytest.mark.parametrize("name", ["tags", "TAGS.html", "404.html/mine.txt", "2021"])
def test_foreign_file_that_no_page_can_stand_beside_is_a_problem(site: Make, name: str) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [A]')}")
    made.put(f"public/{name}", b"mine")
    with pytest.raises(ProblemsFound, match=rf"did not make for this site: {name}\n"):
        made.build()
    assert made.tree() == {name: b"mine"}


def test_forgotten_memory_costs_work_and_nothing_else(site: Make) -> None:
    made = site(ONE)
    made.build()
    for path in (made.root / ".broadsheet").glob("manifest*"):
        path.unlink()
    made.write(f"-- content/a/y.md --\n{article('Y', '2021-02-01')}")
    (made.root / "content/a/x.md").unlink()
    report = made.build()
    assert "2021/01/x.html" in report.placed.removed
    assert "404.html" in report.placed.unchanged


def test_damaged_memory_costs_work_and_nothing_else(site: Make) -> None:
    made = site(ONE)
    made.build()
    (manifest,) = (made.root / ".broadsheet").glob("manifest*")
    for damage in (b"", b"{", b"[]", b'{"version": 1, "files": {"index.html": 3}}'):
        manifest.write_bytes(damage)
        assert made.build().placed.written == []


def test_output_of_another_site_is_refused(site: Make, tmp_path: Path) -> None:
    made = site(ONE)
    text = (made.root / "site.yaml").read_text().replace("example.org", "other.example")
    other = Site(tmp_path / "other").write(f"-- site.yaml --\n{text}{ONE}")
    other.build()
    with pytest.raises(ProblemsFound, match="did not make for this site"):
        made.build(output=other.public)


def test_symbolic_link_in_the_output_is_never_written_through(site: Make, tmp_path: Path) -> None:
    made = site(ONE)
    outside = tmp_path / "outside"
    outside.mkdir()
    made.public.mkdir()
    (made.public / "2021").symlink_to(outside)
    with pytest.raises(ProblemsFound, match="did not make for this site: 2021"):
        made.build()
    assert list(outside.iterdir()) == []


def test_own_file_replaced_by_a_link_is_put_right_without_touching_its_target(
    site: Make, tmp_path: Path
) -> None:
    made = site(ONE)
    made.build()
    right = made.page("tags.html")
    target = tmp_path / "target"
    target.write_text("theirs")
    (made.public / "tags.html").unlink()
    (made.public / "tags.html").symlink_to(target)
    made.build()
    assert target.read_text() == "theirs"
    assert made.page("tags.html") == right and not (made.public / "tags.html").is_symlink()


@pytest.mark.parametrize("place", [".", "..", "content/out", "themes", ".broadsheet/x"])
def test_output_among_the_sources_is_refused(site: Make, place: str) -> None:
    made = site(ONE)
    with pytest.raises(ProblemsFound, match="cannot be the output"):
        made.build(output=made.root / place)


def test_second_build_at_the_same_time_says_so(site: Make) -> None:
    made = site(ONE)
    (made.root / ".broadsheet").mkdir()
    with (
        FileLock(made.root / ".broadsheet/lock"),
        pytest.raises(ProblemsFound, match="another build or publish of this site is running"),
    ):
        made.build()
    made.build()


def test_file_gives_way_to_a_folder_and_back(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/old/]')}")
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/old/a/b.html]')}")
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/old/a.html]')}")
    made.build()
    assert (made.public / "old/a.html").is_file() and not (made.public / "old/a").exists()


def test_what_a_killed_build_left_aside_does_no_harm(site: Make) -> None:
    made = site(ONE)
    made.build()
    stage = made.public / ".broadsheet-stage"
    stage.mkdir()
    (stage / "0").write_text("half")
    made.build()
    assert not stage.exists()


@pytest.mark.parametrize("moves", range(12))
def test_build_that_ends_half_way_is_finished_by_the_next_one(
    site: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    made = site(f"{ONE}-- content/b/gone.md --\n{article('Gone', '2021-01-02')}")
    made.build()
    (made.root / "content/b/gone.md").unlink()
    made.write(f"-- content/c/new.md --\n{article('New', '2021-03-01', 'tags: [Fresh]')}")
    left = iter(range(moves))
    replace = os.replace

    def stopped(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            made.build()
    made.build()
    made.build(output=tmp_path / "clean")
    assert made.tree() == made.tree(tmp_path / "clean")


def test_git_folder_in_the_output_is_left_alone(site: Make) -> None:
    made = site(ONE)
    (made.public / ".git").mkdir(parents=True)
    (made.public / ".git/HEAD").write_text("ref: refs/heads/pages")
    made.build()
    assert (made.public / ".git/HEAD").is_file()
