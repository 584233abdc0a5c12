"""The installed package carries its themes and the files of a new site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_installed_command_makes_and_builds_a_new_site(tmp_path: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(tmp_path / "lib")]
    subprocess.run([*install, *options, str(ROOT)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "lib")}
    script = "import broadsheet, broadsheet.cli; print(broadsheet.__file__); broadsheet.cli.main()"

    def run(*arguments: str) -> str:
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        ).stdout

    assert str(tmp_path / "lib" / "broadsheet") in run("init", "new", "--sample")
    assert run("theme", "contract").endswith((ROOT / "docs/theme-contract.md").read_text("utf-8"))
    assert "articles: 6 read = 6 published + 0 unpublished" in run("build", "--site", "new")
    assert list((tmp_path / "new/public/static").glob("style.*.css"))
