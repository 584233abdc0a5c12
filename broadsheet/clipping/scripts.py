"""Which language the letters of a text allow, where a page names a wrong one or none."""

from unicodedata import name

ENOUGH = 40  # letters from which on a text says something
LOOKED_AT = 5_000  # characters
# Scripts, as Unicode names their letters, that one living language is written in.
OWN = {
    "HIRAGANA": "ja", "HAN": "zh", "HANGUL": "ko", "HEBREW": "he", "GREEK": "el", "THAI": "th",
    "ARMENIAN": "hy", "GEORGIAN": "ka", "KHMER": "km",
}  # fmt: skip
WRITTEN_IN = {
    "ARABIC": "ar fa ur ps ku ckb ug sd", "CYRILLIC": "ru uk bg sr be mk kk ky mn tg",
    "DEVANAGARI": "hi mr ne sa", "BENGALI": "bn as", **OWN,
}  # fmt: skip
LATIN_TOO = frozenset(["sr", "uz", "ku"])  # newspapers write these in Latin letters as well


def checked_language(language: str, text: str) -> str:
    """The language that a page names, unless its letters contradict it: a theme's `en` on a page
    in Russian says nothing. Without a name, the one that the letters alone tell, or nothing."""
    script = _script(text)
    if not script:
        return language
    code = language.partition("-")[0]
    languages = WRITTEN_IN.get(script, "").split()
    fits = code in languages if languages else code in LATIN_TOO or not _has_own_letters(code)
    return language if language and fits else OWN.get(script, "")


def _script(text: str) -> str:
    """The script of most letters; empty if there are too few. `HAN` is Chinese: no Japanese or
    Korean text does without its own signs."""
    letters = [name(it, "").partition(" ")[0] for it in text[:LOOKED_AT] if it.isalpha()]
    if len(letters) < ENOUGH:
        return ""
    counts = {it: letters.count(it) for it in set(letters)}
    script = max(sorted(counts), key=lambda it: counts[it])
    if script not in ("CJK", "HIRAGANA", "KATAKANA"):
        return script
    return "HIRAGANA" if counts.keys() & {"HIRAGANA", "KATAKANA"} else "HAN"


def _has_own_letters(code: str) -> bool:
    return any(code in languages.split() for languages in WRITTEN_IN.values())
