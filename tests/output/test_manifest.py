"""What the last build left, and why a page differs from it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fingerprint import Fingerprints
from broadsheet.output.manifest import (
    AT_ONCE,
    VERSION,
    Manifest,
    ManifestEntry,
    decoded,
    list_of_files,
    listed_files,
    page_inputs,
    why,
    with_templates,
)
from broadsheet.site.outputs import Page

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STANDINGS = st.builds(ManifestEntry, st.integers(0), st.integers(0), TEXTS)
URL = "https://example.org/"


@given(st.builds(Manifest, st.dictionaries(TEXTS, STANDINGS)))
def test_manifest_survives_its_file(manifest: Manifest) -> None:
    assert decoded(manifest.encoded()) == manifest


@pytest.mark.parametrize("count", [AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE + 1])
def test_manifest_of_many_files_is_one_text(count: int) -> None:
    files = {f"{number}.html": ManifestEntry(number, 2, "a\n=b") for number in range(count)}
    whole = {"version": VERSION, "files": {path: it[:3] for path, it in files.items()}, "lost": {}}
    assert Manifest(files).encoded() == json.dumps(whole).encode()


@pytest.mark.parametrize("damage", [b"", b"\xff", b"[]", b"3", b'{"version": 99, "files": {}}'])
def test_damaged_manifest_is_an_empty_one(damage: bytes) -> None:
    assert decoded(damage) == Manifest()


def inputs_of(template: str = "t", **context: object) -> str:
    """The inputs of a page with this context, and this fingerprint of its template."""
    return page_inputs(Page("/x.html", "list.html", context, "x"), template, "e", Fingerprints())


def test_page_of_another_theme_is_known_without_looking_at_its_values() -> None:
    page = Page("/x.html", "list.html", {"site": "a", "cards": (1, 2)}, "x")
    before, now = inputs_of("t+w", **page.context), inputs_of("other+w", **page.context)
    assert with_templates(before, page, "other+w", "e") == now
    assert with_templates(before, page, "t+other", "e") == ""  # values may hold translated words
    assert with_templates(before, page, "other+w", "f") == ""
    assert with_templates(before, replace(page, template="x.html"), "other+w", "e") == ""


def test_reason_is_a_sentence_in_the_curators_words() -> None:
    inputs = inputs_of(cards=(1, 2), site="a")
    assert why(inputs, None) == "it is new"
    assert why(inputs, ManifestEntry(1, 1, inputs)) == "its file was touched"
    reasons = {
        "an item was added": inputs_of(cards=(1,), site="a"),
        "an item was taken out": inputs_of(cards=(1, 2, 3), site="a"),
        "an item changed": inputs_of(cards=(1, 3), site="a"),
        "2 items were added": inputs_of(cards=(), site="a"),
        "a template, a static file or an option of the theme changed": inputs_of(
            "other", cards=(1, 2), site="a"
        ),
        "the site's name, sections, plain pages or settings changed": inputs_of(
            cards=(1, 2), site="b"
        ),
        "gone changed": inputs_of(cards=(1, 2), site="a", gone="x"),
    }
    for reason, before in reasons.items():
        assert why(inputs, ManifestEntry(1, 1, before)) == reason
    both = inputs_of("other", cards=(1, 2), site="b")
    assert " and " in why(inputs, ManifestEntry(1, 1, both))


@given(st.dictionaries(st.sampled_from(["cards", "site", "title"]), TEXTS))
def test_any_short_text_is_known_again(context: dict[str, str]) -> None:
    inputs = inputs_of(**context)
    assert why(inputs, ManifestEntry(1, 1, inputs)) == "its file was touched"
    assert "changed" in why(inputs, ManifestEntry(1, 1, inputs_of(**context, note="=")))


def test_list_of_files_is_this_sites_own() -> None:
    content = list_of_files(["b.html", "a.html"], URL)
    assert listed_files(content, URL) == frozenset(["a.html", "b.html"])
    assert listed_files(content, "https://other.example/") is None


def test_path_out_of_the_folder_in_a_list_does_not_count() -> None:
    content = list_of_files(["/etc/passwd", "../x", "a/../../x", "a/..", "..x"], URL)
    assert listed_files(content, URL) == frozenset(["..x"])


def test_name_with_a_line_separator_of_unicode_stays_one_name() -> None:
    content = list_of_files(["media/a\u2028b.pdf", "media/c\u2029d.pdf"], URL)
    assert listed_files(content, URL) == frozenset(["media/a\u2028b.pdf", "media/c\u2029d.pdf"])
