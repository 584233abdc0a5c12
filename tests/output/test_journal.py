"""What an interrupted build had decided is done by the next, whatever its files stand in for."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.output.journal import JOURNAL, STAGE, Journal, decide, finish
from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
WITHOUT_SLASH, WITH_SLASH = "/{year}/{slug}", "/{year}/{slug}/"


def with_permalink(site: Site, pattern: str) -> None:
    """Give every article another address."""
    site.write(f"-- site.yaml --\n{SITE_YAML}permalink: '{pattern}'\n")


def interrupted_after(site: Site, moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the site, and stop after so many files were put in place."""
    left, replace = iter(range(moves)), os.replace

    def stopped(source: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            site.build()


@pytest.mark.parametrize("patterns", [(WITHOUT_SLASH, WITH_SLASH), (WITH_SLASH, WITHOUT_SLASH)])
@pytest.mark.parametrize("moves", [4, 7, 10])
def test_permalink_that_gains_or_loses_its_slash_survives_an_interruption(
    site: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patterns: tuple[str, str],
    moves: int,
) -> None:
    days = range(1, 4)
    made = site("".join(f"-- content/a/n{n}.md --\n{article('N', f'2021-01-0{n}')}" for n in days))
    with_permalink(made, patterns[0])
    made.build()
    with_permalink(made, patterns[1])
    interrupted_after(made, moves, monkeypatch)
    made.build()
    made.build(output=tmp_path / "clean")
    assert made.tree() == made.tree(tmp_path / "clean")


def test_file_whose_name_changes_its_case_makes_way_before_its_successor_is_placed(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(ONE).put("content/media/Report.pdf", b"%PDF old")
    made.build()
    (made.root / "content/media/Report.pdf").rename(made.root / "content/media/report.pdf")
    replace, seen = os.replace, []

    def noted(source: Path, target: Path) -> None:
        if Path(target).name == "report.pdf":
            seen.append((made.public / "media/Report.pdf").exists())
        replace(source, target)

    monkeypatch.setattr(os, "replace", noted)
    made.build()
    assert seen == [False]
    assert os.listdir(made.public / "media") == ["report.pdf"]


def test_redo_spares_a_file_that_is_its_predecessor_under_another_case(tmp_path: Path) -> None:
    """A second name of one file stands in for a file system that ignores case."""
    (tmp_path / "photo.pdf").write_bytes(b"new")
    os.link(tmp_path / "photo.pdf", tmp_path / "Photo.pdf")
    decided(tmp_path, Journal(("Photo.pdf",), (), ()))
    stage = tmp_path / STAGE / JOURNAL
    stage.write_text(Journal(("Photo.pdf",), (("0", "photo.pdf"),), ()).encoded(), "utf-8")
    assert finish(tmp_path, tmp_path / "manifest.json")
    assert (tmp_path / "Photo.pdf").exists()


def decided(folder: Path, journal: Journal) -> None:
    """Leave a journal in a folder, as a build that was cut short does."""
    decide(folder, journal, b"", b"")


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "../outside", "a/../../outside", "link/outside", ".git/hooks/x", ""]
)
@pytest.mark.parametrize("key", ["in_the_way", "placed", "gone"])
def test_journal_that_names_a_file_outside_the_site_is_refused(
    tmp_path: Path, path: str, key: str
) -> None:
    public, theirs = tmp_path / "public", tmp_path / "outside"
    public.mkdir()
    theirs.write_text("theirs")
    (public / "link").symlink_to(tmp_path)
    (public / "index.html").write_text("ours")
    decided(public, Journal((), (), ()))
    (public / STAGE / "0").write_text("hostile")
    hostile = {
        "in_the_way": Journal((path,), (), ("index.html",)),
        "placed": Journal(("index.html",), (("0", path),), ()),
        "gone": Journal(("index.html",), (), (path,)),
    }[key]
    (public / STAGE / JOURNAL).write_text(hostile.encoded(), "utf-8")
    with pytest.raises(ProblemsFound, match="Broadsheet did not write it"):
        finish(public, tmp_path / "manifest.json")
    assert theirs.read_text() == "theirs"
    assert (public / "index.html").read_text() == "ours"


def test_staged_name_that_leads_out_of_the_staging_folder_is_refused(tmp_path: Path) -> None:
    decided(tmp_path, Journal((), (), ()))
    hostile = Journal((), (("../../secret", "secret.txt"),), ()).encoded()
    (tmp_path / STAGE / JOURNAL).write_text(hostile, "utf-8")
    with pytest.raises(ProblemsFound, match="Broadsheet did not write it"):
        finish(tmp_path, tmp_path / "manifest.json")


def test_staging_folder_that_is_a_link_is_not_followed(site: Make, tmp_path: Path) -> None:
    made, outside = site(ONE), tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    made.build()
    (made.public / STAGE).symlink_to(outside)
    made.write(f"-- content/a/x.md --\n{article('New', '2021-01-01')}")
    made.build()
    assert os.listdir(outside) == ["mine.txt"]
    assert "New" in made.page("2021/01/x.html")


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"placed": []}', '{"version": 99}'])
def test_journal_of_another_version_is_thrown_away_and_the_next_build_is_right(
    site: Make, journal: str
) -> None:
    made = site(ONE)
    made.build()
    right = made.tree()
    (made.public / "index.html").write_text("half a site")
    (made.public / STAGE).mkdir()
    (made.public / STAGE / JOURNAL).write_text(journal, "utf-8")
    made.build()
    assert made.tree() == right and not (made.public / STAGE).exists()


def test_empty_folder_of_the_name_of_a_page_gives_way(site: Make) -> None:
    made = site(ONE)
    (made.public / "tags.html/empty").mkdir(parents=True)
    made.build()
    assert (made.public / "tags.html").is_file()
