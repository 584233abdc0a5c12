"""The whole site in one zip file: what is in it, and that it is the same each time."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from broadsheet.cli import main
from broadsheet.output.zip_file import write_zip
from tests.browsing import complaints_of
from tests.pictures import picture
from tests.sites import Site, article

MOMENT = datetime(2021, 8, 30, 12, 4, 9, tzinfo=UTC)
NEWS = (
    f"-- content/world/2021-08-30-a.md --\n{article('Kabul', '2021-08-30 12:04', 'tags: [t]')}"
    f"-- content/world/2021-08-29-b.md --\n{article('Other', '2021-08-29', body='A bridge.')}"
)
Make = Callable[[str], Site]


def build(site: Site, *more: str) -> Result:
    """Run the command in a site's folder."""
    arguments = ["build", "--site", str(site.root), "--as-of", "2022-01-01", *more]
    return CliRunner().invoke(main, arguments)


def test_files_are_in_order_in_one_folder_and_of_one_time(tmp_path: Path) -> None:
    output = tmp_path / "public"
    (output / "a").mkdir(parents=True)
    for name in ("index.html", "a/b.png", ".broadsheet-files"):
        (output / name).write_text("x" * 100)
    paths = ["index.html", ".broadsheet-files", "a/b.png"]
    size = write_zip(tmp_path / "z.zip", output, paths, "digest", MOMENT)
    with ZipFile(tmp_path / "z.zip") as archive:
        entries = archive.infolist()
    assert [it.filename for it in entries] == ["digest/a/b.png", "digest/index.html"]
    assert {it.date_time for it in entries} == {
        (2021, 8, 30, 12, 4, 8)
    }  # two seconds are the least they tell
    assert {it.external_attr >> 16 for it in entries} == {0o644}
    assert [it.compress_type for it in entries] == [ZIP_STORED, ZIP_DEFLATED]
    assert size == (tmp_path / "z.zip").stat().st_size
    assert not (tmp_path / "z.zip.new").exists()


@pytest.mark.parametrize("moment", [None, datetime(1970, 1, 1), datetime(2200, 1, 1)])
def test_time_that_zip_files_cannot_tell_is_the_nearest(
    tmp_path: Path, moment: datetime | None
) -> None:
    (tmp_path / "a").write_text("x")
    write_zip(tmp_path / "z.zip", tmp_path, ["a"], "digest", moment)
    with ZipFile(tmp_path / "z.zip") as archive:
        assert archive.infolist()[0].date_time[0] == (
            2107 if moment and moment.year > 2107 else 1980
        )


def test_same_site_gives_the_same_bytes(site: Make, tmp_path: Path) -> None:
    made = site(NEWS)
    assert build(made, "--zip", str(tmp_path / "one" / "d.zip")).exit_code == 1  # no such folder
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert build(made, "--zip", str(tmp_path / "one/d.zip")).exit_code == 0
    os.utime(made.public / "index.html")
    elsewhere = ("--output", str(tmp_path / "other"), "--zip", str(tmp_path / "two/d.zip"))
    assert build(made, *elsewhere).exit_code == 0
    assert (tmp_path / "one/d.zip").read_bytes() == (tmp_path / "two/d.zip").read_bytes()
    with ZipFile(tmp_path / "one/d.zip") as archive:
        times = {it.date_time for it in archive.infolist()}
        names = [name.removeprefix("d/") for name in archive.namelist()]
    assert times == {(2021, 8, 30, 12, 4, 0)}
    assert names == sorted(made.tree())


def test_without_a_name_it_stands_beside_the_folder_of_the_site_and_not_in_it(site: Make) -> None:
    made = site(NEWS)
    done = build(made, "--zip")
    assert done.exit_code == 0 and "site.zip" in done.output
    first = (made.root / "site.zip").read_bytes()
    made.write(f"-- content/world/2021-08-31-c.md --\n{article('New', '2021-08-31')}")
    assert build(made, "--zip").exit_code == 0
    assert (made.root / "site.zip").read_bytes() != first
    assert not [path for path in made.tree() if path.endswith(".zip")]


def test_file_of_another_kind_is_never_replaced(site: Make, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_bytes(b"my thesis")
    done = build(site(NEWS), "--zip", str(tmp_path / "mine.zip"))
    assert done.exit_code == 1 and "is there already, and no zip file of a site" in done.output
    assert (tmp_path / "mine.zip").read_bytes() == b"my thesis"


@pytest.mark.parametrize("place", ["public/d.zip", "content/d.zip", "themes/x/d.zip"])
def test_place_among_the_files_of_the_site_is_refused(site: Make, place: str) -> None:
    made = site(NEWS)
    done = build(made, "--zip", str(made.root / place))
    assert done.exit_code == 1 and "is in a folder of the site's own files" in done.output


def test_file_of_another_hand_in_the_output_is_not_packed(site: Make, tmp_path: Path) -> None:
    made = site(NEWS)
    made.build()
    (made.public / "secret.txt").write_text("for me alone")
    assert build(made, "--zip", str(tmp_path / "d.zip")).exit_code == 0
    with ZipFile(tmp_path / "d.zip") as archive:
        assert "d/secret.txt" not in archive.namelist() and "d/index.html" in archive.namelist()


def test_unzipped_site_opens_from_disk_and_searches(
    browser: Browser, site: Make, tmp_path: Path
) -> None:
    made = site(NEWS).put("content/world/c.png", picture())
    assert build(made, "--zip", str(tmp_path / "d.zip")).exit_code == 0
    with ZipFile(tmp_path / "d.zip") as archive:
        archive.extractall(tmp_path / "out")
    page = browser.new_page()
    complaints = complaints_of(page)
    page.goto((tmp_path / "out/d/index.html").as_uri())
    page.click("text=Kabul")
    assert "A short text." in page.inner_text("main")
    page.click("nav.quick >> text=Search")
    page.fill("#_query", "bridge")
    page.wait_for_selector("#_results li")
    assert "Other" in page.inner_text("#_results")
    assert complaints == []
    page.close()
