"""Exports of Ghost, as Settings > Export writes them."""

import json
from pathlib import Path

import pytest

from broadsheet.exports.ghost import read_ghost
from broadsheet.exports.posts import Export, Media, Post
from broadsheet.problems import ProblemsFound

EXPORT = Path(__file__).parent / "written/ghost.json"


@pytest.fixture(scope="module")
def export() -> Export:
    return read_ghost(str(EXPORT))


def titled(export: Export, title: str) -> Post:
    """The post with a title."""
    return next(it for it in export.posts if it.title == title)


def remarks(post: Post) -> str:
    """All that is said of a post."""
    return "\n".join(it.text for it in post.remarks)


def refused(path: Path, content: str | bytes) -> str:
    """Why a file with this content is refused."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ProblemsFound) as caught:
        read_ghost(str(path))
    return str(caught.value)


def test_everything_is_taken_or_left_out_by_name(export: Export) -> None:
    assert len(export.posts) == 6
    assert [(it.origin, it.why) for it in export.left_out] == [
        ("post 65a6", "Odd: its status is deleted")
    ]


def test_post_keeps_date_tags_authors_and_address(export: Export) -> None:
    post = titled(export, "A bridge opens")
    assert str(post.date) == "2026-01-31 09:15:00+00:00"
    assert (post.section, post.tags, post.authors) == ("World", ("Bridges",), ("Ann Lee", "Bo Ek"))
    assert (post.slug, post.addresses) == ("a-bridge-opens", ("/a-bridge-opens/",))
    assert (post.summary, post.identity, post.draft) == ("It carries trams.", "65a1", False)
    assert "#hidden" in remarks(post) and "put into its page" in remarks(post)
    assert "Photo: Bo" in remarks(post)


def test_cards_become_pictures_and_links(export: Export) -> None:
    post = titled(export, "A bridge opens")
    assert "[us](/about/)" in post.body
    assert '<img src="/content/images/2026/01/bridge.jpg" alt="A tram">' in post.body
    assert "[The report](https://paper.example/r)\n\nAll of it" in post.body
    assert "[A film](https://www.youtube.com/embed/abc?feature=oembed)" in post.body
    assert "script" not in post.body and "favicon" not in post.body


def test_pictures_are_found_beside_the_export(tmp_path: Path) -> None:
    (tmp_path / "content/images/2026/01").mkdir(parents=True)
    (tmp_path / "content/images/2026/01/front.jpg").write_bytes(b"x")
    (tmp_path / "ghost.json").write_bytes(EXPORT.read_bytes())
    post = titled(read_ghost(str(tmp_path / "ghost.json")), "A bridge opens")
    assert (post.image, post.image_alt) == (
        "/content/images/2026/01/front.jpg",
        "The river at dawn",
    )
    assert post.media[0] == Media(
        "/content/images/2026/01/front.jpg", "content/images/2026/01/front.jpg"
    )


def test_what_was_for_members_is_a_draft_and_says_so(export: Export) -> None:
    post = titled(export, "For payers")
    assert post.draft and post.body == "Open\n\nClosed\n"
    assert "for paying members only, and is a draft now" in remarks(post)
    assert "elsewhere.example" in remarks(post)
    assert titled(export, "By mail").draft


def test_draft_that_is_only_in_the_editors_form_keeps_its_words(export: Export) -> None:
    post = titled(export, "(Untitled)")
    assert (post.draft, post.body) == (True, "Only words\n") and "no HTML" in remarks(post)


def test_pages_and_posts_of_old_versions_are_read(export: Export) -> None:
    assert [it.title for it in export.posts if it.is_page] == ["About"]
    old = titled(export, "An old one")
    assert str(old.date) == "2015-01-01 00:00:00+00:00" and old.authors == ("Ann Lee",)


def test_site_says_what_it_is(export: Export) -> None:
    site = export.site
    assert (site.title, site.language, site.timezone) == ("River News", "en", "Europe/London")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"db": [{"data": {"posts": [', "breaks off"),
        ('{"posts": 3}', "no Ghost export"),
        ("[]", "no Ghost export"),
        (b"\xff\xfe\x00", "is not JSON"),
    ],
    ids=["empty", "deep", "cut", "other", "list", "binary"],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: str | bytes, why: str) -> None:
    assert why in refused(tmp_path / "x.json", content)


def test_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="more than 1,000 bytes"):
        read_ghost(str(EXPORT), most=1_000)


def test_values_of_other_kinds_than_expected_do_no_harm(tmp_path: Path) -> None:
    row = {"id": {"a": 1}, "title": ["x"], "html": 7, "status": "published", "published_at": 10**30}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": [row, 3], "tags": "x"}}]}))
    (post,) = read_ghost(str(path)).posts
    assert (post.title, post.body, post.date) == ("", "7\n", None)


def test_picture_that_leads_out_of_the_folder_is_nowhere(tmp_path: Path) -> None:
    html = '<img src="__GHOST_URL__/content/images/../../../../etc/passwd">'
    path = tmp_path / "x.json"
    row = {"id": "1", "html": html, "status": "published"}
    path.write_text(json.dumps({"db": [{"data": {"posts": [row]}}]}))
    (post,) = read_ghost(str(path)).posts
    assert post.media == ()
