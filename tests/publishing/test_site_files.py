"""Which files a built site has: their sizes, digests and kinds."""

import os
from collections.abc import Callable
from hashlib import sha256

import pytest

from broadsheet.output.manifest import ManifestEntry
from broadsheet.publishing.site_files import FileKind, kind_of, site_files
from tests.sites import Site, article

MakeSite = Callable[[str], Site]
KEYS = "tags: [T]\naliases: [/old.html]"
ONE = (
    f"-- content/a/one.md --\n{article('One', '2021-01-01', KEYS)}"
    "-- content/site-root/humans.txt --\nUser-agent: *\n"
    "-- content/site-root/data.json --\n{}\n"
)
KINDS = {
    "2021/01/one.html": FileKind.PAGE,
    "old.html": FileKind.PAGE,
    "index.html": FileKind.LIST,
    "tags/t.html": FileKind.LIST,
    "feed.xml": FileKind.LIST,
    "feed.json": FileKind.LIST,
    "sitemap.xml": FileKind.LIST,
    "humans.txt": FileKind.ASSET,
    "data.json": FileKind.ASSET,
}


@pytest.fixture
def built(site: MakeSite) -> Site:
    """A site, built."""
    made = site(ONE)
    made.build()
    return made


def test_every_file_of_the_site_has_its_size_digest_and_kind(built: Site) -> None:
    (built.public / "notes.txt").write_text("not Broadsheet's")
    files = {it.path: it for it in site_files(built.root, built.public)}
    tree = {path: it for path, it in built.tree().items() if path != "notes.txt"}
    assert {path: (it.size, it.digest) for path, it in files.items()} == {
        path: (len(content), sha256(content).hexdigest()) for path, content in tree.items()
    }
    assert {path: files[path].kind for path in KINDS} == KINDS
    static = {it.kind for path, it in files.items() if path.startswith("static/")}
    assert static == {FileKind.ASSET}


def test_feeds_are_known(built: Site) -> None:
    feeds = {it.path for it in site_files(built.root, built.public) if it.is_feed}
    assert {"feed.xml", "feed.json", "tags/t.xml"} <= feeds
    assert not feeds & {"sitemap.xml", "data.json", "index.html"}


def test_only_files_that_changed_are_read_again(built: Site) -> None:
    first = site_files(built.root, built.public)
    page, style = built.public / "index.html", built.public / "humans.txt"
    before = page.stat()
    page.write_bytes(bytes(before.st_size))  # nobody sees that: its size and time are the same
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert site_files(built.root, built.public) == first
    built.write("-- content/site-root/humans.txt --\nUser-agent: you\n").build()
    now = {it.path: it.digest for it in site_files(built.root, built.public)}
    assert now["humans.txt"] == sha256(style.read_bytes()).hexdigest()
    assert [it.path for it in first if now[it.path] != it.digest] == ["humans.txt"]


@pytest.mark.parametrize("damage", ["", "[]", '{"index.html": 1}', '{"index.html": ["1", 2, 3]}'])
def test_damaged_memory_only_costs_time(built: Site, damage: str) -> None:
    whole = site_files(built.root, built.public)
    (memory,) = (built.root / ".broadsheet").glob("digests-*.json")
    memory.write_text(damage)
    assert site_files(built.root, built.public) == whole


def test_site_that_was_not_built_has_no_files(site: MakeSite) -> None:
    made = site(ONE)
    with pytest.raises(FileNotFoundError):
        site_files(made.root, made.public)


def test_copied_page_is_read_as_a_list() -> None:
    assert kind_of("page.html", ManifestEntry(1, 1, "asset=1")) is FileKind.LIST


def test_worker_that_keeps_pages_offline_lists_them() -> None:
    made = ManifestEntry(1, 1, "engine=1\ntheme=2\ntemplate=sw.js\nfiles=3")
    assert kind_of("sw.js", made) is FileKind.LIST
