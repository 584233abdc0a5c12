"""What others have yet to be told of a target.

It is written down before files are sent, so that a publish that is cut short anywhere leaves no one
untold.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.output import journal
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.last_publish import record_file
from broadsheet.publishing.outside import Announcing
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.sitemaps import listed_pages
from broadsheet.site.addresses import is_archived_feed

KIND = "untold"
PATIENCE = timedelta(days=1)  # then a hub or search engine that does not answer is given up


@dataclass(frozen=True, slots=True)
class Untold:
    """What is to be told: to a hub, of feeds, and to search engines, of pages, both by their paths
    with the moment (ISO 8601) since when; and to the command of `after`, of files that were put in
    place and files that were removed."""

    feeds: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.feeds or self.pages or self.changed or self.removed)

    def fresh(self, now: datetime) -> "Untold":
        """The same, without what a hub or search engine has not taken for too long."""
        return replace(self, feeds=_fresh(self.feeds, now), pages=_fresh(self.pages, now))

    def and_then(self, later: "Untold") -> "Untold":
        """The same, and what came later."""
        changed = (set(self.changed) - set(later.removed)) | set(later.changed)
        removed = (set(self.removed) - set(later.changed)) | set(later.removed)
        return Untold(
            {**self.feeds, **later.feeds},
            {**self.pages, **later.pages},
            tuple(sorted(changed)),
            tuple(sorted(removed)),
        )


def news(
    plan: Changes,
    files: tuple[SiteFile, ...],
    folder: Path,
    setting: TargetSetting,
    announcing: Announcing,
    now: datetime,
) -> Untold:
    """What a publish of these files, built into `folder`, will have to tell.

    Search engines are told of pages that the sitemap lists, and of pages that are removed. The
    documents of a feed's archive have no subscribers.
    """
    since = now.isoformat(timespec="seconds")
    paths = [it.path for it in plan.puts]
    feeds = [it.path for it in plan.puts if it.is_feed and not is_archived_feed(f"/{it.path}")]
    pages: list[str] = []
    if announcing.key:
        listed = frozenset(listed_pages(files, folder, plan.after.url))
        pages = [path for path in paths if path in listed]
        pages += [path for path in plan.due if path.endswith(".html")]
    return Untold(
        dict.fromkeys(feeds if announcing.hub else (), since),
        dict.fromkeys(pages, since),
        tuple(paths) if setting.after else (),
        plan.due if setting.after else (),
    )


def untold(root: Path, setting: TargetSetting) -> Untold:
    """What is to be told of a target; nothing where that is not known."""
    try:
        found = json.loads(record_file(root, setting, KIND).read_bytes())
        feeds, pages = (_texts(found[name].items()) for name in ("feeds", "pages"))
        changed, removed = (tuple(map(str, found[name])) for name in ("changed", "removed"))
        return Untold(feeds, pages, changed, removed)
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return Untold()


def remember(root: Path, setting: TargetSetting, what: Untold) -> None:
    """Write down what is to be told of a target."""
    file = record_file(root, setting, KIND)
    if what.is_nothing:
        file.unlink(missing_ok=True)
    else:
        journal.replace(file, json.dumps(asdict(what)).encode())


def expect(root: Path, setting: TargetSetting, what: Untold) -> None:
    """Add what is to be told of a target once it is there."""
    remember(root, setting, untold(root, setting).and_then(what))


def is_untold(root: Path, setting: TargetSetting, now: datetime) -> bool:
    """Whether something is to be told still."""
    return not untold(root, setting).fresh(now).is_nothing


def _texts(pairs: object) -> Mapping[str, str]:
    return {str(path): str(since) for path, since in dict(pairs).items()}  # type: ignore[call-overload]


def _fresh(waiting: Mapping[str, str], now: datetime) -> Mapping[str, str]:
    return {path: since for path, since in waiting.items() if _is_fresh(since, now)}


def _is_fresh(since: str, now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(since) < PATIENCE
    except (ValueError, TypeError):
        return False
