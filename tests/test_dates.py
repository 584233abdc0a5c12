"""Every form of a date is one moment; what is no date is a ValueError and nothing else."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.dates import (
    Moment,
    PartialDate,
    day_in_name,
    likely_days,
    parse_moment,
    parse_partial,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from((UTC, BERLIN, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")))
NO_PARTIAL_DATES = (
    *("", "21", "2021-8", "2021-13", "2021-00", "2021-02-30", "2021-08-00", "0000", "0000-01"),
    *("2021-08-15 09:00", "August 2021", "\u0662\u0660\u0662\u0661"),
)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-31 09:00", "2026-01-31T09:00+01:00"),
        ("2026-01-31T09:00", "2026-01-31T09:00+01:00"),
        ("2026-01-31 09:00:30", "2026-01-31T09:00:30+01:00"),
        ("2026-01-31 09:00:30.25", "2026-01-31T09:00:30+01:00"),
        ("2026-01-31 09:00 +0200", "2026-01-31T08:00+01:00"),
        ("2026-01-31 09:00 +02:00", "2026-01-31T08:00+01:00"),
        ("2026-01-31 09:00+02", "2026-01-31T08:00+01:00"),
        ("2026-01-31 09:00 -0330", "2026-01-31T13:30+01:00"),
        ("2026-01-31T09:00:00Z", "2026-01-31T10:00+01:00"),
        ("2026-01-31 09:00 UTC", "2026-01-31T10:00+01:00"),
        ("  2026-07-31 09:00  ", "2026-07-31T09:00+02:00"),
    ],
)
def test_time_in_any_form_is_one_moment_in_the_sites_zone(text: str, at: str) -> None:
    moment = parse_moment(text, BERLIN)
    assert moment == Moment(datetime.fromisoformat(at), True)
    assert moment.at.utcoffset() == moment.at.astimezone(BERLIN).utcoffset()
    assert moment.at.isoformat()[:16] == at[:16]


def test_bare_date_is_the_start_of_its_day_in_the_sites_zone() -> None:
    moment = parse_moment("2026-07-31", BERLIN)
    assert moment == Moment(datetime(2026, 7, 31, tzinfo=BERLIN), False)
    assert moment.at.date() == date(2026, 7, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026",
        "2026-01",
        "2026-13-40",
        "2026-02-29",
        "0000-01-01",
        "2026-1-2",
        "31.01.2026",
        "2026/01/31",
        "2026-01-31 24:00",
        "2026-01-31 09:60",
        "2026-01-31 9:00",
        "2026-01-31 09",
        "2026-01-31 09:00 CET",
        "2026-01-31 09:00 +2500",
        "2026-01-31 09:00 +0260",
        "2026-01-31 +0200",
        "2026-01-31, 09:00",
        "2026-01-31\n2026-02-01",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0663\u0661",
    ],
)
def test_text_that_is_no_date_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text, BERLIN)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("0001-01-01 00:00 +0200", UTC),
        ("0001-01-01", ZoneInfo("Pacific/Kiritimati")),
        ("9999-12-31 23:59 -0200", UTC),
        ("9999-12-31 23:59 UTC", ZoneInfo("Pacific/Kiritimati")),
        ("9999-12-31 23:59", ZoneInfo("America/New_York")),
    ],
)
def test_moment_beyond_the_calendar_is_a_value_error(text: str, zone: tzinfo) -> None:
    with pytest.raises(ValueError):
        parse_moment(text, zone)


def test_last_day_of_the_calendar_can_mean_never() -> None:
    assert parse_moment("9999-12-31", UTC).at.date() == date(9999, 12, 31)


@given(st.datetimes(), ZONES, st.integers(-1439, 1439))
@example(datetime(1, 1, 1), UTC, 60)
@example(datetime(9999, 12, 31, 23, 59), BERLIN, -60)
def test_time_with_an_offset_keeps_its_instant_or_is_a_value_error(
    at: datetime, zone: tzinfo, minutes: int
) -> None:
    offset = timezone(timedelta(minutes=minutes))
    whole = at.replace(microsecond=0, tzinfo=offset)
    try:
        moment = parse_moment(whole.isoformat(" "), zone)
    except ValueError:
        assert whole.year in (1, 9999)
        return
    assert moment.has_time
    assert moment.at == whole
    assert moment.at.utcoffset() == whole.astimezone(zone).utcoffset()


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)), ZONES)
def test_bare_date_keeps_its_calendar_day_in_every_zone(day: date, zone: tzinfo) -> None:
    assert parse_moment(day.isoformat(), zone).at.date() == day


@given(st.text("0123456789-: TZ+UC", max_size=28), ZONES)
def test_any_text_is_a_moment_or_a_value_error(text: str, zone: tzinfo) -> None:
    for parse in (lambda: parse_moment(text, zone), lambda: parse_partial(text)):
        try:
            parse()
        except ValueError:
            continue


def test_moments_are_ordered_by_their_instant() -> None:
    texts = ["2026-01-31 09:00 +0200", "2026-01-31 08:30 +0100", "2026-01-31 07:45 UTC"]
    moments = [parse_moment(text, BERLIN) for text in texts]
    assert sorted([moments[2], moments[0], moments[1]]) == moments


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2021", PartialDate(2021)),
        ("2021-08", PartialDate(2021, 8)),
        ("2021-08-15", PartialDate(2021, 8, 15)),
        (" 0033 ", PartialDate(33)),
    ],
)
def test_date_may_lack_its_day_and_month(text: str, when: PartialDate) -> None:
    assert parse_partial(text) == when
    assert str(when) == text.strip()


@pytest.mark.parametrize("text", NO_PARTIAL_DATES)
def test_text_that_is_no_partial_date_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_partial(text)


@given(st.dates())
def test_printed_partial_date_is_read_back(day: date) -> None:
    for when in (
        PartialDate(day.year),
        PartialDate(day.year, day.month),
        PartialDate(day.year, day.month, day.day),
    ):
        assert parse_partial(str(when)) == when


def test_partial_dates_are_in_order_of_time() -> None:
    texts = ["2020-12-31", "2021", "2021-01", "2021-01-01", "2021-02"]
    assert [str(when) for when in sorted(map(parse_partial, reversed(texts)))] == texts


@pytest.mark.parametrize(
    ("stem", "day", "rest"),
    [
        ("2021-08-15-kabul-falls", "2021-08-15", "kabul-falls"),
        ("2021-08-15_kabul", "2021-08-15", "kabul"),
        ("2021-08-15  kabul", "2021-08-15", "kabul"),
        ("2021-08-15", "2021-08-15", ""),
        ("2021-13-40-kabul", "2021-13-40", "kabul"),
        ("2021-08-15th", "", "2021-08-15th"),
        ("kabul-2021-08-15", "", "kabul-2021-08-15"),
        ("", "", ""),
    ],
)
def test_file_name_gives_its_day_and_the_rest(stem: str, day: str, rest: str) -> None:
    assert day_in_name(stem) == (day, rest)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11/20/2026", ("2026-11-20",)),
        ("20/11/2026", ("2026-11-20",)),
        ("3/4/2026", ("2026-03-04", "2026-04-03")),
        ("3.4.2026", ("2026-04-03",)),
        ("2026/1/5", ("2026-01-05",)),
        ("November 20th, 2026", ("2026-11-20",)),
        ("20 Nov 2026", ("2026-11-20",)),
        ("31/31/2026", ()),
        ("May 2026", ()),
        ("yesterday", ()),
    ],
)
def test_day_that_another_form_means_is_found(text: str, days: tuple[str, ...]) -> None:
    assert likely_days(text) == days


def test_hour_that_comes_twice_is_two_hours_in_order() -> None:
    summer, winter = "2026-10-25 02:30 +0200", "2026-10-25 02:30 +0100"
    first, second = parse_moment(summer, BERLIN), parse_moment(winter, BERLIN)
    assert first < second
    assert second.at - first.at == timedelta(hours=1)
    assert first.at < parse_moment("2026-10-25 01:15 Z", BERLIN).at < second.at
    assert [f"{it.at:%H:%M %z}" for it in (first, second)] == ["02:30 +0200", "02:30 +0100"]


def test_hour_that_does_not_come_is_the_one_after_it() -> None:
    assert f"{parse_moment('2026-03-29 02:30', BERLIN).at:%H:%M %z}" == "03:30 +0200"
