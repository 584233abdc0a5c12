"""Compressed files beside the site's own: which there are, and how they are kept."""

import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import brotli
import pytest

from broadsheet.publishing.changes import changes
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import FileKind, SiteFile, site_files
from broadsheet.publishing.twins import LEAST, with_twins
from broadsheet.workers import Workers
from tests.sites import SITE_YAML, Site, article

TEXT = "-- content/world/a.md --\n" + article("One", "2021-08-30", body="A long text. " * 100)
Make = Callable[[str], Site]


def files_of(site: Site, host: str = "nginx", workers: int = 1) -> dict[str, SiteFile]:
    """The files of the built site with their twins, by their paths."""
    found = site_files(site.root, site.public)
    files = with_twins(found, site.public, site.root, host, Workers(workers))
    assert [it.path for it in files] == sorted(it.path for it in files)
    return {it.path: it for it in files}


def built(site: Make, text: str = TEXT) -> Site:
    made = site(text).write(f"-- site.yaml --\n{SITE_YAML}host: nginx\n")
    made.build()
    return made


def kept(site: Site) -> dict[str, bytes]:
    folder = site.root / ".broadsheet/twins"
    return {it.name: it.read_bytes() for it in folder.iterdir() if it.name != "index.json"}


def test_twin_is_the_same_text_in_fewer_bytes(site: Make) -> None:
    made = built(site)
    files = files_of(made)
    page = (made.public / "2021/08/a.html").read_bytes()
    for suffix, unpack in ((".gz", gzip.decompress), (".br", brotli.decompress)):
        twin = files[f"2021/08/a.html{suffix}"]
        content = twin.source(made.public).read_bytes()
        assert unpack(content) == page and twin.size == len(content) < len(page)
        assert twin.kind == files["2021/08/a.html"].kind


def test_bytes_do_not_tell_when_they_were_made(site: Make) -> None:
    made = built(site)
    files_of(made)
    first = kept(made)
    assert all(it[4:8] == b"\0\0\0\0" for name, it in first.items() if name.endswith(".gz"))
    for name in first:
        (made.root / ".broadsheet/twins" / name).unlink()
    files_of(made, workers=2)
    assert kept(made) == first


def test_only_text_that_becomes_smaller_has_twins(site: Make) -> None:
    made = built(site).put("content/media/p.pdf", b"%PDF" + b"x" * 5000)
    noise = "".join(Random(1).choices([chr(it) for it in range(33, 127)], k=300))
    made.write(f"-- content/media/noise.txt --\n{noise}\n-- content/media/tiny.txt --\nshort\n")
    made.build()
    files = files_of(made)
    paths = [it for it in files if it.startswith("media/")]
    assert paths == ["media/noise.txt", "media/p.pdf", "media/tiny.txt"]
    assert not any(it.startswith(".host/") and it.endswith((".gz", ".br")) for it in files)
    for path, it in files.items():
        if path.endswith((".gz", ".br")):
            assert it.size <= files[path.rpartition(".")[0]].size - LEAST


@pytest.mark.parametrize("host", ["", "netlify", "s3-website", "github-pages"])
def test_host_that_compresses_by_itself_gets_none(site: Make, host: str) -> None:
    made = built(site)
    assert files_of(made, host).keys() == {it.path for it in site_files(made.root, made.public)}


def test_twin_is_made_once_for_its_bytes_and_kept_while_the_site_has_them(site: Make) -> None:
    made = built(site)
    files_of(made)
    before = {it: os.stat(made.root / ".broadsheet/twins" / it).st_mtime_ns for it in kept(made)}
    made.write(TEXT.replace("A long text.", "Another long text."))
    made.build()
    files = files_of(made)
    after = {it: os.stat(made.root / ".broadsheet/twins" / it).st_mtime_ns for it in kept(made)}
    held = {Path(it.held).name for it in files.values() if it.held}
    assert after.keys() == held
    assert {name: after[name] for name in before.keys() & after.keys()}.items() <= before.items()
    assert before.keys() - after.keys() and after.keys() - before.keys()


@pytest.mark.parametrize("damage", ["index", "twin", "size", "rest"])
def test_what_was_kept_badly_is_made_again(site: Make, damage: str) -> None:
    made = built(site)
    whole, first, folder = files_of(made), kept(made), made.root / ".broadsheet/twins"
    name = min(first)
    if damage == "index":
        (folder / "index.json").write_text('{"a": 1}')
    elif damage == "twin":
        (folder / name).unlink()
    elif damage == "size":
        (folder / name).write_bytes(b"")
    else:
        (folder / "half.gz.17.new").write_bytes(b"x")
        made.write("-- content/world/b.md --\n" + article("Two", "2021-08-31")).build()
        assert files_of(made) and "half.gz.17.new" not in kept(made)
        return
    assert files_of(made) == whole
    assert kept(made) == first


def test_file_of_the_site_is_not_replaced_by_a_twin(site: Make) -> None:
    own = "-- content/site-root/robots.txt.gz --\nmine\n"
    made = built(site, f"{TEXT}{own}-- content/site-root/note.txt --\n{'word ' * 200}\n")
    made.write("-- content/site-root/note.txt.gz --\nmine\n").build()
    files = files_of(made)
    assert files["note.txt.gz"].held == "" and files["note.txt.br"].held


def test_twin_that_a_page_has_no_more_goes_at_once() -> None:
    page = SiteFile("a.html", 10, "new", FileKind.PAGE)
    before = RemoteManifest({"a.html": "old", "a.html.gz": "x", "b.html": "y", "b.html.gz": "z"})
    found = changes(
        [page], before, "https://example.org/", datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=1)
    )
    assert found.due == ("a.html.gz",)
    assert found.after.gone.keys() == {"b.html", "b.html.gz"}
