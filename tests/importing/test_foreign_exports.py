"""Exports of WordPress, Ghost and Substack, and feeds, become sites that build."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.builds import Progress
from broadsheet.exports.feed import read_feed
from broadsheet.exports.ghost import read_ghost
from broadsheet.exports.posts import Export
from broadsheet.exports.substack import read_substack
from broadsheet.exports.wordpress import read_wordpress
from broadsheet.importing.account import report
from broadsheet.importing.importer import ImportOptions, import_site
from tests.exports.test_feed import RSS
from tests.exports.test_substack import FILES, packed
from tests.importing.old_sites import as_of
from tests.pictures import picture
from tests.sites import Site

EXPORTS = Path(__file__).parents[1] / "exports/written"
READERS: dict[str, Callable[[str], Export]] = {
    "wordpress": read_wordpress,
    "ghost": read_ghost,
    "substack": read_substack,
    "feed": read_feed,
}


def source_of(kind: str, folder: Path) -> Path:
    """An export of a kind, with one of the pictures that it names beside it."""
    if kind == "substack":
        return packed(folder / "export.zip", FILES)
    if kind == "feed":
        (folder / "feed.xml").write_text(RSS, "utf-8")
        return folder / "feed.xml"
    found = next(EXPORTS.glob(f"{kind}.*"))
    (folder / found.name).write_bytes(found.read_bytes())
    for name in ("uploads/2026/01/bridge.jpg", "content/images/2026/01/front.jpg"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(picture(900, 600, "JPEG"))
    return folder / found.name


def imported(kind: str, source: Path, site: Site) -> tuple[Export, str]:
    """What was read, and the report of its import into a site."""
    export = READERS[kind](str(source))
    options = ImportOptions(kind, str(source), site.root, as_of, workers=1)
    done = import_site(options, export, Progress())
    assert done.problems == ()
    return export, report(done.account)


@pytest.mark.parametrize("kind", READERS)
def test_site_builds_and_every_old_address_answers(kind: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    export, account = imported(kind, source_of(kind, tmp_path), site)
    site.build(as_of="2026-12-01", drafts=True, workers=1)
    for address in [it for post in export.posts for it in post.addresses]:
        page = site.public / address.strip("/")
        assert page.is_file() or (page / "index.html").is_file(), address
    for post in export.posts:
        assert f"`{post.origin}`" in account.replace("\\", "")
    for left_out in export.left_out:
        assert left_out.origin in account.replace("\\", "")


@pytest.mark.parametrize("kind", ["wordpress", "ghost"])
def test_pictures_beside_the_export_are_on_the_site(kind: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    imported(kind, source_of(kind, tmp_path), site)
    media = [it.name for it in (site.root / "content/media").rglob("*.jpg")]
    assert media == [{"wordpress": "bridge.jpg", "ghost": "front.jpg"}[kind]]


@pytest.mark.parametrize("kind", READERS)
def test_second_import_changes_nothing(kind: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    source = source_of(kind, tmp_path)
    imported(kind, source, site)
    before = {it: it.read_bytes() for it in (site.root / "content").rglob("*") if it.is_file()}
    imported(kind, source, site)
    assert before == {it: it.read_bytes() for it in before}
    assert len(before) == sum(it.is_file() for it in (site.root / "content").rglob("*"))
