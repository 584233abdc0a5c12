"""Tells search engines which pages have changed or are gone (https://www.indexnow.org)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from broadsheet.content.search_engines import key_address
from broadsheet.counted import counted
from broadsheet.publishing.published_site import Done, PublishedSite
from broadsheet.publishing.untold import remember, untold
from broadsheet.urls import absolute

MOST = 10_000  # addresses in one request
TAKEN = frozenset([200, 202])
REASONS: Mapping[int, str] = {
    403: "they do not find the key at {key}",
    422: "they say that these addresses are not those of {key}",
    429: "they were asked too often",
}


def tell_search_engines(site: PublishedSite) -> Iterator[Done]:
    """Tell search engines of each page that they were not told of. A failure is a warning, and the
    next publish tries again."""
    waiting = untold(site.root, site.setting)
    fresh = waiting.fresh(site.now).pages
    pages = sorted(fresh) if site.announcing.key else []
    left, why = _asked(site, pages) if pages else ((), "")
    kept = {path: fresh[path] for path in left}
    remember(site.root, site.setting, replace(waiting, pages=kept))
    told = len(pages) - len(left)
    if told:
        yield Done("indexed", f"told search engines of {counted(told, 'page')}", {"pages": told})
    if left:
        text = f"search engines were not told of {counted(len(left), 'page')}: {why}"
        facts: dict[str, int | str] = {"pages": len(left), "text": why}
        yield Done("not indexed", f"{text}; the next publish tries again", facts, True)


def _asked(site: PublishedSite, pages: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Tell search engines; the pages that they did not take, and why."""
    from broadsheet.fetching.client import FetchFailed, Refused

    with site.outside.client(site.url) as client:
        for start in range(0, len(pages), MOST):
            left = tuple(pages[start:])
            body = _body(site, pages[start : start + MOST])
            try:
                answer = client.post(site.announcing.engines, body, "application/json")
            except (Refused, FetchFailed) as error:
                return left, error.why
            if answer.status not in TAKEN:
                reason = REASONS.get(answer.status, f"they answer with status {answer.status}")
                return left, reason.format(key=_key_file(site))
    return (), ""


def _body(site: PublishedSite, pages: Sequence[str]) -> bytes:
    whole = {
        "host": urlsplit(site.url).netloc,
        "key": site.announcing.key,
        "keyLocation": _key_file(site),
        "urlList": [absolute(site.url, f"/{path}") for path in pages],
    }
    return json.dumps(whole).encode()


def _key_file(site: PublishedSite) -> str:
    return absolute(site.url, key_address(site.announcing.key))
