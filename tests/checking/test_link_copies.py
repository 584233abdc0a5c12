"""The archive is asked for a copy, and only an address of its own is taken from its answer."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from broadsheet.checking.link_copies import archived_copy
from broadsheet.fetching.client import Client, FetchFailed, Guard
from tests.fetching.serving import Reply, Web, page, web

COPY = "web.archive.org/web/20211120000000/https://one.example/a?b=c"
DAY = date(2021, 11, 20)


def answer(url: object, status: str = "200") -> Reply:
    """What the archive says of a page with a copy."""
    closest = {"available": True, "url": url, "timestamp": "20211120000000", "status": status}
    return page(json.dumps({"url": "x", "archived_snapshots": {"closest": closest}}))


def copy_in(reply: Reply) -> tuple[str, Web]:
    """The copy that is found with an archive that answers like this."""
    with web({"/wayback/available": reply}) as server:
        guard = Guard(frozenset([server.port]))
        with Client("Tester/1", guard=guard, pace=0) as client:
            return archived_copy("https://one.example/a?b=c", DAY, client, server.url()), server


def test_copy_nearest_to_the_day_is_asked_for() -> None:
    copy, server = copy_in(answer(f"http://{COPY}"))
    assert copy == f"https://{COPY}"
    asked = parse_qs(urlsplit(server.seen[-1].path).query)
    assert asked == {"url": ["https://one.example/a?b=c"], "timestamp": ["20211120"]}


@pytest.mark.parametrize(
    "reply",
    [
        page('{"archived_snapshots": {}}'),
        page("[]"),
        page('{"archived_snapshots": {"closest": "a"}}'),
        answer(f"http://{COPY}", "404"),
        answer("https://evil.example/web/20211120000000/https://one.example/"),
        answer("javascript:alert(1)"),
        answer(f"http://{COPY}\nsources: []"),
        answer(f'http://{COPY}"><script>'),
        answer(7),
    ],
)
def test_what_is_no_copy_is_not_taken(reply: Reply) -> None:
    assert copy_in(reply)[0] == ""


@pytest.mark.parametrize("reply", [page("no json"), page("[" * 90_000), page("", 500)])
def test_archive_that_answers_nonsense_fails(reply: Reply) -> None:
    with pytest.raises(FetchFailed, match="archive"):
        copy_in(reply)
