"""HTML of other systems as Markdown."""

import pytest
from hypothesis import given, settings

from broadsheet.exports.html_to_markdown import html_to_markdown
from tests.exports.html_pieces import PAGES, shown, words


def markdown(html: str) -> str:
    """What becomes of a piece of HTML, without the line end."""
    return html_to_markdown(html).markdown.rstrip("\n")


def remarks(html: str) -> str:
    """All that is said of a piece of HTML."""
    return "\n".join(html_to_markdown(html).remarks)


@settings(max_examples=250)
@given(PAGES)
def test_readers_see_the_same_words_whatever_the_page(page: str) -> None:
    assert shown(html_to_markdown(page).markdown) == words(page)


def test_headings_start_at_the_second_level_and_leave_none_out() -> None:
    assert markdown("<h1>A</h1><h4>B</h4><h1>C</h1>") == "## A\n\n### B\n\n## C"
    assert markdown("<h3>C#</h3>") == "## C\\#"


def test_link_within_the_text_keeps_the_heading_it_leads_to() -> None:
    html = '<p><a href="#b">x</a> <a href="#no">y</a></p><h2 id="b">B</h2>'
    assert markdown(html) == "[x](#b) y\n\n## B {#b}"
    assert "#no" in remarks(html)


def test_lists_are_nested_four_deep_with_four_spaces() -> None:
    html = "<ul><li>a<ol><li>b<ul><li>c<ul><li>d</ul></ul></ol></ul>"
    assert markdown(html) == "- a\n    1. b\n        - c\n            - d"


def test_list_items_of_several_paragraphs_stay_whole() -> None:
    html = "<ol><li><p>a</p><p>b</p></li><li>c<pre>x\n  y</pre></li></ol>"
    assert markdown(html) == "1. a\n\n    b\n\n2. c\n\n        x\n          y"


def test_two_lists_do_not_become_one() -> None:
    assert markdown("<ul><li>a</ul><ol><li>b</ol>") == "- a\n\n<!-- -->\n\n1. b"


def test_emphasis_links_and_code_are_as_a_person_writes_them() -> None:
    html = (
        '<p>A <b>bold </b>and <i>thin</i> <a href="/x y(1)" title="T">link</a>,'
        " <code>a`b</code> H<sub>2</sub>O</p>"
    )
    assert markdown(html) == (
        'A **bold** and *thin* [link](/x%20y%281%29 "T"), ``a`b`` H<sub>2</sub>O'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("snake_case_name and 2*3", "snake_case_name and 2\\*3"),
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("- a", "\\- a"),
        ("[^1]: a", "\\[^1\\]: a"),
        ("{: .c}", "\\{: .c}"),
        ("&lt;b&gt; &amp;amp; AT&amp;T", "&lt;b> &amp;amp; AT&amp;T"),
        ("--help", "\\-\\-help"),
        ("a | b", "a \\| b"),
        ("C:\\n", "C:\\\\n"),
    ],
)
def test_text_that_looks_like_markdown_stays_text(text: str, written: str) -> None:
    assert markdown(f"<p>{text}</p>") == written


def test_picture_has_its_words_and_a_caption_stays_below_it() -> None:
    made = html_to_markdown(
        '<p><img src="a.jpg" alt="A [tram]"></p>'
        '<figure><img src="b.jpg" alt="B"><figcaption>By <b>Bo</b></figcaption></figure>'
    )
    assert made.markdown == (
        "![A \\[tram\\]](a.jpg)\n\n<figure>\n"
        '<img src="b.jpg" alt="B"><figcaption>By <b>Bo</b></figcaption>\n</figure>\n'
    )
    assert made.media == ("a.jpg", "b.jpg")


def test_small_picture_that_leads_to_the_large_one_is_the_large_one() -> None:
    made = html_to_markdown('<a href="/full.jpg"><img src="/small.jpg" alt="A"></a>')
    assert (made.markdown, made.media) == ("![A](/full.jpg)\n", ("/full.jpg",))


@pytest.mark.parametrize(
    "image",
    [
        '<img src="data:image/gif;base64,R0" data-src="/a.jpg">',
        '<img data-lazy-src="/a.jpg"><noscript><img src="/a.jpg"></noscript>',
        '<img srcset="/s.jpg 300w, /a.jpg 900w">',
        '<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>',
    ],
)
def test_picture_that_a_script_would_load_has_its_real_address(image: str) -> None:
    assert markdown(f"<p>{image}</p>") == "![](/a.jpg)"


def test_code_has_its_language_and_a_fence_that_is_long_enough() -> None:
    html = '<div class="highlight"><pre><code class="language-js">a\n```\nb</code></pre></div>'
    assert markdown(html) == "````js\na\n```\nb\n````"


def test_line_numbers_are_no_code() -> None:
    html = (
        '<table class="rouge-table"><tr><td class="rouge-gutter gutter"><pre>1\n2</pre></td>'
        '<td class="rouge-code"><pre>a\nb</pre></td></tr></table>'
    )
    assert markdown(html) == "```\na\nb\n```"


def test_simple_table_is_markdown_and_another_stays_html() -> None:
    head = "<thead><tr><th>A|B<th align=right>C</thead>"
    assert markdown(f"<table>{head}<tr><td>1<td>2</table>") == (
        "| A\\|B | C |\n| --- | --: |\n| 1 | 2 |"
    )
    html = '<table class="x" style="y"><tr><td colspan="2" onclick="z">a &lt; b</table>'
    assert markdown(f"{html}") == "a &lt; b"  # a frame around one text
    wide = '<table class="x"><tr><td colspan="2" onclick="z">a<tr><td>b<td>*c*</table>'
    made = markdown(wide)
    assert '<td colspan="2">a</td>' in made and "<td>*c*</td>" in made
    assert "class" not in made and "onclick" not in made


def test_words_outside_of_cells_are_not_lost() -> None:
    html = "<table><tr><th>a</th>b</tr><tr><td>1</td>2</tr></table>"
    assert shown(markdown(html)) == "ab12"
    framed = "<table><caption>C</caption><tr><td>a</td></tr></table>"
    assert shown(markdown(framed)) == "Ca"


def test_footnotes_are_footnotes() -> None:
    html = (
        '<p>A<sup id="fnref:1"><a href="#fn:1">1</a></sup> b.</p><div class="footnotes"><hr><ol>'
        '<li id="fn:1"><p>N <i>x</i> <a href="#fnref:1">↩</a></p><p>M</p></li></ol></div>'
    )
    assert markdown(html) == "A[^1] b.\n\n[^1]: N *x*\n\n    M"


def test_embeds_become_links_and_that_is_said() -> None:
    html = (
        '<iframe src="//video.example/1" title="A film"></iframe>'
        '<blockquote class="twitter-tweet"><p>Words</p>&mdash; A <a href="https://t.example/1">day'
        '</a></blockquote><script async src="x.js"></script><video src="/a.mp4"></video>'
    )
    assert markdown(html) == (
        "[A film](https://video.example/1)\n\n> Words\n>\n> — A [day](https://t.example/1)\n\n"
        '<video controls src="/a.mp4"></video>'
    )
    assert remarks(html) == (
        "an embedded <iframe> became a link: https://video.example/1\na <script> was left out"
    )


def test_line_breaks_and_right_to_left_words_stay() -> None:
    assert markdown("<p>a<br>- b</p>") == "a  \n\\- b"
    assert markdown('<p>a <span dir="rtl" class="x">ب</span></p>') == 'a <span dir="rtl">ب</span>'


ATTACKS = """
<script>alert(1)</script>|<a href="javascript:alert(1)">x</a>|<img src=x onerror=alert(1)>
<a href="java&#10;script:alert(1)">x</a>|<svg><script>alert(1)</script></svg>|<p onclick=a()>x</p>
<iframe srcdoc="<script>a()</script>"></iframe>|<math><mi xlink:href="javascript:a()">x</mi></math>
<style>@import 'x'</style>|<form action=x><button formaction="javascript:a()">x</button></form>
<a href="data:text/html,<script>a()</script>">x</a>|<object data="javascript:a()"></object>
<table><tr><td colspan=2><a href="vbscript:x">x</a><td>y<script>z</script></table>|<base href=x>
<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>|<pre>&lt;/code&gt;&lt;script&gt;</pre>
<xmp><script></xmp>|<p title="&quot;&gt;&lt;script&gt;">x</p>
<abbr title="&quot;&gt;&lt;script&gt;">x</abbr>
<a title='"><script>' href="/x">x</a>|<meta http-equiv=refresh content="0;url=x">
<!--><script>a()-->|<img src="x" alt="](javascript:alert(1))">|<code>`<script>`</code>
<a href="/x)[y](javascript:z">k</a>
"""


@pytest.mark.parametrize("attack", [it for it in ATTACKS.replace("\n", "|").split("|") if it])
def test_nothing_active_comes_through(attack: str) -> None:
    from broadsheet.importing.active import is_acting_address
    from broadsheet.text.fragment import fragment
    from broadsheet.text.markup import converter

    page = converter("allow", "en").reset().convert(html_to_markdown(attack).markdown)
    for element in fragment(page).tree.iter():
        assert element.tag not in {"script", "style", "iframe", "svg", "form", "object", "meta"}
        assert not any(name.startswith("on") for name in element.attrib)
        assert not any(is_acting_address(element.get(it) or "") for it in ("href", "src"))


def test_ten_thousand_nested_tags_become_words() -> None:
    html = "<div><b>" * 10_000 + "core"
    assert markdown(html) == "core" and "nested too deeply" in remarks(html)
    lists = "<ul><li>" * 60 + "core"
    assert shown(markdown(lists)) == "core" and "nested too deeply" in remarks(lists)


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "_" * 200_000 + "x</p>",
        "<h2>" + "#" * 200_000 + "x</h2>",
        "<p>" + "<b>a</b>" * 30_000 + "</p>",
        '<p><a href="#n">1</a></p>' * 5_000 + '<p id="n">x</p>',
        "".join(f'<a href="#n{n}" id="r{n}">1</a>' for n in range(5_000))
        + "".join(f'<p id="n{n}">x<a href="#r{n}">b</a></p>' for n in range(5_000)),
        '<p>x</p><img srcset="' + "a," * 100_000 + '">',
        "<p>" + "`" * 100_000 + "</p>",
        "<" * 100_000,
    ],
    ids=["lines", "hashes", "bold", "links", "notes", "srcset", "ticks", "signs"],
)
def test_long_rows_of_one_thing_take_no_longer_than_other_texts(html: str) -> None:
    assert html_to_markdown(html).markdown  # if not, this test takes minutes
