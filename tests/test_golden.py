"""Golden sites: whole small sites and, file by file, what they become.

They share a theme of empty templates, with Broadsheet's own for feeds; a template of a site's own
shows what it is about.
"""

import shutil
from pathlib import Path

import pytest

from tests.sites import ROOT, Site, assert_same_tree, tree

GOLDEN = Path(__file__).parent / "golden"
BARE_THEME = Path(__file__).parent / "bare_theme"
TEMPLATES = sorted(ROOT.glob("themes/broadsheet/templates/*"))
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_golden_site_becomes_what_is_expected(name: str, tmp_path: Path, accept: bool) -> None:
    site = Site(tmp_path / "site")
    shutil.copytree(BARE_THEME, site.root / "themes/bare")
    for template in TEMPLATES:
        bare = site.root / "themes/bare/templates" / template.name
        if template.name.startswith("feed_"):
            shutil.copy(template, bare)
        elif not bare.exists():
            bare.touch()  # a page that these sites do not judge is empty
    left = shutil.ignore_patterns("expected")
    shutil.copytree(GOLDEN / name, site.root, ignore=left, dirs_exist_ok=True)
    site.build()
    expected = GOLDEN / name / "expected"
    if accept:
        shutil.rmtree(expected, ignore_errors=True)
        for path, content in site.tree().items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(content)
    wanted = f"tests/golden/{name}/expected; if it is meant, add --accept and read the change"
    assert_same_tree(site.tree(), tree(expected), "what is built", wanted)
