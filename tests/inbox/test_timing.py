"""Feeds are asked again when their servers like it."""

import pytest

from broadsheet.inbox.timing import DAY, HOUR, MINUTE, after_failure, after_success


@pytest.mark.parametrize(
    ("headers", "ttl", "seconds"),
    [
        ({}, 0, 5 * MINUTE),
        ({"cache-control": "public, max-age=3600"}, 0, HOUR),
        ({"cache-control": "max-age=3600", "age": "600"}, 0, 50 * MINUTE),
        ({"cache-control": "s-maxage=9000"}, 0, 5 * MINUTE),
        ({"cache-control": "max-age=31536000"}, 0, DAY),
        ({"cache-control": "max-age=soon"}, 120, 2 * HOUR),
    ],
)
def test_max_age_and_ttl_are_kept(headers: dict[str, str], ttl: int, seconds: int) -> None:
    assert after_success(headers, ttl) == seconds


def test_patience_doubles_up_to_a_day() -> None:
    assert [after_failure(n) for n in (1, 2, 3, 20)] == [15 * MINUTE, 30 * MINUTE, HOUR, DAY]


def test_server_may_ask_for_up_to_a_week() -> None:
    assert after_failure(1, 7200) == 7201 and after_failure(1, 1e12) == 7 * DAY
