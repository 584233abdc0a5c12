"""Which files may the desk change, and where do they really stand?"""

import os
from pathlib import Path, PurePosixPath

from broadsheet.content.settings import FILE as SETTINGS
from broadsheet.files import CONTENT, NOT_OURS_NOT_THEIRS
from broadsheet.problems import Problem, ProblemsFound


def place_of(root: Path, path: str) -> Path:
    """The real place of a file of the site's content, or of its settings. A link within `content/`
    is followed, so it stays a link. Raises ProblemsFound for any other path, and for one that
    a link leads out of `content/`."""
    parts = PurePosixPath(path).parts
    is_content = len(parts) > 1 and parts[0] == CONTENT and "/".join(parts) == path
    is_odd = any(it == ".." or it in NOT_OURS_NOT_THEIRS or "\0" in it for it in parts)
    if path != SETTINGS and (not is_content or is_odd or "\\" in path):
        raise _refused(path, "is no file of the content", "name a file in content/")
    inside = Path(os.path.realpath(root / CONTENT if is_content else root))
    folder, target = (
        Path(os.path.realpath((root / path).parent)),
        Path(os.path.realpath(root / path)),
    )
    if not folder.is_relative_to(inside) or not target.is_relative_to(inside):
        hint = "copy the file into the site's folder"
        raise _refused(path, f"is a link that leads out of {inside.name}/", hint)
    if (root / path).is_symlink() and not target.exists():
        raise _refused(path, "is a symbolic link that leads nowhere or in a circle", "delete it")
    if target.exists() and not target.is_file():
        raise _refused(path, "is not a file", "rename it")
    return target


def _refused(path: str, text: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(path, 0, text, hint)])
