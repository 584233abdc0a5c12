"""The account says where readers of the old feeds are to be sent."""

import pytest

from broadsheet.commands.import_ import READERS
from broadsheet.importing.old_feeds import note_on_feeds


@pytest.mark.parametrize("kind", READERS)
def test_every_system_has_a_note(kind: str) -> None:
    assert "/feed.xml" in note_on_feeds(kind, "old", "https://river.example/")


def test_feed_that_keeps_its_address_needs_nothing() -> None:
    assert note_on_feeds("jekyll", "old", "").startswith("the feed stays at /feed.xml")
    source = "https://river.example/feed.xml"
    assert "stays" in note_on_feeds("feed", source, "https://river.example/")


def test_feed_at_another_address_needs_a_redirect_at_the_host() -> None:
    note = note_on_feeds("wordpress", "old.xml", "https://river.example/")
    assert "from /feed/ to /feed.xml" in note
    assert "from /category/NAME/feed/ to /NAME.xml for each section" in note


def test_address_of_an_imported_feed_counts_from_the_front_page() -> None:
    note = note_on_feeds("feed", "https://river.example/blog/rss", "https://river.example/blog/")
    assert "from /rss to /feed.xml" in note
    assert "from its old address to" in note_on_feeds("feed", "saved.xml", "")
