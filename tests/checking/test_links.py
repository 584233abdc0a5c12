"""A link to another site is called dead after two failures on two days, and no sooner."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Barrier

import pytest

from broadsheet.checking.link_looks import Look
from broadsheet.checking.link_places import LinkPlace
from broadsheet.checking.link_record import opened_link_record
from broadsheet.checking.links import LinksChecked, check_links, side_by_side
from broadsheet.fetching.client import Client, Guard
from tests.fetching.serving import Web, page, raw, redirect, web

TODAY = date(2026, 11, 26)
COPY = "https://web.archive.org/web/20211120000000/https://one.example/"


def archive_of(copy: str) -> str:
    """What the archive answers when it has this copy."""
    return json.dumps({"archived_snapshots": {"closest": {"url": copy, "status": "200"}}})


class Desk:
    """A site whose links lead to one server, which also plays the archive."""

    def __init__(self, folder: Path, server: Web) -> None:
        self._folder = folder
        self.server = server
        self.places: list[LinkPlace] = []

    def link(self, path: str, line: int = 5, archived: str = "", is_source: bool = True) -> None:
        """Add a link to a page of the server."""
        url = self.server.url(path, "news.example")
        day = date(2021, 11, 20)
        self.places.append(LinkPlace("content/a.md", line, url, day, is_source, archived))

    def check(self, days: int = 0) -> LinksChecked:
        """Check the links, so many days from today."""
        guard = Guard(frozenset([self.server.port]), lambda host, port: ["127.0.0.1"])
        with (
            opened_link_record(self._folder) as record,
            Client("Tester/1", guard=guard, pace=0) as client,
        ):
            today = TODAY + timedelta(days)
            return check_links(self.places, record, client, today, self.server.url())

    def asked(self) -> list[str]:
        """What the server was asked since the last time, but for what the archive was asked."""
        asked = [it for it in self.server.asked() if "/wayback/" not in it]
        self.server.seen.clear()
        return asked


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    replies = {"/": page(), "/fine": page(), "/wayback/available": page("{}")}
    with web(replies) as server:
        yield Desk(tmp_path, server)


def told(checked: LinksChecked) -> str:
    """The summary as one text."""
    return "\n".join(checked.summary)


def test_link_is_dead_after_two_failures_on_two_days(desk: Desk) -> None:
    desk.link("/gone", 7)
    first = desk.check()
    assert first.dead == ()
    assert "1 did not answer; looked at again tomorrow: http://news.example" in told(first)
    (dead,) = desk.check(1).dead
    assert (dead.path, dead.line) == ("content/a.md", 7)
    assert dead.text == f"leads nowhere: {desk.places[0].url}"
    assert "404 (Not Found); it failed on 2 days since 2026-11-26" in dead.hint
    assert "the archive has no copy" in dead.hint


def test_second_check_on_one_day_does_not_look_again(desk: Desk) -> None:
    desk.link("/gone")
    desk.link("/fine")
    desk.check()
    desk.asked()
    assert desk.check().dead == ()
    assert desk.asked() == []


def test_link_that_works_again_begins_anew(desk: Desk) -> None:
    desk.link("/shaky")
    desk.check()
    desk.server.replies["/shaky"] = page()
    desk.check(1)
    del desk.server.replies["/shaky"]
    assert desk.check(8).dead == ()
    assert len(desk.check(9).dead) == 1


def test_fine_link_is_looked_at_again_after_a_week(desk: Desk) -> None:
    desk.link("/fine")
    desk.check()
    assert desk.asked() == ["HEAD /fine"]
    desk.check(6)
    assert desk.asked() == []
    desk.check(7)
    assert desk.asked() == ["HEAD /fine"]


def test_address_in_two_articles_is_looked_at_once_and_told_twice(desk: Desk) -> None:
    desk.link("/gone", 5)
    desk.link("/gone", 9)
    desk.check()
    assert desk.asked() == ["HEAD /gone", "GET /gone"]
    assert [it.line for it in desk.check(1).dead] == [5, 9]


def test_dead_source_is_offered_the_line_with_the_copy(desk: Desk) -> None:
    desk.server.replies["/wayback/available"] = page(archive_of(COPY))
    desk.link("/gone")
    desk.check()
    (dead,) = desk.check(1).dead
    assert dead.hint.endswith(f"add the archive's copy to this source:\narchive: {COPY}")
    assert any("timestamp=20211120" in it.path for it in desk.server.seen)
    desk.server.seen.clear()
    assert COPY in desk.check(2).dead[0].hint
    assert not any("/wayback/" in it.path for it in desk.server.seen)  # it is known


def test_dead_link_of_a_text_is_offered_the_copy(desk: Desk) -> None:
    desk.server.replies["/wayback/available"] = page(archive_of(COPY))
    desk.link("/gone", is_source=False)
    desk.check()
    assert desk.check(1).dead[0].hint.endswith(f"link to the archive's copy:\n{COPY}")


def test_archive_that_fails_is_asked_once_and_told(desk: Desk) -> None:
    desk.server.replies["/wayback/available"] = page("", 500)
    desk.link("/gone")
    desk.link("/lost")
    desk.check()
    dead = desk.check(1).dead
    assert all("could not be asked" in it.hint for it in dead) and len(dead) == 2
    assert sum("/wayback/" in it.path for it in desk.server.seen) == 1


def test_dead_source_with_a_kept_copy_is_only_counted(desk: Desk) -> None:
    desk.link("/gone", archived=COPY)
    desk.check()
    checked = desk.check(1)
    assert checked.dead == ()
    assert "1 dead link with a kept copy" in told(checked)


@pytest.mark.parametrize("status", [401, 403, 429, 451, 999])
def test_page_that_is_kept_from_programs_is_not_dead(desk: Desk, status: int) -> None:
    desk.server.replies["/a"] = page("", status)
    desk.link("/a")
    for day in (0, 1, 8):
        checked = desk.check(day)
        assert checked.dead == ()
        assert f"1 could not be checked: the host answered {status}" in told(checked)


def test_page_that_robots_txt_forbids_is_not_dead(desk: Desk) -> None:
    desk.server.replies["/robots.txt"] = page("User-agent: *\nDisallow: /a")
    desk.link("/a")
    desk.check()
    checked = desk.check(8)
    assert checked.dead == ()
    assert "1 could not be checked: robots.txt asks programs not to fetch it" in told(checked)
    assert desk.asked() == []


def test_address_within_a_private_network_is_not_asked_for(desk: Desk) -> None:
    desk.places.append(LinkPlace("content/a.md", 5, "http://169.254.169.254/latest/"))
    assert "1 could not be checked: the address leads into a private network" in told(desk.check())


def test_failures_count_through_a_day_on_which_the_page_could_not_be_checked(desk: Desk) -> None:
    desk.link("/a")
    desk.check()
    desk.server.replies["/a"] = page("", 429)
    desk.check(1)
    del desk.server.replies["/a"]
    assert len(desk.check(2).dead) == 1


def test_server_that_answers_by_get_alone_is_fine(desk: Desk) -> None:
    def by_get_only(request: BaseHTTPRequestHandler) -> None:
        (page() if request.command == "GET" else page("", 405))(request)

    desk.server.replies["/a"] = by_get_only
    desk.link("/a")
    desk.check()
    assert desk.asked() == ["HEAD /a", "GET /a"]
    assert desk.check(1).dead == ()


def test_link_that_has_moved_is_told_with_its_new_address(desk: Desk) -> None:
    desk.server.replies["/old"] = redirect("/new", 301)
    desk.server.replies["/new"] = page()
    desk.link("/old", 3)
    checked = desk.check()
    (moved,) = checked.moved
    assert checked.dead == ()
    assert (moved.line, moved.text) == (3, f"has moved: {desk.places[0].url}")
    assert moved.hint == f"write the new address:\n{desk.server.url('/new', 'news.example')}"


def test_link_that_leads_to_a_front_page_now_is_told(desk: Desk) -> None:
    desk.server.replies["/old"] = redirect("/", 301)
    desk.link("/old")
    assert "leads only to a front page" in desk.check().moved[0].text


@pytest.mark.parametrize(("place", "status"), [("/old/", 301), ("/new", 302)])
def test_small_or_passing_move_is_not_told(desk: Desk, place: str, status: int) -> None:
    desk.server.replies["/old"] = redirect(place, status)
    desk.server.replies[place] = page()
    desk.link("/old")
    assert desk.check().moved == ()


def test_nothing_is_judged_while_this_machine_is_not_online(desk: Desk) -> None:
    desk.server.replies |= {"/a": raw(b""), "/": raw(b""), "/robots.txt": raw(b"")}
    desk.link("/a")
    for day in (0, 1, 2):
        checked = desk.check(day)
        assert checked.dead == ()
        assert "is this machine online?" in told(checked)


def test_host_that_does_not_answer_is_dead_while_others_do(desk: Desk) -> None:
    desk.server.replies["/a"] = raw(b"")
    desk.link("/a")
    desk.check()
    (dead,) = desk.check(1).dead  # the archive answers, so this machine is online
    assert "broke off" in dead.hint


def test_summary_says_how_many_were_looked_at_lately(desk: Desk) -> None:
    desk.link("/fine")
    desk.check()
    desk.link("/a")
    assert "2 links to other sites; 1 of them were looked at in the last 7 days" in told(
        desk.check()
    )


def test_hosts_are_looked_at_side_by_side_and_one_host_in_a_row() -> None:
    both = Barrier(2, timeout=20)
    order: list[str] = []

    def look(url: str) -> Look:
        if url.endswith("/1"):
            both.wait()  # passes only if two hosts are looked at at the same time
        order.append(url)
        return Look(url, "fine", TODAY, TODAY)

    urls = [f"https://{host}.example/{page}" for host in "ab" for page in (1, 2)]
    assert {it.url for it in side_by_side(urls, look)} == set(urls)
    assert order.index(urls[0]) < order.index(urls[1])


def test_fault_of_ours_in_a_look_is_raised() -> None:
    def look(url: str) -> Look:
        raise RuntimeError(url)

    with pytest.raises(RuntimeError, match=r"a\.example"):
        list(side_by_side(["https://a.example/1", "https://a.example/2"], look))
