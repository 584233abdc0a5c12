"""What follows when a site has reached its readers: it is written down, and others are told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.files import LEDGER
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.ledger import record
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Target


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """A site that has just been published: `root` is the site's folder, `folder` the one that it
    was built into, `url` its address with a slash at its end, `now` the moment of publishing.

    `files` are all files of the site, and `target` is still open, to read from.
    """

    root: Path
    folder: Path
    url: str
    setting: TargetSetting
    now: datetime
    files: tuple[SiteFile, ...]
    changes: Changes
    target: Target

    @property
    def changed(self) -> tuple[SiteFile, ...]:
        """The files that were put in place."""
        return self.changes.puts

    @property
    def changed_feeds(self) -> tuple[SiteFile, ...]:
        """The feeds among them."""
        return tuple(it for it in self.changed if it.is_feed)


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: the name and facts for the log, and a line for people."""

    event: str
    text: str
    facts: Mapping[str, int | str] = field(default_factory=dict)


Step = Callable[[PublishedSite], Iterable[Done]]


def recorded(published: PublishedSite) -> Iterator[Done]:
    """Add the addresses of the site to the ledger."""
    count = record(published.root, published.folder)
    if count:
        what = "1 new address" if count == 1 else f"{count} new addresses"
        yield Done("recorded", f"{LEDGER}: {what}; keep it with the site", {"addresses": count})


RECORDS: tuple[Step, ...] = (
    recorded,
)  # write down what is public; also taken when nothing was to do
STEPS: tuple[Step, ...] = ()  # in this order, when files were put in place or removed


def after_publish(published: PublishedSite) -> Iterator[Done]:
    """Take all steps, one by one. One may raise PublishFailed; the site is public all the same."""
    for step in (*RECORDS, *(() if published.changes.is_empty else STEPS)):
        yield from step(published)
