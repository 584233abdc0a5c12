"""The formats of feeds, and which of them a feed of the site has.

An address ends in `.xml` or `.json`, because every host knows the type of these; many send a file
`.atom` as one to download.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.site.outputs import ATOM, FEED, JSON_FEED


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A format of feeds: what settings and readers call it, the template of its pages, the end of
    its addresses, its media type, and whether an older document names the next."""

    key: str
    title: str
    template: str
    suffix: str
    type: str
    names_next: bool

    @property
    def short(self) -> str:
        """Its name before the word feed."""
        return self.title.removesuffix(" Feed")


FEED_FORMATS = {
    it.key: it
    for it in (
        FeedFormat("rss", "RSS", FEED, ".xml", "application/rss+xml", True),
        FeedFormat("atom", "Atom", ATOM, ".atom.xml", "application/atom+xml", True),
        FeedFormat("json", "JSON Feed", JSON_FEED, ".json", "application/feed+json", False),
    )
}
WHOLE, OTHERS = ("rss", "json"), ("rss",)  # where the site does not choose


def formats_of(chosen: Sequence[str], is_whole: bool) -> tuple[FeedFormat, ...]:
    """The formats of a feed, the main one first; `is_whole` is the feed of all articles, `chosen`
    what the site's settings name."""
    return tuple(FEED_FORMATS[key] for key in chosen or (WHOLE if is_whole else OTHERS))
