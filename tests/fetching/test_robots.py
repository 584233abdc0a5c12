"""robots.txt is read as RFC 9309 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fetching.client import Client, FetchFailed, Guard, Refused
from broadsheet.fetching.robots import read_robots
from tests.fetching.serving import Reply, Web, page, raw, redirect, web

SIMPLE = """
User-Agent: Broadsheet
Disallow: /private/
Allow: /private/open/

User-agent: *
Disallow: /
"""


def allows(text: str, target: str, program: str = "Broadsheet") -> bool:
    """Whether a robots.txt with this text lets a program fetch an address."""
    return read_robots(text.encode(), program).allows(target)


def test_group_that_names_the_program_counts_and_not_the_one_for_all() -> None:
    assert allows(SIMPLE, "/a")
    assert not allows(SIMPLE, "/private/a")
    assert not allows(SIMPLE, "/a", "Other")


def test_longest_rule_decides() -> None:
    assert allows(SIMPLE, "/private/open/a")


def test_rule_that_allows_wins_over_an_equally_long_one() -> None:
    assert allows("user-agent: *\ndisallow: /a\nallow: /a", "/a")


def test_groups_of_one_program_are_joined() -> None:
    first, second = "User-agent: broadsheet\nDisallow: /a\n", "User-agent: BROADSHEET\nDisallow: /b"
    text = f"{first}\nUser-agent: x\n{second}"
    assert [allows(text, it) for it in ("/a", "/b", "/c")] == [False, False, True]


def test_empty_line_does_not_end_a_group() -> None:
    assert not allows("User-agent: *\n\nDisallow: /a", "/a")


def test_other_lines_do_not_end_the_names_of_a_group() -> None:
    assert not allows("User-agent: Broadsheet\nSitemap: /s\nUser-agent: x\nDisallow: /a", "/a")


def test_empty_disallow_forbids_nothing() -> None:
    assert allows("User-agent: *\nDisallow:", "/a")


def test_rule_before_any_group_is_passed_over() -> None:
    assert allows("Disallow: /\nUser-agent: *\nDisallow: /b", "/a")


@pytest.mark.parametrize(
    ("rule", "target", "fits"),
    [
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish", False),
        ("/fish*", "/fishheads", True),
        ("/*.php", "/a/b.php?c", True),
        ("/*.php$", "/a/b.php", True),
        ("/*.php$", "/a/b.php?c", False),
        ("/*.php$", "/a.php.php", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/fish*.php", "/fishheads/catfish.php?x", True),
        ("/fish*.php", "/Fish.PHP", False),
        ("*/print", "/a/print", True),
        ("/*?", "/a?b", True),
        ("/*?", "/a", False),
        ("/a*a$", "/a", False),
        ("/ü", "/%C3%BC", True),
        ("/%c3%bc", "/%C3%BC", True),
        ("/~me", "/%7Eme", True),
        ("/a%2Fb", "/a/b", False),
        ("/a#comment", "/a", True),
        ("/$", "/", True),
        ("/$", "/a", False),
        ("/a**b", "/axb", True),
    ],
)
def test_rule_matches_as_the_standard_shows(rule: str, target: str, fits: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {rule}", target) is not fits


def test_robots_txt_itself_is_always_allowed() -> None:
    assert allows("User-agent: *\nDisallow: /", "/robots.txt")


def test_rule_with_many_stars_is_no_trap() -> None:
    assert allows("User-agent: *\nDisallow: /" + "*a" * 500 + "b", "/" + "a" * 5_000)


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_read(content: bytes, target: str) -> None:
    read_robots(content, "Broadsheet").allows(f"/{target}")


def client(server: Web) -> Client:
    """A client that obeys robots.txt and may fetch from one server on this machine."""
    return Client("Broadsheet/1", guard=Guard(frozenset([server.port])), pace=0)


@pytest.mark.parametrize(
    "robots",
    [page("", 404), page("", 403), page("<html>no rules"), redirect("/robots.txt"), page("\ufeff")],
)
def test_host_without_rules_allows_all(robots: Reply) -> None:
    with web({"/robots.txt": robots, "/a": page()}) as server, client(server) as fetching:
        assert fetching.get(server.url("/a")).status == 200


def test_page_that_robots_txt_forbids_is_refused_and_not_asked_for() -> None:
    replies = {"/robots.txt": page(SIMPLE), "/private/a": page()}
    with (
        web(replies) as server,
        client(server) as fetching,
        pytest.raises(Refused, match=r"robots\.txt asks"),
    ):
        fetching.get(server.url("/private/a"))
    assert server.asked() == []


def test_redirect_to_a_page_that_robots_txt_forbids_is_refused() -> None:
    replies = {"/robots.txt": page(SIMPLE), "/a": redirect("/private/a"), "/private/a": page()}
    with web(replies) as server, client(server) as fetching, pytest.raises(Refused):
        fetching.get(server.url("/a"))
    assert server.asked() == ["GET /a"]


def test_host_whose_robots_txt_fails_is_refused() -> None:
    with (
        web({"/robots.txt": page("", 500), "/a": page()}) as server,
        client(server) as fetching,
        pytest.raises(Refused, match=r"fails to show its robots\.txt \(status 500\)"),
    ):
        fetching.get(server.url("/a"))


def test_host_that_breaks_off_fails_as_itself_and_is_asked_once() -> None:
    with web({"/robots.txt": raw(b"")}) as server, client(server) as fetching:
        for _ in range(2):
            with pytest.raises(FetchFailed, match="broke off"):
                fetching.get(server.url("/a"))
    assert len(server.seen) == 1


def test_robots_txt_is_asked_for_once() -> None:
    replies = {"/robots.txt": redirect("/r"), "/r": page(SIMPLE), "/a": page(), "/b": page()}
    with web(replies) as server, client(server) as fetching:
        fetching.get(server.url("/a"))
        fetching.get(server.url("/b"))
    assert server.asked() == ["GET /r", "GET /a", "GET /b"]


def test_only_the_beginning_of_a_large_robots_txt_is_read() -> None:
    large = SIMPLE + "# nothing\n" * 100_000 + "User-agent: Broadsheet\nDisallow: /a\n"
    with web({"/robots.txt": page(large), "/a": page()}) as server, client(server) as fetching:
        assert fetching.get(server.url("/a")).status == 200


def test_robots_txt_that_leads_into_a_private_network_is_refused() -> None:
    replies = {"/robots.txt": redirect("http://169.254.169.254/"), "/a": page()}
    with (
        web(replies) as server,
        client(server) as fetching,
        pytest.raises(Refused, match="private network"),
    ):
        fetching.get(server.url("/a"))
