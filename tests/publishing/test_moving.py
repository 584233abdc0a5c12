"""A site that moves to another host or has other addresses leaves nobody behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.builds import Progress
from broadsheet.content.ledger import Published
from broadsheet.problems import ProblemsFound
from broadsheet.publishing.ledger import record
from broadsheet.publishing.moving import moved_files, record_pattern, write_moved
from broadsheet.publishing.target import PublishFailed
from broadsheet.site.inputs import read_inputs
from broadsheet.workers import Workers
from tests.sites import Site, article, found

Make = Callable[[str], Site]
X = f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Go]')}"
NEW = ("https://example.org/", "en")


def moved(site: Site, folder: Path) -> int:
    """Write what the old host of a site needs."""
    return write_moved(site.root, site.public, "https://old.example/news/", NEW, folder)


def test_every_page_at_the_old_host_leads_to_the_new_one(site: Make, tmp_path: Path) -> None:
    made = site(X)
    made.build()
    record(made.root, made.public)
    folder = tmp_path / "old"
    assert moved(made, folder) > 20
    page = (folder / "2021/01/x.html").read_text("utf-8")
    target = "https://example.org/2021/01/x.html"
    assert found(page, "//link[@rel='canonical']/@href") == [target]
    assert found(page, "//meta[@http-equiv]/@content") == [f"0; url={target}"]
    assert (folder / "tags/go.xml").read_bytes() == (made.public / "tags/go.xml").read_bytes()
    assert (folder / "index.html").is_file()


def test_hosts_with_rules_get_one_for_all_addresses() -> None:
    ledger = {"/a b.html": Published("content/a.md")}
    files = dict(moved_files(ledger, "https://old.example/news/", *NEW))
    assert files["_redirects"] == b"/news/* https://example.org/:splat 301!\n"
    rule = b'RedirectMatch 301 "^/news/(.*)$" "https://example.org/$1"\n'
    assert files[".htaccess"] == rule
    assert b'url=https://example.org/a%20b.html"' in files["a b.html"]


def test_folder_with_files_is_refused(site: Make, tmp_path: Path) -> None:
    made = site(X)
    made.build()
    record(made.root, made.public)
    with pytest.raises(PublishFailed, match="is not empty"):
        moved(made, made.root)


def test_site_that_was_never_published_has_nothing_to_move(site: Make, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="publish the site once"):
        moved(site(X), tmp_path / "old")


def test_addresses_of_an_earlier_pattern_lead_to_the_articles(site: Make) -> None:
    made = site(X)
    articles = read_inputs(made.root, Workers(1), Progress()).articles
    assert record_pattern(made.root, articles, "/posts/{slug}/") == 1
    made.build()
    page = made.page("posts/x/index.html")
    target = "https://example.org/2021/01/x.html"
    assert found(page, "//link[@rel='canonical']/@href") == [target]
    with pytest.raises(ProblemsFound, match="all articles would share one address"):
        record_pattern(made.root, articles, "/posts/")
