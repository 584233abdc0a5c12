"""Which encoding the bytes of a page are in, whatever the page says."""

import codecs
import re
from collections.abc import Iterator
from unicodedata import name

from charset_normalizer import from_bytes

HEAD = 8_192  # bytes in which a page names its encoding and language
NAMED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
LANGUAGE = re.compile(rb"<html[^>]{0,500}?\slang\s*=\s*[\"']?([a-zA-Z]{2,3})", re.IGNORECASE)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read these names as the larger encodings (WHATWG Encoding Standard).
WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs", "utf-16": "utf-8", "utf-16-le": "utf-8",
}  # fmt: skip
# The encodings that browsers try for a language (HTML standard, 13.2.3.2), and the script in which
# the language is written, as Unicode names its characters.
BY_LANGUAGE = {
    "ar": ("cp1256", "ARABIC"), "fa": ("cp1256", "ARABIC"), "ur": ("cp1256", "ARABIC"),
    "ru": ("cp1251", "CYRILLIC"), "uk": ("cp1251", "CYRILLIC"), "bg": ("cp1251", "CYRILLIC"),
    "sr": ("cp1251", "CYRILLIC"), "be": ("cp1251", "CYRILLIC"), "mk": ("cp1251", "CYRILLIC"),
    "el": ("cp1253", "GREEK"), "he": ("cp1255", "HEBREW"), "th": ("cp874", "THAI"),
    "ja": ("cp932", "CJK HIRAGANA KATAKANA"), "zh": ("gb18030", "CJK"), "ko": ("cp949", "HANGUL"),
}  # fmt: skip
AGAIN = {"ja": ("euc_jp",), "zh": ("big5hkscs",), "ru": ("koi8_r",), "uk": ("koi8_u",)}


def decoded(content: bytes, declared: str = "") -> str:
    """The text of a page; `declared` is the encoding that the server named, or empty.

    Bytes that are valid UTF-8 are that. Otherwise the server's word counts, then the page's, then
    what the page's language suggests, as long as no byte is impossible and the letters are those
    of the language; at last the bytes themselves are judged.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    # The bytes of ISO-2022-JP are ASCII, and an escape says where Japanese begins.
    shifted = _strictly(content, "iso2022_jp") if b"\x1b$" in content else None
    certain = shifted or _strictly(content, "utf-8")
    if certain is not None:
        return certain
    found = LANGUAGE.search(content[:HEAD])
    language = found[1].decode().lower() if found else ""
    for encoding in dict.fromkeys(_candidates(content, declared, language)):
        text = _strictly(content, encoding)
        if text is not None and _fits(text, language):
            return text
    return content.decode("cp1252", "replace")


def _candidates(content: bytes, declared: str, language: str) -> Iterator[str]:
    named = [it[1].decode() for it in (NAMED.search(content[:HEAD]), XML.search(content)) if it]
    for written in (declared, *named):
        known = _known(written)
        if known and known != "utf-8":
            yield known
    if language in BY_LANGUAGE:
        yield BY_LANGUAGE[language][0]
        yield from AGAIN.get(language, ())
    best = from_bytes(content[:100_000]).best()
    if best:
        yield _known(best.encoding)
    yield "cp1252"


def _known(written: str) -> str:
    """Python's name for the encoding that a browser would use; empty if there is none."""
    try:
        found = codecs.lookup(written.strip())
    except (LookupError, ValueError):
        return ""
    # Python also has encodings of files, such as `zip`; they are not for texts.
    return WIDER.get(found.name, found.name) if getattr(found, "_is_text_encoding", True) else ""


def _strictly(content: bytes, encoding: str) -> str | None:
    """The text, or None if bytes are impossible; one in a hundred letters may be damaged."""
    if not encoding:
        return None
    try:
        return content.decode(encoding)
    except (UnicodeError, ValueError):
        text = content.decode(encoding, "replace")
        others = sum(not it.isascii() for it in text)
        return text if text.count("\ufffd") * 100 <= others and others else None


def _fits(text: str, language: str) -> bool:
    """Whether the letters are those of the language's script, as far as it is known."""
    if language not in BY_LANGUAGE:
        return True
    letters = [it for it in text if not it.isascii() and it.isalpha()][:2_000]
    scripts = tuple(BY_LANGUAGE[language][1].split())
    own = sum(name(it, "").startswith(scripts) for it in letters)
    # KOI8-R read as windows-1251 is Russian too, but with capitals for small letters.
    capitals, small = sum(map(str.isupper, letters)), sum(map(str.islower, letters))
    return own * 2 >= len(letters) and capitals <= small
