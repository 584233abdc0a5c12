"""Quotes, dashes and dots are those of Python-Markdown's `smarty`, byte for byte."""

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.text.faster_markdown import FasterMarkdown
from broadsheet.text.typography import typeset

PLAIN = markdown.Markdown(extensions=["smarty"])
FASTER = markdown.Markdown(extensions=[FasterMarkdown()])
QUOTED = st.lists(
    st.sampled_from([*" '\"sa1.-–—(\n&;0", "&nbsp;", "&mdash;", "&#8211;", "\u00a0"]), max_size=14
).map("".join)


@settings(max_examples=600)
@given(QUOTED)
def test_quotes_are_those_of_smarty(text: str) -> None:
    assert FASTER.reset().convert(text) == PLAIN.reset().convert(text)


def test_other_signs_can_stand_for_the_usual_ones() -> None:
    converter = markdown.Markdown(
        extensions=[FasterMarkdown(substitutions={"left-double-quote": "«", "ndash": "&minus;"})]
    )
    assert converter.convert('"So" -- x') == "<p>«So&rdquo; &minus; x</p>"


@pytest.mark.parametrize(
    ("text", "language", "set_text"),
    [
        ("It's a 'test' -- of \"quotes\"...", "en", "It’s a ‘test’ – of “quotes”…"),
        ('The "end"', "de-AT", "The „end“"),
        ('The "end"', "fr", "The «\u00a0end\u00a0»"),
        ("It’s “set” already – yes…", "en", "It’s “set” already – yes…"),
        (
            'Why `cargo --release` and "--strict" --x',
            "en",
            "Why `cargo --release` and “--strict” --x",
        ),
        ("AT&T <b> &amp; 'x'", "en", "AT&T <b> &amp; ‘x’"),
    ],
)
def test_plain_text_is_set_as_its_language_does(text: str, language: str, set_text: str) -> None:
    assert typeset(text, language) == set_text


@given(st.text(alphabet=" '\"sa1.-–(\n;", max_size=14), st.sampled_from(["en", "de", "fr"]))
def test_setting_a_text_again_changes_nothing(text: str, language: str) -> None:
    once = typeset(text, language)
    assert not set("\x02\x03") & set(once)
    assert '"' not in once and typeset(once, language).count('"') == 0
