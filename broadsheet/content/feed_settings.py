"""What `site.yaml` says of feeds: their formats, what they hold, and how they reach readers."""

from dataclasses import dataclass

from broadsheet.content.fields import (
    Field,
    Place,
    choice,
    list_of,
    read_count,
    read_flag,
    read_text,
    read_web_address,
    shaped,
)
from broadsheet.content.yaml_text import Value

FORMATS = ("rss", "atom", "json")
_read_formats = list_of(choice(*FORMATS), "[rss, atom, json]")


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What feeds are like. `bytes` limits the text, `days` counts back from the newest entry.

    `formats` is empty where the site does not choose: then the feed of all articles is written as
    RSS and as JSON Feed, every other feed as RSS. `archive` keeps older articles in documents of
    their own (RFC 5005); `daily` and `weekly` make feeds of whole days and weeks; `hub` is the
    address of a WebSub hub.
    """

    formats: tuple[str, ...] = ()
    content: str = "full"
    items: int = 30
    days: int = 0
    bytes: int = 400_000
    daily: bool = True
    weekly: bool = True
    archive: bool = False
    hub: str = ""
    copyright: str = ""


DEFAULT_FEEDS = FeedSettings()


@shaped(_read_formats.shape)
def _read_each_once(value: Value, place: Place) -> tuple[str, ...] | None:
    formats: tuple[str, ...] | None = _read_formats(value, place)
    if formats is not None and (not formats or len(set(formats)) < len(formats)):
        place.problem(value, f"{place.key} must name each format once", "write it as: [rss, json]")
        return None
    return formats


FEEDS = {
    "formats": Field(
        _read_each_once,
        "the formats of every feed, the main one first: rss, atom, json"
        " (rss; for the feed of all articles rss and json)",
    ),
    "content": Field(
        choice("full", "summary", "headlines"), "full, summary, or headlines alone (full)"
    ),
    "items": Field(read_count, "the most entries in a feed (30)"),
    "days": Field(read_count, "the most days back from the newest entry (no limit)"),
    "bytes": Field(read_count, "the most bytes of text in a feed (400000)"),
    "daily": Field(read_flag, "make a feed with one entry for each day that is over (true)"),
    "weekly": Field(read_flag, "make a feed with one entry for each week that is over (true)"),
    "archive": Field(read_flag, "keep every older article in archive documents (false)"),
    "hub": Field(read_web_address, "the WebSub hub that tells readers of new entries at once"),
    "copyright": Field(read_text, "what feeds say of the rights in their texts"),
}
