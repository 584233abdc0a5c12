"""Which words of a report are found by search, in any script, and how a search is asked for."""

import re
from unicodedata import normalize

# Scripts that put no space between words: each sign is a word of its own there.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
WORD = re.compile(r"\w+")
MOST = 20  # words of a search


def search_words(*texts: str) -> str:
    """The words of texts as the index of the inbox takes them, each once."""
    return " ".join(dict.fromkeys(_words(" ".join(texts))))


def query_of(words: str) -> str:
    """A search for all of the words, each the beginning of one, in the language of FTS5; empty if
    there are none. No sign in it has a meaning for FTS5."""
    return " AND ".join(f'"{it}"*' for it in dict.fromkeys(_words(words)[:MOST]))


def _words(text: str) -> list[str]:
    spaced = UNSPACED.sub(r" \g<0> ", normalize("NFKC", text).casefold())
    return WORD.findall(spaced)
