"""What `broadsheet new` makes of titles, tags, addresses and editors that are not as it expects."""

from collections.abc import Callable

import pytest

from tests.commands.test_new import OLD, SECTIONS, made, new
from tests.sites import Site


@pytest.fixture
def paper(site: Callable[[str], Site]) -> Site:
    """A site with two sections and one article."""
    return site(SECTIONS + OLD)


def test_name_of_a_file_is_no_title(paper: Site) -> None:
    result = new(paper, "posts/bridge.md", "--section", "city")
    assert result.exit_code == 2 and "it is what readers see" in result.stderr


def test_tags_may_be_given_in_parts(paper: Site) -> None:
    path = made(paper, "T", "--section", "city", "--tags", "Ice, Sea", "--tags", "Snow")
    assert "tags: [Ice, Sea, Snow]\n" in (paper.root / path).read_text("utf-8")


def test_address_of_an_article_of_another_day_is_refused(paper: Site) -> None:
    made(paper, "A bridge opens", "--section", "city", "--date", "2026-01-05")
    again = ["A bridge opens", "--section", "city", "--date", "2026-01-06"]
    result = new(paper, *again)
    assert result.exit_code == 1 and "would share its address with content/city" in result.stderr
    by_day = "permalink: /{year}/{month}/{day}/{slug}.html\n"
    paper.write(f"-- site.yaml --\n{(paper.root / 'site.yaml').read_text('utf-8')}{by_day}")
    assert new(paper, *again).exit_code == 0


def test_editor_that_cannot_be_started_is_named(
    paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    result = new(paper, "T", "--section", "city", "--date", "2026-01-05", "--edit")
    assert result.exit_code == 1
    assert "the editor no-such-editor could not be started, or failed" in result.stderr
    assert (paper.root / result.stdout.strip()).is_file()
