"""Spans of time, as people write them."""

import re
from datetime import timedelta

import pytest

from broadsheet.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15m", timedelta(minutes=15)),
        ("24h", timedelta(hours=24)),
        ("7 days", timedelta(days=7)),
        ("1 Day", timedelta(days=1)),
        (" 90s ", timedelta(seconds=90)),
        ("0s", timedelta()),
    ],
)
def test_span_is_read(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["?", "15", "m", "-1m", "1.5h", "1 week", "1234567s", "१m"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_duration(text)
