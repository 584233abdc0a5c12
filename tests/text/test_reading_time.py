"""Words and minutes."""

import pytest

from broadsheet.text.reading_time import count_words, minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("It's the AP's 1,234.5 m long-range plane", 7),
        ("بیست و یک", 3),
        ("今天天气", 2),
        ("東京オリンピック 2020", 5),
        ("한국어 문장", 2),
    ],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text: str, words: int) -> None:
    assert count_words(text) == words


def test_even_nothing_takes_a_minute() -> None:
    assert [minutes(words) for words in (0, 220, 221, 2200)] == [1, 1, 2, 10]
