"""Builds a site and holds it still, so that what was built is what a publish looks at and sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from broadsheet.building.update import update
from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.content.publish_settings import TargetSetting
from broadsheet.content.settings import Settings
from broadsheet.files import manifest_file
from broadsheet.output.site_lock import locked
from broadsheet.publishing.outside import NOBODY, SYSTEM, Announcing, Outside
from broadsheet.publishing.publisher import Wish
from broadsheet.publishing.site_files import site_files
from broadsheet.publishing.target import PublishFailed
from broadsheet.publishing.twins import with_twins
from broadsheet.workers import Workers


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be published, where and when: a build of the site with these settings, to a
    target, at the moment `now`; the rest is as in a `Wish`."""

    build: BuildOptions
    settings: Settings
    setting: TargetSetting
    now: datetime
    outside: Outside = SYSTEM
    take_over: bool = False
    allow_deletions: bool = False
    verify: bool = False


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site as it was just built, and the wish to publish that."""

    report: BuildReport
    wish: Wish


@contextmanager
def built_site(order: Order, progress: Progress) -> Iterator[BuiltSite]:
    """Build the site, and keep other builds out until the caller has done with it.

    Raises the errors of a build, and PublishFailed where another build came between, perhaps one
    with drafts.
    """
    build = order.build
    report = update(build, progress)
    state = _state(build)
    with locked(build.root, build.output, build.wait, Progress()):
        if _state(build) != state:
            raise PublishFailed("another build of this site has run meanwhile; publish again")
        built, workers = site_files(build.root, build.output), Workers(build.workers)
        files = with_twins(built, build.output, build.root, order.settings.host, workers)
        place = build.root, build.output, files, order.settings.url, order.setting, order.now
        allowed = order.take_over, order.allow_deletions
        wish = Wish(*place, *allowed, _announcing(order), order.outside, order.verify)
        yield BuiltSite(report, wish)


def _announcing(order: Order) -> Announcing:
    hub, key = order.settings.feeds.hub, order.settings.indexnow
    return Announcing(hub, key) if order.setting.announce else NOBODY


def _state(build: BuildOptions) -> int:
    return manifest_file(build.root, build.output).stat().st_mtime_ns
