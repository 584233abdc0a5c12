"""A key from another site generator leads to ours."""

from collections.abc import Iterable

import pytest

from broadsheet.content.foreign_keys import KEYS, nearest_key
from broadsheet.content.front_matter import FIELDS, IMAGE, SOURCE
from broadsheet.content.settings import FIELDS as SETTINGS


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("category", FIELDS, "did you mean section or tags?"),
        ("publishDate", FIELDS, "did you mean date?"),
        ("feature-image", FIELDS, "did you mean image?"),
        ("description", IMAGE, "did you mean alt?"),
        ("publisher", SOURCE, "did you mean name?"),
        ("sumary", FIELDS, "did you mean summary?"),
        ("colour", {"accent": 1, "columns": 2}, "did you mean accent?"),
    ],
)
def test_key_leads_to_the_one_that_its_place_has(
    word: str, known: Iterable[str], hint: str
) -> None:
    assert nearest_key(word, known) == hint


def test_permalink_leads_to_slug_and_aliases() -> None:
    assert nearest_key("permalink", FIELDS).startswith("slug: sets the last part")


def test_colour_leads_to_the_accent_in_site_yaml() -> None:
    for known in (FIELDS, SETTINGS):
        assert "theme_options: {accent:" in nearest_key("colour", known)


def test_key_that_means_nothing_here_gets_all_known_ones() -> None:
    assert nearest_key("zzzz", ["b", "a"]) == "known here: a, b"


def test_every_foreign_key_is_foreign_and_leads_somewhere() -> None:
    ours = {*FIELDS, *IMAGE, *SOURCE, *SETTINGS, "accent"}
    assert {key for meant in KEYS.values() for key in meant} <= ours
