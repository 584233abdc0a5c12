"""Sixty days of a digest, through a feed reader with a memory: it tells of each thing once.

The days bring articles, edited words, corrections, renamed files, a section that moves, another
theme, another version of the engine and another machine. Only articles and corrections are news.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from broadsheet import fingerprint
from tests.feeds import SUFFIXES, Reader
from tests.sites import SITE_YAML, Site, article, make_site

DAYS = 60
FEEDS = ("feed", "corrections", "daily", "weekly")
FIRST = date(2021, 3, 1)
SETTINGS = f"{SITE_YAML}feeds: {{formats: [rss, atom, json], items: 15}}\n"
pytestmark = pytest.mark.slow
THEME = "-- themes/own/theme.yaml --\nname: own\nextends: plain\ncontract: 1\n"


class Digest:
    """A site that lives through the days, and what a curator did to be told of."""

    def __init__(self, site: Site) -> None:
        self.site, self.articles, self.corrections = site, 0, 0
        self.section = "world"

    def publish(self, day: date) -> None:
        """Publish an article."""
        self.articles += 1
        self.site.write(f"-- {self.path(day)} --\n{self.text(day)}")

    def path(self, day: date) -> str:
        """The file of the article of a day."""
        return f"content/{self.section}/{day}-on-{day:%m-%d}.md"

    def text(self, day: date, more: str = "", body: str = "It was quiet.") -> str:
        """The text of the article of a day; its identity stays where its file does not."""
        return article(f"On {day}", f"{day} 09:00", f"tags: [Peace]\n{more}", body)

    def edit(self, day: date) -> None:
        """Find better words for an earlier article."""
        self.site.write(f"-- {self.path(day)} --\n{self.text(day, body='It was very quiet.')}")

    def correct(self, day: date, today: date) -> None:
        """Correct an earlier article."""
        self.corrections += 1
        more = f"corrections: [{{date: '{today} 08:00', text: It rained.}}]"
        self.site.write(f"-- {self.path(day)} --\n{self.text(day, more)}")

    def rename(self, day: date) -> None:
        """Give an earlier article another file, with the identity and the address it had."""
        (self.site.root / self.path(day)).unlink()
        identity = f"id: 'tag:example.org,{day}:on-{day:%m-%d}'"
        aliases = f"aliases: [/{day:%Y/%m}/on-{day:%m-%d}.html]"
        text = self.text(day, f"{identity}\n{aliases}")
        self.site.write(f"-- content/{self.section}/{day}-renamed.md --\n{text}")

    def move_section(self) -> None:
        """Move all articles of a section to another one."""
        self.section = "planet"
        (self.site.root / "content/world").rename(self.site.root / "content/planet")

    def change_theme(self) -> None:
        """Take another theme."""
        self.site.write(f"{THEME}-- site.yaml --\n{SETTINGS}theme: own\n")

    def forget(self) -> None:
        """Build on another machine, which knows nothing of the builds before."""
        for path in sorted(self.site.root.glob(".broadsheet/**/*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()


def events(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> dict[int, Callable[[date], object]]:
    """What happens on some days beside the article of the day."""
    week = timedelta(7)

    def upgrade(today: date) -> None:
        monkeypatch.setattr(fingerprint, "_known_engine", ["the next version"])

    return {
        5: lambda today: digest.edit(today - timedelta(2)),
        9: lambda today: digest.correct(today - timedelta(4), today),
        14: lambda today: digest.rename(today - week),
        20: lambda today: digest.move_section(),
        27: lambda today: digest.change_theme(),
        33: upgrade,
        38: lambda today: digest.correct(today - week, today),
        45: lambda today: digest.forget(),
        52: lambda today: digest.edit(today - week),
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a reader told of in each feed, over all days; and under "expected" what it should."""
    digest = Digest(make_site(tmp_path_factory.mktemp("digest"), f"-- site.yaml --\n{SETTINGS}"))
    names = ["tags/peace.xml"]
    names += [f"{feed}{suffix}" for feed in FEEDS for suffix in SUFFIXES.values()]
    readers, told = {name: Reader() for name in names}, {name: list[str]() for name in names}
    with pytest.MonkeyPatch.context() as monkeypatch:
        happenings = events(digest, monkeypatch)
        for number in range(DAYS):
            live(digest, FIRST + timedelta(number), happenings.get(number))
            for name, reader in readers.items():
                told[name] += reader.told_of(file(digest, name))
    return told | {"articles": [""] * digest.articles, "corrections": [""] * digest.corrections}


def live(digest: Digest, today: date, happening: Callable[[date], object] | None) -> None:
    """One day: an article, and what else happens; then a build at noon."""
    digest.publish(today)
    if happening:
        happening(today)
    digest.site.build(as_of=f"{today} 12:00 +0000")


def file(digest: Digest, name: str) -> Path:
    """Where a feed is."""
    return digest.site.public / name


@pytest.mark.parametrize("feed", ["feed.xml", "feed.atom.xml", "feed.json", "tags/peace.xml"])
def test_reader_tells_of_each_article_and_each_correction_once(
    told: dict[str, list[str]], feed: str
) -> None:
    notices = told[feed]
    assert len(notices) == len(told["articles"]) + len(told["corrections"])
    assert len(set(notices)) == len(told["articles"])


@pytest.mark.parametrize("suffix", SUFFIXES.values())
def test_reader_of_corrections_tells_of_each_once(told: dict[str, list[str]], suffix: str) -> None:
    notices = told[f"corrections{suffix}"]
    assert len(notices) == len(set(notices)) == len(told["corrections"])


@pytest.mark.parametrize("suffix", SUFFIXES.values())
def test_reader_of_days_and_weeks_tells_of_each_and_of_corrections(
    told: dict[str, list[str]], suffix: str
) -> None:
    corrected = len(told["corrections"])
    assert len(set(told[f"daily{suffix}"])) == DAYS - 1
    assert len(told[f"daily{suffix}"]) == DAYS - 1 + corrected
    weeks = len(set(told[f"weekly{suffix}"]))
    assert weeks == DAYS // 7 and len(told[f"weekly{suffix}"]) <= weeks + corrected
