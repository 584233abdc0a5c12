"""Pages show times as people say them, and link only to the web."""

from datetime import UTC, datetime

import pytest

from broadsheet.desk_server.pages import lang_of, named_language, web_address, when

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 31, 8, 5, tzinfo=UTC), "08:05"),
        (datetime(2026, 1, 30, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 1, 2, 9, tzinfo=UTC), "2 Jan, 09:00"),
        (datetime(2025, 12, 31, 9, tzinfo=UTC), "31 Dec 2025, 09:00"),
        (datetime(2026, 2, 1, 9, tzinfo=UTC), "1 Feb, 09:00"),
    ],
)
def test_time_is_short_and_exact(at: datetime, text: str) -> None:
    exact = at.isoformat(timespec="minutes")
    assert when(at, NOW) == f'<time datetime="{exact}">{text}</time>'
    assert when(int(at.timestamp()), NOW) == when(at, NOW)


@pytest.mark.parametrize(
    "address", ["http://a.example/x?y=1#z", "https://[::1]/", "HTTPS://a.example"]
)
def test_web_addresses_are_links(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize("address", ["", "x", "/x", "//a.example", "ftp://a.example", "http:///x"])
def test_other_addresses_are_none(address: str) -> None:
    assert web_address(address) == ""


def test_language_is_named_if_it_is_one() -> None:
    assert (named_language("de-AT"), named_language("<b>")) == ("Austrian German", "<b>")
    assert (lang_of("fa"), lang_of('x" y="')) == ("fa", "")
