"""Tells a WebSub hub which feeds have changed (https://www.w3.org/TR/websub/).

The hub then fetches each feed and sends what is new to its subscribers at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from broadsheet.counted import counted
from broadsheet.publishing.published_site import Done, PublishedSite
from broadsheet.publishing.untold import remember, untold
from broadsheet.urls import absolute

FORM = "application/x-www-form-urlencoded"
LONGEST = 60.0  # seconds that a hub may take for all feeds; the rest is for the next publish
TOO_MANY = 429


def tell_hub(site: PublishedSite) -> Iterator[Done]:
    """Tell the hub of each feed that it was not told of. A failure is a warning, and the next
    publish tries again."""
    waiting, hub = untold(site.root, site.setting), site.announcing.hub
    fresh, there = waiting.fresh(site.now).feeds, {it.path for it in site.files}
    feeds = sorted((it for it in fresh if it in there), key=lambda it: (it.count("/"), it))
    left: Mapping[str, str] = _asked(site, feeds) if hub and feeds else {}
    remember(site.root, site.setting, replace(waiting, feeds={it: fresh[it] for it in left}))
    name, told = urlsplit(hub).hostname or hub, len(feeds) - len(left)
    if hub and told:
        text = f"told {name} of {counted(told, 'feed')}"
        yield Done("pinged", text, {"hub": name, "feeds": told})
    if left:
        why = next(iter(left.values()))
        count = counted(len(left), "feed")
        text = f"{name} was not told of {count}: {why}; the next publish tries again"
        yield Done("not pinged", text, {"hub": name, "feeds": len(left), "text": why}, True)


def _asked(site: PublishedSite, feeds: Sequence[str]) -> Mapping[str, str]:
    """Tell the hub; the feeds that it did not take, with the reason."""
    from broadsheet.fetching.client import FetchFailed, Refused

    left: dict[str, str] = {}
    ends = site.outside.now() + LONGEST
    with site.outside.client(site.url) as client:
        for number, path in enumerate(feeds):
            body = urlencode({"hub.mode": "publish", "hub.url": absolute(site.url, f"/{path}")})
            try:
                status = client.post(site.announcing.hub, body.encode(), FORM).status
                why = "" if status // 100 == 2 else f"it answers with status {status}"
                is_over = status == TOO_MANY or status >= 500
            except (Refused, FetchFailed) as error:
                why, is_over = error.why, True
            if why:
                left[path] = why
            if is_over or site.outside.now() >= ends:
                why = why or f"it took more than {LONGEST:g} seconds"
                return {**left, **dict.fromkeys(feeds[number + 1 :], why)}
    return left
