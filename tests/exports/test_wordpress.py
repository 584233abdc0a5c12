"""Exports of WordPress, as its Tools > Export writes them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from broadsheet.exports.posts import Export, Media, Post
from broadsheet.exports.wordpress import read_wordpress
from broadsheet.exports.wxr import Channel, Limits, read_items
from broadsheet.problems import ProblemsFound
from tests.exports.html_pieces import shown

EXPORT = Path(__file__).parent / "written/wordpress.xml"
UPLOADS = "https://river.example/wp-content/uploads/2026/01"
START = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
)
END = "</channel></rss>"


@pytest.fixture(scope="module")
def export() -> Export:
    return read_wordpress(str(EXPORT))


def titled(export: Export, title: str) -> Post:
    """The post with a title."""
    return next(it for it in export.posts if it.title == title)


def remarks(post: Post) -> str:
    """All that is said of a post."""
    return "\n".join(it.text for it in post.remarks)


def item(content: str, title: str = "A", more: str = "") -> str:
    """One published post, in a file's form."""
    return (
        f"<item><title>{title}</title><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>"
        f"<wp:status>publish</wp:status>{more}</item>"
    )


def read(folder: Path, *items: str, start: str = START, end: str = END) -> Export:
    """What is read from a file with these items."""
    path = folder / "export.xml"
    path.write_text(f"{start}{''.join(items)}{end}", "utf-8")
    return read_wordpress(str(path))


def refused(folder: Path, *items: str, start: str = START, end: str = END) -> str:
    """Why a file with these items is refused."""
    with pytest.raises(ProblemsFound) as caught:
        read(folder, *items, start=start, end=end)
    return str(caught.value)


def test_everything_is_taken_or_left_out_by_name(export: Export) -> None:
    assert [it.title for it in export.posts] == [
        "A bridge & a river", "A classic post", "A draft", "Private", "A report elsewhere", "About",
    ]  # fmt: skip
    assert {it.origin: it.why for it in export.left_out} == {
        "item 16": "Gone: its status is trash",
        "item 22": f"no post shows this file: {UPLOADS}/unused.pdf",
        "item 40": "Newsletter box: a reusable block; it stands in each post that uses it",
        "item 41": "Home: an entry of a menu; write `menu` in site.yaml",
    }


def test_site_says_its_title_address_and_language(export: Export) -> None:
    site = export.site
    assert (site.title, site.url, site.language) == ("River News", "https://river.example", "en-GB")
    assert site.description == "News & notes"


def test_post_keeps_its_date_in_the_zone_of_the_site_and_its_terms(export: Export) -> None:
    post = titled(export, "A bridge & a river")
    assert str(post.date) == "2026-02-01 00:30:00+01:00"
    assert (post.section, post.tags, post.authors) == ("World", ("City", "Bridges"), ("Ann Lee",))
    assert (post.slug, post.addresses) == ("a-bridge", ("/2026/01/31/a-bridge/",))
    assert (post.summary, post.identity) == ("It carries trams.", "https://river.example/?p=12")
    assert "World is the section, the others are tags" in remarks(post)
    assert "comments were left out: 1" in remarks(post)


def test_main_picture_and_smaller_copies_are_the_uploaded_file(export: Export) -> None:
    post = titled(export, "A bridge & a river")
    assert (post.image, post.image_alt) == (f"{UPLOADS}/bridge.jpg", "A tram on the bridge")
    assert post.media == (Media(f"{UPLOADS}/bridge.jpg", f"{UPLOADS}/bridge.jpg"),)


def test_blocks_become_markdown_with_footnotes_and_captions(export: Export) -> None:
    post = titled(export, "A bridge & a river")
    assert "The bridge **opened**.[^1]\n\n## Who came" in post.body
    assert "[^1]: Said the *council*." in post.body
    assert "<figcaption>Saturday, <em>noon</em></figcaption>" in post.body
    assert "(https://video.example/watch?v=1)" in post.body
    assert "Write to us." in post.body
    assert "latest-posts" in remarks(post)


def test_classic_post_gets_paragraphs_and_its_shortcodes_are_kept_or_named(export: Export) -> None:
    post = titled(export, "A classic post")
    assert post.body.startswith("First line  \nsecond line \\[sic\\].\n\n<figure>")
    assert f'<img src="{UPLOADS}/bridge.jpg" alt="Bridge">' in post.body
    assert "<figcaption>The <b>new</b> bridge</figcaption>" in post.body
    assert f"![]({UPLOADS}/boat.jpg)" in post.body
    assert "```\n[gallery] stays\n\nhere\n```" in post.body
    assert "\nHalf\n" in post.body and "- one\n- two" in post.body
    said = remarks(post)
    assert "files 99 are not in the export" in said and "[contact-form-7" in said
    assert "[one_half]" in said and "sic" not in said


def test_address_with_a_query_cannot_be_kept_and_that_is_said(export: Export) -> None:
    post = titled(export, "A classic post")
    assert post.addresses == () and "?p=13 cannot be kept" in remarks(post)


def test_draft_without_a_date_of_publication_has_that_of_its_writing(export: Export) -> None:
    post = titled(export, "A draft")
    assert post.draft and str(post.date) == "2026-02-02 09:00:00" and not post.remarks


def test_private_post_is_a_draft_and_says_so(export: Export) -> None:
    post = titled(export, "Private")
    assert post.draft and "was private" in remarks(post)


def test_link_post_credits_the_report_it_links_to(export: Export) -> None:
    post = titled(export, "A report elsewhere")
    assert (post.source_url, post.source_name) == (
        "https://paper.example/r?a=1&b=2",
        "paper.example",
    )


def test_page_is_a_page(export: Export) -> None:
    assert [it.title for it in export.posts if it.is_page] == ["About"]


def test_pictures_beside_the_export_are_found_there(tmp_path: Path) -> None:
    (tmp_path / "uploads/2026/01").mkdir(parents=True)
    (tmp_path / "uploads/2026/01/bridge.jpg").write_bytes(b"x")
    (tmp_path / "export.xml").write_bytes(EXPORT.read_bytes())
    post = titled(read_wordpress(str(tmp_path)), "A bridge & a river")
    assert post.media == (Media(f"{UPLOADS}/bridge.jpg", "uploads/2026/01/bridge.jpg"),)


def test_post_with_a_password_is_a_draft(tmp_path: Path) -> None:
    (post,) = read(tmp_path, item("x", more="<wp:post_password>p</wp:post_password>")).posts
    assert post.draft and "had a password" in remarks(post)


def test_gallery_without_numbers_shows_what_was_uploaded_to_the_post(tmp_path: Path) -> None:
    file = (
        "<item><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type>"
        "<wp:post_parent>1</wp:post_parent>"
        "<wp:attachment_url>https://e.org/a.jpg</wp:attachment_url></item>"
    )
    (post,) = read(tmp_path, item("[gallery]"), file).posts
    assert post.body == "![](https://e.org/a.jpg)\n"


def test_shortcode_that_is_shown_as_text_stays_text(tmp_path: Path) -> None:
    (post,) = read(tmp_path, item("Write [[gallery ids=1]] so.")).posts
    assert shown(post.body) == "Write[galleryids=1]so."


def test_post_of_a_plugin_is_left_out_with_its_kind(tmp_path: Path) -> None:
    text = item("x").replace("<wp:post_type>post", "<wp:post_type>product")
    assert "product" in read(tmp_path, text).left_out[0].why


def test_controls_are_taken_out_and_that_is_said(tmp_path: Path) -> None:
    export = read(tmp_path, item("a\x08b\x1f"))
    assert export.posts[0].body == "ab\n"
    assert "2 characters that no text may hold" in export.remarks[0]


def test_bytes_that_are_not_utf8_cost_a_sign_and_not_the_import(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(f"{START}{item('caf@ x')}{END}".encode().replace(b"@", b"\xe9"))
    export = read_wordpress(str(path))
    assert export.posts[0].body == "caf\ufffd x\n" and export.remarks


def test_scripts_do_not_come_through(tmp_path: Path) -> None:
    text = (
        '<script>alert(1)</script><p onclick="x()">a<a href="javascript:x()">b</a></p>'
        '<img src="x" onerror="y()"><iframe src="javascript:z()"></iframe><svg onload=q()>'
    )
    (post,) = read(tmp_path, item(text, title="&lt;script&gt;x&lt;/script&gt;Title")).posts
    assert post.title == "Title"
    for active in ("script", "onclick", "onerror", "onload", "<svg", "<iframe"):
        assert active not in post.body
    assert "<script> was left out" in remarks(post)


ENTITY = '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "doctype",
    [
        ENTITY,
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>',
        "<!DOCTYPE rss ["
        + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(12))
        + "]>",
    ],
    ids=["entity", "file", "address", "quadratic", "laughs"],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    body = item("x", title="&a;" * 1_000 if "ENTITY a" in doctype else "&l11;")
    why = refused(tmp_path, body, start=doctype + START)
    assert "document type" in why or "not well-formed" in why
    assert "root:" not in why


def test_export_that_breaks_off_is_refused_with_its_line(tmp_path: Path) -> None:
    why = refused(tmp_path, item("x") + "\n\n", "<item><title>b", end="")
    assert "export.xml:3: is not well-formed" in why and "export it again" in why


def test_page_that_is_no_export_is_refused(tmp_path: Path) -> None:
    assert "no WordPress export" in refused(tmp_path, start="<html>", end="</html>")


def test_tags_nested_ten_thousand_times_are_refused_or_made_plain(tmp_path: Path) -> None:
    assert "well-formed" in refused(tmp_path, "<a>" * 10_000)
    (post,) = read(tmp_path, item("<div>" * 10_000 + "core" + "</div>" * 10_000)).posts
    assert post.body == "core\n" and "nested too deeply" in remarks(post)


def test_item_of_many_elements_and_too_much_text_are_refused(tmp_path: Path) -> None:
    few = Limits(item=100_000, all_items=1_000, elements=50)
    path = tmp_path / "export.xml"
    for content in (item("x", more="<wp:x/>" * 60), *[item("x" * 1_500)] * 1):
        path.write_text(f"{START}{content}{END}")
        with pytest.raises(ProblemsFound):
            read_wordpress(str(path), few)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "[a " * 50_000,
        "[a x=1]" * 20_000 + "[/a]" * 20_000,
        "[a " + "x" * 200_000 + "]",
        "[caption " + "a=&#8221;" * 200 + "]",
        "<pre" * 50_000,
        "<!-- wp:a {" * 20_000,
        "a\n" * 50_000,
        "<b>a</b>\n" * 20_000,
    ],
    ids=["brackets", "names", "pairs", "word", "quotes", "tags", "blocks", "lines", "tails"],
)
def test_long_rows_of_one_thing_take_no_longer_than_other_texts(
    tmp_path: Path, content: str
) -> None:
    assert len(read(tmp_path, item(content)).posts) == 1  # if not, this test takes minutes


class Endless:
    """A file of many items that is made as it is read, so that it needs no disk."""

    def __init__(self, size: int) -> None:
        self._pieces = self._made(size)

    def _made(self, left: int) -> Iterator[bytes]:
        yield START.encode()
        text = item("x" * 60_000).encode()
        while left > 0:
            left -= len(text)
            yield text
        yield END.encode()

    def read(self, size: int, /) -> bytes:
        """The next piece."""
        return next(self._pieces, b"")


def peak() -> int:
    """The most memory that this process has had, in bytes."""
    most = getrusage(RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@pytest.mark.slow
def test_file_of_200_megabytes_is_read_in_little_memory() -> None:
    unbounded = Limits(all_items=10**12)
    before = peak()
    count = sum(1 for _ in read_items(Endless(200_000_000), "x.xml", Channel(), unbounded))
    assert count > 3_000 and peak() - before < 60_000_000
