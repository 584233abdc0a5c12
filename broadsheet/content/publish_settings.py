"""What `site.yaml` says of the places that a site is published to.

No password or key stands there: what a place asks for comes from the environment or from the
system's own stores.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from broadsheet.content import shapes
from broadsheet.content.fields import (
    Field,
    Fields,
    Place,
    choice,
    described,
    read_count,
    read_fields,
    read_flag,
    read_text,
    read_web_address,
    read_word,
    shape_of,
    shaped,
)
from broadsheet.content.named_places import Kinds, by_name, fields_of_all, named_kind
from broadsheet.content.yaml_text import Scalar, Value
from broadsheet.durations import FORMS, parse_duration

# A name, an address, or `user@` before one: no sign that a shell or a program gives a meaning to.
HOST = re.compile(r"(?:[\w.+%][\w.+%@-]*@)?(?:[\w.][\w.%-]*|\[?[0-9a-fA-F:.]*:[\w:.%]*\]?)")
REMOTE_PATH = re.compile(r"[^\x00-\x1f\x7f*?\[\]\\]+")


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder on this machine: `path` becomes a link to the newest of `keep` releases."""

    path: str
    keep: int = 5


@dataclass(frozen=True, slots=True)
class SshTarget:
    """A folder on another machine, reached by the system's `ssh`; `host` is as ssh knows it, and
    `config` a configuration file for ssh in the place of the user's own."""

    host: str
    path: str
    port: int = 0
    config: str = ""


@dataclass(frozen=True, slots=True)
class BucketTarget:
    """A bucket; `endpoint` is that of a service that speaks S3, empty for the maker's own, and
    `compress` says whether what browsers load is sent there gzip-encoded."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    compress: bool = True


@dataclass(frozen=True, slots=True)
class GitTarget:
    """A branch of a git repository, given as git knows it; `history` is how many commits are kept,
    0 for all, and `domain` what the file CNAME says."""

    repository: str
    branch: str = "gh-pages"
    history: int = 0
    domain: str = ""


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """A service that has a command-line program of its own, and the project's name there."""

    project: str


Kind = FolderTarget | SshTarget | BucketTarget | GitTarget | ServiceTarget


@dataclass(frozen=True, slots=True)
class TargetSetting:
    """A place to publish to: its name and line in `site.yaml`, its kind, and what that needs.

    Files that the site no longer has are removed `delete_after` they left it; `after` is a command
    to run when all is done; `announce` says whether others are told what is new there.
    """

    name: str
    line: int
    to: str
    place: Kind
    delete_after: timedelta = timedelta(days=1)
    after: str = ""
    announce: bool = True


@shaped({**shapes.NAME, "examples": ["15m", "24h", "7 days"]})
def read_duration(value: Value, place: Place) -> timedelta | None:
    """A span of time."""
    try:
        return parse_duration(value.text if isinstance(value, Scalar) else "")
    except (ValueError, OverflowError):
        text = f"{place.key} must be a span of time, found {described(value)}"
        place.problem(value, text, FORMS)
        return None


@shaped(shapes.WORD)
def read_host(value: Value, place: Place) -> str | None:
    """A machine as ssh knows it, that no program takes for an option or more than one word."""
    host = read_word(value, place)
    if host is None or HOST.fullmatch(host):
        return host
    hint = "write it as ssh knows it: host.example, me@host.example or a Host of its configuration"
    place.problem(value, f"{place.key} cannot be {described(value)}", hint)
    return None


@shaped(shapes.WORD)
def read_remote_path(value: Value, place: Place) -> str | None:
    """A folder on another machine."""
    path = read_word(value, place)
    if path is None or REMOTE_PATH.fullmatch(path):
        return path
    hint = "name a folder without the signs * ? [ ] \\ and without line breaks"
    place.problem(value, f"{place.key} cannot be {described(value)}", hint)
    return None


FOLDER: Fields = {
    "path": Field(read_word, "the folder that the web server serves", required=True),
    "keep": Field(read_count, "how many releases are kept (5)"),
}
SSH: Fields = {
    "host": Field(read_host, "the machine as ssh knows it: me@host.example", required=True),
    "path": Field(read_remote_path, "the folder there", required=True),
    "port": Field(read_count, "the port (as ssh knows it)"),
    "config": Field(read_word, "a configuration file for ssh (the user's own)"),
}
BUCKET: Fields = {
    "bucket": Field(read_word, "the bucket's name", required=True),
    "prefix": Field(read_text, "the folder in the bucket (none)"),
    "endpoint": Field(read_web_address, "the address of a service that speaks S3"),
    "region": Field(read_word, "the region"),
    "compress": Field(read_flag, "whether pages, styles and scripts are stored compressed (true)"),
}
GIT: Fields = {
    "repository": Field(read_word, "the repository, as git knows it", required=True),
    "branch": Field(read_word, "the branch (gh-pages)"),
    "history": Field(read_count, "how many commits the branch keeps (all)"),
    "domain": Field(read_word, "the domain of the site, for the file CNAME (none)"),
}
SERVICE: Fields = {"project": Field(read_word, "the project's name there", required=True)}
KINDS: Kinds = {
    "folder": (FOLDER, FolderTarget),
    "sftp": (SSH, SshTarget),
    "rsync": (SSH, SshTarget),
    "s3": (BUCKET, BucketTarget),
    "gcs": (BUCKET, BucketTarget),
    "azure": (BUCKET, BucketTarget),
    "git": (GIT, GitTarget),
    "netlify": (SERVICE, ServiceTarget),
    "cloudflare": (SERVICE, ServiceTarget),
}
COMMON: Fields = {
    "to": Field(choice(*KINDS), "the kind of place", required=True),
    "delete_after": Field(read_duration, "how long files stay that the site has no more (1 day)"),
    "after": Field(read_word, "a command to run when all is done (none)"),
    "announce": Field(
        read_flag, "whether a hub and search engines are told what is new there (true)"
    ),
}


@shaped(shape_of({**COMMON, **fields_of_all(KINDS)}))
def _read_target(value: Value, place: Place) -> tuple[int, dict[str, Any]] | None:
    """A place, as its line and the values of a `TargetSetting`."""
    fields, build = KINDS.get(named_kind(value), (fields_of_all(KINDS), dict))
    values = read_fields(value, {**COMMON, **fields}, place)
    if values is None:
        return None
    own = {key: values.pop(key) for key in tuple(values) if key in fields}
    return value.line + place.offset, {**values, "place": build(**own)}


_read_by_name = by_name(_read_target, "publish:\n  live: {to: folder, path: /var/www/digest}")


@shaped(shapes.table_of(_read_target.shape))
def read_targets(value: Value, place: Place) -> tuple[TargetSetting, ...] | None:
    """Places by their names."""
    pairs = _read_by_name(value, place)
    if pairs is None:
        return None
    return tuple(TargetSetting(name=name, line=line, **values) for name, (line, values) in pairs)
