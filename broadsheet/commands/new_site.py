"""A new site's first files: settings, one article and a page, or a small paper of samples."""

from collections.abc import Iterator
from pathlib import Path

from broadsheet.drafting.schema import FILES, schema_text
from broadsheet.files import DATA

STARTER, SAMPLES = DATA / "starter", DATA / "samples"
# A package may lose files whose names start with a dot.
DOTTED = ("gitignore", "gitattributes", "editorconfig", "github/")


class FolderTaken(Exception):
    """The folder for the new site is not empty."""


def make_site(folder: Path, samples: bool = False) -> list[str]:
    """Write a new site's files into `folder`; returns their paths in it. Raises FolderTaken.

    The folder may hold an empty repository of Git, and nothing else.
    With `samples` it is a paper with six articles, a story and an edition.
    """
    if folder.exists() and not _is_free(folder):
        raise FolderTaken(f"{folder} is there already and is not empty; name another folder")
    made = []
    for path, content in first_files(samples):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        made.append(path)
    return made


def _is_free(folder: Path) -> bool:
    return folder.is_dir() and all(it.name == ".git" for it in folder.iterdir())


def first_files(samples: bool) -> Iterator[tuple[str, bytes]]:
    """The files of a new site, by their paths in it."""
    for folder in (STARTER, SAMPLES) if samples else (STARTER,):
        for source in sorted(path for path in folder.rglob("*") if path.is_file()):
            path = source.relative_to(folder).as_posix()
            dot = "." if path.startswith(DOTTED) else ""
            yield dot + path, source.read_bytes()
    for kind, path in FILES.items():
        yield path, schema_text(kind).encode()
