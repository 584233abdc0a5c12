"""What a target holds: the manifest that each publish leaves there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

NAME = ".broadsheet-published.json"
VERSION = 1
UNKNOWN = ""  # the digest of a file that a publish may have put there, or not


class Unreadable(ValueError):
    """A manifest that this version cannot read."""


@dataclass(frozen=True, slots=True)
class RemoteManifest:
    """What stands at a target: the digest of each file by its path, UNKNOWN where a publish was cut
    short.

    `gone` are files that the site no longer has and that are still there, with the moment (ISO
    8601, UTC) at which they left it. `url` is the address of the site, `published` when it was put
    there.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    published: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the publish that wrote it came to its end."""
        return UNKNOWN not in self.files.values()

    def encoded(self) -> bytes:
        """The manifest as bytes, the same for the same content."""
        whole = {
            "version": VERSION,
            "url": self.url,
            "published": self.published,
            "files": self.files,
            "gone": self.gone,
        }
        return json.dumps(whole, sort_keys=True, indent=0).encode()


def decoded(content: bytes) -> RemoteManifest:
    """The manifest in these bytes; raises Unreadable.

    It comes from outside: paths that lead out of the site are refused.
    """
    try:
        whole = json.loads(content)
        if whole["version"] != VERSION:
            raise Unreadable(f"it has version {whole['version']}, and this is {VERSION}")
        files, gone = _texts(whole["files"]), _texts(whole["gone"])
        return RemoteManifest(files, gone, str(whole["url"]), str(whole["published"]))
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _texts(pairs: Mapping[str, str]) -> Mapping[str, str]:
    for path in pairs:
        parts = path.split("/")
        if not path or "" in parts or ".." in parts or "." in parts or "\\" in path:
            raise Unreadable(f"it names the path {path!r}")
    return {str(path): str(text) for path, text in pairs.items()}
