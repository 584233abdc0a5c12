"""A whole new output folder, put in its place at one stroke."""

from collections.abc import Callable

import pytest

from broadsheet.output.new_folder import beside
from broadsheet.problems import ProblemsFound
from tests.sites import Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/one.md --\n{article('One', '2021-05-01')}"
BROKEN = (
    "-- themes/own/theme.yaml --\nextends: broadsheet\n"
    "-- themes/own/templates/article.html --\n{{ no.where }}"
)


def test_first_build_leaves_nothing_beside_the_output(site: Make) -> None:
    made = site(ONE)
    made.build()
    assert made.public.is_dir() and not beside(made.public).exists()


def test_first_build_whose_template_fails_leaves_no_folder(site: Make) -> None:
    made = site(f"{ONE}{BROKEN}")
    settings = made.root / "site.yaml"
    settings.write_text(f"{settings.read_text()}theme: own\n")
    with pytest.raises(ProblemsFound):
        made.build()
    assert not made.public.exists() and not beside(made.public).exists()


def test_link_in_the_place_of_the_new_folder_is_not_followed(site: Make) -> None:
    made = site(ONE)
    outside = made.root.parent / "outside"
    outside.mkdir()
    (outside / "theirs.txt").write_text("theirs")
    beside(made.public).symlink_to(outside)
    made.build()
    assert [it.name for it in outside.iterdir()] == ["theirs.txt"]
    assert made.public.is_dir() and not made.public.is_symlink()


def test_empty_folder_that_is_there_already_stays_the_same_folder(site: Make) -> None:
    made = site(ONE)
    made.public.mkdir()
    before = made.public.stat().st_ino
    made.build()
    assert made.public.stat().st_ino == before and (made.public / "index.html").is_file()
