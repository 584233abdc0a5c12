"""Days are found in the languages of a text."""

from datetime import date

import pytest

from broadsheet.desk.dates_said import days_named


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on 20 August"),
        ("en", "on August 20th, 2021"),
        ("en", "on the 20th of August"),
        ("en", "Aug. 20"),
        ("en", "2021-08-20"),
        ("de", "am 20. August 2021"),
        ("de", "am 20.08.2021"),
        ("fr", "le 20 août"),
        ("es", "el 20 de agosto de 2021"),
        ("ru", "20 августа"),
        ("ar", "٢٠ أغسطس"),
        ("ja", "8月20日"),
        ("zh", "2021年8月20日"),
    ],
)
def test_day_is_found_in_its_language(language: str, text: str) -> None:
    (found,) = days_named(text, language)
    assert (found.month, found.day, found.year in (0, 2021)) == (8, 20, True)


@pytest.mark.parametrize(
    "text", ["some 5 may have died", "20 Augustans", "version 8.20", "32 August", "in August 2021"]
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert days_named(text, "en") == []


def test_day_without_a_year_is_near_that_of_any_year() -> None:
    (found,) = days_named("31 December", "en")
    assert found.near(date(2022, 1, 2), 3)
    assert not found.near(date(2022, 1, 20), 3)


def test_day_that_does_not_exist_is_near_none() -> None:
    (found,) = days_named("30 February", "en")
    assert not found.near(date(2021, 3, 1), 3)
