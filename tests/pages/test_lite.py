"""The text-only edition beside any theme."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
LITE = f"-- site.yaml --\n{SITE_YAML}lite: true\n"
PARTS = "To [part](#part).\n\n## Part"
TWO = (
    f"-- content/a/one.md --\n{article('One', '2021-01-01', 'tags: [T]', 'See [it](two.md).')}"
    f"-- content/a/two.md --\n{article('Two', '2021-01-02', body=PARTS)}"
)


def test_site_has_no_text_only_edition_unless_it_asks_for_one(site: Make) -> None:
    made = site(TWO)
    made.build()
    assert not [path for path in made.tree() if path.startswith("lite/")]
    assert "Text only" not in made.page("index.html")


def test_every_page_stands_once_more_as_text_and_leads_to_its_kind(site: Make) -> None:
    made = site(LITE + TWO)
    made.build()
    pages = {path for path in made.tree() if path.endswith(".html") and path != "404.html"}
    lite = {path.removeprefix("lite/") for path in pages if path.startswith("lite/")}
    assert lite == {path for path in pages if not path.startswith("lite/")}
    whole = made.page("lite/2021/01/one.html")
    assert found(whole, "//article//a[text()='it']/@href") == ["two.html"]
    assert "../../index.html" in found(whole, "//nav//a/@href")
    assert found(made.page("lite/2021/01/two.html"), "//a[text()='part']/@href") == ["#part"]
    assert not found(whole, "//link[@rel='stylesheet']|//script[@src]|//img")


def test_text_only_page_leads_to_the_feeds_of_the_site_and_names_the_page_it_is_of(
    site: Make,
) -> None:
    made = site(LITE + TWO)
    made.build()
    page = made.page("lite/2021/01/one.html")
    assert "../../../feed.xml" in found(page, "//link[@rel='alternate']/@href")
    (canonical,) = found(page, "//link[@rel='canonical']/@href")
    assert canonical == "https://example.org/2021/01/one.html"
    main = made.page("2021/01/one.html")
    assert found(main, "//a[text()='Text only']/@href") == ["../../lite/2021/01/one.html"]
    assert not found(page, "//a[text()='Text only']")


def test_search_engines_are_not_told_of_the_text_only_edition(site: Make) -> None:
    made = site(LITE + TWO)
    made.build()
    assert "/lite/" not in made.page("sitemap.xml")


def test_edit_changes_the_text_only_page_too(site: Make, tmp_path: Path) -> None:
    made = site(LITE + TWO)
    made.build()
    made.write(f"-- content/a/one.md --\n{article('New', '2021-01-01', body='Changed.')}")
    made.build()
    assert "Changed." in made.page("lite/2021/01/one.html")
    made.build(output=tmp_path / "clean")
    assert made.tree() == made.tree(tmp_path / "clean")


def test_page_in_the_way_of_the_text_only_edition_is_a_problem(site: Make) -> None:
    clash = "-- content/pages/lite/index.md --\n---\ntitle: Mine\n---\nText.\n"
    with pytest.raises(ProblemsFound, match=r"lite/index\.html"):
        site(LITE + TWO + clash).build()
