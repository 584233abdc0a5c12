"""Sitemaps as search engines get them from a published site."""

from collections.abc import Callable
from os import stat

import pytest

from broadsheet.pages import machines
from broadsheet.publishing.site_files import site_files
from broadsheet.publishing.sitemaps import listed_pages
from tests.publishing.real_sites import publish, wish
from tests.sites import Site, article

MakeSite = Callable[[str], Site]
ARTICLES = "".join(
    f"-- content/a/n{it}.md --\n{article(f'N {it}', f'2021-01-{it:02}')}" for it in range(1, 4)
)


def listed(site: Site) -> list[str]:
    """The pages of a built site that its sitemaps list."""
    files = site_files(site.root, site.public)
    return list(listed_pages(files, site.public, "https://example.org/"))


def test_newest_article_is_the_last_page_that_is_listed(site: MakeSite) -> None:
    made = site(ARTICLES)
    made.build()
    assert listed(made)[-3:] == [f"2021/01/n{it}.html" for it in (1, 2, 3)]
    assert "index.html" in listed(made) and "404.html" not in listed(made)


def test_pages_of_several_sitemaps_come_in_the_same_order(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site(ARTICLES)
    made.build()
    whole = listed(made)
    monkeypatch.setattr(machines, "MOST", 1)
    made.write("-- content/a/n1.md --\n" + article("N 1", "2021-01-01", body="Other words."))
    made.build()
    assert (made.public / "sitemap-11.xml").exists() and listed(made) == whole


def test_sitemap_has_the_time_of_its_own_last_change(site: MakeSite) -> None:
    made = site(ARTICLES)
    publish(wish(made))
    sitemap = made.root.parent / "www/sitemap.xml"
    first = stat(sitemap).st_mtime_ns
    made.write("-- content/a/n1.md --\n" + article("N 1", "2021-01-01", body="Other words."))
    publish(wish(made))
    assert stat(sitemap).st_mtime_ns == first
    made.write("-- content/a/n4.md --\n" + article("N 4", "2021-01-04"))
    publish(wish(made))
    assert stat(sitemap).st_mtime_ns > first
