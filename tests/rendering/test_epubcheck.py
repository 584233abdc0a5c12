"""EPUBCheck, the checker of the W3C, finds nothing in books: of every kind, in every language."""

from pathlib import Path

import pytest

from broadsheet.files import DATA
from tests.books import checked, sample, small
from tests.sites import ROOT
from tests.sizes import SIZE

LATER = "2024-06-01"  # when every correction of the sample was made
OF_LANGUAGES = sorted(it.name for it in (DATA / "locale").iterdir() if it.is_dir())
LANGUAGES = ("en", *(it.replace("_", "-") for it in OF_LANGUAGES))
# Each book takes the checker seconds: `make test` gives it one, `make test-all` all of them.
SITES = ("sample", "arabic", *LANGUAGES) if SIZE > 1 else ("en",)
pytestmark = pytest.mark.whole


@pytest.mark.parametrize("name", SITES)
def test_books_are_sound(name: str, tmp_path: Path, java: str) -> None:
    samples = {"sample": ROOT, "arabic": ROOT / "tests/arabic"}
    folder = tmp_path / "site"
    made = sample(folder, samples[name]) if name in samples else small(folder, name)
    made.build(as_of=LATER)
    books = sorted(made.public.rglob("*.epub"))
    assert len(books) >= 3
    assert checked(java, books if SIZE > 1 else [made.public / "editions/2021-08-20.epub"]) == {}
