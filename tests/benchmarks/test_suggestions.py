"""The benchmark of suggestions takes articles for drafts, and says how many tags it found again."""

from collections.abc import Callable

import pytest

from benchmarks.suggestions import main
from tests.sites import Site, article

Make = Callable[[str], Site]
BODY = "Banu and Andarab in Baghlan."


def test_tags_that_are_found_again_are_counted(
    site: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [article(f"News {it}", f"2021-08-2{it}", "tags: [Baghlan]", BODY) for it in range(6)]
    made = site("".join(f"-- content/a/x{number}.md --\n{it}" for number, it in enumerate(pages)))
    assert main([str(made.root)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("6 articles, index made in ")
    assert "unseen, all others known: 3 articles, precision 1.00, recall 1.00" in printed


def test_site_without_tags_cannot_be_measured(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-08-20')}")
    assert main([str(made.root)]) == 1
