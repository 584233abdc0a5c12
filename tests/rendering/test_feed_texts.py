"""Every text that a curator writes reaches a feed's reader as it was written, in every feed."""

import json
from collections.abc import Callable
from html import unescape

import feedparser
import pytest
from lxml import etree, html

from broadsheet.rendering.feed_xml import MEDIA
from broadsheet.text.typography import typeset
from tests.feeds import ReadFeed, read, read_feed
from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
TITLE = "<script>alert(1)</script> a <b>bold</b> Vec<T> & co, AT&T, &copy; &#60; “5 > 3 < 4”"
SUMMARY = "Read <i>Vec</i><T> & AT&T, &amp; 1 < 2, <img src=x onerror=alert(1)> 'so' \"it\" is."
WRONG = "Wrong was <b>Vec</b><U> & &lt;."
QUOTED = TITLE.replace("'", "''")
MORE = f"""\
tags: ['Vec<T> & co']
author: '<i>Ann</i> & Bo'
story: 'The <b>story</b> & more'
summary: '{SUMMARY.replace("'", "''")}'
corrections: [{{date: 2021-05-03, text: '{WRONG}'}}]
"""


@pytest.fixture
def built(site: Make) -> Site:
    """A site whose every text looks like markup."""
    settings = f"{SITE_YAML}feeds: {{formats: [rss, atom, json]}}\n"
    settings = settings.replace("The Test", f"'{QUOTED}'").replace("News for tests.", f"'{WRONG}'")
    made = site(
        f"-- site.yaml --\n{settings}-- content/world/x.md --\n"
        + article(f"'{QUOTED}'", "2021-05-01", MORE)
    )
    made.build()
    return made


def feeds(built: Site) -> dict[str, ReadFeed]:
    """Every feed of a site by its path, as a reader gets it."""
    found = [*built.public.rglob("*.xml"), *built.public.rglob("*.json")]
    names = [it.relative_to(built.public).as_posix() for it in found]
    return {name: read_feed(built.public / name) for name in names if "sitemap" not in name}


def test_title_and_description_of_every_feed_are_the_very_text(built: Site) -> None:
    found = feeds(built)
    assert len(found) == 3 * 9
    for name, feed in found.items():
        assert feed.title.startswith(TITLE), name
        assert feed.description == WRONG, name


def test_title_and_summary_of_every_entry_are_the_very_text(built: Site) -> None:
    for name, feed in feeds(built).items():
        (entry,) = feed.entries
        if name.startswith(("editions", "daily", "weekly")):
            assert entry.summary == TITLE, name
        elif name.startswith("corrections"):
            assert entry.title == f"Correction: {TITLE}", name
            assert entry.summary == typeset(WRONG, "en"), name
        else:
            assert entry.title == TITLE, name
            assert entry.summary == typeset(SUMMARY, "en"), name


def test_names_and_categories_of_every_entry_are_the_very_text(built: Site) -> None:
    for name in ("feed.xml", "feed.atom.xml", "world.xml", "tags/vec-t-co.atom.xml"):
        (entry,) = feedparser.parse((built.public / name).read_bytes()).entries
        assert entry.author == "<i>Ann</i> & Bo", name
        assert "Vec<T> & co" in [unescape(tag.term) for tag in entry.tags], name
    (item,) = json.loads(built.page("feed.json"))["items"]
    assert item["authors"] == [{"name": "<i>Ann</i> & Bo"}] and "Vec<T> & co" in item["tags"]


def test_correction_before_a_summary_is_the_very_text(site: Make) -> None:
    made = site(
        f"-- site.yaml --\n{SITE_YAML}feeds: {{content: summary}}\n-- content/x.md --\n"
        + article("X", "2021-05-01", MORE)
    )
    made.build()
    told = f"Correction, May 3, 2021: {WRONG} {typeset(SUMMARY, 'en')}"
    for name in ("feed.xml", "feed.json"):
        (entry,) = feeds(made)[name].entries
        assert entry.summary == told, name


@pytest.mark.parametrize("title", ["Plain “words”", "Q&A at AT&T", "5 > 3", 'It\'s "so"'])
def test_title_that_reads_the_same_as_html_is_left_as_it_is(site: Make, title: str) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    made = site(f"-- content/x.md --\n{article(quoted, '2021-05-01')}")
    made.build()
    (entry,) = feedparser.parse(made.page("feed.xml")).entries
    assert entry.title_detail.type == "text/plain"
    assert entry.title == typeset(title, "en")


CREDITED = f"""\
image: {{file: b.png, alt: '{WRONG}', credit: '<i>Cy</i> & Co'}}
sources: [{{name: 'E & <b>Co</b>', title: '{QUOTED}', url: 'https://e.org/a'}}]
"""
ORIGIN = "---\ntitle: E & <b>Co</b>\nfeed: https://e.org/feed\n---\n"


@pytest.fixture
def credited(site: Make) -> Site:
    """A site with a picture, a report, rights and books, whose every text looks like markup."""
    settings = f"feeds: {{formats: [rss, atom, json], copyright: '{WRONG}'}}\nbooks: [stories]\n"
    titled = article(f"'{QUOTED}'", "2021-05-01", MORE + CREDITED)
    made = site(
        f"-- site.yaml --\n{SITE_YAML}{settings}-- content/sources/e-b-co-b.md --\n{ORIGIN}"
        f"-- content/world/x.md --\n{titled}"
    )
    made.put("content/world/b.png", picture()).build()
    return made


def test_rights_of_every_feed_are_the_very_text(credited: Site) -> None:
    for name in ("feed.xml", "feed.atom.xml"):
        feed = feedparser.parse((credited.public / name).read_bytes()).feed
        assert read(feed.rights_detail) == WRONG, name
    assert json.loads(credited.page("feed.json"))["_rights"]["text"] == WRONG


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom.xml"])
def test_words_and_credit_of_a_picture_are_the_very_text(credited: Site, name: str) -> None:
    (media,) = etree.fromstring((credited.public / name).read_bytes()).iter(f"{{{MEDIA}}}content")
    assert [it.text for it in media] == [typeset(WRONG, "en"), "<i>Cy</i> & Co"]


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom.xml", "feed.json"])
def test_text_of_an_entry_has_the_very_words_of_picture_and_report(
    credited: Site, name: str
) -> None:
    (entry,) = read_feed(credited.public / name).entries
    shown = html.fragment_fromstring(entry.html, create_parent="div")
    assert shown.xpath("//img/@alt") == [typeset(WRONG, "en")]
    assert shown.findtext(".//figcaption") == "<i>Cy</i> & Co"
    assert shown.xpath("string(//li)") == f"E & <b>Co</b>: {TITLE}"


def test_report_and_its_feed_have_their_very_names(credited: Site) -> None:
    (entry,) = feedparser.parse(credited.page("feed.xml")).entries
    assert unescape(entry.source.title) == "E & <b>Co</b>"
    atom = etree.fromstring(credited.page("feed.atom.xml").encode())
    assert [it.get("title") for it in atom.iter("{*}link") if it.get("rel") == "via"] == [TITLE]


def test_texts_of_a_catalog_of_books_are_the_very_text(credited: Site) -> None:
    catalog = etree.fromstring(credited.page("opds/stories.xml").encode())
    (entry,) = catalog.iter("{*}entry")
    texts = {etree.QName(it).localname: "".join(map(str, it.itertext())) for it in entry}
    story = "The <b>story</b> & more"
    assert (texts["title"], texts["summary"]) == (story, story)
    assert (texts["author"], texts["publisher"]) == ("<i>Ann</i> & Bo", "The Test")
