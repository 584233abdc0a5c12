"""`check --links` tells of dead links under the names of checks, for the files that were asked."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from broadsheet.builds import Progress
from broadsheet.checking.examine import Asked, examine
from broadsheet.checking.link_findings import LinkFindings, findings_of_links
from broadsheet.checking.selection import selected
from broadsheet.dates import parse_moment
from broadsheet.fetching.client import Client, Guard
from tests.fetching.serving import Web, page, redirect, web
from tests.sites import AS_OF, Site

ARTICLE = """
-- content/world/2021-08-15-a.md --
---
title: One
sources:
  - name: News
    url: {base}/gone?a=1&b=2#part
---
A [page]({base}/old) and a [fine one]({base}/).
-- content/world/2021-08-16-b.md --
---
title: Two
sources: [{{name: News, url: "{base}/gone?a=1&b=2"}}]
---
Text.
-- content/world/2021-08-16-c.md --
---
title: A draft
draft: true
sources: [{{name: News, url: "{base}/draft"}}]
---
Text.
"""
REPLIES = {"/": page(), "/old": redirect("/new", 301), "/new": page()}
MakeSite = Callable[[str], Site]


def checked(
    made: Site, server: Web, today: date, paths: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> LinkFindings:
    """What the look at a site's links finds on a day."""

    def moment(zone: tzinfo) -> datetime:
        return parse_moment(AS_OF, zone).at

    desk = examine(Asked(made.root, moment), Progress()).desk
    assert desk
    selection = selected(desk.limits, only, paths)
    guard = Guard(frozenset([server.port]), lambda host, port: ["127.0.0.1"])
    with Client("Tester/1", guard=guard, pace=0) as client:
        return findings_of_links(made.root, desk, selection, client, today, server.url())


def lines(found: LinkFindings) -> list[str]:
    """Where the findings are, and of which check."""
    return [f"{it.problem.path}:{it.problem.line} {it.check}" for it in found.findings]


def test_dead_and_moved_links_are_findings(site: MakeSite) -> None:
    with web(REPLIES) as server:
        made = site(ARTICLE.format(base=server.url("", "news.example")))
        first = checked(made, server, date(2026, 11, 26))
        second = checked(made, server, date(2026, 11, 27))
    assert lines(first) == ["content/world/2021-08-15-a.md:7 moved-link"]
    assert lines(second) == [
        "content/world/2021-08-15-a.md:5 dead-link",
        "content/world/2021-08-16-b.md:3 dead-link",
        "content/world/2021-08-15-a.md:7 moved-link",
    ]
    assert (made.root / ".broadsheet/links.sqlite").exists()
    assert server.asked().count("HEAD /gone?a=1&b=2") == 2
    assert not any("/draft" in it for it in server.asked())


def test_only_links_of_the_chosen_files_are_looked_at(site: MakeSite) -> None:
    with web(REPLIES) as server:
        made = site(ARTICLE.format(base=server.url("", "news.example")))
        checked(made, server, date(2026, 11, 26), paths=("content/world/2021-08-16-b.md",))
    assert server.asked() == ["HEAD /gone?a=1&b=2", "GET /gone?a=1&b=2"]


def test_link_check_that_is_turned_off_asks_nobody(site: MakeSite) -> None:
    with web(REPLIES) as server:
        made = site(ARTICLE.format(base=server.url("", "news.example")))
        checked(made, server, date(2026, 11, 26), only=("long-title",))
    assert server.seen == []
