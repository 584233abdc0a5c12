"""Atom and JSON Feed as their standards want them, with pictures, reports, a hub and rights."""

import json
from collections.abc import Callable
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from tests.feed_rules import SCHEMA
from tests.pictures import photograph, picture
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
HUB, RIGHTS = "https://hub.example/", "Free & <open>"
FEEDS = f"feeds: {{formats: [rss, atom, json], hub: '{HUB}', copyright: '{RIGHTS}'}}\n"
MORE = """\
author: Ann Lee
tags: [Peace]
image: {file: b.png, alt: A <bridge>, credit: Cy}
sources: [{name: Le Monde, title: Le pont, url: 'https://e.org/?a=1&b=2'}]
via: {name: Cy, url: 'https://cy.example/'}
updated: 2021-06-01
language: fr
"""


@pytest.fixture
def built(site: Make) -> Site:
    """A site whose article has all that feeds can say."""
    made = site(
        f"-- site.yaml --\n{SITE_YAML}{FEEDS}-- content/world/x.md --\n"
        + article("One", "2021-05-01", MORE)
    )
    made.put("content/world/b.png", picture()).build()
    return made


def entry(made: Site, path: str) -> Any:
    """The only entry of a feed in XML, as feedparser reads it."""
    (only,) = feedparser.parse((made.public / path).read_bytes()).entries
    return only


def test_every_json_feed_is_valid(built: Site) -> None:
    feeds = [json.loads(it.read_text("utf-8")) for it in built.public.rglob("*.json")]
    assert len(feeds) == 8
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for feed in feeds:
        jsonschema.validate(feed, schema)
        assert all({"url", "date_published"} <= item.keys() for item in feed["items"])
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom.xml"])
def test_picture_is_offered_with_its_true_size_type_and_words(built: Site, path: str) -> None:
    file = built.public / "media/world/b.png"
    read = entry(built, path)
    (offered,) = read.enclosures
    assert offered.href == "https://example.org/media/world/b.png"
    assert (offered.type, int(offered.length)) == ("image/png", file.stat().st_size)
    (media,) = read.media_content
    assert (media["filesize"], media["type"]) == (offered.length, "image/png")
    tree = etree.fromstring((built.public / path).read_bytes())
    (content,) = tree.iter("{http://search.yahoo.com/mrss/}content")
    assert [it.text for it in content] == ["A <bridge>", "Cy"]


def test_picture_that_is_encoded_again_has_the_size_of_the_new_file(site: Make) -> None:
    more = MORE.replace("b.png", "b.jpg")
    made = site(f"-- content/world/x.md --\n{article('One', '2021-05-01', more)}")
    made.put("content/world/b.jpg", photograph(orientation=6)).build()
    written = made.root / "content/world/b.jpg", made.public / "media/world/b.jpg"
    before, after = (it.stat().st_size for it in written)
    (offered,) = entry(made, "feed.xml").enclosures
    assert (offered.type, int(offered.length)) == ("image/jpeg", after) and before != after


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom.xml"])
def test_entry_leads_to_the_reports_that_it_is_about(built: Site, path: str) -> None:
    tree = etree.fromstring((built.public / path).read_bytes())
    links = [it.get("href") for it in tree.iter("{*}link") if it.get("rel") == "via"]
    assert links == ["https://e.org/?a=1&b=2", "https://cy.example/"]


def test_item_of_json_has_the_same(built: Site) -> None:
    (item,) = json.loads(built.page("feed.json"))["items"]
    assert item["image"] == "https://example.org/media/world/b.png"
    assert item["external_url"] == "https://e.org/?a=1&b=2"
    assert (item["language"], item["tags"]) == ("fr", ["World", "Peace"])
    assert item["date_modified"].startswith("2021-06-01")


def test_atom_entry_says_who_wrote_it_when_and_in_which_language(built: Site) -> None:
    read = entry(built, "feed.atom.xml")
    assert read.author == "Ann Lee" and read.link == "https://example.org/2021/05/x.html"
    assert (read.published[:10], read.updated[:10]) == ("2021-05-01", "2021-06-01")
    assert read.title_detail.language == "fr" and read.content[0].type == "text/html"


def test_feed_without_an_entry_has_a_date_that_stays(built: Site) -> None:
    feed = feedparser.parse((built.public / "corrections.atom.xml").read_bytes()).feed
    assert feed.updated == "1970-01-01T00:00:00+00:00" and feed.author


def test_every_format_names_the_hub_and_the_rights(built: Site) -> None:
    for path in ("feed.xml", "feed.atom.xml", "tags/peace.xml"):
        feed = feedparser.parse((built.public / path).read_bytes()).feed
        assert [it.href for it in feed.links if it.rel == "hub"] == [HUB]
        assert feed.rights.replace("&lt;", "<").replace("&amp;", "&").startswith("Free &")
    feed = json.loads(built.page("feed.json"))
    assert feed["hubs"] == [{"type": "WebSub", "url": HUB}] and feed["_rights"]["text"] == RIGHTS


def test_page_announces_the_main_format_of_the_site_and_every_format_of_its_own(
    built: Site,
) -> None:
    def announced(path: str) -> list[str]:
        return list(found(built.page(path), "//link[@rel='alternate'][@title]/@href"))

    assert announced("404.html") == ["/feed.xml"]
    assert announced("world.html") == ["feed.xml", "world.xml", "world.atom.xml", "world.json"]
    assert announced("subscribe.html") == ["feed.xml", "feed.atom.xml", "feed.json"]


def test_first_format_that_the_site_chooses_is_the_one_that_pages_link_to(site: Make) -> None:
    settings = f"{SITE_YAML}feeds: {{formats: [atom]}}\n"
    made = site(f"-- site.yaml --\n{settings}-- content/a/x.md --\n{article('X', '2021-05-01')}")
    made.build()
    assert "a.atom.xml" in made.page("a.html") and "feed.xml" not in made.tree()


@pytest.mark.parametrize(("format", "words"), [("json", "JSON-Feed: A"), ("atom", "Atom-Feed: A")])
def test_link_to_a_feed_names_its_format(site: Make, format: str, words: str) -> None:
    settings = f"{SITE_YAML}feeds: {{formats: [{format}]}}\n".replace(
        "language: en", "language: de"
    )
    made = site(f"-- site.yaml --\n{settings}-- content/a/x.md --\n{article('X', '2021-05-01')}")
    made.build()
    assert found(made.page("a.html"), "//p[@class='facts']/a/text()")[0] == words


def test_feed_names_a_style_that_stays_where_it_is(built: Site) -> None:
    assert '<?xml-stylesheet type="text/css" href="../feed.css"?>' in built.page("tags/peace.xml")
    before = built.page("feed.xml")
    built.write(
        f"-- site.yaml --\n{SITE_YAML}{FEEDS}theme_options: {{accent: '#005500'}}\n"
    ).build()
    assert "#005500" in built.page("feed.css") and built.page("feed.xml") == before
