"""Exports of Substack: a ZIP with a list of posts, and a file for the text of each."""

import zipfile
from pathlib import Path

import pytest

from broadsheet.exports.posts import Export, Post
from broadsheet.exports.substack import read_substack
from broadsheet.problems import ProblemsFound

LIST = """\
post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url
101.a-bridge-opens,2026-01-31T09:15:00.000Z,true,2026-01-31T09:16:00.000Z,,newsletter,everyone,\
"A bridge opens, at last",It carries trams.,
102.for-payers,2026-02-01T09:15:00.000Z,true,,,newsletter,only_paid,For payers,,
103.talk,2026-02-02T09:15:00.000Z,true,,,podcast,everyone,Talk,,https://api.substack.com/feed/podcast/103/x.mp3
104.draft,,false,,,newsletter,everyone,,,
105.chat,2026-02-03T09:15:00.000Z,true,,,thread,everyone,Chat,,
"""
BRIDGE = """\
<p>The bridge opened<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM" \
id="footnote-anchor-1" href="#footnote-1" target="_self">1</a>.</p>
<div class="captioned-image-container"><figure><a class="image-link image2" target="_blank" \
href="https://substackcdn.com/image/fetch/f_auto,q_auto:good/https%3A%2F%2Fbucket.example%2Fa.jpeg">\
<div class="image2-inset"><picture><source type="image/webp" srcset="x 424w"><img \
src="https://substackcdn.com/image/fetch/w_1456,c_limit/https%3A%2F%2Fbucket.example%2Fa.jpeg" \
data-attrs="{&quot;src&quot;:&quot;https://bucket.example/a.jpeg&quot;,&quot;alt&quot;:&quot;A tram\
&quot;}" alt=""></picture></div></a><figcaption class="image-caption">Noon</figcaption></figure>\
</div>
<div class="captioned-image-container"><figure><a class="image-link" href="https://bucketeer-1.s3.\
amazonaws.com/public/images/b.jpeg"><img src="https://bucketeer-1.s3.amazonaws.com/b.jpeg" \
data-attrs="{&quot;src&quot;:&quot;https://bucketeer-1.s3.amazonaws.com/b.jpeg&quot;}" srcset="\
https://cdn.example/w_424,c_limit/b.jpeg 424w, https://cdn.example/w_1456,c_limit/b.jpeg 1456w">\
</a></figure></div>
<p class="button-wrapper" data-attrs="{}"><a class="button primary" href="https://r.substack.com/\
subscribe?">Subscribe now</a></p>
<div class="subscription-widget-wrap"><form><input type="email"></form></div>
<div id="youtube2-abc" class="youtube-wrap" data-attrs="{&quot;videoId&quot;:&quot;abc&quot;}">\
<iframe src="https://www.youtube-nocookie.com/embed/abc"></iframe></div>
<div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1" \
href="#footnote-anchor-1" class="footnote-number" contenteditable="false">1</a>\
<div class="footnote-content"><p>Said the council.</p></div></div>
"""
FILES = {
    "posts.csv": LIST,
    "posts/101.a-bridge-opens.html": BRIDGE,
    "posts/102.for-payers.html": "<p>Closed</p>",
    "posts/103.talk.html": "<p>Notes</p>",
    "posts/104.draft.html": "<p>Soon</p><script>alert(1)</script>",
    "posts/101.delivers.csv": "post_id,email\n",
    "posts/999.unlisted.html": "<p>x</p>",
    "email_list.river.csv": "email\n",
    "../outside.html": "<p>x</p>",
}


def packed(path: Path, files: dict[str, str]) -> Path:
    """A ZIP with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read_substack(str(packed(tmp_path_factory.mktemp("substack") / "export.zip", FILES)))


def titled(export: Export, title: str) -> Post:
    """The post with a title."""
    return next(it for it in export.posts if it.title == title)


def remarks(post: Post) -> str:
    """All that is said of a post."""
    return "\n".join(it.text for it in post.remarks)


def refused(path: Path, most: int = 500_000_000) -> str:
    """Why a file is refused."""
    with pytest.raises(ProblemsFound) as caught:
        read_substack(str(path), most)
    return str(caught.value)


def test_every_file_is_taken_or_left_out_by_name(export: Export) -> None:
    assert len(export.posts) == 4
    assert {it.origin: it.why for it in export.left_out} == {
        "105.chat: Chat": "the export has no text of it",
        "posts/999.unlisted.html": "it is not in posts.csv, so it has no title",
        "posts/101.delivers.csv": "it says who opened a letter",
        "email_list.river.csv": "it has the addresses of your readers",
        "../outside.html": "its name leads out of the export",
    }


def test_title_subtitle_and_date_come_from_the_list(export: Export) -> None:
    post = titled(export, "A bridge opens, at last")
    assert (post.summary, post.slug) == ("It carries trams.", "a-bridge-opens")
    assert post.addresses == ("/p/a-bridge-opens",)
    assert str(post.date) == "2026-01-31 09:15:00+00:00"


def test_text_has_footnotes_pictures_and_links_for_embeds(export: Export) -> None:
    post = titled(export, "A bridge opens, at last")
    assert "opened[^1]." in post.body and "[^1]: Said the council." in post.body
    assert '<img src="https://bucket.example/a.jpeg" alt="A tram">' in post.body
    assert "<figcaption>Noon</figcaption>" in post.body
    assert "(https://www.youtube.com/watch?v=abc)" in post.body
    assert "footnote" not in post.body


def test_picture_whose_address_is_dead_is_named_by_its_largest_copy(export: Export) -> None:
    post = titled(export, "A bridge opens, at last")
    assert [it.place for it in post.media] == [
        "https://bucket.example/a.jpeg",
        "https://cdn.example/w_1456,c_limit/b.jpeg",
    ]


def test_buttons_are_left_out_and_named(export: Export) -> None:
    post = titled(export, "A bridge opens, at last")
    assert "ubscribe" not in post.body and '"Subscribe now"' in remarks(post)


def test_what_was_for_payers_is_a_draft(export: Export) -> None:
    post = titled(export, "For payers")
    assert post.draft and "for paying readers only" in remarks(post)


def test_podcast_keeps_its_sound_as_a_link(export: Export) -> None:
    post = titled(export, "Talk")
    assert "(https://api.substack.com/feed/podcast/103/x.mp3)" in post.body
    assert "was a podcast" in remarks(post)


def test_unpublished_post_is_a_draft_without_an_address(export: Export) -> None:
    post = titled(export, "")
    assert (post.draft, post.addresses, post.body) == (True, (), "Soon\n")


def test_folder_that_was_unpacked_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts.csv").write_text(LIST)
    (tmp_path / "posts/102.for-payers.html").write_text("<p>x</p>")
    (tmp_path / "posts/103.talk.html").symlink_to("/etc/hostname")
    assert [it.title for it in read_substack(str(tmp_path)).posts] == ["For payers"]


def test_pack_within_a_folder_is_read_too(tmp_path: Path) -> None:
    files = {f"river/{name}": text for name, text in FILES.items() if ".." not in name}
    assert len(read_substack(str(packed(tmp_path / "x.zip", files))).posts) == 4


def test_text_that_unpacks_to_more_than_a_post_is_refused(tmp_path: Path) -> None:
    bomb = {**FILES, "posts/102.for-payers.html": "x" * 30_000_000}
    path = packed(tmp_path / "x.zip", bomb)
    assert path.stat().st_size < 100_000
    assert "larger than any post" in refused(path)


def test_many_texts_that_are_too_much_together_are_refused(tmp_path: Path) -> None:
    assert "larger than any post" in refused(packed(tmp_path / "x.zip", FILES), most=1_500)


def test_damaged_and_foreign_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 no")
    assert "damaged, or no ZIP file" in refused(path)
    assert "it has no posts.csv" in refused(packed(path, {"a.txt": "x"}))
    whole = packed(path, FILES).read_bytes()
    start = whole.index(b"posts/101.a-bridge-opens.html") + 60
    path.write_bytes(whole[:start] + b"\x00" * 40 + whole[start + 40 :])
    assert "damaged" in refused(path)


def test_encrypted_pack_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", FILES)
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)
    assert "encrypted" in refused(path)
