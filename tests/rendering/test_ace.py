"""Ace by DAISY, the checker of accessible books, finds nothing in books of each kind."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.books import sample, small
from tests.programs import find_program
from tests.sites import ROOT
from tests.sizes import SIZE

LATER = "2024-06-01"  # when every correction of the sample was made
# Each book takes seconds: `make test` checks an edition in Arabic, `make test-all` a book of each
# kind, in English and in Arabic, of the sample sites and of a site that has all that there is.
KINDS = ("editions", "stories", "archive")
SITES = ("small in ar", "small in en", "sample", "sample in ar") if SIZE > 1 else ("small in ar",)
pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def ace() -> str:
    """The path of Ace; else the test skips by name."""
    return find_program("ace-cli")


def violations(ace: str, chromium: str, book: Path, folder: Path) -> list[str]:
    """What Ace finds wrong in a book: the file, the rule, and where."""
    surrounding = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "HOME": str(folder)}
    command = [ace, "--silent", "--force", "--outdir", str(folder), str(book)]
    done = subprocess.run(command, env=surrounding, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert len(report["assertions"]) > 3  # it looked at the package and at each document
    found = [
        f"{looked_at['earl:testSubject']['url']}: {it['earl:test']['dct:title']}: "
        f"{it['earl:result'].get('html', '')}"
        for looked_at in report["assertions"]
        for it in looked_at["assertions"]
    ]
    assert found or report["earl:result"]["earl:outcome"] == "pass"
    return found


def of_each_kind(public: Path) -> list[Path]:
    """The largest book of each kind."""
    books = {kind: list((public / kind).rglob("*.epub")) for kind in KINDS}
    return [max(found, key=lambda it: it.stat().st_size) for found in books.values() if found]


@pytest.mark.parametrize("name", SITES)
def test_books_are_accessible(name: str, tmp_path: Path, ace: str, chromium: str) -> None:
    folder, language = tmp_path / "site", "ar" if name.endswith("ar") else "en"
    if name.startswith("small"):
        made = small(folder, language)
    else:
        made = sample(folder, ROOT / "tests/arabic" if language == "ar" else ROOT)
    made.build(as_of=LATER)
    books = of_each_kind(made.public)
    assert len(books) == len(KINDS)
    for book in books if SIZE > 1 else books[:1]:
        assert violations(ace, chromium, book, tmp_path / "found") == []
