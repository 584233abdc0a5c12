"""What the file of an imported post says."""

from pathlib import Path

from broadsheet.exports.ghost import read_ghost
from tests.importing.test_foreign_exports import imported, source_of
from tests.sites import Site


def test_caption_of_the_main_picture_stands_below_it(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    source = source_of("ghost", tmp_path)
    imported("ghost", source, site)
    post = next(it for it in read_ghost(str(source)).posts if it.image_caption)
    (file,) = (site.root / "content").rglob(f"*-{post.slug}.md")
    text = file.read_text("utf-8")
    assert "caption: 'Photo: Bo'" in text and "alt: The river at dawn" in text
    site.build(as_of="2026-12-01", drafts=True, workers=1)
    page = site.public / post.addresses[0].strip("/") / "index.html"
    assert '<span class="caption">Photo: Bo</span>' in page.read_text("utf-8")
