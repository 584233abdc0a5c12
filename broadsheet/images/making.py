"""Makes files from pictures, and says in a curator's words why one cannot be made."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from broadsheet.files import read_bytes
from broadsheet.images.renditions import Sized, SourceChanged, Whole, made
from broadsheet.problems import Problem, ProblemsFound


def read_source(path: str, root: Path) -> bytes:
    """The bytes of a file of the site; raises ProblemsFound."""
    try:
        return read_bytes(root, path)
    except OSError as error:
        raise unread(path, error) from error


def unread(path: str, error: OSError) -> ProblemsFound:
    """What to raise when a file of the site cannot be read."""
    return ProblemsFound([Problem(path, 0, f"cannot be read: {error.strerror or error}")])


def make(recipes: Sequence[Sized | Whole], content: bytes) -> Iterator[bytes]:
    """The bytes of several files made from one picture, each when it is asked for; raises
    ProblemsFound."""
    path = recipes[0].original.path
    try:
        yield from made(recipes, content)
    except SourceChanged:
        problem = Problem(path, 0, "was changed while the site was built", "build again")
    except (OSError, ValueError) as error:
        problem = Problem(path, 0, f"cannot be resized: {error}", "save it again")
    else:
        return
    raise ProblemsFound([problem])
