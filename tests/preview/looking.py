"""How tests look at a preview: all that it shows, and which files a watcher would name."""

from pathlib import Path

from broadsheet.files import MEMORY
from broadsheet.preview.live_site import LiveSite


def everything_shown(live: LiveSite) -> dict[str, bytes]:
    """Every file of the site with its bytes, as the preview shows it."""
    return {path: shown_bytes(live, path) for path in live.paths()}


def shown_bytes(live: LiveSite, path: str) -> bytes:
    """The bytes of one file, which there must be."""
    shown = live.shown(path)
    assert shown is not None and not shown.problems, (path, shown)
    if shown.file is not None:
        return shown.file.read_bytes()
    assert shown.content is not None
    return shown.content


def signatures(root: Path) -> dict[str, tuple[int, int]]:
    """The time and size of every file of a site, but for what is made from them."""
    found = {}
    for path in root.rglob("*"):
        own = path.relative_to(root)
        if path.is_file() and own.parts[0] not in ("public", MEMORY):
            status = path.stat()
            found[own.as_posix()] = (status.st_mtime_ns, status.st_size)
    return found
