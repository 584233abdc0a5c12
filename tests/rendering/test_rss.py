"""Feeds by feedgen, with what it would take from the clock taken from the articles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser
from lxml import etree

from broadsheet.dates import Moment
from broadsheet.rendering.feed_items import KEPT, Items
from broadsheet.rendering.rss import render_feed
from broadsheet.site.outputs import FEED, Page
from broadsheet.site.views import Channel, Entry


def moment(day: int) -> Moment:
    """A day of January 2021."""
    return Moment(datetime(2021, 1, day, 12, tzinfo=UTC), True)


def entry(day: int, **changes: Any) -> Entry:
    """An entry of that day."""
    made = Entry(
        title=f"Day {day}",
        address=f"/2021/01/d{day}.html",
        id=f"tag:example.org,2021-01-{day:02}:d{day}",
        published=moment(day),
        updated=moment(day),
        authors=("Ann Lee",),
        categories=("World", "Peace"),
        summary="Short.",
        template="feed_article.html",
        context={"text": "<p>Long.</p>"},
        size=12,
    )
    return replace(made, **changes)


CHANNEL = Channel(
    "/a/b.xml", "Title", "/a/b.html", "About.", "en-GB", "https://example.org/x/", "/a/b.xml"
)


def written(*entries: Entry) -> bytes:
    """A feed of these entries."""
    context = {"channel": CHANNEL, "entries": entries, "site": None, "page": None}
    return render_feed(Page(CHANNEL.address, FEED, context, ""), Items(text_of))


def text_of(page: Page, template: str, context: Mapping[str, Any]) -> str:
    """What the template makes of an entry."""
    return str(context["text"])


def parsed(*entries: Entry) -> Any:
    """The feed as feedparser reads it."""
    return feedparser.parse(written(*entries))


def test_channel_links_to_its_page_and_names_itself() -> None:
    feed = parsed(entry(1)).feed
    assert feed.link == "https://example.org/x/a/b.html"
    assert [(link.rel, link.href) for link in feed.links if link.rel == "self"] == [
        ("self", "https://example.org/x/a/b.xml")
    ]
    assert (feed.title, feed.subtitle, feed.language) == ("Title", "About.", "en-GB")


def test_feed_is_as_old_as_its_latest_change() -> None:
    feed = parsed(entry(2), entry(1, updated=moment(9))).feed
    assert feed.updated == "Sat, 09 Jan 2021 12:00:00 +0000"


def test_feed_without_an_entry_has_no_date() -> None:
    assert b"Date>" not in written() and written() == written()
    assert parsed().feed.title == "Title"


def test_entry_has_identity_date_names_categories_and_whole_text() -> None:
    (made,) = parsed(entry(5)).entries
    assert (made.id, made.guidislink) == ("tag:example.org,2021-01-05:d5", False)
    assert made.published == "Tue, 05 Jan 2021 12:00:00 +0000"
    assert made.author == "Ann Lee"
    assert [tag.term for tag in made.tags] == ["World", "Peace"]
    assert (made.summary, made.content[0].value) == ("Short.", "<p>Long.</p>")
    assert made.link == "https://example.org/x/2021/01/d5.html"


def test_entries_keep_their_order() -> None:
    assert [it.title for it in parsed(entry(3), entry(2), entry(1)).entries] == [
        "Day 3",
        "Day 2",
        "Day 1",
    ]


def test_text_that_ends_a_cdata_section_is_kept() -> None:
    (made,) = parsed(entry(1, context={"text": "<p>a ]]&gt; b ]]> c</p>"})).entries
    assert "]]" in made.content[0].value and "c</p>" in made.content[0].value


def test_title_that_looks_like_markup_is_written_as_html() -> None:
    content = written(entry(1, title="<b>&amp; ]]> “x”", authors=("<i>",)))
    item = etree.fromstring(content).find(".//item")
    assert item is not None and unescape(item.findtext("title") or "") == "<b>&amp; ]]> “x”"


def test_entry_is_written_once_for_several_feeds() -> None:
    made: list[str] = []

    def noted(page: Page, template: str, context: Mapping[str, Any]) -> str:
        made.append(context["text"])
        return text_of(page, template, context)

    def feed(*entries: Entry) -> bytes:
        context = {"channel": CHANNEL, "entries": entries, "site": None, "page": None}
        return render_feed(Page(CHANNEL.address, FEED, context, ""), items)

    items, first, second = Items(noted), entry(2), entry(1)
    assert feed(first, second) == written(first, second)
    assert feed(first) == written(first) and len(made) == 2


def test_entry_is_written_again_once_it_had_to_make_room() -> None:
    made: list[str] = []

    def noted(entry: Entry, html: str, site_url: str) -> bytes:
        made.append(html[:1])
        return html.encode()

    page = Page(CHANNEL.address, FEED, {"channel": CHANNEL, "site": None, "page": None}, "")
    items, first = Items(text_of), entry(1, context={"text": "first"})
    large = [replace(first, context={"text": sign * (KEPT // 2)}) for sign in "ab"]
    found = [items.of(it, page, noted) for it in (first, first, *large, first)]
    assert found[0] == found[1] == found[4] == b"first"
    assert made == ["f", "a", "b", "f"]


def test_entry_cannot_pass_for_the_mark_of_its_own_text() -> None:
    named = entry(1, title="</channel> <![CDATA[text-of- <item>", summary="  </channel>    <item>")
    (found,) = parsed(named).entries
    assert unescape(found.title) == named.title and found.content[0].value == "<p>Long.</p>"
