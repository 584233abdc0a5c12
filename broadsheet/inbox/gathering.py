"""Reads all feeds that are due into the inbox, and puts its reports into groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from broadsheet.content.inbox_settings import InboxSettings
from broadsheet.fetching.client import Client
from broadsheet.inbox.comparing import WINDOW
from broadsheet.inbox.grouping import grown_events
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.polling import PACE, Polled, due, poll
from broadsheet.inbox.store import Inbox

AT_ONCE = 4_000  # reports that are put into groups together; more take more memory


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of reading the feeds: how many were asked, how many of these failed, how many were
    left alone because they asked for that, and how many reports are new."""

    asked: int
    failed: int
    early: int
    new: int


async def gather(
    subscriptions: Sequence[Subscription],
    inbox: Inbox,
    client: Client,
    settings: InboxSettings,
    now: int,
    told: Callable[[Polled, int], None] = lambda polled, new: None,
    pace: float = PACE,
) -> Gathered:
    """Ask every feed that is due at `now`, in seconds since 1970, and keep what it has. `told` is
    given each result with the number of its new reports as it comes; `pace` is the least number
    of seconds between two requests to one host."""
    states = inbox.feeds()
    keep = int(settings.keep.total_seconds())
    asked = due(subscriptions, states, now)
    failed = new = 0
    async for it in poll(asked, states, client, now, pace):
        count = inbox.add(it.subscription, it.state, it.items, now, now - keep)
        failed += bool(it.state.failures)
        new += count
        told(it, count)
    inbox.forget_feeds(states.keys() - {it.address for it in subscriptions})
    inbox.prune(now, keep, settings.per_feed)
    regroup(inbox)
    return Gathered(len(asked), failed, len(subscriptions) - len(asked), new)


def regroup(inbox: Inbox) -> None:
    """Put reports that are new or have changed into groups with those of 14 days around them."""
    while new := dict(inbox.ungrouped(AT_ONCE)):
        times = new.values()
        traits, known = inbox.traits(min(times) - WINDOW, max(times) + WINDOW, new.keys())
        inbox.group(grown_events(traits, known), [it for it in traits if it.id in new])
