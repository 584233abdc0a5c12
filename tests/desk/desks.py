"""A desk for tests: a site, what is known of it, and changes written as the desk writes them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.covered import Covered
from broadsheet.desk.day import Day, day_of, period_of
from broadsheet.desk.desk_site import DeskSite
from broadsheet.editing.changes import Change, Written
from broadsheet.editing.writer import Writer
from broadsheet.inbox.items import Item
from broadsheet.inbox.listing import Group, group_of
from tests.sites import SITE_YAML, Site, make_site

NOW = datetime(2026, 1, 31, 18, tzinfo=UTC)
DAY = "2026-01-31"
SECTIONS = """\
sections:
  - {key: world, title: The World}
  - {key: city, title: The City}
  - {key: arts, title: Arts}
"""
SETTINGS = f"-- site.yaml --\n{SITE_YAML}editions: {{every: day}}\n{SECTIONS}"


@dataclass
class Desk:
    """A curator at the desk of a site."""

    made: Site
    site: DeskSite
    writer: Writer

    def day(self, key: str = DAY) -> Day:
        """An edition as it is now."""
        self.site.look()
        return day_of(self.site, period_of(self.site, key), NOW)

    def write(self, change: Change | None) -> Written:
        """Write a change that there must be."""
        assert change is not None
        written = self.writer.write(change, NOW)
        self.site.look(written.paths)
        return written

    def text(self, path: str) -> str:
        """A file with its line ends."""
        return (self.made.root / path).read_bytes().decode()

    def names(self, key: str = DAY) -> list[str]:
        """The names of the files of an edition, in order, without day and ending."""
        return [it.path.rsplit("/", 1)[1][11:-3] for it in self.day(key).articles]

    def assert_builds(self) -> None:
        """Fail if a build finds a mistake, with drafts or without."""
        self.made.build(as_of="2026-02-02", drafts=True)
        self.made.build(as_of="2026-02-02")


def desk_of(root: Path, text: str = "", settings: str = SETTINGS) -> Desk:
    """The desk of a site out of a text."""
    made = make_site(root, settings + text)
    site = DeskSite(root)
    site.look()
    return Desk(made, site, Writer(root))


def article(name: str, more: str = "", body: str = "Some words.", day: str = DAY) -> str:
    """A file of a site: `world/bridge` is in the section world. It has one source of its own."""
    folder, _, title = name.rpartition("/")
    source = f"sources:\n  - {{name: Post, url: 'https://post.example/{title}'}}\n"
    return (
        f"-- content/{folder}/{day}-{title}.md --\n"
        f"---\ntitle: The {title}\n{source}{more}---\n{body}\n"
    )


def path_of(name: str, day: str = DAY) -> str:
    """The path of the file that `article` makes."""
    folder, _, title = name.rpartition("/")
    return f"content/{folder}/{day}-{title}.md"


def item(number: int, name: str, title: str, text: str = "", **more: object) -> Item:
    """A report of the inbox, of an hour of the day by its number."""
    url = f"https://{name}.example/{number}"
    values: dict[str, object] = {
        "id": number, "feed": f"https://{name}.example/feed", "url": url, "key": same_report(url),
        "title": title, "publisher": name.title(), "language": "en", "section": "world",
        "at": int(NOW.timestamp()) - 36_000 + 3600 * number, "text": text, "length": len(text),
    }  # fmt: skip
    values |= more
    return Item(**values)  # type: ignore[arg-type]


def group(*items: Item, covered: Covered | None = None) -> Group:
    """The reports as those of one event."""
    return group_of(items, covered)
