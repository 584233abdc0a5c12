"""A host gets time between requests, and the time that it asks for."""

import pytest

from broadsheet.fetching.client import Client, Guard, Refused
from broadsheet.fetching.manners import Pace, duration, retry_after, validators
from tests.fetching.serving import Web, page, redirect, web


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        """The time, in seconds."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.time += seconds


def client(server: Web, clock: Clock, pace: float = 1.0) -> Client:
    """A client on this clock that may fetch from one server on this machine."""
    guard = Guard(frozenset([server.port]), lambda host, port: ["127.0.0.1"])
    return Client("T/1", guard=guard, pace=pace, now=clock.now, sleep=clock.sleep)


def test_second_request_to_a_host_waits() -> None:
    clock = Clock()
    with web({"/a": page()}) as server, client(server, clock, 2.0) as fetching:
        fetching.get(server.url("/a"))
        assert clock.slept == []
        fetching.get(server.url("/a"))
        assert clock.slept == [2.0]


def test_another_host_is_not_waited_for() -> None:
    clock = Clock()
    with web({"/a": page()}) as server, client(server, clock) as fetching:
        fetching.get(server.url("/a", "one.example"))
        fetching.get(server.url("/a", "two.example"))
    assert clock.slept == []


def test_redirect_on_the_same_host_waits_too() -> None:
    clock = Clock()
    replies = {"/a": redirect("/b"), "/b": page()}
    with web(replies) as server, client(server, clock) as fetching:
        fetching.get(server.url("/a"))
    assert clock.slept == [1.0]


def test_time_that_has_passed_is_not_waited_again() -> None:
    clock = Clock()
    pace = Pace(5.0, clock.now, clock.sleep)
    pace.wait("news.example")
    clock.time += 3
    pace.wait("news.example")
    assert clock.slept == [2.0]


def test_busy_host_gets_the_time_it_asks_for() -> None:
    clock = Clock()
    replies = {"/a": page("", 503, {"Retry-After": "7"})}
    with web(replies) as server, client(server, clock) as fetching:
        assert fetching.get(server.url("/a")).status == 503
    assert clock.slept == [7.0]
    assert server.asked() == ["GET /a"] * 2


def test_host_that_asks_for_much_time_is_refused_and_left_alone_until_then() -> None:
    clock = Clock()
    with (
        web({"/a": page("", 429, {"Retry-After": "300"})}) as server,
        client(server, clock) as fetching,
    ):
        for _ in range(2):
            with pytest.raises(Refused, match="asks programs to come back in 5 minutes"):
                fetching.get(server.url("/a"))
        clock.time += 300
        with pytest.raises(Refused):
            fetching.get(server.url("/a"))
    assert server.asked() == ["GET /a"] * 2


def test_busy_host_that_names_no_time_is_an_answer() -> None:
    with web({"/a": page("", 429)}) as server, client(server, Clock()) as fetching:
        assert fetching.get(server.url("/a")).status == 429


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Thu, 26 Nov 2026 10:01:00 GMT", 60.0),
        ("Thu, 26 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("١", None),
    ],
)
def test_time_to_wait_is_read_from_seconds_or_a_date(value: str, seconds: float | None) -> None:
    headers = {"retry-after": value, "date": "Thu, 26 Nov 2026 10:00:00 GMT"}
    assert retry_after(headers) == seconds


def test_date_to_wait_for_needs_the_clock_of_the_server() -> None:
    assert retry_after({"retry-after": "Thu, 26 Nov 2026 10:01:00 GMT"}) is None


def test_page_is_asked_for_only_if_it_has_changed() -> None:
    headers = {"etag": '"a"', "last-modified": "Thu, 26 Nov 2026 10:00:00 GMT", "vary": "x"}
    assert validators(headers) == {
        "If-None-Match": '"a"',
        "If-Modified-Since": "Thu, 26 Nov 2026 10:00:00 GMT",
    }
    assert validators({}) == {}


def test_headers_of_a_request_stay_with_its_host() -> None:
    with web({"/b": page("", 304)}) as other, web({}) as server:
        server.replies["/a"] = redirect(other.url("/b", "two.example"))
        guard = Guard(frozenset([server.port, other.port]), lambda host, port: ["127.0.0.1"])
        with Client("T/1", guard=guard, robots=False) as fetching:
            found = fetching.get(server.url("/a"), headers={"If-None-Match": '"a"'})
    assert found.status == 304
    assert server.seen[0].headers["If-None-Match"] == '"a"'
    assert "If-None-Match" not in other.seen[0].headers


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (39.2, "40 seconds"), (60, "1 minute"), (61, "2 minutes"), (7200, "2 hours")],
)
def test_length_of_time_is_told_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
