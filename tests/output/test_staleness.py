"""Which pages are made: the same ones, whichever process compares them."""

from collections.abc import Callable

import pytest

from broadsheet.output import staleness
from tests.sites import Site, article, assert_same_tree

Make = Callable[[str], Site]
TWENTY = "".join(
    f"-- content/a/n{day}.md --\n{article(f'N{day}', f'2021-01-{day:02}', 'tags: [Peace]')}"
    for day in range(1, 21)
)
MORE = f"-- content/a/more.md --\n{article('More', '2021-02-01')}"


@pytest.mark.parametrize("workers", [1, 2])
def test_page_that_is_as_it_was_is_not_made_whichever_process_finds_that_out(
    site: Make, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    made = site(TWENTY)
    made.build()
    site(MORE)
    few = made.build()
    kept = made.tree()
    (made.root / "content/a/more.md").unlink()
    made.build()
    site(MORE)
    monkeypatch.setattr(staleness, "FEW", 0)
    many = made.build(workers=workers)
    assert_same_tree(made.tree(), kept, "compared by those that make them", "compared before")
    assert [page for page, _ in many.rendered] == [page for page, _ in few.rendered]
    assert "/2021/01/n1.html" not in dict(many.rendered)
