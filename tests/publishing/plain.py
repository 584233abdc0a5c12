"""A site that is built in no time, for tests of what becomes of its files."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.content.publish_settings import FolderTarget, TargetSetting
from broadsheet.files import manifest_file
from broadsheet.output.manifest import Manifest
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.publisher import Wish, published
from broadsheet.publishing.site_files import FileKind, SiteFile
from broadsheet.publishing.target import Told
from tests.sites import tree

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://example.org/"


@dataclass(frozen=True)
class Plain:
    """Pages that only say a text, a front page that has all texts, and a file that never changes;
    `www` is where they are published."""

    root: Path

    @property
    def public(self) -> Path:
        """The folder of the built site."""
        return self.root / "public"

    @property
    def www(self) -> Path:
        """The folder that a web server serves."""
        return self.root.parent / "www"

    def build(self, **pages: str) -> "Plain":
        """Build these pages, and no others."""
        texts = {f"pages/{name}.html": text for name, text in pages.items()}
        texts |= {"index.html": " ".join(pages.values()), "static/style.css": "body {}"}
        for path in self.tree().keys() - texts.keys():
            (self.public / path).unlink()
        for path, text in texts.items():
            (self.public / path).parent.mkdir(parents=True, exist_ok=True)
            staged = self.public / f"{path}.new"
            staged.write_text(text)
            os.replace(staged, self.public / path)
        record = manifest_file(self.root, self.public)
        record.parent.mkdir(exist_ok=True)
        record.write_bytes(Manifest().encoded())
        return self

    def tree(self) -> dict[str, bytes]:
        """Every built file with its bytes."""
        return tree(self.public)

    def wish(self, now: datetime = NOON, keep: int = 5, path: str = "") -> Wish:
        """The wish to publish it."""
        setting = TargetSetting("live", 1, "folder", FolderTarget(path or str(self.www), keep), DAY)
        return Wish(self.root, self.public, tuple(self._files()), URL, setting, now)

    def publish(self, now: datetime = NOON, keep: int = 5) -> Changes:
        """Publish it, where nobody can be asked."""
        return publish(self.wish(now, keep))

    def _files(self) -> Iterator[SiteFile]:
        kinds = {"pages": FileKind.PAGE, "static": FileKind.ASSET}
        for path, content in self.tree().items():
            kind = kinds.get(path.partition("/")[0], FileKind.LIST)
            yield SiteFile(path, len(content), hashlib.sha256(content).hexdigest(), kind)


def publish(wish: Wish) -> Changes:
    """Publish, where nobody can be asked."""
    with published(wish, Told(), lambda _: False) as (plan, steps):
        assert list(steps) == []
        return plan
