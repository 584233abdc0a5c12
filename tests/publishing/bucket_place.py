"""A bucket for a test: in a server that speaks S3, behind a proxy, with planted keys."""

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import obstore
from obstore.store import S3Store

from broadsheet.content.publish_settings import BucketTarget, TargetSetting
from broadsheet.publishing.bucket import opened_for
from broadsheet.publishing.target import Target
from tests.publishing.bucket_servers import Proxy
from tests.publishing.small_sites import NOW, publish

KEY, SECRET = "AKIAPLANTEDKEY", "planted/secret+of/the/test"


def setting_for(name: str, address: str, prefix: str = "", compress: bool = True) -> TargetSetting:
    """What `site.yaml` says of a bucket of this name in the service at this address."""
    return TargetSetting("live", 3, "s3", BucketTarget(name, prefix, address, "", compress))


@dataclass(frozen=True)
class Place:
    """A bucket behind a proxy, and the folders that are published to it."""

    proxy: Proxy
    store: S3Store
    name: str
    root: Path

    def opened(
        self,
        root: str = "site",
        prefix: str = "",
        compress: bool = True,
        retries: int = 0,
        now: datetime = NOW,
        clock: Callable[[], datetime] | None = None,
        wait: Callable[[float], None] = lambda _: None,
    ) -> AbstractContextManager[Target]:
        """The target, from the site in this folder; a cut ends it at once."""
        place = BucketTarget(self.name, prefix, self.proxy.address, "us-east-1", compress)
        return opened_for(
            TargetSetting("live", 3, "s3", place),
            self.root / root,
            retries,
            clock or (lambda: now),
            wait,
        )

    def publish(self, files: dict[str, bytes], root: str = "site", retries: int = 0) -> int:
        """Publish these files; how many were sent."""
        with self.opened(root, retries=retries) as target:
            return len(publish(target, files, self.root / root / "public").puts)

    def paths(self) -> set[str]:
        """What is in the bucket."""
        return {it["path"] for part in self.store.list() for it in part}

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """What a browser gets, with the headers by their names in lower case."""
        address = obstore.sign(self.store, "GET", path, timedelta(minutes=5))
        with urlopen(address) as answer:
            return answer.read(), {name.lower(): it for name, it in answer.headers.items()}

    def read(self, path: str) -> bytes | None:
        """A file as a browser shows it."""
        try:
            found = self.store.get(path)
        except FileNotFoundError:
            return None
        content = bytes(found.bytes())
        is_packed = found.attributes.get("Content-Encoding") == "gzip"
        return gzip.decompress(content) if is_packed else content
