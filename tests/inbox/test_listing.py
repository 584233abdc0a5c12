"""Groups name their first and best reports, and feeds how they are doing."""

from dataclasses import replace

import pytest

from broadsheet.inbox.choosing import best_of
from broadsheet.inbox.health import remarks_on
from broadsheet.inbox.items import FeedState, Item, Subscription
from broadsheet.inbox.listing import group_of
from tests.inbox.feeds import DAY, NOW

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


def test_agency_signs_its_own_reporting() -> None:
    text = "WESTHAVEN (AP) - It is open."
    for publisher in ("AP News", "The Associated Press"):
        own = replace(ONE, text=text, length=900, publisher=publisher)
        assert best_of([own, replace(TWO, text=text, at=NOW - 60)]).item.id == 1


def test_unknown_language_of_the_site_makes_no_report_better() -> None:
    assert best_of([replace(ONE, language=""), replace(TWO, length=900)]).item.id == 2
    assert best_of([ONE, replace(TWO, language="EN-GB", length=900)], "en").item.id == 2


def test_of_equal_reports_the_first_is_best() -> None:
    assert best_of([TWO, ONE]).why == "the first report"
    assert best_of([ONE]).why == "the only report"


def test_group_names_its_publishers_and_sections() -> None:
    group = group_of([TWO, replace(ONE, section="world")])
    assert (group.publishers, group.first.id, group.sections) == (("A", "B"), 1, ("world",))


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


def test_report_in_the_language_of_the_site_is_better_than_a_longer_one_in_another() -> None:
    german = replace(TWO, language="de-DE", length=9_000)
    best = best_of([german, replace(ONE, language="en", length=10)], "en-GB")
    assert best.item.id == ONE.id and best.why == "in the site's language"
    assert best_of([german, replace(ONE, language="en")], "fr").item == german
