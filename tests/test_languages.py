"""Dates, names and directions come out as the language writes them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.dates import Moment, PartialDate
from broadsheet.languages import (
    clock,
    date_line,
    direction,
    is_language,
    language_name,
    likely_language,
    locale,
    long_date,
    partial_date,
)

TAGS = st.from_regex(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", fullmatch=True) | st.sampled_from(
    ("en", "pt-BR", "zh-Hans", "fa", "ar-EG", "und", "root", "en-US-x-twain", "de-DE-u-co-phonebk")
)
DAY = Moment(datetime(2021, 8, 15, tzinfo=UTC), False)


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hans", "sr-Latn-RS", "gsw", "EN-us", "iw", "qaa", "und"]
)
def test_tag_of_bcp_47_is_a_language(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag", ["", "e", "pt_BR", "en-", "-en", "en us", "français", "en\n", "English", "xx"]
)
def test_other_text_is_no_language(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("English", "en"),
        (" deutsch ", "de"),
        ("Français", "fr"),
        ("中文", "zh"),
        ("Brazilian Portuguese", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("eng", "en"),
        ("jp", "ja"),
        ("gr", "el"),
        ("gibberish", ""),
        ("xx", ""),
        ("", ""),
    ],
)
def test_language_that_another_word_means_is_found(text: str, tag: str) -> None:
    assert not is_language(text)
    assert likely_language(text) == tag


@pytest.mark.parametrize("tag", ["ar", "fa", "he", "ur", "ps", "ckb", "yi", "ar-EG", "pa-Arab"])
def test_right_to_left_language_is_rtl(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "de", "hi", "zh-Hans", "ja", "pa", "ru-RU"])
def test_left_to_right_language_is_ltr(tag: str) -> None:
    assert direction(tag) == "ltr"


@given(TAGS)
def test_every_tag_has_a_direction_a_name_and_dates(tag: str) -> None:
    assert direction(tag) in ("ltr", "rtl")
    assert language_name(tag, "en")
    assert language_name("en", tag)
    assert long_date(DAY, tag)
    assert date_line(DAY, tag)
    assert partial_date(PartialDate(2021, 8), tag)


@pytest.mark.parametrize(
    ("tag", "known"), [("de-AT-1996", "de_AT"), ("en-XX", "en"), ("xx-YY", "en")]
)
def test_unknown_language_is_written_like_its_nearest_relative(tag: str, known: str) -> None:
    assert str(locale(tag)) == known


@pytest.mark.parametrize(
    ("tag", "seen_from", "name"),
    [
        ("fa", "en", "Persian"),
        ("fa", "de", "Persisch"),
        ("fa", "fa", "فارسی"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("pt-AO", "en", "Portuguese"),
        ("zh-Hant", "en", "Traditional Chinese"),
        ("qqq", "en", "qqq"),
    ],
)
def test_language_is_named_in_the_readers_language(tag: str, seen_from: str, name: str) -> None:
    assert language_name(tag, seen_from) == name


@pytest.mark.parametrize(
    ("tag", "words", "line"),
    [
        ("en", "August 15, 2021", "Sunday, August 15, 2021"),
        ("en-GB", "15 August 2021", "Sunday, 15 August 2021"),
        ("de", "15. August 2021", "Sonntag, 15. August 2021"),
        ("fr", "15 août 2021", "dimanche 15 août 2021"),
        ("zh-Hans", "2021年8月15日", "2021年8月15日星期日"),
        ("xx", "August 15, 2021", "Sunday, August 15, 2021"),
    ],
)
def test_day_is_written_as_the_language_does(tag: str, words: str, line: str) -> None:
    assert long_date(DAY, tag) == words
    assert date_line(DAY, tag) == line


def test_moment_with_a_time_shows_it_with_its_offset() -> None:
    at = datetime(2021, 8, 15, 9, tzinfo=timezone(timedelta(hours=2)))
    assert long_date(Moment(at, True), "en") == "August 15, 2021, 09:00 UTC+2"
    assert long_date(Moment(at, False), "en") == "August 15, 2021"


def test_one_instant_is_written_in_the_zone_of_each_moment() -> None:
    east = datetime(2021, 8, 16, 1, tzinfo=timezone(timedelta(hours=9)))
    one, other = Moment(east, True), Moment(east.astimezone(UTC), True)
    assert one == other
    assert long_date(one, "en") == "August 16, 2021, 01:00 UTC+9"
    assert long_date(other, "en") == "August 15, 2021, 16:00 UTC"
    assert date_line(one, "en") == "Monday, August 16, 2021"
    assert date_line(other, "en") == "Sunday, August 15, 2021"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "09:00 UTC"),
        (120, "09:00 UTC+2"),
        (-300, "09:00 UTC-5"),
        (330, "09:00 UTC+5:30"),
        (-30, "09:00 UTC-0:30"),
        (840, "09:00 UTC+14"),
    ],
)
def test_clock_shows_the_offset_without_needless_zeros(minutes: int, shown: str) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert clock(datetime(2021, 8, 15, 9, tzinfo=zone)) == shown


@pytest.mark.parametrize(
    ("when", "tag", "words"),
    [
        (PartialDate(2021), "en", "2021"),
        (PartialDate(2021, 8), "en", "August 2021"),
        (PartialDate(2021, 8, 15), "en", "August 15, 2021"),
        (PartialDate(2021, 8), "de", "August 2021"),
        (PartialDate(2021, 8), "fr", "août 2021"),
        (PartialDate(1, 1, 1), "en", "January 1, 1"),
    ],
)
def test_partial_date_is_written_as_far_as_it_is_known(
    when: PartialDate, tag: str, words: str
) -> None:
    assert partial_date(when, tag) == words


@given(st.dates(), st.sampled_from(("en", "fa", "ar", "zh-Hans", "hi")))
def test_every_day_of_the_calendar_can_be_written(day: date, tag: str) -> None:
    moment = Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), True)
    assert clock(moment.at) in long_date(moment, tag)
    assert partial_date(PartialDate(day.year, day.month, day.day), tag)
