"""Counts the words of a text, and the minutes it takes to read."""

import re
from math import ceil

# Scripts without spaces between words: kana and Han. Two characters are about one word.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
MAYBE_UNSPACED = re.compile("[\u3040-\U0003ffff]")  # found or not in half the time
WORDS_A_MINUTE = 220


def count_words(text: str) -> int:
    """The number of words in `text`; in a script without spaces, two characters count as one."""
    is_spaced = text.isascii() or not MAYBE_UNSPACED.search(text)
    rest, characters = (text, 0) if is_spaced else UNSPACED.subn(" ", text)
    return len(rest.split()) + ceil(characters / 2)


def minutes(words: int) -> int:
    """The minutes it takes to read so many words; at least one."""
    return max(1, ceil(words / WORDS_A_MINUTE))
