"""HTML as plain text, as a reader sees it."""

import pytest

from broadsheet.text.text_layout import WIDTH, laid_out

LAID_OUT = {  # each name with HTML and the text that it becomes
    "paragraphs": ("<p>One.</p>\n<p>A <em>word</em>.<br>A line.</p>", "One.\n\nA word.\nA line.\n"),
    "headings": ("<h2>News</h2><h3>Kabul</h3><p>It.</p>", "News\n====\n\nKabul\n-----\n\nIt.\n"),
    "wide heading": ("<h3>日本</h3>", "日本\n----\n"),
    "list": ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two\n"),
    "numbered list": ('<ol start="9"><li>One</li><li>Two</li></ol>', " 9. One\n10. Two\n"),
    "list in a list": (
        "<ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul>",
        "- One\n\n  - Within\n\n- Two\n",
    ),
    "quotation": ("<blockquote><p>One.</p><p>Two.</p></blockquote>", "> One.\n>\n> Two.\n"),
    "code": ("<pre><code>a\n  b\n</code></pre>", "    a\n      b\n"),
    "rule": ("<p>One.</p><hr><p>Two.</p>", "One.\n\n* * *\n\nTwo.\n"),
    "terms": ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\n    Meaning\n"),
    "table": (
        "<table><tr><th>Who</th><th>Votes</th></tr><tr><td>Ann</td><td>3</td></tr></table>",
        "Who  Votes\n---  -----\nAnn  3\n",
    ),
    "picture": ('<p><img src="/a.png" alt="A bridge"></p>', "A bridge\n"),
    "footnote": (
        '<p>So<sup id="r"><a class="footnote-ref" href="#fn">2</a></sup>.</p>'
        '<ol><li id="fn"><p>Note <a class="footnote-backref" href="#r">↩</a></p></li></ol>',
        "So².\n\n1. Note\n",
    ),
    "nothing": ("<!-- a comment --><script>x</script>", "\n"),
    "block within a line": ("<ins><p>One.</p></ins><p>Two.</p>", "One.\n\nTwo.\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAID_OUT)
def test_html_is_laid_out_as_text(name: str) -> None:
    html, text = LAID_OUT[name]
    assert laid_out(html) == text


def test_links_are_numbered_and_listed_below_each_article() -> None:
    html = (
        '<article><p>See <a href="https://a.example/">one</a> and <a href="https://b.example/">two</a>,'
        ' <a href="https://a.example/">again</a>.</p></article>'
        '<article><p><a href="https://c.example/">Other</a></p></article>'
    )
    assert laid_out(html) == (
        "See one [1] and two [2], again [1].\n\n[1] https://a.example/\n[2] https://b.example/\n\n"
        "Other [1]\n\n[1] https://c.example/\n"
    )


def test_link_within_the_text_and_address_in_words_have_no_number() -> None:
    html = '<p><a href="#there">there</a> <a href="https://a.example/">https://a.example/</a></p>'
    assert laid_out(html) == "there https://a.example/\n"


def test_wide_table_becomes_a_paragraph_for_each_row() -> None:
    long = "word " * 20
    html = f"<table><tr><th>Who</th><th>What</th></tr><tr><td>Ann</td><td>{long}</td></tr></table>"
    lines = laid_out(html).splitlines()
    assert lines[0] == "Who: Ann" and lines[1].startswith("What: word")
    assert all(len(line) <= WIDTH for line in lines)


def test_recording_is_a_link() -> None:
    html = '<p><audio src="https://e.example/media/talk.mp3" controls></audio></p>'
    assert laid_out(html) == "talk.mp3 [1]\n\n[1] https://e.example/media/talk.mp3\n"


def test_deep_nesting_ends() -> None:
    assert "deep" in laid_out("<blockquote>" * 60 + "deep" + "</blockquote>" * 60)
