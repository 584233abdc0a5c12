"""A new site's first files: a small paper of samples, which builds at once."""

from collections.abc import Iterator
from pathlib import Path

from broadsheet.files import DATA

STARTER = DATA / "starter"
DOTTED = {"gitignore": ".gitignore"}  # a package may lose files whose names start with a dot


class FolderTaken(Exception):
    """The folder for the new site is not empty."""


def make_site(folder: Path) -> list[str]:
    """Write a new site's files into `folder`; returns their paths in it. Raises FolderTaken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is there already and is not empty; name another folder")
    made = []
    for path, content in starter_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        made.append(path)
    return made


def starter_files() -> Iterator[tuple[str, bytes]]:
    """The files of a new site, by their paths in it."""
    for source in sorted(path for path in STARTER.rglob("*") if path.is_file()):
        path = source.relative_to(STARTER).as_posix()
        yield DOTTED.get(path, path), source.read_bytes()
