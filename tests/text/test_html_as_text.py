"""HTML as a text without markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from broadsheet.text.html_as_text import UNREAD, WITHIN_WORDS, html_as_text
from broadsheet.text.markup import CLEANER

PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<br>", "<a href=\"x>y\" title='it\"s'>", "</a>", "<hr>",
    "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "<img src=a alt='a < b > c'>", "<wbr>",
    "<sup id=\"<b x='\">", "<!-- no -->", "<script>no()</script>", "<style>no</style>", "word",
    " ", "\n", "\u00a0", "&nbsp;", "&amp;lt;b&amp;gt;", "&lt;i&gt;", "a < b", "&", "\"", "'", "=\"",
    "é", "😀", "<x-y>", "</x-y>",
)  # fmt: skip


def parsed(written: str) -> str:
    """The text as a whole parser finds it."""
    tree = html.fragment_fromstring(written, create_parent="div")
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    etree.strip_tags(tree, *WITHIN_WORDS)
    return " ".join(" ".join(tree.itertext()).split())


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_text_is_that_of_a_whole_parser(source: str) -> None:
    sanitized = CLEANER.clean(source)
    assert html_as_text(sanitized) == parsed(sanitized)
    tree = html.fragment_fromstring(source, create_parent="div")
    allowed = html.tostring(tree, encoding="unicode")
    assert html_as_text(allowed) == parsed(allowed)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<p>O<b>n</b>e</p><p>two &amp; <i>three</i></p>", "One two & three"),
        ('<p><img alt="a > b" src="x">end</p>', "end"),
        ("<p>seen</p><script>unseen()</script><!-- unseen -->", "seen"),
    ],
)
def test_words_are_kept_apart_by_blocks_and_together_within(written: str, text: str) -> None:
    assert html_as_text(written) == text
