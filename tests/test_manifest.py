"""What the last build left, and why a page differs from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fingerprint import Fingerprints
from broadsheet.manifest import (
    Manifest,
    Standing,
    decoded,
    list_of_files,
    listed_files,
    page_inputs,
    why,
)
from broadsheet.pages import Page

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STANDINGS = st.builds(Standing, st.integers(0), st.integers(0), st.dictionaries(TEXTS, TEXTS))
URL = "https://example.org/"


@given(st.builds(Manifest, st.dictionaries(TEXTS, STANDINGS)))
def test_manifest_survives_its_file(manifest: Manifest) -> None:
    assert decoded(manifest.encoded()) == manifest


@pytest.mark.parametrize("damage", [b"", b"\xff", b"[]", b"3", b'{"version": 99, "files": {}}'])
def test_damaged_manifest_is_an_empty_one(damage: bytes) -> None:
    assert decoded(damage) == Manifest()


def test_reason_names_the_parts_that_changed() -> None:
    page = Page("/x.html", "list.html", {"cards": (1,), "site": "a"}, "x")
    inputs = page_inputs(page, "t", "e", Fingerprints())
    changed = {**inputs, "cards": "other", "theme": "other"}
    assert why(inputs, None) == "new"
    assert why(inputs, Standing(1, 1, changed)) == "theme, cards changed"
    assert why(inputs, Standing(1, 1, inputs)) == "its file was touched"
    assert why(inputs, Standing(1, 1, {**inputs, "gone": "x"})) == "gone changed"


def test_list_of_files_is_this_sites_own() -> None:
    content = list_of_files(["b.html", "a.html"], URL)
    assert listed_files(content, URL) == frozenset(["a.html", "b.html"])
    assert listed_files(content, "https://other.example/") is None


def test_path_out_of_the_folder_in_a_list_does_not_count() -> None:
    content = list_of_files(["/etc/passwd", "../x", "a/../../x", "a/..", "..x"], URL)
    assert listed_files(content, URL) == frozenset(["..x"])
