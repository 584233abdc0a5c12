"""A mistyped section is named, and one that is meant is not."""

from collections.abc import Callable

import pytest

from tests.sites import SITE_YAML, Site, article

LISTED = f"-- site.yaml --\n{SITE_YAML}sections: [{{key: world, title: World}}]\n"


def said(made: Site) -> list[str]:
    """What a build warns of about sections."""
    return [str(it) for it in made.build().warnings if "its section" in it.text]


def test_section_that_is_spelled_almost_like_a_listed_one_is_named(
    site: Callable[[str], Site],
) -> None:
    more = "section: wrold"
    made = site(f"{LISTED}-- content/world/a.md --\n{article('A', '2021-01-01', more)}")
    assert said(made) == [
        "content/world/a.md:4: its section wrold is spelled almost like another section, world\n"
        "    if it is world, write section: world, or move it to content/world/;"
        " if they are two, list wrold in site.yaml"
    ]


@pytest.mark.parametrize("section", ["world", "sport"])
def test_other_sections_are_not(site: Callable[[str], Site], section: str) -> None:
    assert said(site(f"{LISTED}-- content/{section}/a.md --\n{article('A', '2021-01-01')}")) == []


def test_section_with_a_note_is_meant(site: Callable[[str], Site]) -> None:
    made = site(
        f"{LISTED}-- content/word/a.md --\n{article('A', '2021-01-01')}"
        "-- content/sections/word.md --\n---\ntitle: Word\n---\nOn language.\n"
    )
    assert said(made) == []
