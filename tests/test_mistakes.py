"""Every mistake in an article is answered with its file, its line, what is wrong, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import Site

MISTAKES = Path(__file__).parent / "mistakes"
NAMES = sorted(path.stem for path in MISTAKES.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_mistake_has_its_exact_message(
    name: str, site: Callable[[str], Site], accept: bool
) -> None:
    made = site("")
    (made.root / "content/news").mkdir()
    (made.root / f"content/news/{name}.md").write_bytes((MISTAKES / f"{name}.md").read_bytes())
    with pytest.raises(ProblemsFound) as found:
        made.build()
    expected = MISTAKES / f"{name}.txt"
    if accept:
        expected.write_text(f"{found.value}\n", "utf-8")
    assert f"{found.value}\n" == expected.read_text("utf-8")
    assert not made.public.exists()
