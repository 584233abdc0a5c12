"""Asks many feeds at once, each host at its own pace, and says what came of each."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from broadsheet.clipping.addresses import site_host
from broadsheet.exports.feed_document import NoFeed
from broadsheet.fetching.client import Client, Fetched, FetchFailed, Limits, Refused
from broadsheet.fetching.manners import retry_after, validators
from broadsheet.inbox.feed_items import read_feed
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.timing import DEAD_FOR, after_failure, after_success

AT_ONCE = 50  # feeds
PACE = 1.0  # seconds between two requests to one host
LIMITS = Limits(bytes=5_000_000, seconds=12.0)
ACCEPTED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
GONE = 410


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking a feed: its new state, and the items that it has now. `items` is empty
    if nothing has changed there, and after a failure, of which `state.why` speaks."""

    subscription: Subscription
    state: FeedState
    items: tuple[NewItem, ...] = ()


def due(
    subscriptions: Sequence[Subscription], states: Mapping[str, FeedState], now: int
) -> list[Subscription]:
    """The feeds that may be asked at `now`, in seconds since 1970."""
    return [
        it for it in subscriptions if it.address not in states or states[it.address].again <= now
    ]


async def poll(
    subscriptions: Sequence[Subscription],
    states: Mapping[str, FeedState],
    client: Client,
    now: int,
    pace: float = PACE,
) -> AsyncIterator[Polled]:
    """Ask feeds, 50 at once, but those of one host one after the other with `pace` seconds
    between. Each result is given as soon as it is there. `now` is in seconds since 1970."""
    hosts: dict[str, list[Subscription]] = defaultdict(list)
    for it in subscriptions:
        hosts[site_host(_address(it, states))].append(it)
    results: asyncio.Queue[Polled] = asyncio.Queue(AT_ONCE)
    slots = asyncio.Semaphore(AT_ONCE)
    asking = ThreadPoolExecutor(AT_ONCE, "feed")
    reading = ThreadPoolExecutor(1, "reader")  # one by one: parsing takes memory, and one core
    loop = asyncio.get_running_loop()

    async def ask_host(feeds: Sequence[Subscription]) -> None:
        for number, feed in enumerate(feeds):
            if number:
                await asyncio.sleep(pace)
            state = states.get(feed.address) or FeedState(feed.address, since=now)
            async with slots:
                answer = await loop.run_in_executor(asking, partial(_asked, client, feed, state))
                result = partial(_settled, feed, state, answer, now)
                await results.put(await loop.run_in_executor(reading, result))

    tasks = [asyncio.create_task(ask_host(feeds)) for feeds in hosts.values()]
    try:
        for _ in subscriptions:
            yield await _next(results, tasks)
    finally:
        for task in tasks:
            task.cancel()
        asking.shutdown(wait=False, cancel_futures=True)
        reading.shutdown(wait=False, cancel_futures=True)


async def _next(results: asyncio.Queue[Polled], tasks: Sequence[asyncio.Task[None]]) -> Polled:
    """The next result; raises what a task was ended by, if that is a mistake of ours."""
    getting = asyncio.ensure_future(results.get())
    while not getting.done():
        running = [it for it in tasks if not it.done()]
        await asyncio.wait([getting, *running], return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done() and not task.cancelled() and (error := task.exception()):
                getting.cancel()
                raise error
    return getting.result()


def _address(feed: Subscription, states: Mapping[str, FeedState]) -> str:
    state = states.get(feed.address)
    return (state.moved if state else "") or feed.address


def _asked(client: Client, feed: Subscription, state: FeedState) -> Fetched | Exception:
    known = {"etag": state.etag, "last-modified": state.modified}
    headers = {"Accept": ACCEPTED, **validators(known)}
    try:
        return client.get(state.moved or feed.address, headers=headers, limits=LIMITS)
    except (Refused, FetchFailed) as error:
        return error


def _settled(feed: Subscription, state: FeedState, answer: Fetched | Exception, now: int) -> Polled:
    if isinstance(answer, Refused):
        return Polled(feed, _failed(state, now, answer.why, 0, answer.seconds))
    if isinstance(answer, Exception):
        return Polled(feed, _failed(state, now, str(answer), 0))
    if answer.status == 304:
        again = now + after_success(answer.headers, 0)
        return Polled(feed, _fine(replace(state, asked=now, again=again, status=304)))
    if answer.status != 200:
        return Polled(feed, _refused(state, answer, now))
    try:
        read = read_feed(answer.content, answer.url, feed, now)
    except NoFeed as error:
        return Polled(feed, _failed(state, now, f"the document {error}", 200))
    moved = answer.permanent if answer.permanent != feed.address else ""
    newest = max([state.newest, *(it.published for it in read.items)])
    fresh = replace(
        _fine(state), moved=moved or state.moved, asked=now, status=200, newest=newest,
        again=now + after_success(answer.headers, read.minutes), title=read.title,
        etag=answer.headers.get("etag", "")[:500],
        modified=answer.headers.get("last-modified", "")[:100],
    )  # fmt: skip
    return Polled(feed, fresh, read.items)


def _fine(state: FeedState) -> FeedState:
    return replace(state, why="", failed_since=0, failures=0)


def _refused(state: FeedState, answer: Fetched, now: int) -> FeedState:
    if answer.status == GONE:
        failed = _failed(state, now, "the server says that it is gone for good", GONE)
        return replace(failed, again=now + DEAD_FOR)
    asked = 0.0
    with suppress(ValueError, OverflowError):
        asked = retry_after(answer.headers) or 0.0
    return _failed(state, now, f"the server answers {answer.status}", answer.status, asked)


def _failed(state: FeedState, now: int, why: str, status: int, asked: float = 0.0) -> FeedState:
    """The state after a failure. An address that a feed had moved to is forgotten: next time the
    first one is asked again."""
    failures = state.failures + 1
    return replace(
        state, asked=now, status=status, why=why, failures=failures,
        failed_since=state.failed_since or now, again=now + after_failure(failures, asked),
        moved="" if failures > 1 else state.moved, etag="", modified="",
    )  # fmt: skip
