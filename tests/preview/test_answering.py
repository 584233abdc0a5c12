import gzip
from pathlib import Path

import pytest
from starlette.responses import Response

from broadsheet.preview.answering import answer, is_known, takes_gzip
from broadsheet.preview.changes import Shown
from broadsheet.preview.finding import Found
from broadsheet.preview.marking import without_preview

HTML = b"<!doctype html><html><head></head><body>" + b"<p>text</p>" * 100 + b"</body></html>"
PAGE = Found(200, "x.html", Shown(HTML, None, "a1", "draft"))
PICTURE = Found(200, "x.png", Shown(b"0123456789", None, "b2"))


def test_page_is_what_was_built_and_the_script() -> None:
    sent = answer(PAGE, {})
    assert sent.headers["content-type"] == "text/html; charset=utf-8"
    assert sent.headers["cache-control"] == "no-cache"
    assert sent.headers["content-length"] == str(len(sent.body))
    assert without_preview(bytes(sent.body)) == HTML
    assert b'data-unpublished="draft"' in sent.body


def test_text_is_compressed_for_those_who_take_it() -> None:
    sent = answer(PAGE, {"accept-encoding": "gzip, deflate, br"})
    assert sent.headers["content-encoding"] == "gzip"
    assert sent.headers["vary"] == "accept-encoding"
    assert without_preview(gzip.decompress(bytes(sent.body))) == HTML
    assert len(sent.body) < len(HTML)


def test_picture_is_not_compressed() -> None:
    assert "content-encoding" not in answer(PICTURE, {"accept-encoding": "gzip"}).headers


def test_what_a_browser_has_is_not_sent_again() -> None:
    tag = answer(PAGE, {}).headers["etag"]
    sent = answer(PAGE, {"if-none-match": f'"other", {tag}'})
    assert (sent.status_code, sent.body) == (304, b"")
    assert answer(PAGE, {"if-none-match": '"other"'}).status_code == 200


def test_404_page_is_sent_each_time() -> None:
    lost = Found(404, "404.html", Shown(HTML, None, "c"))
    sent = answer(lost, {"if-none-match": answer(lost, {}).headers["etag"]})
    assert sent.status_code == 404


@pytest.mark.parametrize(
    ("asked", "part", "named"),
    [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-30", b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_part_of_a_picture(asked: str, part: bytes, named: str) -> None:
    sent = answer(PICTURE, {"range": asked})
    assert (sent.status_code, sent.body) == (206, part)
    assert sent.headers["content-range"] == named


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_part_beyond_the_end_cannot_be_sent(asked: str) -> None:
    sent = answer(PICTURE, {"range": asked})
    assert (sent.status_code, sent.headers["content-range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=x-y", f"bytes={'9' * 5000}-"]
)
def test_range_that_is_not_understood_is_left_out_of_account(asked: str) -> None:
    assert answer(PICTURE, {"range": asked}).status_code == 200


def test_part_of_another_version_is_not_sent() -> None:
    asked = {"range": "bytes=0-1", "if-range": '"older"'}
    assert answer(PICTURE, asked).body == b"0123456789"
    assert answer(PICTURE, {**asked, "if-range": '"b2"'}).body == b"01"


def test_file_that_went_is_not_found(tmp_path: Path) -> None:
    gone = Found(200, "x.png", Shown(None, tmp_path / "x.png", "d"))
    assert answer(gone, {}).status_code == 404


def test_redirect_names_where_to_go() -> None:
    sent: Response = answer(Found(308, "s", Shown(b"", None, ""), "/s/"), {})
    assert (sent.status_code, sent.headers["location"]) == (308, "/s/")


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("br;q=1.0, gzip;q=0.8", True), ("*", True), ("gzip;q=0", False)]
    + [("gzip; q=0.0", False), ("br", False), ("", False), ("GZIP", True)],
)
def test_who_takes_gzip(header: str, expected: bool) -> None:
    assert takes_gzip(header) is expected


def test_tags_are_compared_weakly() -> None:
    assert is_known('W/"a"', '"a"') and is_known('"a"', 'W/"b", W/"a"') and is_known('"a"', "*")
    assert not is_known('"a"', "")
