"""The feed of all articles and its archive: every article once, in documents that do not change."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import feedparser
import pytest

from tests.feeds import SUFFIXES, URL, documents, read_feed
from tests.sites import SITE_YAML, Site, article, tree

Make = Callable[[str], Site]
FEEDS = "feeds: {formats: [rss, atom, json], archive: true, items: 4}\n"
ARCHIVE = b"<fh:archive/>"
FIRST = date(2021, 1, 20)


def news(count: int, first: int = 0) -> str:
    """The files of articles, one on every third day."""
    days = [(number, FIRST + timedelta(3 * number)) for number in range(first, first + count)]
    return "".join(
        f"-- content/world/{day}-n{number}.md --\n{article(f'Number {number}', str(day))}"
        for number, day in days
    )


def archive(made: Site) -> dict[str, bytes]:
    """The documents of all archives."""
    return {path: it for path, it in tree(made.public).items() if path.startswith("feed/")}


@pytest.mark.parametrize("format", SUFFIXES)
@pytest.mark.parametrize("count", [1, 4, 5, 23])
def test_reader_that_walks_back_gets_every_article(site: Make, format: str, count: int) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(count)}")
    made.build()
    walked = [feed for _, feed in documents(made.public, f"feed{SUFFIXES[format]}")]
    known = {entry.id: entry.title for feed in walked for entry in feed.entries}
    assert sorted(known.values()) == sorted(f"Number {number}" for number in range(count))
    stored = Counter(entry.id for feed in walked[1:] for entry in feed.entries)
    assert set(stored.values()) <= {1}


@pytest.mark.parametrize("format", SUFFIXES)
def test_document_has_one_month_and_at_most_as_many_entries_as_a_feed(
    site: Make, format: str
) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(12)}")
    made.build()
    suffix = SUFFIXES[format]
    walked = list(documents(made.public, f"feed{suffix}"))
    assert [name for name, _ in walked] == [
        *(f"feed{suffix}", f"feed/2021-02{suffix}", f"feed/2021-01{suffix}"),
    ]
    assert [len(feed.entries) for _, feed in walked] == [4, 4, 4]
    if format != "json":
        assert [feed.is_archive for _, feed in walked] == [False, True, True]


def test_documents_name_the_feed_and_the_document_after_them(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(12)}")
    made.build()
    for suffix in (".xml", ".atom.xml"):
        page = made.page(f"feed/2021-02{suffix}")
        for rel, address in (("current", f"feed{suffix}"), ("next-archive", "feed/2021-02-2")):
            assert f'href="https://example.org/{address}' in page and f'rel="{rel}"' in page


@pytest.mark.parametrize("suffix", [".xml", ".atom.xml"])
def test_reader_that_walks_forward_comes_to_the_newest_article(site: Make, suffix: str) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(14)}")
    made.build()
    name, titles = f"feed/2021-01{suffix}", list[str]()
    while name:
        feed = feedparser.parse((made.public / name).read_bytes())
        titles += [it.title for it in reversed(feed.entries)]
        links = {it.rel: it.href.removeprefix(URL) for it in feed.feed.links}
        assert ("fh_archive" in feed.feed, links["current"]) == (
            "next-archive" in links,
            f"feed{suffix}",
        )
        name = links.get("next-archive", "")
    assert titles == [f"Number {number}" for number in range(14)]


def test_document_of_the_archive_never_changes_when_articles_are_added(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(3)}")
    made.build()
    closed: dict[str, bytes] = {}
    for number in range(3, 24):
        made.write(news(1, number)).build()
        found = archive(made)
        assert closed.items() <= found.items()
        closed = {path: it for path, it in found.items() if path.endswith("json") or ARCHIVE in it}
    assert len(closed) == 3 * 6 and len(found) == 3 * 6 + 2


def test_correction_changes_the_document_of_its_article(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{FEEDS}{news(12)}")
    made.build()
    before = archive(made)
    text = article("Number 1", "2021-01-23", "corrections: [{date: 2021-05-01, text: Not so.}]")
    made.write(f"-- content/world/2021-01-23-n1.md --\n{text}").build()
    after = archive(made)
    changed = {path for path in before if after[path] != before[path]}
    assert changed == {f"feed/2021-01{suffix}" for suffix in SUFFIXES.values()}


def test_what_is_in_no_document_stays_in_the_feed_whatever_its_other_limits(site: Make) -> None:
    limits = "feeds: {archive: true, items: 4, days: 1, bytes: 1}\n"
    made = site(f"-- site.yaml --\n{SITE_YAML}{limits}{news(17)}")
    made.build()
    assert len(read_feed(made.public / "feed.xml").entries) == 3
    known = {it.id for _, feed in documents(made.public, "feed.xml") for it in feed.entries}
    assert len(known) == 17


def test_site_has_no_archive_unless_it_wants_one(site: Make) -> None:
    made = site(news(12))
    made.build()
    assert archive(made) == {} and "prev-archive" not in made.page("feed.xml")
