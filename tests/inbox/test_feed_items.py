"""What feeds hold becomes clean, bounded items, whatever it is."""

import pytest

from broadsheet.exports.feed_document import NoFeed
from broadsheet.inbox.feed_items import Feed, read_feed
from broadsheet.inbox.items import Subscription
from tests.inbox.feeds import NOW, atom, item, json_feed, rss

ADDRESS = "https://marsh.example/feed"


def read(content: str | bytes) -> Feed:
    data = content.encode() if isinstance(content, str) else content
    return read_feed(data, ADDRESS, Subscription(ADDRESS), NOW)


def test_rss_item_has_all_that_is_known() -> None:
    link = "http://www.marsh.example/bridge?utm_source=rss&id=7#top"
    text = '<p>It is <b>open</b>.</p><p>See <a href="https://port.example/x">the port</a>.</p>'
    (found,) = read(rss(item("Bridge &amp; ferry", link, text))).items
    assert found.title == "Bridge & ferry"
    assert found.url == "http://www.marsh.example/bridge?id=7"
    assert (found.publisher, found.language) == ("The Marsh Diary", "en-gb")
    assert (found.published, found.text) == (NOW, "It is open. See the port.")
    assert found.links == ("port.example/x?",)


def test_reports_that_link_to_a_front_page_stay_apart() -> None:
    first = item("Bridge opens", "https://marsh.example/")
    second = item("Harbour closes", "https://www.marsh.example")
    known = second.replace("</item>", "<guid>https://marsh.example/9</guid></item>")
    found = read(rss(first, second, known)).items
    assert len({it.key for it in found}) == 3
    assert [it.url for it in found][2] == "https://marsh.example/9"


def test_atom_and_json_feeds_are_read_too() -> None:
    (one,) = read(atom("Brücke offen", "https://hafen.example/1")).items
    (other,) = read(json_feed("Pont ouvert", "https://signal.example/1")).items
    assert (one.title, one.publisher, one.language) == ("Brücke offen", "Hafenblatt", "de")
    assert (other.title, other.publisher, other.language) == ("Pont ouvert", "Signal", "fr")


def test_scripts_stay_in_no_field() -> None:
    evil = "<script>alert(1)</script>"
    feed = read(rss(item(f"{evil}A title", f"https://e.example/{evil}", evil), title=f"P{evil}"))
    (found,) = feed.items
    assert "script>" not in f"{found.title}{found.publisher}{found.text}{found.url}".replace(
        "%3Cscript%3E", ""
    ).replace("%3C/script%3E", "")
    assert (found.title, found.publisher, found.text) == ("A title", "P", "")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "", "file:///etc"])
def test_item_without_a_web_address_is_left_out(link: str) -> None:
    assert read(rss(item("A title", link))).items == () or link == ""


def test_signs_that_are_not_seen_are_taken_out() -> None:
    (found,) = read(rss(item("A\u202ename\u200f here\x85", "https://e.example/1"))).items
    assert found.title.split() == ["Aname", "here"]


def test_item_from_the_future_is_from_now() -> None:
    feed = read(rss(item("A", "https://e.example/1")).replace("2026", "2036"))
    assert [it.published for it in feed.items] == [NOW]


def test_only_the_first_500_items_count() -> None:
    feed = read(rss(*(item(f"T {n}", f"https://e.example/{n}") for n in range(3_000))))
    assert len(feed.items) == 500


def test_long_texts_are_cut_and_their_length_is_known() -> None:
    (found,) = read(rss(item("T" * 900, "https://e.example/1", "word " * 1_000))).items
    assert (len(found.title), len(found.text), found.length) == (300, 600, 4_999)


def test_feed_says_how_long_it_wants_to_be_left_alone() -> None:
    assert read(rss(more="<ttl>60</ttl>")).minutes == 60


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"{}",
        b"[1]",
        b'{"version": "https://jsonfeed.org/version/1", "items": 5',
        b"<html><body>hi",
        b'<!DOCTYPE r [<!ENTITY a "aa">]><rss version="2.0"><channel/></rss>',
        b'<rss version="2.0"><channel>' + b"<a>" * 200_000,
    ],
)
def test_what_is_no_feed_is_told(content: bytes) -> None:
    with pytest.raises(NoFeed):
        read(content)


def test_broken_feed_is_read_as_far_as_possible() -> None:
    whole = rss(item("One", "https://e.example/1"), item("Two", "https://e.example/2"))
    assert [it.title for it in read(whole[: whole.index("Two")]).items][:1] == ["One"]
