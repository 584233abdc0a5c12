"""Writes a small file of a bucket only if nobody else has written it meanwhile.

Most services do that themselves (RFC 9110, If-Match and If-None-Match). Where one does not, the
file is looked at just before, which leaves a moment in which two may both succeed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotSupportedError, PreconditionError

from broadsheet.publishing.bucket_access import Bucket
from broadsheet.publishing.bucket_errors import is_missing_file, is_unsupported, told_plainly
from broadsheet.publishing.target import Overtaken, PublishFailed

if TYPE_CHECKING:
    from obstore import Attributes, PutMode, UpdateVersion

REFUSALS = (AlreadyExistsError, PreconditionError)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is there: its bytes, which version of it that is, and how it is encoded."""

    content: bytes
    version: UpdateVersion
    encoding: str = ""


class GuardedWrites:
    """Reads and writes files of the bucket of a target of this name; raises PublishFailed.

    `is_guarded` says that the service takes conditions, as far as is known.
    """

    def __init__(self, bucket: Bucket, name: str) -> None:
        self.bucket, self.name = bucket, name
        self.is_guarded = True

    def read(self, path: str, longest: int) -> Found | None:
        """The file and its version; None if there is none. It has at most `longest` bytes."""
        with told_plainly(self.name, f"read {path}"):
            try:
                found = obstore.get(self.bucket, path)
            except FileNotFoundError as error:
                if is_missing_file(error):
                    return None
                raise
            if found.meta["size"] > longest:
                raise PublishFailed(
                    f"{self.name}: {path} there is larger than a site's file may be"
                )
            version = _version(found.meta["e_tag"], found.meta["version"])
            encoding = found.attributes.get("Content-Encoding", "")
            return Found(bytes(found.bytes()), version, encoding)

    def write(
        self, path: str, content: bytes, attributes: Attributes, before: UpdateVersion | None
    ) -> UpdateVersion:
        """Write the file in place of the version `before`, None for none; returns the new version.

        Raises Overtaken if another version is there.
        """
        if self.is_guarded:
            mode: PutMode = "create" if before is None else before
            written = self._conditional(path, content, attributes, mode)
            if written is not None:
                return written
        now = self.read(path, len(content) + 2**28)
        if (now.version if now else None) != before:
            raise _overtaken(self.name, path)
        with told_plainly(self.name, f"write {path}"):
            done = obstore.put(self.bucket, path, content, attributes=attributes)
        return _version(done["e_tag"], done["version"])

    def _conditional(
        self, path: str, content: bytes, attributes: Attributes, mode: PutMode
    ) -> UpdateVersion | None:
        """The new version; None if the service has no conditional writes.

        If no answer came, or a refusal came because an earlier try was written after all, what is
        there is compared.
        """
        with told_plainly(self.name, f"write {path}"):
            try:
                done = obstore.put(self.bucket, path, content, attributes=attributes, mode=mode)
                return _version(done["e_tag"], done["version"])
            except (BaseError, OSError) as error:
                if isinstance(error, NotSupportedError) or is_unsupported(error):
                    self.is_guarded = False
                    return None
                there = self.read(path, len(content) + 2**28)
                if there is not None and there.content == content:
                    return there.version
                if isinstance(error, REFUSALS):
                    raise _overtaken(self.name, path) from None
                raise


def _overtaken(name: str, path: str) -> Overtaken:
    return Overtaken(f"{name}: another publish has written {path} meanwhile; publish again")


def _version(tag: str | None, version: str | None) -> UpdateVersion:
    """A version by what the service names; obstore takes no None."""
    named: UpdateVersion = {}
    if tag is not None:
        named["e_tag"] = tag
    if version is not None:
        named["version"] = version
    return named
