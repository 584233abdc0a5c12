"""Golden sites: whole small sites and, file by file, what they become."""

import shutil
from pathlib import Path

import pytest

from tests.sites import Site, tree

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_golden_site_becomes_what_is_expected(name: str, tmp_path: Path, accept: bool) -> None:
    shutil.copytree(GOLDEN / name, tmp_path / "site", ignore=shutil.ignore_patterns("expected"))
    site = Site(tmp_path / "site")
    site.build()
    expected = GOLDEN / name / "expected"
    if accept:
        shutil.rmtree(expected, ignore_errors=True)
        for path, content in site.tree().items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(content)
    assert site.tree() == tree(expected)
