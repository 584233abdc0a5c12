"""The page of all feeds by kind, their list for feed readers, and what browsers show them with."""

from collections.abc import Iterator

from broadsheet.pages.cadence import DAYS, WEEKS, cadence_link, cadences
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import CORRECTIONS, FEED_STYLE, OPML, SUBSCRIBE, code_address
from broadsheet.site.outputs import CODE, Page
from broadsheet.site.views import FeedGroup, FeedLink, OfferedFeed
from broadsheet.urls import absolute


def subscribe_pages(factory: PageFactory) -> Iterator[Page]:
    """The page that offers all feeds, the list of them, the codes of the first few, and the style
    of feeds."""
    offered, groups = tuple(_offered(factory)), tuple(_groups(factory))
    feeds = (*(it.feed for it in offered), *(it for group in groups for it in group.feeds))
    yield factory.page(
        SUBSCRIBE,
        "subscribe.html",
        factory.translations.gettext("Subscribe"),
        "the feeds",
        announced=[factory.whole_feed],
        feeds=feeds,
        offered=offered,
        feed_groups=groups,
    )
    yield factory.page(OPML, "feeds.opml", "", "the list of feeds", feeds=feeds)
    for it in offered:
        target = {"target": absolute(factory.settings.url, it.feed.address)}
        yield Page(it.code, CODE, target, f"the code of the feed {it.feed.title}")
    yield factory.page(FEED_STYLE, "feed.css", "", "the style of feeds")


def _offered(factory: PageFactory) -> Iterator[OfferedFeed]:
    """The feeds of the whole site, and how often each has something new."""
    say = factory.translations.gettext
    yield _offer(
        factory.whole_feed, say("Every article"), say("Each article, when it is published.")
    )
    told = {
        DAYS: say("One entry for each day, once the day is over."),
        WEEKS: say("One entry for each week, on the Monday after it."),
    }
    if factory.site.editions:
        often = {
            "day": say("One entry for each day, which grows until the day is over."),
            "week": say("One entry for each week, when the week is over."),
            "month": say("One entry for each month, when the month is over."),
        }
        link = factory.feed_link(say("Editions"), factory.site.editions)
        yield _offer(link, say("Editions"), often[factory.settings.editions.every])
    for cadence in cadences(factory.settings):
        yield _offer(cadence_link(factory, cadence), say(cadence.title), told[cadence])
    link = factory.feed_link(say("Corrections"), CORRECTIONS)
    yield _offer(link, say("Corrections"), say("One entry for each mistake that was corrected."))


def _offer(feed: FeedLink, title: str, told: str) -> OfferedFeed:
    return OfferedFeed(feed, title, told, code_address(feed.address))


def _groups(factory: PageFactory) -> Iterator[FeedGroup]:
    """The feeds of sections, tags and so on, one group for each kind."""
    for taxonomy, listing in factory.catalog.listings.by_taxonomy.items():
        if taxonomy.has_feeds and listing.terms:
            feeds = (factory.feed_link(it.title, it.address) for it in listing.terms)
            yield FeedGroup(factory.translations.gettext(taxonomy.title), tuple(feeds))
