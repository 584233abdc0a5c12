"""What a target holds: the manifest that each publish leaves there."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.problems import shortened

NAME = ".broadsheet-published.json"
VERSION = 1
UNKNOWN = ""  # the digest of a file that a publish may have put there, or not
UNFIT = re.compile(r"[\\\x00-\x1f\x7f\ud800-\udfff]")  # in paths


class Unreadable(ValueError):
    """A manifest that this version cannot read."""


@dataclass(frozen=True, slots=True)
class RemoteManifest:
    """What stands at a target: the digest of each file by its path, UNKNOWN for a file that a
    publish was about to replace when it was cut short.

    `arriving` are new files of such a publish that are there or not, and that nothing links to yet.
    `gone` are files that the site no longer has and that are still there, with the moment (ISO
    8601, UTC) at which they left it. `url` is the address of the site, `published` when it was put
    there.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    arriving: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    published: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the publish that wrote it came to its end."""
        return not self.arriving and UNKNOWN not in self.files.values()

    def encoded(self) -> bytes:
        """The manifest as bytes, the same for the same content."""
        whole = {
            "version": VERSION,
            "url": self.url,
            "published": self.published,
            "files": self.files,
            "gone": self.gone,
            "arriving": self.arriving,
        }
        return json.dumps(whole, sort_keys=True, indent=0).encode()  # a line each, for people


def decoded(content: bytes) -> RemoteManifest:
    """The manifest in these bytes; raises Unreadable.

    It comes from outside: paths that lead out of the site are refused.
    """
    try:
        whole = json.loads(content)
        if whole["version"] != VERSION:
            raise Unreadable(f"it has version {whole['version']!r}, and this is {VERSION}")
        files, gone, arriving = (_texts(whole[name]) for name in ("files", "gone", "arriving"))
        url, published = (_text(whole[name]) for name in ("url", "published"))
        return RemoteManifest(files, gone, arriving, url, published)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    except LookupError as error:
        raise Unreadable(f"it lacks {error}") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"it has {shortened(repr(value))} in the place of a text")
    return value


def _texts(pairs: Mapping[str, object]) -> Mapping[str, str]:
    unsafe = next((path for path in pairs if not is_safe(path)), None)
    if unsafe is not None:
        raise Unreadable(f"it names the path {shortened(repr(unsafe))}")
    return {path: _text(value) for path, value in pairs.items()}


def is_safe(path: str) -> bool:
    """Whether a path stays inside the site, and is no file that publishing keeps for itself."""
    is_clean = UNFIT.search(path) is None and path.split("/", 1)[0] != NAME
    return is_clean and all(part not in ("", ".", "..") for part in path.split("/"))
