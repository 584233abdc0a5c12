"""What this machine remembers of the last publish to each target."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.files import MEMORY
from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.output.journal import replace
from broadsheet.publishing.remote_manifest import RemoteManifest

KIND = "published"


@dataclass(frozen=True, slots=True)
class LastPublish:
    """The last publish to a target: when it was, a fingerprint of the site's files, and when the
    next file is to be removed. Moments are in ISO 8601; empty for never.

    `returned_from` is the fingerprint of a site that `--back` took out of readers' sight.
    """

    at: str = ""
    site: str = ""
    due: str = ""
    returned_from: str = ""

    def is_within(self, span: timedelta, now: datetime) -> bool:
        """Whether it was less than a span of time ago."""
        at = _moment(self.at)
        return at is not None and timedelta() <= now - at < span

    def says_all(self, site: str, now: datetime) -> bool:
        """Whether a site with this fingerprint need not be published at a moment."""
        due = _moment(self.due)
        is_there = site == self.site and (due is None or now < due)
        return is_there or (bool(site) and site == self.returned_from)


def fingerprint(pairs: Iterable[tuple[str, str]]) -> str:
    """That of a site's files, from the path and digest of each."""
    return of_bytes("".join(f"{path}\0{digest}\n" for path, digest in sorted(pairs)).encode())


def due(manifest: RemoteManifest, delete_after: timedelta) -> str:
    """When the first of the files that left the site is to be removed; empty for never."""
    since = [it for text in manifest.gone.values() if (it := _moment(text))]
    return (min(since) + delete_after).isoformat() if since else ""


def last_published_ns(root: Path, settings: Iterable[TargetSetting]) -> int:
    """When this machine last published to any of these targets, by the clock of its files, in
    nanoseconds since 1970; 0 for never."""
    moments = [0]
    for it in settings:
        with suppress(OSError):
            moments.append(record_file(root, it, KIND).stat().st_mtime_ns)
    return max(moments)


def last_publish(root: Path, setting: TargetSetting) -> LastPublish:
    """The record of the last publish to a target as it is set now."""
    try:
        found = json.loads(record_file(root, setting, KIND).read_bytes())
        return LastPublish(**{name: str(found[name]) for name in LastPublish.__slots__})
    except (OSError, ValueError, TypeError, LookupError):
        return LastPublish()


def remember_publish(root: Path, setting: TargetSetting, last: LastPublish) -> None:
    """Write the record of a publish."""
    replace(record_file(root, setting, KIND), json.dumps(asdict(last)).encode())


def record_file(root: Path, setting: TargetSetting, kind: str) -> Path:
    """Where a record of this kind about a target stands, as the target is set now."""
    named = of_value((setting.name, setting.to, repr(setting.place)))
    return root / MEMORY / f"{kind}-{named}.json"


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
