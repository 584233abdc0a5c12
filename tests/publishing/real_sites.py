"""Sites that are really built, published to a folder by wishes of a test's own."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from broadsheet.content.publish_settings import FolderTarget, TargetSetting
from broadsheet.content.settings import read_settings
from broadsheet.files import LEDGER
from broadsheet.publishing.afterwards import Done
from broadsheet.publishing.publisher import Wish, published
from broadsheet.publishing.site_files import site_files
from broadsheet.publishing.target import Told
from tests.publishing.plain import NOON
from tests.sites import Site

HOUR = timedelta(hours=1)


def wish(site: Site, now: datetime = NOON, after: str = "", **changed: Any) -> Wish:
    """Build a site; the wish to publish it to `www` beside it, where nothing waits to be removed
    for longer than an hour."""
    site.build()
    settings, _ = read_settings((site.root / "site.yaml").read_bytes())
    place = FolderTarget(str(site.root.parent / "www"))
    setting = TargetSetting("live", 1, "folder", place, HOUR, after)
    files = site_files(site.root, site.public)
    made = Wish(site.root, site.public, files, settings.url, setting, now)
    return replace(made, **changed)


def publish(of: Wish) -> list[Done]:
    """Publish; what follows. The ledger is put away, so that a test may remove articles."""
    try:
        with published(of, Told(), lambda _: False) as (_, steps):
            return [it for it in steps if it.event != "recorded"]
    finally:
        (of.root / LEDGER).unlink(missing_ok=True)
