"""Makes commits of a site: only from what changed, without a folder to check it out to.

The commits are written in the language of `git fast-import`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from broadsheet.counted import counted
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.git_program import Git
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import Told

NEW = "refs/heads/new"  # what is made, until it is sent
IMPORT = ("fast-import", "--quiet", "--force", "--done")
UNFIT = re.compile(r"[<>\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a commit."""

    name: str
    email: str

    def line(self, moment: str) -> bytes:
        """The line of a commit at a moment (ISO 8601)."""
        seconds = int(datetime.fromisoformat(moment).timestamp())
        name, email = (UNFIT.sub("", it).strip() for it in (self.name, self.email))
        return f"{name} <{email}> {seconds} +0000".encode()


def author(told: Mapping[str, str], url: str) -> Author:
    """Who publishes the site at `url`: the person whom git is told of, or else Broadsheet."""
    host = urlsplit(url).hostname or "localhost"
    if told.get("name") and told.get("email"):
        return Author(told["name"], told["email"])
    return Author("Broadsheet", f"noreply@{host}")


def commit(
    git: Git,
    head: str,
    changes: Changes,
    folder: Path,
    extra: Mapping[str, bytes],
    by: Author,
    told: Told,
) -> str:
    """Make a commit after `head`, empty for none, with the changes from `folder` and some files
    more; returns its name. Raises PublishFailed."""
    git.feed(_commit(head, changes, folder, extra, by, told), *IMPORT)
    return git.run("rev-parse", "--verify", NEW).decode().strip()


def _commit(
    head: str,
    changes: Changes,
    folder: Path,
    extra: Mapping[str, bytes],
    by: Author,
    told: Told,
) -> Iterator[bytes]:
    line = by.line(changes.after.published)
    yield b"feature done\ncommit %b\nauthor %b\ncommitter %b\n" % (NEW.encode(), line, line)
    yield _data(message(changes).encode())
    if head:
        yield b"from %b\n" % head.encode()
    folders = {str(it) for path in changes.after.files for it in PurePosixPath(path).parents}
    for path in changes.due:
        told.removing(path)
        if path not in folders:  # which took the place of the file
            yield b"D %b\n" % _quoted(path)
    for file in changes.puts:
        told.putting(file)
        yield _file(file.path, file.source(folder).read_bytes())
    for path, content in (*extra.items(), (NAME, changes.after.encoded())):
        yield _file(path, content)
    yield b"done\n"


def message(changes: Changes) -> str:
    """What a commit says: when, how much, and the site's address."""
    moment = datetime.fromisoformat(changes.after.published)
    sent, removed = len(changes.puts), len(changes.due)
    counts = f"{counted(sent, 'file')} changed, {removed} removed"
    return f"Publish {moment:%Y-%m-%d %H:%M} UTC: {counts}\n\n{changes.after.url}\n"


def shortened(git: Git, commits: Sequence[str]) -> str:
    """Make the same commits, the newest first, without those that were before them; returns the
    name of the newest. Raises PublishFailed."""
    asked = "".join(f"{it}\n" for it in commits).encode()
    raw = _contents(git.run("cat-file", "--batch", said=asked))
    git.feed(_chain(list(raw)[::-1]), *IMPORT)
    return git.run("rev-parse", "--verify", NEW).decode().strip()


def _contents(answer: bytes) -> Iterator[bytes]:
    """The objects in the answer of `git cat-file --batch`."""
    while answer:
        head, _, rest = answer.partition(b"\n")
        size = int(head.split()[-1])
        yield rest[:size]
        answer = rest[size + 1 :]


def _chain(raw: Iterable[bytes]) -> Iterator[bytes]:
    yield b"feature done\n"
    for number, content in enumerate(raw, 1):
        header, _, text = content.partition(b"\n\n")
        lines = [line.partition(b" ") for line in header.split(b"\n")]
        said = {key: value for key, _, value in lines if key}
        yield b"commit %b\nmark :%d\n" % (NEW.encode(), number)
        yield b"author %b\ncommitter %b\n" % (said[b"author"], said[b"committer"])
        yield _data(text)
        if number > 1:
            yield b"from :%d\n" % (number - 1)
        yield b"M 040000 %b \n" % said[b"tree"]
    yield b"done\n"


def _file(path: str, content: bytes) -> bytes:
    return b"M 100644 inline %b\n%b" % (_quoted(path), _data(content))


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _quoted(path: str) -> bytes:
    """A path in quotes, in which nothing has a meaning of its own."""
    plain = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'.encode()
