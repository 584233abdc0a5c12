"""Every text that a curator writes reaches a feed's reader as it was written, in every feed."""

import json
from collections.abc import Callable
from html import unescape

import feedparser
import pytest

from broadsheet.text.typography import typeset
from tests.feeds import ReadFeed, read_feed
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
