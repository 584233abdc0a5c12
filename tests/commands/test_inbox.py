"""The commands `fetch` and `inbox`, as a curator types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from broadsheet.inbox.gathering import regroup
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.store import opened_inbox
from tests.inbox.feeds import NOW
from tests.sites import SITE_YAML, Site, make_site

SECTIONS = "sections:\n  - key: world\n    title: The World\n"
FEEDS = "inbox:\n  feeds:\n    - {url: https://a.example/feed, section: world}\n"
ARTICLE = """\
-- content/world/2026-01-31-bridge.md --
---
title: Bridge
sources:
  - {name: A, url: https://a.example/1, title: Opened}
---
Text.
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with three reports in its inbox, two of them of one event."""
    made = make_site(tmp_path / "site", f"-- site.yaml --\n{SITE_YAML}{SECTIONS}{FEEDS}{ARTICLE}")
    feed = Subscription("https://a.example/feed", section="world")
    items = [
        report("a", "Mayor opens Westhaven bridge", "After twelve years the bridge is open."),
        report("b", "Westhaven bridge opened by mayor", "The bridge is open after twelve years."),
        report("c", "Quiz of the week", "Ten questions."),
    ]
    with opened_inbox(made.root / ".broadsheet") as inbox:
        inbox.add(feed, FeedState(feed.address), items[:2], NOW)
        inbox.add(Subscription("https://c.example/feed"), FeedState("c"), items[2:], NOW)
        regroup(inbox)
    return made


def report(name: str, title: str, text: str) -> NewItem:
    url = f"https://{name}.example/1"
    return NewItem(url, f"{name}.example/1?", title, name.upper(), "en", NOW, text, len(text))


def run(site: Site, *arguments: str) -> Result:
    command, *options = arguments
    return CliRunner().invoke(main, [command, "--site", str(site.root), *options])


def test_reports_of_one_event_stand_together_with_what_covers_them(site: Site) -> None:
    result = run(site, "inbox")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "* 1  Mayor opens Westhaven bridge",
        "    A, 2026-01-31 12:00, en",
        "    https://a.example/1",
        "    best of 2: the first report",
        "    also B, 2026-01-31 12:00, en: Westhaven bridge opened by mayor",
        "    covered: content/world/2026-01-31-bridge.md",
        "* 3  Quiz of the week",
        "    C, 2026-01-31 12:00, en",
        "    https://c.example/1",
    ]


def test_json_holds_all_for_other_programs(site: Site) -> None:
    bridge, quiz = json.loads(run(site, "inbox", "--json").output)
    assert [it["publisher"] for it in bridge["reports"]] == ["A", "B"]
    assert bridge["covered"]["by_address"] and quiz["covered"] is None
    assert bridge["reports"][0]["date"] == "2026-01-31T12:00:00+00:00"


@pytest.mark.parametrize(
    ("options", "title"),
    [(["--search", "quiz"], "3  Quiz of the week"), (["--section", "world"], "1  Mayor opens")],
)
def test_groups_are_chosen(site: Site, options: list[str], title: str) -> None:
    output = run(site, "inbox", *options).output
    assert output.startswith(f"* {title}") and output.count("* ") == 1


def test_what_was_read_is_not_unread(site: Site) -> None:
    assert "* 3  Quiz" in run(site, "inbox", "--search", "quiz", "--read").output
    output = run(site, "inbox", "--unread").output
    assert "bridge" in output and "Quiz" not in output
    assert "  Quiz of the week" in run(site, "inbox").output


def test_fetch_without_feeds_says_how_to_name_them(tmp_path: Path) -> None:
    result = run(make_site(tmp_path, f"-- site.yaml --\n{SITE_YAML}"), "fetch")
    assert result.exit_code == 1 and "names no feeds to read" in result.output


def test_fetch_fails_if_all_feeds_fail(tmp_path: Path) -> None:
    text = "inbox:\n  feeds: http://127.0.0.1/feed\n"
    result = run(make_site(tmp_path, f"-- site.yaml --\n{SITE_YAML}{text}"), "fetch")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "0 new reports, 1 feed asked, 1 of them failed",
        "failing: http://127.0.0.1/feed: the address leads into a private network",
    ]


def test_mistakes_in_settings_are_all_told(tmp_path: Path) -> None:
    text = "inbox:\n  feeds:\n    - {url: https://a.example/, section: wold}\n  opml: none.opml\n"
    made = make_site(tmp_path, f"-- site.yaml --\n{SITE_YAML}{SECTIONS}{text}")
    result = run(made, "fetch")
    assert result.exit_code == 1
    assert "there is no section wold" in result.output
    assert "none.opml cannot be read" in result.output


def test_feeds_of_lists_and_of_notes_count(tmp_path: Path) -> None:
    from broadsheet.commands.inbox_site import read_inbox_site

    made = make_site(
        tmp_path,
        f"-- site.yaml --\n{SITE_YAML}{SECTIONS}inbox:\n  opml: feeds.opml\n"
        '-- feeds.opml --\n<opml><body><outline text="The World"><outline text="B" '
        'xmlUrl="https://b.example/feed"/></outline></body></opml>\n'
        "-- content/sources/marsh.md --\n---\ntitle: Marsh\nfeed: https://m.example/feed\n---\n",
    )
    feeds = read_inbox_site(made.root).feeds
    assert [(it.address, it.name, it.section) for it in feeds] == [
        ("https://b.example/feed", "B", "world"),
        ("https://m.example/feed", "Marsh", ""),
    ]


def test_damaged_inbox_is_told(site: Site) -> None:
    (site.root / ".broadsheet/inbox.sqlite").write_bytes(b"broken" * 900)
    result = run(site, "inbox")
    assert result.exit_code == 0 and "the inbox was damaged: it is now" in result.output
