"""A theme that a process has read is used again for as long as its files look the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

from broadsheet.files import theme_folders
from broadsheet.themes.theme import read_theme
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"


def test_theme_of_the_sites_own_that_comes_and_goes_is_noticed_at_once(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}theme: plain\n{ONE}")
    made.build()
    before = made.page("404.html")
    made.write(
        "-- themes/plain/theme.yaml --\nname: plain\ncontract: 1\nextends: broadsheet\n"
        "-- themes/plain/templates/404.html --\nlost\n"
    )
    made.build()
    assert made.page("404.html") == "lost"
    shutil.rmtree(made.root / "themes")
    made.build()
    assert made.page("404.html") == before


def test_theme_is_read_once_in_a_process_while_its_files_rest(tmp_path: Path) -> None:
    first, _ = read_theme(tmp_path / "one", "broadsheet")
    again, _ = read_theme(tmp_path / "two", "broadsheet")
    assert again is first
    theme = tmp_path / "two/themes/broadsheet"
    shutil.copytree(theme_folders(tmp_path)[1] / "broadsheet", theme)
    own, _ = read_theme(tmp_path / "two", "broadsheet")
    (theme / "templates/404.html").write_text("lost")
    edited, _ = read_theme(tmp_path / "two", "broadsheet")
    assert own.templates == first.templates
    assert edited.templates["404.html"].text == "lost"
    assert read_theme(tmp_path / "one", "broadsheet")[0] is first
