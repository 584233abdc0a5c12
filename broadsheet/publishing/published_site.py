"""A site that has just been published, as the steps that follow see it, and what a step did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.outside import NOBODY, SYSTEM, Announcing, Outside
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Target


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """A site that has just been published: `root` is the site's folder, `folder` the one that it
    was built into, `url` its address with a slash at its end, `now` the moment of publishing.

    `files` are all files of the site, and `target` is still open, to read from. `announcing` says
    who is told, `outside` how others are reached, and `verify` whether to look at what is there.
    """

    root: Path
    folder: Path
    url: str
    setting: TargetSetting
    now: datetime
    files: tuple[SiteFile, ...]
    changes: Changes
    target: Target
    announcing: Announcing = NOBODY
    outside: Outside = SYSTEM
    verify: bool = False

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
    """What a step did: the name and facts for the log, and a line for people.

    Without a name it is not logged. A warning is told to people who want to hear of problems only.
    """

    event: str
    text: str
    facts: Mapping[str, int | str] = field(default_factory=dict)
    is_warning: bool = False
