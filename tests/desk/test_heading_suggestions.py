"""Titles and summaries are judged by the limits of the checks, as they are typed."""

import pytest

from broadsheet.content.check_settings import CheckSettings
from broadsheet.desk.lengths import lengths_of
from broadsheet.desk.suggestions import suggestions_for
from tests.desk.drafts import draft, report, said, site_of


def test_title_that_is_too_long_is_to_be_shortened_by_so_much() -> None:
    assert said(draft(title="x" * 91)) == ["Shorten the headline by 1 character"]
    assert said(draft(title="x" * 90)) == []


def test_summary_that_is_too_long_is_to_be_shortened_by_so_much() -> None:
    assert said(draft(summary="x" * 310)) == ["Shorten the summary by 10 characters"]


def test_limits_are_the_sites() -> None:
    limits = CheckSettings(title_length=20)
    (found,) = suggestions_for(draft(title="x" * 22), [], site_of(), limits)
    assert found.because.startswith("it has 22, and 20 are the most")


def test_summary_is_asked_for_once_there_is_a_text() -> None:
    assert said(draft(summary="", body="It fell.")) == ["Add a summary"]
    assert said(draft(summary="", body="<!-- note -->")) == []


def test_summary_that_repeats_the_text_is_told() -> None:
    drafted = draft(summary="The bridge fell on Monday.", body="The bridge fell on Monday. Rain.")
    assert said(drafted) == ["The summary repeats the first sentence of the text"]


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("en", "on Monday, 20 August 2021", "on Friday, 20 August 2021"),
        ("de", "am Montag, dem 20. August", "am Freitag, dem 20. August"),
        ("ar", "الاثنين 20 أغسطس 2021", "الجمعة 20 أغسطس 2021"),
        ("ja", "8月20日(月)", "8月20日(金)"),
    ],
)
def test_weekday_that_is_not_the_dates_is_told(language: str, wrong: str, right: str) -> None:
    assert len(said(draft(summary=wrong, language=language), [], "wrong-weekday")) == 1
    assert said(draft(summary=right, language=language), [report("Text.")], "wrong-weekday") == []


def test_lengths_count_what_readers_see() -> None:
    drafted = draft(
        title="Two words", summary="", body="One [link](https://x.example/).<!-- no -->"
    )
    title, summary, body = lengths_of(drafted, CheckSettings(title_length=8))
    assert (title.characters, title.words, title.most, title.is_over) == (9, 2, 8, True)
    assert (summary.characters, summary.words, summary.is_over) == (0, 0, False)
    assert (body.words, body.most, body.is_over) == (2, 0, False)


def test_two_signs_count_as_a_word_where_no_spaces_are() -> None:
    title, _, _ = lengths_of(draft(title="東京で会議"), CheckSettings())
    assert (title.characters, title.words) == (5, 3)
