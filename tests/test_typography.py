"""Quotes, dashes and dots are those of Python-Markdown's `smarty`, byte for byte."""

import markdown
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.faster_markdown import FasterMarkdown

PLAIN = markdown.Markdown(extensions=["smarty"])
FASTER = markdown.Markdown(extensions=[FasterMarkdown()])
QUOTED = st.text(alphabet=" '\"sa1.-–(\n&;", max_size=14)


@settings(max_examples=600)
@given(QUOTED)
def test_quotes_are_those_of_smarty(text: str) -> None:
    assert FASTER.reset().convert(text) == PLAIN.reset().convert(text)


def test_other_signs_can_stand_for_the_usual_ones() -> None:
    converter = markdown.Markdown(
        extensions=[FasterMarkdown(substitutions={"left-double-quote": "«", "ndash": "&minus;"})]
    )
    assert converter.convert('"So" -- x') == "<p>«So&rdquo; &minus; x</p>"
