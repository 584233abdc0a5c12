"""Markdown as readers get it; the golden site `markdown` shows every element once."""

import pytest

from broadsheet.problems import ProblemLog
from broadsheet.text.markup import Body, convert, shorten


def body(text: str, key: str = "a") -> Body:
    """What is known about a text."""
    return convert(text, key, "en", "sanitize", 1, ProblemLog("x.md")).body


def html(text: str, language: str = "en", raw_html: str = "sanitize") -> str:
    """The text as HTML."""
    return convert(text, "a", language, raw_html, 1, ProblemLog("x.md")).html


def test_footnotes_of_two_articles_have_different_anchors() -> None:
    text = "A[^1].\n\n[^1]: Note."
    assert not set(body(text, "one").anchors) & set(body(text, "two").anchors)


def test_nothing_of_an_article_shows_in_the_next_one() -> None:
    first = body("# Head\n\nA[^1] [x].\n\n[^1]: N.\n\n[x]: https://x.org")
    assert body("# Head\n\nA[^1] [x].").links == () and first.anchors
    assert body("# Head").anchors == ("head",)


def test_headings_of_any_script_have_anchors_and_repeated_ones_differ() -> None:
    assert body("## كابل\n\n## 上海\n\n## Same\n\n## Same").anchors == (
        "كابل",
        "上海",
        "same",
        "same_1",
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a” isn’t ‘b’"),
        ("de", "„a“ isn’t ‘b’"),
        ("de-AT", "„a“ isn’t ‘b’"),
        ("fr", "«&nbsp;a&nbsp;» isn’t ‘b’"),
        ("ja", "“a” isn’t ‘b’"),
    ],
)
def test_quotes_are_those_of_the_language(language: str, expected: str) -> None:
    assert f"<p>{expected}</p>" in html("\"a\" isn't 'b'", language=language)


def test_raw_html_is_sanitized_allowed_or_escaped() -> None:
    text = "<div><marquee>x</marquee></div>"
    assert html(text) == "<div>x</div>"
    assert html(text, raw_html="allow") == text
    assert html(text, raw_html="escape") == (
        "<p>&lt;div&gt;&lt;marquee&gt;x&lt;/marquee&gt;&lt;/div&gt;</p>"
    )


def test_links_within_the_site_keep_their_line() -> None:
    made = body("one\n\n[a](x.md)\n\n[b](x.md#y) ![c](d.png) [e](https://e.org/) [f](#one)")
    assert [(link.target, link.line, link.is_media) for link in made.links] == [
        ("x.md", 3, False),
        ("x.md#y", 5, False),
        ("d.png", 5, True),
        ("#one", 5, False),
    ]


def test_text_that_looks_like_a_mark_stays_text() -> None:
    text = 'Code: `href="link-0"` and [a](x.md)'
    assert f'href="{body(text).placeholder}-0"' in html(text)
    assert "<code>href=&quot;link-0&quot;</code>" in html(text) or '"link-0"</code>' in html(text)


def test_alignment_of_a_table_is_a_class() -> None:
    assert '<td class="align-right">2</td>' in html("|a|b|\n|---|--:|\n|1|2|")


@pytest.mark.parametrize("tag", ["script", "style"])
def test_nothing_of_a_script_or_a_style_counts_as_a_word(tag: str) -> None:
    found = body(f"See <{tag}>alert(1)</{tag}>there.")
    assert (found.summary, found.words) == ("See there.", 2)


def test_summary_leaves_footnotes_out() -> None:
    assert body("Text[^1] *here*.\n\n[^1]: Note.").summary == "Text here."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short. Text.", "Short. Text."),
        ("One two. Three four five", "One two."),
        ("word " * 10, "word word word word…"),
        ("x" * 50, "x" * 19 + "…"),
        ("一二三。四五六七八九十一二三四五六七八九十", "一二三。"),
    ],
)
def test_summary_ends_at_a_sentence_else_at_a_word(text: str, expected: str) -> None:
    assert shorten(text, 20) == expected


@pytest.mark.parametrize("deep", ["- " * 3000, "1. " * 3000, "<div>" * 3000])
def test_text_nested_too_deeply_is_a_problem_and_the_next_text_is_read_well(deep: str) -> None:
    log = ProblemLog("x.md")
    convert(f"{deep} text", "a", "en", "sanitize", 4, log)
    assert [(it.line, it.text) for it in log.problems] == [(4, "the text is nested too deeply")]
    assert html("Well.") == "<p>Well.</p>"


@pytest.mark.parametrize("odd", ["> " * 300, "<div>" * 1000, "[" * 500, "<" * 500, "*" * 500])
def test_odd_text_is_kept(odd: str) -> None:
    assert "the end" in html(f"{odd}the end")
