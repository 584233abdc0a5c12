"""A piece of HTML as a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from broadsheet.text.fragment import fragment
from tests.text.test_html_as_text import PIECES

WHOLE = (
    "<html>",
    "<body class=a>",
    "</body>",
    "</html>",
    "<!doctype html>",
    "<head>",
    "<title>x</title>",
)


def theirs(written: str) -> str:
    """The tree that lxml makes, as HTML."""
    tree = html.fragment_fromstring(written, create_parent="div")
    return str(html.tostring(tree, encoding="unicode"))


@given(st.lists(st.sampled_from((*PIECES, *WHOLE)), max_size=20).map("".join))
def test_tree_is_the_one_that_lxml_makes(written: str) -> None:
    try:
        expected = theirs(written)
    except (AssertionError, IndexError):
        return  # lxml gives up on two documents in one
    assert html.tostring(fragment(written).tree, encoding="unicode") == expected


@pytest.mark.parametrize("depth", [10, 5_000])
def test_piece_says_whether_it_was_read_whole(depth: int) -> None:
    assert fragment("<div>" * depth).is_whole == (depth == 10)
