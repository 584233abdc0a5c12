"""The files in a bucket, each with the headers that browsers and feed readers get it with."""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.store import S3Store

from broadsheet.hosting.headers import ENOUGH, HTML, cache_control, content_type
from broadsheet.publishing.bucket_errors import is_missing_file, told_plainly
from broadsheet.publishing.bucket_lock import BucketLock
from broadsheet.publishing.guarded_writes import GuardedWrites
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import PublishFailed, Told

if TYPE_CHECKING:
    from obstore import Attributes, UpdateVersion

AT_ONCE = 16  # requests; each holds a file in memory
AT_A_TIME = 1000  # files that one request to S3 deletes
LARGE = 2**24  # bytes; a larger file is sent in parts, as it is
LONGEST = 2**28  # bytes of a file that is read back
# A bucket sends a file as it is stored, to anybody. Browsers take gzip; small programs that read
# feeds, sitemaps and robots.txt often do not, so these stay as they are.
COMPRESSED = frozenset(
    [HTML, "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"]
)
WORTH_IT = 1024  # bytes; less fits into one packet anyway


class BucketStore:
    """A `FileStore` in a bucket. The lock is taken at the first write."""

    def __init__(self, writes: GuardedWrites, lock: BucketLock, compress: bool) -> None:
        self._writes, self._lock, self._compress = writes, lock, compress
        self._versions: dict[str, UpdateVersion | None] = {}

    def put(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Copy files of `folder`, several at once."""

        def copies() -> Iterable[Callable[[], None]]:
            for file in files:
                self._lock.keep()
                told.putting(file)
                yield lambda file=file: self._copy(file, file.source(folder))  # type: ignore[misc]

        _all_done(copies())

    def remove(self, paths: Sequence[str], told: Told) -> None:
        """Remove files, many by one request where the service can."""
        size = AT_A_TIME if isinstance(self._writes.bucket, S3Store) else 1

        def removals() -> Iterable[Callable[[], None]]:
            for start in range(0, len(paths), size):
                some = paths[start : start + size]
                self._lock.keep()
                for path in some:
                    told.removing(path)
                yield lambda some=some: self._delete(some)  # type: ignore[misc]

        _all_done(removals())

    def read(self, path: str) -> bytes | None:
        """The bytes of a file as the site has them; None if there is none."""
        found = self._writes.read(path, LONGEST)
        self._versions[path] = found.version if found else None
        if found is None or found.encoding.casefold() != "gzip":
            return found.content if found else None
        return unpacked(found.content)

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file over the version that was read."""
        self._lock.keep()
        if path not in self._versions:
            self.read(path)
        attributes, stored = stored_as(path, content, self._compress)
        if path == NAME:
            attributes = {**attributes, "Cache-Control": "no-store"}
        before = self._versions[path]
        self._versions[path] = self._writes.write(path, stored, attributes, before)

    def present(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there."""
        wanted = frozenset(paths)
        with told_plainly(self._writes.name, "list its files"):
            some = obstore.list(self._writes.bucket, chunk_size=1000)
            return tuple(sorted(it["path"] for part in some for it in part if it["path"] in wanted))

    def _copy(self, file: SiteFile, source: Path) -> None:
        bucket, name = self._writes.bucket, self._writes.name
        if file.size > LARGE:
            with source.open("rb") as content:
                attributes = headers(file.path, content.read(ENOUGH))
                content.seek(0)
                _expect(file, file_digest(content, "sha256").hexdigest())
            with told_plainly(name, f"write {file.path}"):
                obstore.put(bucket, file.path, source, attributes=attributes)
            return
        whole = source.read_bytes()
        _expect(file, sha256(whole).hexdigest())
        attributes, stored = stored_as(file.path, whole, self._compress)
        with told_plainly(name, f"write {file.path}"):
            obstore.put(bucket, file.path, stored, attributes=attributes, use_multipart=False)

    def _delete(self, paths: Sequence[str]) -> None:
        with told_plainly(self._writes.name, f"remove {paths[0]}"):
            try:
                obstore.delete(self._writes.bucket, list(paths))
            except FileNotFoundError as error:  # Google and Azure say so, S3 does not
                if not is_missing_file(error):
                    raise


def headers(path: str, start: bytes) -> Attributes:
    """The headers that a file is stored with, by its path and its first bytes."""
    return {"Content-Type": content_type(path, start), "Cache-Control": cache_control(path)}


def stored_as(path: str, content: bytes, compress: bool) -> tuple[Attributes, bytes]:
    """The headers and bytes that a file is stored with: gzip-encoded if it is to be, is one of
    those that only browsers load, and is a tenth shorter then."""
    plain = headers(path, content[:ENOUGH])
    kind = plain["Content-Type"].partition(";")[0]
    is_wanted = compress and (kind in COMPRESSED or path == NAME)
    if is_wanted and len(content) > WORTH_IT:
        packed = gzip.compress(content, 9, mtime=0)
        if 10 * len(packed) < 9 * len(content):
            return {**plain, "Content-Encoding": "gzip"}, packed
    return plain, content


def unpacked(content: bytes) -> bytes:
    """Bytes without their gzip encoding (RFC 1952); as they are if they have none, as some services
    take it off. Raises PublishFailed if they become too many."""
    decoder = zlib.decompressobj(wbits=31)
    try:
        plain = decoder.decompress(content, LONGEST)
    except zlib.error:
        return content
    if not decoder.eof:
        raise PublishFailed("a file that is there is too large, or was cut short")
    return plain


def _expect(file: SiteFile, digest: str) -> None:
    if digest != file.digest:
        raise PublishFailed(f"{file.path} has changed since it was looked at; publish again")


def _all_done(tasks: Iterable[Callable[[], None]]) -> None:
    """Do all of it, at most AT_ONCE at a time; the first failure ends it."""
    pending: deque[Future[None]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        try:
            for task in tasks:
                pending.append(threads.submit(task))
                if len(pending) >= 2 * AT_ONCE:
                    pending.popleft().result()
            while pending:
                pending.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)
