"""Finds and runs the programs that tests talk to; a test skips by name where one is missing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEM = "/usr/sbin:/sbin:/usr/local/sbin"  # where servers are, and where not every user looks


def find_program(name: str) -> str:
    """The path of a program in this environment or elsewhere; else the test skips by name."""
    own = Path(sys.prefix)
    places = (own / "bin", own / "Scripts", own / "checkers/node_modules/.bin", own / "peers/bin")
    found = next((path for it in places if (path := shutil.which(name, path=str(it)))), None)
    found = found or shutil.which(name) or shutil.which(name, path=SYSTEM)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(folder: Path, *command: str) -> None:
    """Run a program in a folder; its output is shown if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
