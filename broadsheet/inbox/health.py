"""How the feeds are doing: which are dead, have moved, are silent, or too loud."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from broadsheet.inbox.items import FeedState, Subscription
from broadsheet.inbox.timing import DAY

Kind = Literal["dead", "failing", "moved", "silent", "loud"]
GONE = 410
DEAD_AFTER = 14 * DAY  # of nothing but failures
SILENT_AFTER = 60 * DAY  # without a new report
LOUD = 40  # new reports a day, in the mean of a week


@dataclass(frozen=True, slots=True)
class Remark:
    """What a curator should know of a feed, and what to do; `moved` is its new address."""

    subscription: Subscription
    kind: Kind
    text: str
    hint: str = ""
    moved: str = ""

    def __str__(self) -> str:
        return f"{self.subscription.address}: {self.text}"


def remarks_on(
    subscriptions: Sequence[Subscription], states: Mapping[str, FeedState], now: int
) -> tuple[Remark, ...]:
    """What to say of feeds, in their order, at `now` in seconds since 1970."""
    pairs = ((it, states[it.address]) for it in subscriptions if it.address in states)
    return tuple(remark for feed, state in pairs for remark in _of(feed, state, now))


def _of(feed: Subscription, state: FeedState, now: int) -> Iterator[Remark]:
    failing_for = now - state.failed_since if state.failed_since else 0
    place = feed.where or "site.yaml"
    if state.status == GONE:
        yield Remark(feed, "dead", state.why, f"take it out of {place}")
    elif failing_for >= DEAD_AFTER:
        days = failing_for // DAY
        text = f"has not answered well for {days} days: {state.why}"
        yield Remark(feed, "dead", text, f"look for its new address, or take it out of {place}")
    elif state.failures:
        yield Remark(feed, "failing", state.why)
    if state.moved and state.moved != feed.address:
        hint = f"write the new address in {place}"
        yield Remark(feed, "moved", f"has moved for good, to {state.moved}", hint, state.moved)
    if state.failures:
        return
    if state.newest and now - state.newest >= SILENT_AFTER:
        days = (now - state.newest) // DAY
        yield Remark(feed, "silent", f"has had nothing new for {days} days")
    a_day = state.counted / 7
    if a_day > LOUD:
        text = f"brings {a_day:.0f} reports a day, and may push the others out of sight"
        yield Remark(feed, "loud", text, "look for a feed of one section of it")
