"""Days, weeks and months, and the names of files that mean them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.periods import PERIODS, period_named


@given(st.dates(), st.sampled_from(sorted(PERIODS)))
def test_every_day_lies_in_its_period_and_names_it(day: date, every: str) -> None:
    period = PERIODS[every](day)
    assert period.first <= day <= period.last
    assert PERIODS[every](period.first) == PERIODS[every](period.last) == period
    assert period_named(day.isoformat(), every) == period
    assert period_named(period.key, every) == period


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_week_starts_on_monday_and_has_seven_days(day: date) -> None:
    week = PERIODS["week"](day)
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)


def test_week_at_the_turn_of_a_year_belongs_to_the_year_of_its_thursday() -> None:
    assert PERIODS["week"](date(2021, 1, 3)).key == "2020-w53"


@pytest.mark.parametrize(
    ("name", "every"),
    [
        ("about", "day"),
        ("2021-02-30", "day"),
        ("2021-08", "day"),
        ("2021-w33", "day"),
        ("2021-w54", "week"),
        ("2021-13", "month"),
        ("20210821", "day"),
        ("", "week"),
    ],
)
def test_other_names_mean_no_period(name: str, every: str) -> None:
    assert period_named(name, every) is None
