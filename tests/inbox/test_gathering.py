"""Many feeds are read at once, with good manners, and none stops the others."""

from pathlib import Path

import pytest

from broadsheet.content.inbox_settings import InboxSettings
from broadsheet.inbox.health import remarks_on
from broadsheet.inbox.items import Subscription
from tests.fetching.serving import page, redirect, web
from tests.inbox.feeds import Desk, atom, conditional, endless, feed, item, json_feed, rss

ONE = rss(item("Bridge opens", "https://marsh.example/1"))
TWO = rss(item("Bridge closes", "https://marsh.example/2"))


def test_feeds_of_all_kinds_are_gathered(tmp_path: Path) -> None:
    replies = {
        "/rss": feed(ONE),
        "/atom": feed(atom("Brücke", "https://hafen.example/1")),
        "/json": feed(json_feed("Pont", "https://signal.example/1")),
    }
    with web(replies) as server:
        desk = Desk(tmp_path, server)
        gathered = desk.fetch(list(replies))
    assert (gathered.asked, gathered.failed, gathered.new) == (3, 0, 3)
    assert desk.titles() == ["Bridge opens", "Brücke", "Pont"]


def test_none_stops_the_others(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa">]><rss version="2.0"><channel>&a;</channel></rss>'
    replies = {
        "/good": feed(ONE), "/500": page(b"", 500), "/html": page("<p>"), "/bomb": feed(bomb),
        "/private": redirect("http://10.0.0.1/"), "/big": endless(20_000_000),
        "/loop": redirect("/loop"), "/good2": feed(TWO),
    }  # fmt: skip
    with web(replies) as server:
        desk = Desk(tmp_path, server)
        gathered = desk.fetch([*replies, "/none", Subscription("http://none.example:9/x")])
    assert (gathered.asked, gathered.failed) == (10, 8)
    assert desk.titles() == ["Bridge closes", "Bridge opens"]
    why = {it.subscription.address.rpartition("/")[2]: it.state.why for it in desk.polled}
    assert why["bomb"] == "the document declares entities of its own, which no feed needs"
    assert why["big"] == "the page is larger than 5 MB"
    assert why["500"] == "the server answers 500"


def test_feed_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    with web({"/a": feed(ONE, {"Cache-Control": "max-age=3600"})}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/a"])
        desk.later(minutes=59)
        assert desk.fetch(["/a"]).early == 1
        desk.later(minutes=2)
        assert desk.fetch(["/a"]).asked == 1
    assert len(server.asked()) == 2


def test_unchanged_feed_is_not_sent_again(tmp_path: Path) -> None:
    with web({"/a": conditional(ONE, '"v1"')}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/a"])
        desk.later(hours=1)
        gathered = desk.fetch(["/a"])
    assert (gathered.asked, gathered.failed, gathered.new) == (1, 0, 0)
    assert server.seen[1].headers["If-None-Match"] == '"v1"'
    assert desk.polled[1].state.status == 304


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(tmp_path: Path, status: int) -> None:
    with web({"/a": page(b"", status, {"Retry-After": "7200"})}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/a"])
        desk.later(hours=1.9)
        assert desk.fetch(["/a"]).asked == 0
        desk.later(hours=0.2)
        assert desk.fetch(["/a"]).asked == 1


def test_moved_feed_is_asked_where_it_is_and_its_address_is_offered(tmp_path: Path) -> None:
    with web({"/old": redirect("/new", 301), "/new": feed(ONE)}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/old"])
        desk.later(hours=1)
        desk.fetch(["/old"])
        assert server.asked() == ["GET /old", "GET /new", "GET /new"]
        with desk.opened() as inbox:
            (remark,) = remarks_on([Subscription(desk.url("/old"))], inbox.feeds(), desk.now)
    assert remark.kind == "moved" and remark.text.endswith("/new")


def test_redirect_for_now_is_no_move(tmp_path: Path) -> None:
    with web({"/old": redirect("/new", 302), "/new": feed(ONE)}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/old"])
    assert desk.polled[0].state.moved == ""


def test_feed_that_is_gone_is_dead_and_left_alone_for_a_week(tmp_path: Path) -> None:
    with web({"/a": page(b"", 410)}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/a"])
        desk.later(days=6)
        assert desk.fetch(["/a"]).asked == 0
        with desk.opened() as inbox:
            (remark,) = remarks_on([Subscription(desk.url("/a"))], inbox.feeds(), desk.now)
    assert remark.kind == "dead"


def test_reports_that_are_too_old_go_and_do_not_come_back(tmp_path: Path) -> None:
    both = rss(item("Old", "https://a.example/1"), item("Older", "https://a.example/2"))
    with web({"/a": feed(both.replace("2026", "2025")), "/b": feed(both)}) as server:
        desk = Desk(tmp_path, server)
        assert desk.fetch(["/a"]).new == 0
        assert desk.fetch(["/b"]).new == 2
        desk.later(days=31)
        assert desk.fetch(["/b"]).new == 0
    assert desk.titles() == []


def test_only_so_many_reports_of_a_feed_are_kept(tmp_path: Path) -> None:
    many = rss(*(item(f"Report {n}", f"https://a.example/{n}") for n in range(30)))
    with web({"/a": feed(many)}) as server:
        desk = Desk(tmp_path, server, InboxSettings(per_feed=10))
        desk.fetch(["/a"])
        assert len(desk.titles()) == 10
        desk.later(hours=1)
        assert desk.fetch(["/a"]).new == 0


def test_one_report_in_two_feeds_is_one(tmp_path: Path) -> None:
    again = rss(item("Bridge opens", "http://www.marsh.example/1/?utm_source=x"))
    other = rss(item("Bridge opens", "https://marsh.example/2026/bridge"))
    with web({"/a": feed(ONE), "/b": feed(again), "/c": feed(other)}) as server:
        desk = Desk(tmp_path, server)
        desk.fetch(["/a", "/b", "/c"])
    assert desk.titles() == ["Bridge opens"]
