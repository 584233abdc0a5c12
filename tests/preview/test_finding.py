import os
from pathlib import Path

import pytest

from broadsheet.hosting.headers import is_a_text, media_type
from broadsheet.preview.changes import Shown
from broadsheet.preview.finding import Found, find, path_of
from broadsheet.problems import Problem

SITE = {
    path: Shown(path.encode(), None, f"tag-{path}")
    for path in ("index.html", "404.html", "2021/08/kabul.html", "stories/index.html", "a b.html")
}


NOTHING: dict[str, Shown] = {}


def at(address: str, base: str = "/") -> Found:
    return find(SITE.get, address, base, ())


def test_folder_shows_its_index() -> None:
    assert at("/").path == "index.html"
    assert at("/stories/").path == "stories/index.html"


def test_folder_without_a_slash_leads_to_the_one_with_it() -> None:
    assert (at("/stories").status, at("/stories").location) == (308, "/stories/")


def test_address_that_nothing_has_shows_the_404_page() -> None:
    found = at("/2021/08/nothing.html")
    assert (found.status, found.shown.content) == (404, b"404.html")


def test_site_without_a_404_page_says_so_in_plain_words() -> None:
    found = find(NOTHING.get, "/x.html", "/", ())
    assert found.status == 404 and b"There is no page" in (found.shown.content or b"")


@pytest.mark.parametrize(
    "address",
    ["/..", "/../site.yaml", "/2021/../../site.yaml", "/2021/./08", "//etc/passwd", "/2021//x"]
    + ["/..\\site.yaml", "/x\0.html", "/2021/..", "\\\\host\\x", "/.", "/blog/../x"],
)
def test_no_address_leads_out_of_the_site(address: str) -> None:
    asked: list[str] = []

    def look(path: str) -> Shown | None:
        asked.append(path)
        return None

    assert find(look, address, "/blog/", ()).status == 404
    assert asked == ["404.html"]


def test_site_below_a_path_of_its_host_is_there_and_at_the_root() -> None:
    assert path_of("/blog/2021/x.html", "/blog/") == "2021/x.html"
    assert path_of("/blog/", "/blog/") == "index.html"
    assert path_of("/2021/x.html", "/blog/") == "2021/x.html"


def test_without_a_site_its_problems_are_shown() -> None:
    problem = Problem("site.yaml", 3, "unknown key <b>", "did you mean x?")
    found = find(NOTHING.get, "/", "/", (problem,))
    assert found.status == 503
    assert b"site.yaml:3: unknown key &lt;b&gt;\n    did you mean x?" in (
        found.shown.content or b""
    )


def test_page_that_could_never_be_made_shows_why() -> None:
    shown = Shown(None, None, "", "", (Problem("themes/own/templates/x.html", 7, "no such name"),))
    found = find({"x.html": shown}.get, "/x.html", "/", ())
    assert found.status == 500 and b"x.html:7: no such name" in (found.shown.content or b"")
    assert found.shown.problems == shown.problems


def test_text_on_disk_is_read_and_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"text")
    (tmp_path / "film.mp4").write_bytes(b"film")
    files = {path.name: Shown(None, path, "tag") for path in tmp_path.iterdir()}
    assert find(files.get, "/notes.txt", "/", ()).shown.content == b"text"
    assert find(files.get, "/film.mp4", "/", ()).shown.content is None


def test_file_that_vanishes_is_not_found(tmp_path: Path) -> None:
    gone = Shown(None, tmp_path / "gone.txt", "tag")
    assert find({"gone.txt": gone}.get, "/gone.txt", "/", ()).status == 404


def test_tag_tells_a_draft_from_the_page_when_it_is_published() -> None:
    draft = Found(200, "x.html", Shown(b"", None, "a", "in the future"))
    assert draft.tag == "a-in-the-future"
    assert Found(200, "x.html", Shown(b"", None, "a")).tag == "a"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("x.html", "text/html"),
        ("style.1a.css", "text/css"),
        ("search.js", "text/javascript"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("feed.xml", "application/xml"),
        ("sources.opml", "text/x-opml"),
        ("icon.svg", "image/svg+xml"),
        ("photo.JPG", "image/jpeg"),
        ("photo.webp", "image/webp"),
        ("talk.mp4", "video/mp4"),
        ("font.woff2", "font/woff2"),
        ("robots.txt", "text/plain"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_file_has_the_type_of_its_name_on_every_system(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_texts_are_what_is_worth_compressing() -> None:
    texts = [name for name in ("x.html", "x.json", "x.svg", "x.png", "x.mp4") if _is_text(name)]
    assert texts == ["x.html", "x.json", "x.svg"]


def _is_text(name: str) -> bool:
    return is_a_text(media_type(os.fspath(name)))
