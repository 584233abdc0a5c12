"""Feeds of whole days and weeks: an entry comes when the day or the week is over, and stays."""

from collections.abc import Callable

from tests.feeds import Reader, read_feed
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
MONDAY, TUESDAY, SUNDAY = "2021-08-16", "2021-08-17", "2021-08-22"


def on(day: str, name: str) -> str:
    """The file of an article of that day."""
    return f"-- content/world/{day}-{name}.md --\n{article(name.title(), day)}"


def titles(made: Site, path: str) -> list[str]:
    """The titles of a feed's entries."""
    return [it.title for it in read_feed(made.public / path).entries]


def test_day_enters_its_feed_when_it_is_over(site: Make) -> None:
    made = site(on(MONDAY, "one") + on(TUESDAY, "two"))
    made.build(as_of=f"{TUESDAY} 18:00 +0000")
    assert titles(made, "daily.xml") == ["Monday, August 16, 2021"]
    made.build(as_of="2021-08-18 00:01 +0000")
    assert titles(made, "daily.xml") == [
        "Tuesday, August 17, 2021",
        "Monday, August 16, 2021",
    ]


def test_week_enters_its_feed_on_the_monday_after_it(site: Make) -> None:
    made = site(on(MONDAY, "one") + on(TUESDAY, "two"))
    made.build(as_of=f"{SUNDAY} 23:59 +0000")
    assert titles(made, "weekly.xml") == []
    made.build(as_of="2021-08-23 00:00 +0000")
    (entry,) = read_feed(made.public / "weekly.xml").entries
    assert entry.published == "Mon, 23 Aug 2021 00:00:00 +0000"
    assert "One" in entry.html and "Two" in entry.html


def test_entry_of_a_day_leads_to_its_edition_or_to_the_month(site: Make) -> None:
    made = site(on(MONDAY, "one"))
    made.build()
    assert "/editions/2021-08-16.html</link>" in made.page("daily.xml")
    assert "/archive/2021/08.html</link>" in made.page("weekly.xml")


def test_article_added_to_a_past_day_brings_no_second_notice(site: Make) -> None:
    made, reader = site(on(MONDAY, "one")), Reader()
    made.build(as_of="2021-08-25")
    daily = made.public / "daily.xml"
    assert len(reader.told_of(daily)) == 1
    made.write(on(MONDAY, "late")).build(as_of="2021-08-26")
    assert reader.told_of(daily) == []
    assert "Late" in read_feed(daily).entries[0].html


def test_headlines_are_enough_where_the_site_wants_no_more(site: Make) -> None:
    settings = f"{SITE_YAML}feeds: {{content: headlines}}\n"
    made = site(f"-- site.yaml --\n{settings}{on(MONDAY, 'one')}")
    made.build()
    for path in ("feed.xml", "feed.json"):
        (entry,) = read_feed(made.public / path).entries
        assert (entry.title, entry.html) == ("One", "")
        assert entry.summary in ("", "One")


def test_site_can_do_without_feeds_of_days_and_weeks(site: Make) -> None:
    settings = f"{SITE_YAML}feeds: {{daily: false, weekly: false}}\n"
    made = site(f"-- site.yaml --\n{settings}{on(MONDAY, 'one')}")
    made.build()
    assert not {"daily.xml", "weekly.xml"} & made.tree().keys()
    assert "daily" not in made.page("subscribe.html")
