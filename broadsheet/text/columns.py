"""How wide a text is in columns of a terminal, and where its lines may break.

A wide character of Unicode's East Asian Width (UAX 11) takes two columns, a mark that stands on
another none. Lines break at spaces and, as Chinese and Japanese are written without them, between
ideographs and kana, but not before a sign that closes or after one that opens (JIS X 4051).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

BREAK = "\u2028"  # a line that ends here, whatever its width
NOT_FIRST = frozenset(
    "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗〙〟ぁぃぅぇぉっゃゅょゎゝゞァィゥェォッャュョヮヵヶ・ーヽヾ！％），．：；？］｝～…‥—"
)
NOT_LAST = frozenset("$([{£¥‘“〈《「『【〔〖〘〝＄（［｛￡￥")
JOINING = frozenset("\u200d\ufe0e\ufe0f")
UNSHOWN = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))  # where a word may break, in HTML
NARROW = re.compile(
    "[\t\n\r\f\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*"
)  # a column each
SPACES = " \t\n\r\f"
SPACE = re.compile(f"[{SPACES}]+")  # and not a no-break space, which is for staying together


def columns_of(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=10_000)
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def lines_of(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, without spaces at their ends.

    What has no place to break, such as a long address, stays whole on a line of its own.
    """
    if NARROW.fullmatch(text):
        words = text.split() if "\xa0" not in text else SPACE.split(text.strip(SPACES))
        return _filled_with_words(" ".join(words), width)
    shown = text.translate(UNSHOWN)
    return [line for part in shown.split(BREAK) for line in _filled(part, width)]


def _filled_with_words(words: str, width: int) -> list[str]:
    """The lines of words with a space between them, whose characters take a column each."""
    lines: list[str] = []
    start = 0
    while len(words) - start > width:
        end = words.rfind(" ", start, start + width + 1)
        if end < 0:
            end = words.find(" ", start + width)
        if end < 0:
            break
        lines.append(words[start:end])
        start = end + 1
    return [*lines, words[start:]] if start < len(words) else lines


def _filled(text: str, width: int) -> Iterator[str]:
    line, taken = "", 0
    for space, piece in _pieces(text):
        wide = columns_of(piece)
        if line and taken + len(space) + wide > width:
            yield line
            line, taken = piece, wide
        else:
            gap = space if line else ""
            line, taken = f"{line}{gap}{piece}", taken + len(gap) + wide
    if line:
        yield line


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text that stay whole, each with the space before it."""
    for word in SPACE.split(text.strip(SPACES)):
        if word.isascii():
            if word:
                yield " ", word
            continue
        space, start = " ", 0
        for at in range(1, len(word)):
            if _may_break(word[at - 1], word[at]):
                yield space, word[start:at]
                space, start = "", at
        yield space, word[start:]


def _may_break(before: str, after: str) -> bool:
    if before.isascii() and after.isascii():
        return False
    if after in NOT_FIRST or before in NOT_LAST or JOINING & {before, after}:
        return False
    return _columns(after) > 0 and (_is_unspaced(before) or _is_unspaced(after))


@lru_cache(maxsize=10_000)
def _is_unspaced(char: str) -> bool:
    """Whether a character is of a script without spaces; Hangul has them, if wide."""
    return _columns(char) == 2 and not unicodedata.name(char, "").startswith("HANGUL")
