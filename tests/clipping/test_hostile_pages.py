"""A page made to keep a program busy or to get something past it is read all the same."""

from datetime import date

import pytest

from broadsheet.clipping.html_page import NotAPage
from broadsheet.clipping.page import read_page

TODAY = date(2026, 11, 26)
HEAD = "<html lang=en><title>Bridge opens | Post</title><h1>Bridge opens</h1>"
LD = '<script type="application/ld+json">'
TEXT = "<p>The bridge in the harbour opened on Monday after twelve years, the port said.</p>"
PAGES = {
    "nested elements": HEAD + "<div>" * 10_000 + TEXT + "</div>" * 10_000,
    "very many headlines": "<html>" + "<h1>a b c d</h1>" * 90_000,
    "very many attributes": HEAD + "<p " + " ".join(f"a{it}=1" for it in range(150_000)) + ">x",
    "quoted attributes": HEAD + "<p " + " ".join(f'a{it}=">"' for it in range(100_000)) + ">x",
    "scripts": HEAD + "<script>" * 100_000 + TEXT,
    "nested JSON lists": HEAD + LD + "[" * 10_000 + "</script>" + TEXT,
    "nested JSON objects": HEAD + LD + '{"a":' * 10_000 + "1" + "}" * 10_000 + "</script>" + TEXT,
    "very long JSON": HEAD + LD + '[{"@type":"NewsArticle"},' * 30_000 + "</script>" + TEXT,
    "blank JSON": HEAD + LD + "{" + " " * 300_000 + "</script>" + TEXT,
    "nested items": HEAD + "<div itemscope itemprop=a itemtype=http://schema.org/Article>" * 20_000,
    "one endless line": HEAD + "<p>" + "a " * 1_000_000,
    "open brackets": HEAD + "<p>" + "<" * 1_000_000,
    "quotation marks": HEAD + "<p>" + '"' * 1_000_000,
}


@pytest.mark.parametrize("kind", PAGES)
def test_page_made_to_keep_a_program_busy_is_read(kind: str) -> None:
    report = read_page(PAGES[kind].encode(), TODAY, "https://post.example/a")
    assert report.url == "https://post.example/a"  # without bounds, this test takes minutes


def test_json_within_hostile_json_does_not_hide_the_headline() -> None:
    text = (
        HEAD
        + LD
        + "[" * 10_000
        + "</script>"
        + LD
        + '{"@type":"NewsArticle",'
        + ('"headline":"The real one","datePublished":"2026-01-02"}</script>' + TEXT)
    )
    assert read_page(text.encode(), TODAY).title == "The real one"


def test_values_of_other_kinds_are_passed_over() -> None:
    for value in ("1", "null", "[]", "{}", "[[[]]]", '"x"', "true", '{"name": 5}', '[{"@id": []}]'):
        node = (
            f'{{"@type": {value}, "headline": {value}, "author": {value}, "publisher": {value},'
            f' "datePublished": {value}, "inLanguage": {value}, "mainEntityOfPage": {value},'
            f' "url": {value}, "@id": {value}, "isAccessibleForFree": {value}, "hasPart": {value}}}'
        )
        known = node.replace(f'"@type": {value}', '"@type": "NewsArticle"')
        many = f"[{node}, {known}]"
        read_page((HEAD + LD + many + "</script>" + TEXT).encode(), TODAY, "https://post.example/a")


def test_signs_that_reverse_or_hide_text_are_left_out() -> None:
    title = "Bridge\u202e opens\u200b\u0007\ufeff now"
    text = f'<html><meta property="og:title" content="{title}"><body>{TEXT}'
    assert read_page(text.encode(), TODAY).title == "Bridge opens now"


def test_date_after_today_is_none() -> None:
    text = f'{HEAD}<meta property="article:published_time" content="2027-06-01">{TEXT}'
    assert read_page(text.encode(), TODAY).day is None


@pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"%PDF-1.7", b"\x1f\x8b\x08", b"words"])
def test_what_is_no_page_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPage):
        read_page(content, TODAY)
