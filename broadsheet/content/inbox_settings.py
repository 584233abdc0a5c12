"""What `site.yaml` says of the inbox: whose reports are gathered, and how long they are kept."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import timedelta

from broadsheet.content.fields import (
    Field,
    Place,
    Reader,
    list_of,
    mapping_of,
    read_count,
    read_flag,
    read_language,
    read_text,
    read_web_address,
    read_word,
    shape_of,
    with_line,
)
from broadsheet.content.publish_settings import read_duration
from broadsheet.content.yaml_text import Scalar, Value


@dataclass(frozen=True, slots=True)
class FeedSetting:
    """A feed to gather from. What is left empty is taken from the feed itself; `primary` marks a
    publisher whose own matters it reports, such as an agency's or a court's newsroom."""

    url: str
    name: str = ""
    section: str = ""
    language: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """Where reports come from: feeds and files of feeds (OPML), each with its line, and the `feed`
    of notes on sources. A report is kept for `keep`, and at most `per_feed` of one feed."""

    feeds: tuple[tuple[int, FeedSetting], ...] = ()
    opml: tuple[tuple[int, str], ...] = ()
    sources: bool = True
    keep: timedelta = timedelta(days=30)
    per_feed: int = 200


DEFAULT_INBOX = InboxSettings()
EXAMPLE = "[https://example.org/feed.xml]"
FEED: Table[str, Field] = {
    "url": Field(read_web_address, "the address of the feed", required=True),
    "name": Field(read_text, "the publication's name (as the feed has it)"),
    "section": Field(read_word, "the key of the section that its reports are for (none)"),
    "language": Field(read_language, "its language (as the feed has it)"),
    "primary": Field(read_flag, "true for a newsroom that reports its own matters (false)"),
}
_read_pairs = mapping_of(FEED, FeedSetting)


def _read_feed(value: Value, place: Place) -> FeedSetting | None:
    """A feed: its address, or an address with more."""
    if not isinstance(value, Scalar):
        return _read_pairs(value, place)
    address = read_web_address(value, place)
    return None if address is None else FeedSetting(address)


_FEED = Reader(_read_feed, {"anyOf": [read_web_address.shape, shape_of(FEED)]}, FEED)
INBOX: Table[str, Field] = {
    "feeds": Field(
        list_of(with_line(_FEED), EXAMPLE, one=True), "feeds, each an address or a table"
    ),
    "opml": Field(
        list_of(with_line(read_word), "[feeds.opml]", one=True),
        "files in the site's folder that list feeds, as feed readers export them (OPML)",
    ),
    "sources": Field(read_flag, "whether the feeds of notes in content/sources count (true)"),
    "keep": Field(read_duration, "how long a report is kept (30 days)"),
    "per_feed": Field(read_count, "the most reports that are kept of one feed (200)"),
}
