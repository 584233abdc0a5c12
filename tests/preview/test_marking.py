import pytest

from broadsheet.preview.marking import below, with_preview, without_preview

PAGE = "<!doctype html>\n<html>\n<head>\n<title>é</title>\n</head>\n<body></body></html>\n".encode()


def test_script_stands_at_the_end_of_the_head() -> None:
    assert b'<script src="/-/preview.js" defer data-tag="a1"></script></head>' in with_preview(
        PAGE, "a1"
    )


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        b"<!doctype html><title>no head</title><body class=x>text",
        b"<!doctype html><title>no head, no body</title><p>text",
        b"",
        "\ufeff<HTML><HEAD></HEAD ><BODY>\xa0".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("unpublished", ["", "draft", '"><script>alert(1)</script>&'])
def test_page_without_what_was_added_is_the_page_that_was_built(
    page: bytes, unpublished: str
) -> None:
    served = with_preview(page, "0a-b", unpublished)
    assert served != page
    assert without_preview(served) == page


def test_reason_cannot_become_markup() -> None:
    assert b"<script>alert" not in with_preview(PAGE, "a", '"><script>alert(1)</script>')


def test_links_from_the_root_lead_into_the_folder_of_a_preview() -> None:
    html = b'<link href="/a.css"><a href=/b> <a href="c"> <a href="//e.org/d"> <p title="/e">'
    assert below(html, "/key") == (
        b'<link href="/key/a.css"><a href=/key/b> <a href="c"> <a href="//e.org/d"> <p title="/e">'
    )
    assert below(html, "") == html
    served = with_preview(PAGE, "a1", "", "/key")
    assert b'src="/key/-/preview.js"' in served and without_preview(served) == PAGE
