"""Addresses lose what tracks readers and keep what names the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.clipping.addresses import canonical, cleaned, same_report
from broadsheet.content.fields import is_web_address

CLEANED = {
    "https://a.example/n?utm_source=x&id=4&fbclid=z": "https://a.example/n?id=4",
    "https://a.example/?p=123&gclid=1": "https://a.example/?p=123",
    "https://a.example/story.php?story=9&mc_cid=1&mc_eid=2#top": (
        "https://a.example/story.php?story=9"
    ),
    "https://a.example/n?page=2&lang=fr&gid=7&cid=8": (
        "https://a.example/n?page=2&lang=fr&gid=7&cid=8"
    ),
    "https://a.example/#!/story/5": "https://a.example/#!/story/5",
    "https://user:secret@a.example/n": "https://a.example/n",
    "https://a.example:443/n": "https://a.example/n",
    "https://a.example": "https://a.example/",
    "https://a.example/日本?q=é": "https://a.example/%E6%97%A5%E6%9C%AC?q=%C3%A9",
    "https://a-example.cdn.ampproject.org/c/s/a.example/n.html": "https://a.example/n.html",
    "https://www.google.com/amp/s/a.example/n": "https://a.example/n",
    "javascript:alert(1)": "",
    "data:text/html,x": "",
    "file:///etc/passwd": "",
    "https://[broken": "",
    "https://a.example:99999/": "",
}
SAME = (
    "https://a.example/news/x",
    "http://a.example/news/x",
    "https://www.a.example/news/x/",
    "https://m.a.example/news/x?utm_medium=mail",
    "https://amp.a.example/news/x",
    "https://a.example/news/x/amp/",
    "https://a.example/amp/news/x",
    "https://a.example/news/x?amp=1",
    "https://a.example/news/x?outputType=amp",
    "https://a.example/news/x#comments",
    "https://a.example/news/x/index.html",
    "https://a-example.cdn.ampproject.org/c/s/a.example/news/x",
    "https://a-example.webp.cdn.ampproject.org/v/s/a.example/news/x?amp_js_v=0.1&usqp=mq331",
    "https://www.bing.com/amp/s/a.example/news/x",
    "https://www.google.com/url?rct=j&sa=t&url=https://a.example/news/x&ct=ga&usg=AO",
    "https://www.google.de/url?q=https%3A%2F%2Fwww.a.example%2Fnews%2Fx%3Futm_source%3Dq&sa=U",
    "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fa.example%2fnews%2fx",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fnews%2Fx&h=AT",
    "https://a.example/news/x;jsessionid=0AB1?utm_source=feed",
    "https://a.example/news/x?PHPSESSID=abc",
    "https://a.example/news/x?utm_source=a&amp;utm_medium=b",
    "https://a.example/news/x&utm_source=a&utm_medium=b",
    "https://a.example/news/x?source=rss----5b30-4",
    "https://a.example/news/x?CMP=share_btn",
    "https://a.example/news/x?mode=amp",
    "https://a.example//news//x",
    "https://a.example/news/./y/../x",
    "https://a.example/news/x#!",
    "https://a.example/news/x#:~:text=bridge",
    "https://a.example/news/x/default.aspx",
    "https://touch.a.example/news/x",
    "HTTPS://A.EXAMPLE.:443/news/%78",
)
HERE = "https://a.example/news/x"


@pytest.mark.parametrize("written", CLEANED)
def test_address_is_cleaned(written: str) -> None:
    assert cleaned(written) == CLEANED[written]


@given(st.one_of(st.text(), st.text().map(lambda it: f"https://a.example/{it}")))
def test_what_is_left_is_a_web_address_and_stays(written: str) -> None:
    address = cleaned(written)
    assert address == "" or is_web_address(address)
    assert cleaned(address) == address


def test_one_report_has_one_key() -> None:
    assert len({same_report(it) for it in SAME}) == 1


def test_other_reports_have_other_keys() -> None:
    others = (
        HERE,
        "https://a.example/news/x?id=1",
        "https://a.example/news/X",
        "https://b.example/news/x",
        "https://a.example/news/x?source=reuters",
        "https://a.example/news/x?sid=12",
        "https://a.example/news/x?m=1",
        "https://a.example/news/amp/x",
        "https://a.example/news/x#!/2",
        "https://a.example/url?q=https://b.example/y",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/search?q=https://b.example/y",
    )
    assert len({same_report(it) for it in others}) == len(others)


@pytest.mark.parametrize(
    "forms",
    [
        ("https://münchen.example/x", "https://xn--mnchen-3ya.example/x"),
        ("https://a.example/caf%C3%A9", "https://a.example/cafe%CC%81", "https://a.example/café"),
    ],
)
def test_letters_beyond_ascii_may_be_written_in_any_way(forms: tuple[str, ...]) -> None:
    assert len({same_report(it) for it in forms}) == 1


def test_page_may_name_its_own_site_only() -> None:
    assert canonical(("https://b.example/y",), HERE, False) == HERE
    assert canonical(("https://b.example/y",), HERE, True) == "https://b.example/y"
    assert canonical(("https://www.a.example/y",), HERE, False) == "https://www.a.example/y"
    assert canonical(("https://evila.example/y",), HERE, False) == HERE


def test_front_page_and_scripts_are_no_canonical_address() -> None:
    assert canonical(("https://a.example/", "javascript:x", "data:x", "/y"), HERE, False) == (
        "https://a.example/y"
    )


def test_canonical_address_does_not_lose_encryption() -> None:
    assert canonical(("http://a.example/y",), HERE, False) == "https://a.example/y"
