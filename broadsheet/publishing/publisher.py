"""Publishes a built site to a target: looks at what is there, asks where that is wise, does it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.publishing.afterwards import Done, PublishedSite, after_publish
from broadsheet.publishing.changes import Changes, changes
from broadsheet.publishing.last_publish import (
    LastPublish,
    due,
    fingerprint,
    last_publish,
    remember_publish,
)
from broadsheet.publishing.outside import NOBODY, SYSTEM, Announcing, Outside
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import KeepsReleases, NotOurs, PublishFailed, Target, Told
from broadsheet.publishing.targets import opened
from broadsheet.publishing.untold import expect, news

SHOWN = 20  # files that a refusal names
Agrees = Callable[[str], bool]  # asks a person, who may not be there


@dataclass(frozen=True, slots=True)
class Wish:
    """A site to publish: `root` is its folder, `folder` the one that it was built into, `files`
    what is in that, `url` its address, `setting` the target, `now` the moment.

    `take_over` allows files in the way to be replaced, `allow_deletions` that much leaves the site.
    `announcing` says who is told, `outside` how others are reached, and `verify` whether to look at
    what is there.
    """

    root: Path
    folder: Path
    files: tuple[SiteFile, ...]
    url: str
    setting: TargetSetting
    now: datetime
    take_over: bool = False
    allow_deletions: bool = False
    announcing: Announcing = NOBODY
    outside: Outside = SYSTEM
    verify: bool = False


def planned(wish: Wish) -> Changes:
    """What a publish would do; changes nothing. Raises PublishFailed where it would be refused."""
    with opened(wish.setting, wish.root) as target:
        return _changes(wish, target)


@contextmanager
def published(wish: Wish, told: Told, agrees: Agrees) -> Iterator[tuple[Changes, Iterator[Done]]]:
    """Publish; gives what was done, and what follows it, step by step. Raises PublishFailed."""
    with opened(wish.setting, wish.root) as target:
        plan = _changes(wish, target)
        if plan.is_mass_deletion and not wish.allow_deletions:
            _refuse_mass_deletion(plan, wish, agrees)
        if not plan.is_empty:
            _expect(wish, plan)
            told.beginning(plan)
            try:
                target.carry_out(plan, wish.folder, told)
            finally:
                told.ended()
        _remember(wish, plan)
        site = PublishedSite(
            *(wish.root, wish.folder, wish.url, wish.setting, wish.now, wish.files, plan, target),
            *(wish.announcing, wish.outside, wish.verify),
        )
        yield plan, after_publish(site)


def returned(root: Path, setting: TargetSetting) -> str:
    """Return to the release before; says when that was published. Raises PublishFailed.

    An unattended publish leaves the target alone then, until the site is another one.
    """
    with opened(setting, root) as target:
        if not isinstance(target, KeepsReleases):
            text = f"{setting.name}: a place of the kind {setting.to} keeps no releases"
            raise PublishFailed(f"{text}; undo the change in content/ and publish again")
        left = target.manifest() or RemoteManifest()
        moment = target.back()
        last = last_publish(root, setting)
        remember_publish(
            root, setting, LastPublish(at=last.at, returned_from=fingerprint(left.files.items()))
        )
        return moment


def site_fingerprint(files: Sequence[SiteFile]) -> str:
    """A fingerprint of a site's files."""
    return fingerprint((it.path, it.digest) for it in files)


def _changes(wish: Wish, target: Target) -> Changes:
    before = target.manifest()
    if before is None:
        before = RemoteManifest()
        _refuse_strangers(wish, target.in_the_way([it.path for it in wish.files]))
    elif before.url != wish.url and not wish.take_over:
        text = f"{wish.setting.name}: the site {before.url or '?'} is published there"
        hint = f"and this one is {wish.url}; to put it in the place of that one, add --take-over"
        raise NotOurs(f"{text}, {hint}", f"another site is published there: {before.url or '?'}")
    return changes(wish.files, before, wish.url, wish.now, wish.setting.delete_after)


def _refuse_strangers(wish: Wish, there: Sequence[str]) -> None:
    """Refuse to replace files that Broadsheet did not put there."""
    if not there or wish.take_over:
        return
    more = f"\n    and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    named = "".join(f"\n    {path}" for path in there[:SHOWN])
    text = f"{wish.setting.name}: files are there that Broadsheet did not publish:"
    hint = "choose an empty place, or add --take-over to replace them"
    what = "files are there that Broadsheet did not publish"
    raise NotOurs(f"{text}{named}{more}\n{hint}", what, there)


def _refuse_mass_deletion(plan: Changes, wish: Wish, agrees: Agrees) -> None:
    leaving, whole = len(plan.leaving), len(plan.before.files)
    text = f"{wish.setting.name}: {leaving} of {whole} files would leave the site"
    if not agrees(text):
        named = "".join(f"\n    {path}" for path in plan.leaving[:SHOWN])
        more = f"\n    and {leaving - SHOWN} more" if leaving > SHOWN else ""
        hint = "nothing was published; if this is meant, add --allow-deletions"
        raise PublishFailed(f"{text}:{named}{more}\n{hint}")


def _expect(wish: Wish, plan: Changes) -> None:
    """Write down what others will have to be told, before anything is sent."""
    of_site = (wish.files, wish.folder, wish.setting)
    what = news(plan, *of_site, wish.announcing, wish.now)
    if not what.is_nothing:
        expect(wish.root, wish.setting, what)


def _remember(wish: Wish, plan: Changes) -> None:
    """Remember the publish; `at` is when something was last done."""
    before = last_publish(wish.root, wish.setting)
    at = before.at if plan.is_empty and before.at else wish.now.isoformat(timespec="seconds")
    waits = due(plan.after, wish.setting.delete_after)
    last = LastPublish(at, site_fingerprint(wish.files), waits)
    if last != before:
        remember_publish(wish.root, wish.setting, last)
