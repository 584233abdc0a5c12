"""Feeds for those who want to hear less often: one entry for each day or week that is over.

A day or a week enters its feed with the first build after its end, whole, and its date is that end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import takewhile

from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import say
from broadsheet.dates import Moment, fixed
from broadsheet.digest.catalog import Catalog
from broadsheet.digest.editions import Edition, gather
from broadsheet.pages.editions import edition_entry, edition_link
from broadsheet.pages.page_factory import PageFactory
from broadsheet.periods import PERIODS, Period
from broadsheet.site.addresses import DAILY, FRONT, WEEKLY, archive_address
from broadsheet.site.feed_entries import capped
from broadsheet.site.outputs import Page
from broadsheet.site.views import Entry, FeedLink


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a feed has an entry: its period, its name for readers, and its address without
    the end of a format."""

    every: str
    title: str
    address: str


LONGEST = timedelta(7)  # the length of the longest period
DAYS, WEEKS = Cadence("day", say("Daily"), DAILY), Cadence("week", say("Weekly"), WEEKLY)


def cadences(settings: Settings) -> tuple[Cadence, ...]:
    """The cadences that the site offers."""
    wanted = ((settings.feeds.daily, DAYS), (settings.feeds.weekly, WEEKS))
    return tuple(cadence for is_wanted, cadence in wanted if is_wanted)


def joining_periods(catalog: Catalog, settings: Settings, as_of: datetime) -> list[Period]:
    """The periods that join a feed once they are over: those of editions of several days, and of
    each cadence those that may not be over at the moment `as_of`."""
    editions = [it.period for it in catalog.editions if it.period.first < it.period.last]
    days = (article.date.at.date() for article in catalog.articles)
    newest = set(takewhile(lambda day: day > as_of.date() - LONGEST, days))
    return editions + [
        PERIODS[it.every](day) for it in cadences(settings) for day in sorted(newest)
    ]


def cadence_link(factory: PageFactory, cadence: Cadence) -> FeedLink:
    """The link to a cadence's feed."""
    return factory.feed_link(factory.translations.gettext(cadence.title), cadence.address)


def cadence_feeds(factory: PageFactory, as_of: datetime) -> Iterator[Page]:
    """The feed of each cadence, with the periods that are over at the moment `as_of`."""
    for cadence in cadences(factory.settings):
        over = (it for it in _gathered(factory, cadence.every) if it.period.last < as_of.date())
        entries = (_entry(factory, cadence, it) for it in reversed(list(over)))
        limited = capped(entries, factory.settings.feeds)
        yield from factory.feeds_of(cadence_link(factory, cadence), FRONT, limited)


def _gathered(factory: PageFactory, every: str) -> Sequence[Edition]:
    """The site's articles by the period, oldest first; its editions where it has these."""
    catalog = factory.catalog
    if factory.settings.editions.every == every:
        return catalog.editions
    sections = [section.slug for section in catalog.listings.sections]
    return gather(catalog.articles, [], every, sections, []).all


def _entry(factory: PageFactory, cadence: Cadence, gathered: Edition) -> Entry:
    """A period's articles in one entry; its page is the edition, or the archive of the month."""
    period = gathered.period
    end = datetime.combine(period.last + timedelta(1), time(), factory.settings.timezone)
    published = Moment(fixed(end), True)
    has_page = factory.settings.editions.every == cadence.every
    month = archive_address(period.last.year, period.last.month)
    content = factory.settings.feeds.content
    entry = edition_entry(factory, gathered, content == "full")
    return replace(
        entry,
        address=edition_link(factory, gathered).address if has_page else month,
        id=entry.id.replace(":edition-", f":{cadence.every}-", 1),
        published=published,
        updated=max(published, entry.updated, key=lambda it: it.at),
    )
