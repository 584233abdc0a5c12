"""The words of a text keep their places when code, comments and addresses are taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.checking.prose import GAP, prose_of

HEAD = "---\ntitle: X\n---\n"
SIGNS = (
    "a",
    " ",
    "\n",
    "    ",
    "`",
    "```",
    "~~~",
    "<!--",
    "-->",
    "[",
    "](",
    ")",
    "]:",
    "<a",
    ">",
    "{:",
)


def words(body: str) -> str:
    """The words of a text with this body, without gaps."""
    return " ".join(
        prose_of("x.md", f"{HEAD}{body}".encode(), "en").words.replace(GAP, " ").split()
    )


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("See `code` and ``more ` code``.", "See and ."),
        ("Before\n\n```py\nthe the\n```\nafter", "Before after"),
        ("Before\n\n    the the\n\nafter", "Before after"),
        ("Before <!-- the\n\nthe --> after", "Before after"),
        ("A [link](https://e.org/a_(b) 'title') here", "A [link] here"),
        ("A [link][1] here\n\n[1]: https://e.org", "A [link] here"),
        ("See <https://e.org/the/the> or https://e.org.", "See or"),
        ("A <b class='x'>bold</b> word{: .big}", "A bold word"),
        ("Less than 3 < 4 and `unclosed", "Less than 3 < 4 and `unclosed"),
    ],
)
def test_code_comments_and_addresses_are_no_words(body: str, left: str) -> None:
    assert words(body) == left


def test_line_is_that_of_the_file() -> None:
    prose = prose_of("x.md", f"{HEAD}One\n\n```\n1\n2\n```\n\nTwo".encode(), "en")
    assert prose.line(prose.words.index("One")) == 4
    assert prose.line(prose.words.index("Two")) == 11


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_every_text_keeps_its_length_and_its_lines(body: str) -> None:
    prose = prose_of("x.md", f"{HEAD}{body}.".encode(), "en")
    lines = [len(line) for line in f"\n\n\n{body}.".split("\n")]
    assert [len(line) for line in prose.written.split("\n")] == lines
    assert [len(line) for line in prose.words.split("\n")] == lines
