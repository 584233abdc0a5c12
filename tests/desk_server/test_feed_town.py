"""Sixty feeds are gathered, and none that is broken or hostile stops the others or acts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from broadsheet.files import MEMORY
from broadsheet.inbox.items import Item
from broadsheet.inbox.store import opened_inbox
from tests.desk_server.feed_town import GOOD, HOSTILE, REPORTS, feed_town
from tests.desk_server.town_news import all_news
from tests.sites import SITE_YAML

FAILING = "bomb packed private loopback loop huge crowd nested drip page broken gone".split()
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
TAG = re.compile(r"<\s*/?\s*(script|img|iframe|svg|a|b)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def fetched(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, CompletedProcess[str]]]:
    root = tmp_path_factory.mktemp("town")
    (root / "content").mkdir()
    with feed_town(datetime.now(UTC)) as town:
        (root / "site.yaml").write_text(SITE_YAML + town.settings_yaml())
        yield root, town.run(root, "fetch")


def items(root: Path) -> list[Item]:
    with opened_inbox(root / MEMORY) as inbox:
        return inbox.items()


Fetched = tuple[Path, "CompletedProcess[str]"]


@pytest.mark.slow
def test_hostile_feeds_stop_nobody(fetched: Fetched) -> None:
    root, done = fetched
    assert done.returncode == 0, done.stderr
    assert f"{GOOD + len(HOSTILE)} feeds asked, {len(FAILING)} of them failed" in done.stdout
    told = re.findall(r"^(?:failing|dead): http://(\w+)\.example", done.stdout, re.MULTILINE)
    assert sorted(told) == sorted(FAILING)
    good = [it for it in items(root) if "//paper" in it.feed]
    assert len(good) >= REPORTS * 0.98


@pytest.mark.slow
def test_nothing_that_acts_is_kept(fetched: Fetched) -> None:
    root, _ = fetched
    hostile = [it for it in items(root) if "//paper" not in it.feed]
    assert {"scripts", "attributes", "control"} <= {it.feed.split("/")[3] for it in hostile}
    for it in hostile:
        texts = (it.title, it.publisher, it.language, it.section, it.text)
        assert not any(UNSEEN.search(text) or TAG.search(text) for text in texts), it
        assert re.fullmatch(r"https?://[^\s\"<>]+", it.url), it


def test_news_of_the_town_is_always_the_same() -> None:
    assert list(all_news(400)) == list(all_news(400))
    assert len(set(all_news(REPORTS))) >= REPORTS * 0.98
