"""Puts a new file into `content/`, and never in the place of another."""

import os
import re
from pathlib import Path

from broadsheet.files import CONTENT
from broadsheet.problems import Problem, ProblemsFound, shortened

TITLE = re.compile(rb"^title:[ ]*(\S.*)$", re.MULTILINE)
HEAD = 8192  # bytes in which a title is looked for
# Names that Windows keeps for devices, with any ending.
DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)


def safe_name(name: str, kind: str) -> str:
    """The name of a file without its ending, which every system can have."""
    return f"{name}-{kind}" if DEVICES.fullmatch(name) else name


def standing_title(path: Path) -> str:
    """The title in a file's front matter as it is written, or nothing."""
    try:
        with open(path, "rb") as file:
            found = TITLE.search(file.read(HEAD))
    except OSError:
        return ""
    title = found[1].decode(errors="replace").strip() if found else ""
    return title[1:-1] if title[:1] in ('"', "'") and title[-1] == title[0] else title


def refuse_standing(root: Path, path: str, because: str = "is there already") -> None:
    """Raise ProblemsFound if there is something at `path`, and say what."""
    if not os.path.lexists(root / path):
        return
    title = standing_title(root / path)
    named = f"; its title is {shortened(title)}" if title else ""
    hint = "edit that file, or give the new one another title or date"
    raise ProblemsFound([Problem(path, 0, f"{because}{named}", hint)])


def put_new(root: Path, path: str, text: str) -> None:
    """Write a new file, whole or not at all. Raises ProblemsFound if there is one, or if its
    folder leads out of `content/`; OSError if it cannot be written."""
    target = root / path
    inside = os.path.realpath(root / CONTENT)
    if not Path(os.path.realpath(target.parent)).is_relative_to(inside):
        hint = "put a folder in the place of the link"
        raise ProblemsFound([Problem(path, 0, "would be written outside of content/", hint)])
    refuse_standing(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.stem[:40]}.{os.getpid()}.tmp")
    try:
        aside.write_bytes(text.encode())
        _put(aside, target)
    except FileExistsError:
        refuse_standing(root, path)
        raise
    finally:
        aside.unlink(missing_ok=True)


def _put(aside: Path, target: Path) -> None:
    """Give the file its name, which fails if there is another by now."""
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        content = aside.read_bytes()
        with open(target, "xb") as file:
            try:
                file.write(content)
                file.flush()
            except OSError:
                target.unlink()
                raise
