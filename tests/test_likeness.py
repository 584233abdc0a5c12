"""A name that is not known leads to the one that was meant, and to none where none was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.likeness import FileNames, differ_by_a_letter

NAMES = FileNames(
    [
        "2021-01-02-harbour-strike-ends.md",
        "2021-01-02-parliament-votes-on-budget.md",
        "2021-08-15-kabul-falls.md",
        "2021-08-16-洪水退去.md",
        "about.md",
    ]
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2021-01-02-strike-ends.md", "2021-01-02-harbour-strike-ends.md"),
        ("2021-01-05-harbour-strike-ends.md", "2021-01-02-harbour-strike-ends.md"),
        ("harbour-strike-ends", "2021-01-02-harbour-strike-ends.md"),
        ("2021-08-15-kabull-falls.md", "2021-08-15-kabul-falls.md"),
        ("2021-08-16-洪水退.md", "2021-08-16-洪水退去.md"),
        ("2021-01-02-floods-recede.md", ""),
        ("2021-08-15-taliban-enter-palace.md", ""),
        ("2021-08-15-kabul-airport-reopens.md", ""),
        ("", ""),
        (".md", ""),
    ],
)
def test_file_that_was_meant_is_found_and_no_other(name: str, meant: str) -> None:
    assert NAMES.near(name) == meant


def test_file_among_many_of_one_word_is_found() -> None:
    many = [f"2021-01-01-city-council-session-{n}.md" for n in range(5_000)]
    names = FileNames([*many, "2021-01-01-bridge-closes.md"])
    assert names.near("2021-02-01-the-bridge-closes.md") == "2021-01-01-bridge-closes.md"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbor-strike", "harbour-strike"),
        ("kabul-falls", "kabul-fells"),
        ("budget", "bugdet"),
        ("strike", "strikes"),
    ],
)
def test_keys_that_differ_by_a_letter_are_a_pair(one: str, other: str) -> None:
    assert list(differ_by_a_letter([other, "floods", one])) == [tuple(sorted((one, other)))]


def test_keys_whose_numbers_differ_are_no_pair() -> None:
    assert list(differ_by_a_letter(["election-2020", "election-2024", "week-1", "week-12"])) == []


@given(st.lists(st.text("ab1", max_size=4), max_size=8))
def test_order_of_keys_does_not_matter(keys: list[str]) -> None:
    assert list(differ_by_a_letter(keys)) == list(differ_by_a_letter(reversed(keys)))
