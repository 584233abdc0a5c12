"""A client fetches pages within limits, only from public hosts, and with good manners."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler

import pytest

from broadsheet.fetching.client import (
    Client,
    FetchFailed,
    Guard,
    Limits,
    Refused,
    user_agent,
)
from tests.fetching.serving import Reply, Web, page, raw, redirect, web

AGENT = user_agent("https://example.org")


def client(server: Web, limits: Limits | None = None, robots: bool = False) -> Client:
    """A client that may fetch from one server on this machine, and does not wait between pages."""
    guard = Guard(loopback_ports=frozenset([server.port]))
    return Client(AGENT, limits=limits or Limits(), guard=guard, robots=robots, pace=0)


def refusal(url: str, replies: Mapping[str, Reply]) -> str:
    """Why a page of a server with these replies is refused."""
    with web(replies) as server, client(server) as fetching, pytest.raises(Refused) as refused:
        fetching.get(server.url(url))
    return refused.value.why


def test_page_is_fetched_with_its_type_and_charset() -> None:
    with web({"/a": page("naïve")}) as server, client(server) as fetching:
        found = fetching.get(server.url("/a#part"))
    assert (found.status, found.content.decode()) == (200, "naïve")
    assert (found.content_type, found.charset) == ("text/html", "utf-8")
    assert (found.url, found.permanent) == (server.url("/a"), "")


def test_client_names_itself_and_its_site() -> None:
    with web({"/a": page()}) as server, client(server) as fetching:
        fetching.get(server.url("/a"))
    assert server.seen[0].headers["User-Agent"] == AGENT
    assert AGENT.startswith("Broadsheet/") and AGENT.endswith(" (+https://example.org)")


def test_site_in_any_script_is_named_in_ascii() -> None:
    assert user_agent("https://bücher.example/ü").endswith(
        " (+https://xn--bcher-kva.example/%C3%BC)"
    )


def test_header_with_any_letters_is_sent() -> None:
    with web({"/a": page()}) as server, client(server) as fetching:
        fetching.get(server.url("/a"), headers={"If-None-Match": '"ü"'})
    assert server.seen[0].headers["If-None-Match"].encode("latin-1").decode() == '"ü"'


def test_missing_page_is_an_answer_too() -> None:
    with web({}) as server, client(server) as fetching:
        assert fetching.get(server.url("/none")).status == 404


def test_address_after_redirects_is_told() -> None:
    replies = {"/a": redirect("/b", 301), "/b": redirect("c?x=ü", 308), "/c": page()}
    with web(replies) as server, client(server) as fetching:
        found = fetching.get(server.url("/a"))
    assert found.url == found.permanent == server.url("/c?x=%C3%BC")


def test_redirect_for_now_is_not_a_move() -> None:
    replies = {"/a": redirect("/b", 301), "/b": redirect("/c", 302), "/c": page()}
    with web(replies) as server, client(server) as fetching:
        assert fetching.get(server.url("/a")).permanent == ""


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://127.0.0.1:8080/",
        "http://localhost/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_redirect_into_a_private_network_is_refused(place: str) -> None:
    assert refusal("/a", {"/a": redirect(place)}) == "the address leads into a private network"


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://example.org/", "data:text/html,a"])
def test_redirect_to_another_kind_of_address_is_refused(place: str) -> None:
    assert "http://" in refusal("/a", {"/a": redirect(place)})


def test_redirect_in_a_circle_is_refused() -> None:
    assert "more than 5 times" in refusal("/a", {"/a": redirect("/b"), "/b": redirect("/a")})


def test_page_over_the_limit_is_refused() -> None:
    assert refusal("/a", {"/a": page(b"x" * 5_000_001)}) == "the page is larger than 5 MB"


def test_host_that_does_not_exist_fails() -> None:
    with Client(AGENT, robots=False) as fetching, pytest.raises(FetchFailed, match="no such host"):
        fetching.get("http://nothing.invalid/")


def test_head_asks_without_content() -> None:
    with web({"/a": page()}) as server, client(server) as fetching:
        found = fetching.head(server.url("/a"))
    assert (found.status, found.content, server.asked()) == (200, b"", ["HEAD /a"])


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_server_that_does_not_take_head_is_asked_again_by_get(status: int) -> None:
    def by_get_only(request: BaseHTTPRequestHandler) -> None:
        reply = page(b"x" * 6_000_000) if request.command == "GET" else page("", status)
        reply(request)

    with web({"/a": by_get_only}) as server, client(server) as fetching:
        found = fetching.peek(server.url("/a"))
    assert (found.status, found.content, server.asked()) == (200, b"", ["HEAD /a", "GET /a"])


def test_server_that_breaks_off_at_head_is_asked_again_by_get() -> None:
    def by_get_only(request: BaseHTTPRequestHandler) -> None:
        reply = page() if request.command == "GET" else raw(b"")
        reply(request)

    with web({"/a": by_get_only}) as server, client(server) as fetching:
        assert fetching.peek(server.url("/a")).status == 200


def test_server_that_takes_head_is_asked_once() -> None:
    with web({"/a": page()}) as server, client(server) as fetching:
        assert fetching.peek(server.url("/a")).status == 200
    assert server.asked() == ["HEAD /a"]


def test_cookies_are_not_sent_back() -> None:
    replies = {"/a": page("", 302, {"Location": "/b", "Set-Cookie": "a=1"}), "/b": page()}
    with web(replies) as server, client(server) as fetching:
        fetching.get(server.url("/a"))
    assert all("Cookie" not in it.headers for it in server.seen)


def test_body_is_posted_once_and_the_answer_is_given() -> None:
    bodies = []

    def take(request: BaseHTTPRequestHandler) -> None:
        bodies.append(request.rfile.read(int(request.headers["Content-Length"])))
        page("thanks", 202)(request)

    with web({"/hub": take}) as server, client(server, robots=True) as fetching:
        found = fetching.post(server.url("/hub"), b"a=1", "text/plain")
    assert (found.status, found.content, bodies) == (202, b"thanks", [b"a=1"])
    (seen,) = server.seen  # robots.txt was not asked for
    assert (seen.method, seen.headers["Content-Type"]) == ("POST", "text/plain")


def test_post_follows_no_redirect() -> None:
    with web({"/hub": redirect("/other", 307)}) as server, client(server) as fetching:
        assert fetching.post(server.url("/hub"), b"", "text/plain").status == 307
    assert server.asked() == ["POST /hub"]


def test_post_into_a_private_network_is_refused() -> None:
    with web({}) as server, Client(AGENT) as fetching, pytest.raises(Refused):
        fetching.post(server.url("/hub"), b"a=1", "text/plain")
    assert server.asked() == []


def test_long_answer_to_a_post_is_cut() -> None:
    with web({"/hub": page("x" * 2000)}) as server, client(server, Limits(bytes=100)) as fetching:
        assert len(fetching.post(server.url("/hub"), b"a=1", "text/plain").content) == 100
