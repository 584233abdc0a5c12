"""Every text that a curator writes reaches a feed's reader as it was written, in every feed."""

from collections.abc import Callable
from html import unescape
from typing import Any

import feedparser
import pytest
from lxml import html

from broadsheet.text.typography import typeset
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


def read(detail: Any) -> str:
    """A text as a feed reader shows it: its type says whether it is HTML."""
    if detail.type == "text/plain":
        return str(detail.value)
    return str(html.fragment_fromstring(detail.value, create_parent="div").text_content())


@pytest.fixture
def built(site: Make) -> Site:
    """A site whose every text looks like markup."""
    settings = SITE_YAML.replace("The Test", f"'{QUOTED}'").replace("News for tests.", f"'{WRONG}'")
    made = site(
        f"-- site.yaml --\n{settings}-- content/world/x.md --\n"
        + article(f"'{QUOTED}'", "2021-05-01", MORE)
    )
    made.build()
    return made


def feeds(built: Site) -> dict[str, Any]:
    """Every feed of a site by its path, as feedparser reads it."""
    paths = [it.relative_to(built.public).as_posix() for it in built.public.rglob("*.xml")]
    names = [path for path in paths if "sitemap" not in path]
    return {name: feedparser.parse((built.public / name).read_bytes()) for name in names}


def test_title_and_description_of_every_feed_are_the_very_text(built: Site) -> None:
    found = feeds(built)
    assert len(found) == 7
    for name, feed in found.items():
        assert read(feed.feed.title_detail).startswith(TITLE), name
        assert read(feed.feed.subtitle_detail) == WRONG, name


def test_title_and_summary_of_every_entry_are_the_very_text(built: Site) -> None:
    found = feeds(built)
    for name, feed in found.items():
        (entry,) = feed.entries
        if name == "editions.xml":
            assert read(entry.summary_detail) == TITLE
        elif name == "corrections.xml":
            assert read(entry.title_detail) == f"Correction: {TITLE}"
            assert read(entry.summary_detail) == typeset(WRONG, "en")
        else:
            assert read(entry.title_detail) == TITLE, name
            assert read(entry.summary_detail) == typeset(SUMMARY, "en"), name


def test_names_and_categories_of_every_entry_are_the_very_text(built: Site) -> None:
    for name, feed in feeds(built).items():
        (entry,) = feed.entries
        if name not in ("editions.xml", "corrections.xml"):
            assert entry.author == "<i>Ann</i> & Bo", name
            assert "Vec<T> & co" in [unescape(tag.term) for tag in entry.tags], name


def test_correction_before_a_summary_is_the_very_text(site: Make) -> None:
    made = site(
        f"-- site.yaml --\n{SITE_YAML}feeds: {{content: summary}}\n-- content/x.md --\n"
        + article("X", "2021-05-01", MORE)
    )
    made.build()
    (entry,) = feeds(made)["feed.xml"].entries
    assert (
        read(entry.summary_detail) == f"Correction, May 3, 2021: {WRONG} {typeset(SUMMARY, 'en')}"
    )


@pytest.mark.parametrize("title", ["Plain “words”", "Q&A at AT&T", "5 > 3", 'It\'s "so"'])
def test_title_that_reads_the_same_as_html_is_left_as_it_is(site: Make, title: str) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    made = site(f"-- content/x.md --\n{article(quoted, '2021-05-01')}")
    made.build()
    (entry,) = feeds(made)["feed.xml"].entries
    assert entry.title_detail.type == "text/plain"
    assert entry.title == typeset(title, "en")
