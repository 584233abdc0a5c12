"""Reads all feeds that are due into the inbox, and puts its reports into groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from broadsheet.content.inbox_settings import InboxSettings
from broadsheet.fetching.client import Client
from broadsheet.inbox.grouping import WINDOW, events_of
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.polling import PACE, Polled, due, poll
from broadsheet.inbox.store import Inbox

MOST_GROUPED = 6_000  # reports, the newest; comparing more takes long


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
    if new:
        regroup(inbox, now)
    return Gathered(len(asked), failed, len(subscriptions) - len(asked), new)


def regroup(inbox: Inbox, now: int) -> None:
    """Group the newest reports of the last weeks anew. Older ones stay in the groups that they are
    in, and what was in a group with them stays there too."""
    items = inbox.items(since=now - 2 * WINDOW)[:MOST_GROUPED]
    looked_at = {it.id for it in items}
    events = events_of(items)
    older: dict[int, int] = {}
    for it in items:
        if it.event and it.event not in looked_at:
            older[events[it.id]] = min(it.event, older.get(events[it.id], it.event))
    inbox.group({number: older.get(event, event) for number, event in events.items()})
