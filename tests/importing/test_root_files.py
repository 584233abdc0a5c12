"""Files of the old site's root that hosts and programs look for come along if they are safe."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.importing.old_sites import built, run_import, said_of, write_source
from tests.pictures import picture

POST = "-- _posts/2021-08-05-a.md --\n---\ntitle: A\n---\nText\n"
SAFE = {
    "CNAME": b"river.example\n",
    "ads.txt": b"g.example, pub-1, DIRECT\n",
    "favicon.ico": b"\x00\x00\x01\x00" + b"\x10" * 30,
    ".well-known/assetlinks.json": b"[]",
    ".well-known/acme": b"token",
}
UNSAFE = {
    ".well-known/page.html": (b"<p>x", "could act in a browser"),
    ".well-known/code.js": (b"alert(1)", "could act in a browser"),
    ".well-known/plain": (b"<script>alert(1)</script>", "it holds HTML"),
    "humans.txt": (b"a\x00b", "it is no text"),
    "ads.txt": (b"x" * 300_000, "more than 200,000 bytes"),
    "favicon.ico": (b"<svg onload=alert(1)>", "it is no icon"),
    "_redirects": (b"{% for it in site %}", "a template of the old system"),
}


def old_site(folder: Path, files: Mapping[str, bytes]) -> Path:
    """An old site, of a system that copies all of `static/`, with these files for its root."""
    source = write_source(folder / "old", POST.replace("_posts/2021-08-05-a", "content/posts/a"))
    for name, content in files.items():
        (source / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (source / "static" / name).write_bytes(content)
    return source


def test_files_for_the_root_stand_there_on_the_new_site(tmp_path: Path) -> None:
    source = old_site(tmp_path, SAFE)
    for _ in range(2):
        run_import("hugo", source, tmp_path / "site")
    public = built(tmp_path / "site").public
    assert {name: (public / name).read_bytes() for name in SAFE} == SAFE


def test_jekyll_site_brings_its_own_domain_and_icon(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", POST + "-- CNAME --\nriver.example\n")
    (source / "favicon.ico").write_bytes(picture(16, 16))
    run_import("jekyll", source, tmp_path / "site")
    root = tmp_path / "site/content/site-root"
    assert sorted(it.name for it in root.iterdir()) == ["CNAME", "favicon.ico"]


@pytest.mark.parametrize("name", UNSAFE)
def test_file_that_could_act_is_named_and_not_taken(name: str, tmp_path: Path) -> None:
    content, why = UNSAFE[name]
    account = run_import("hugo", old_site(tmp_path, {name: content}), tmp_path / "site")
    said = said_of(account, f"static/{name}")
    assert "it is a file for the root, and was not taken" in said and why in said
    assert not (tmp_path / "site/content/site-root" / name).exists()


def test_robots_txt_gives_way_to_the_one_that_the_site_makes(tmp_path: Path) -> None:
    source = old_site(tmp_path, {"robots.txt": b"User-agent: *\nDisallow: /private/\n"})
    account = run_import("hugo", source, tmp_path / "site")
    assert "the site makes its own" in said_of(account, "static/robots.txt")
    built(tmp_path / "site")


def test_file_of_the_curator_in_the_root_is_kept(tmp_path: Path) -> None:
    source = old_site(tmp_path, {"CNAME": b"old.example\n"})
    run_import("hugo", source, tmp_path / "site")
    mine = tmp_path / "site/content/site-root/CNAME"
    mine.write_bytes(b"mine.example\n")
    (source / "static/CNAME").write_bytes(b"other.example\n")
    account = run_import("hugo", source, tmp_path / "site")
    assert mine.read_bytes() == b"mine.example\n"
    assert "kept as you edited it" in said_of(account, "static/CNAME")
