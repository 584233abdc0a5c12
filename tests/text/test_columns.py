"""How wide texts are in columns, and where their lines break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.columns import columns_of, lines_of

WIDE = {
    "Kabul": 5,
    "日本語": 6,
    "カブール": 8,
    "ｶﾌﾞﾙ": 4,
    "e\u0301": 1,
    "क्षि": 3,  # its vowel sign has a column of its own
    "می\u200cروند": 6,
    "新闻，": 6,
}


@pytest.mark.parametrize("text", WIDE)
def test_width_counts_wide_characters_twice_and_marks_not_at_all(text: str) -> None:
    assert columns_of(text) == WIDE[text]


def test_words_are_filled_into_lines() -> None:
    assert lines_of("one two  three\nfour", 9) == ["one two", "three", "four"]


def test_japanese_breaks_between_characters_but_not_before_a_closing_sign() -> None:
    assert lines_of("日本語の文。次の文", 10) == ["日本語の", "文。次の文"]
    assert lines_of("これは「括弧」です", 8) == ["これは", "「括弧」", "です"]


def test_korean_breaks_at_its_spaces() -> None:
    assert lines_of("오늘의 뉴스 모음", 12) == ["오늘의 뉴스", "모음"]


def test_long_address_stays_whole() -> None:
    address = "https://example.org/a-very-long-address"
    assert lines_of(f"see {address} now", 20) == ["see", address, "now"]


def test_no_break_space_keeps_words_together() -> None:
    assert lines_of("at 48.8\u00a0°C today", 9) == ["at", "48.8\u00a0°C", "today"]


@given(st.text(alphabet=st.sampled_from("ab c.日本（）。ーé\u0301\u200dह्"), max_size=60))
def test_lines_hold_every_character_and_no_space_at_their_ends(text: str) -> None:
    lines = lines_of(text, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(line == line.strip(" ") for line in lines)


@pytest.mark.parametrize(
    "text", ["a few  words\nof “prose” – in é", "\t\n ", "", "long-address " * 3]
)
def test_text_in_narrow_letters_breaks_as_any_other(text: str) -> None:
    mark = "\u0301"  # takes no column, but sends the text the longer way
    assert lines_of(text, 12) == [
        line.replace(mark, "") for line in lines_of(text.replace("o", f"o{mark}"), 12)
    ]
