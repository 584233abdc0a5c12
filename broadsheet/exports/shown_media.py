"""Finds the files that a post shows: in the export's own folder, else on the web."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from broadsheet.exports.posts import Media


def media_of(references: Iterable[str], place: Callable[[str], str]) -> tuple[Media, ...]:
    """The files that a body shows by these references; `place` says where each is found, "" for
    nowhere."""
    found = {it: place(it) for it in references if it}
    return tuple(Media(reference, where) for reference, where in found.items() if where)


def on_the_web(address: str) -> str:
    """An address, if it is one on the web; else ""."""
    return address if address.startswith(("http://", "https://")) else ""


def path_of(address: str) -> str:
    """The path of an address, decoded; "" if it is none."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def found_in(folder: Path, candidates: Sequence[str]) -> str:
    """The first of these paths that is a file within `folder`, without `..` and symbolic links;
    else ""."""
    for path in candidates:
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or path.startswith("/") or "\x00" in path:
            continue
        places = [folder.joinpath(*parts[: end + 1]) for end in range(len(parts))]
        try:
            if places[-1].is_file() and not any(it.is_symlink() for it in places):
                return path
        except OSError:  # the name is too long for a file
            continue
    return ""
