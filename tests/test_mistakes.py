"""Every mistake in an article or in site.yaml has its file, its line, what is wrong, what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import Site

MISTAKES = Path(__file__).parent / "mistakes"
NAMES = sorted(path.name for path in MISTAKES.iterdir() if path.suffix != ".txt")


def accepting(expected: Path) -> str:
    """What to do if a message is meant to be another one."""
    return f"if it is meant, add --accept and read the change of tests/mistakes/{expected.name}"


@pytest.mark.parametrize("name", NAMES)
def test_mistake_has_its_exact_message(
    name: str, site: Callable[[str], Site], accept: bool
) -> None:
    made = site("")
    (made.root / "content/news").mkdir()
    place = f"content/news/{name}" if name.endswith(".md") else "site.yaml"
    (made.root / place).write_bytes((MISTAKES / name).read_bytes())
    with pytest.raises(ProblemsFound) as found:
        made.build()
    expected = (MISTAKES / name).with_suffix(".txt")
    if accept:
        expected.write_text(f"{found.value}\n", "utf-8")
    assert f"{found.value}\n" == expected.read_text("utf-8"), accepting(expected)
    assert not made.public.exists()
