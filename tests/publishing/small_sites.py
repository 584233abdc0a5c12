"""Small sites that are published, edited at random, and read back as a reader's browser does."""

import posixpath
import random
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from broadsheet.publishing.changes import Changes, changes
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import FileKind, SiteFile
from broadsheet.publishing.target import Target, Told

LINK = re.compile(rb'(?:href|src)="([^"#]+)"')
NOW = datetime(2022, 1, 1, tzinfo=UTC)
STYLES = 3
Files = Mapping[str, bytes]


def small_site(seed: int, pages: int = 8) -> dict[str, bytes]:
    """A site of some pages that link to each other, to a style and to pictures, with a front page
    and a feed; another one for each seed."""
    chance = random.Random(seed)
    style = f"static/style.{seed % STYLES:010x}.css"
    names = sorted(f"{it}.html" for it in chance.sample(range(2 * pages), pages))
    files = {style: b"p { margin: %d }" % (seed % STYLES) * 200}
    for name in names:
        picture = f"media/p-960.{chance.randrange(4):010x}.webp"
        files[picture] = picture.encode()
        others = chance.sample(names, 3)
        files[name] = _page(style, [picture, *others], f"Edit {chance.randrange(3)}")
    files["index.html"] = _page(style, names, "Front page")
    files["feed.xml"] = b"<rss>" + b" ".join(it.encode() for it in names) + b"</rss>"
    return files


def _page(style: str, links: list[str], text: str) -> bytes:
    anchors = "\n".join(f'<a href="{it}">{it}</a>' for it in links)
    padding = "<p>A sentence of some length.</p>\n" * 60
    return f'<link href="{style}">\n<p>{text}</p>\n{anchors}\n{padding}'.encode()


def written(files: Files, folder: Path) -> tuple[SiteFile, ...]:
    """The site as a build would leave it in the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return tuple(
        SiteFile(path, len(content), sha256(content).hexdigest(), _kind(path))
        for path, content in sorted(files.items())
    )


def _kind(path: str) -> FileKind:
    if path in ("index.html", "feed.xml"):
        return FileKind.LIST
    return FileKind.PAGE if path.endswith(".html") else FileKind.ASSET


def publish(
    target: Target,
    files: Files,
    folder: Path,
    told: Told | None = None,
    now: datetime = NOW,
    delete_after: timedelta = timedelta(0),
) -> Changes:
    """Publish the files, as the command does; returns what there was to do."""
    made = written(files, folder)
    before = target.manifest() or RemoteManifest()
    found = changes(made, before, "https://example.org/", now, delete_after)
    if not found.is_empty:
        target.carry_out(found, folder, told or Told())
    return found


def broken_links(read: Callable[[str], bytes | None]) -> list[str]:
    """What a reader who starts at the front page clicks on in vain; nothing if there is none."""
    if read("index.html") is None:
        return []
    queue, seen, broken = ["index.html"], {"index.html"}, []
    while queue:
        path = queue.pop()
        content = read(path)
        if content is None:
            broken.append(path)
            continue
        links = LINK.findall(content) if path.endswith(".html") else []
        for link in links:
            other = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.decode()))
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return broken


class Meanwhile(Told):
    """Does something once, when the first file is about to be put in place."""

    def __init__(self, do: Callable[[], object]) -> None:
        self._do: Callable[[], object] | None = do

    def putting(self, file: SiteFile) -> None:
        do, self._do = self._do, None
        if do:
            do()
