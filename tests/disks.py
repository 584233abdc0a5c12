"""Small file systems, for tests of what happens when a disk is full."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import NO_RIGHTS


@contextmanager
def small_file_system(place: Path, size: str) -> Iterator[Path]:
    """A new folder `place` on a file system of its own, of a size such as `900k`; skips where that
    may not be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip(f"{NO_RIGHTS} to mount a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
