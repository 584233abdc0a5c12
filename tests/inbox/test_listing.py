"""Groups name their first and best reports, and what of the site covers them."""

from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import pytest

from broadsheet.clipping.known import KnownArticle
from broadsheet.content.front_matter import Source
from broadsheet.inbox.choosing import best_of
from broadsheet.inbox.covering import Coverage, SiteText, site_texts
from broadsheet.inbox.health import remarks_on
from broadsheet.inbox.items import FeedState, Item, Subscription
from broadsheet.inbox.listing import groups_of
from tests.inbox.feeds import DAY, NOW
from tests.sites import make_site

ONE = Item(1, "f", "https://a.example/1", "a.example/1?", "Westhaven bridge opens", "A", "en", NOW,
           "The mayor came to the Westhaven bridge.", 100, event=1)  # fmt: skip
TWO = replace(ONE, id=2, key="b.example/2?", publisher="B", at=NOW + 60)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"primary": True}, "the publisher's own matter"),
        ({"length": 400}, "the longest text"),
    ],
)
def test_best_report_is_explained(changes: dict[str, object], why: str) -> None:
    best = best_of([ONE, replace(TWO, **changes)])  # type: ignore[arg-type]
    assert (best.item.id, best.why) == (2, why)


def test_report_that_others_link_to_is_better_than_a_longer_one() -> None:
    best = best_of([replace(ONE, length=900, links=(TWO.key,)), TWO])
    assert (best.item.id, best.why) == (2, "other reports link to it")


def test_own_reporting_is_better_than_what_an_agency_wrote() -> None:
    best = best_of([replace(ONE, text="WESTHAVEN (Reuters) - It is open.", length=900), TWO])
    assert (best.item.id, best.why) == (2, "its own reporting")


def test_of_equal_reports_the_first_is_best() -> None:
    assert best_of([TWO, ONE]).why == "the first report"
    assert best_of([ONE]).why == "the only report"


def test_what_most_report_comes_first() -> None:
    alone = replace(ONE, id=3, event=3, at=NOW + DAY, section="world")
    first, second = groups_of([alone, ONE, TWO])
    assert (first.publishers, first.first.id, second.sections) == (("A", "B"), 1, ("world",))


def coverage(*articles: KnownArticle) -> Coverage:
    texts = [SiteText(it, frozenset()) for it in articles]
    return Coverage(texts, "en", date(2026, 1, 31))


def test_address_in_any_text_covers_the_event(tmp_path: Path) -> None:
    made = make_site(
        tmp_path,
        "-- content/editions/2026-01-31.md --\n---\ntitle: T\n---\nSee <http://www.a.example/1/>.\n",
    )
    texts = site_texts(made.root, UTC)
    found = Coverage(texts, "en", date(2026, 1, 31)).of_events({1: [ONE, TWO]})
    assert found[1].by_address and found[1].article.path == "content/editions/2026-01-31.md"


def test_nearly_the_title_of_a_source_may_cover_it() -> None:
    source = Source("C", "https://c.example/", "Westhaven: bridge opens")
    article = KnownArticle("content/x.md", "Crossing", date(2026, 1, 30), (source,))
    found = coverage(article).of_events({1: [ONE]})
    assert not found[1].by_address and found[1].title == "Westhaven: bridge opens"


def test_article_in_another_language_may_cover_the_event() -> None:
    title = "Ekström opens the bridge of Westhaven"
    article = KnownArticle("content/x.md", title, date(2026, 1, 31), ())
    report = replace(ONE, language="de", title="Ekström weiht Westhavens Brücke ein", text="")
    found = coverage(article).of_events({1: [report]})
    assert found[1].article.path == "content/x.md"


def test_article_says_its_own_language() -> None:
    title = "Westhavens Brücke geht wieder auf"
    article = KnownArticle("content/x.md", title, date(2026, 1, 31), (), "de")
    report = replace(ONE, language="de", title="Brücke in Westhaven geht auf", text="")
    assert coverage(article).of_events({1: [report]})[1].article.path == "content/x.md"


def test_other_articles_cover_nothing() -> None:
    article = KnownArticle("content/x.md", "Harbour fire put out", date(2026, 1, 31), ())
    assert coverage(article).of_events({1: [ONE]}) == {}


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (FeedState("f", newest=NOW - DAY), []),
        (FeedState("f", newest=NOW - 70 * DAY), ["silent"]),
        (FeedState("f", newest=NOW, counted=700), ["loud"]),
        (FeedState("f", status=500, failures=2, failed_since=NOW - DAY, why="x"), ["failing"]),
        (FeedState("f", status=404, failures=9, failed_since=NOW - 20 * DAY, why="x"), ["dead"]),
        (FeedState("f", status=410, failures=1, failed_since=NOW, why="x"), ["dead"]),
        (FeedState("f", newest=NOW, moved="https://g.example/"), ["moved"]),
    ],
)
def test_health_of_a_feed_is_told(state: FeedState, kinds: list[str]) -> None:
    remarks = remarks_on([Subscription("f")], {"f": state}, NOW)
    assert [it.kind for it in remarks] == kinds
