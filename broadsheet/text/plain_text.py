"""A file's bytes as text: UTF-8, with LF line ends, without controls or merge conflicts."""

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator

from broadsheet.problems import ProblemLog

FENCED = re.compile(r"^ {0,3}(~{3,}|`{3,})[^\n]*\n.*?^ {0,3}\1[~`]*[ ]*$", re.DOTALL | re.MULTILINE)
CONFLICT = re.compile(r"^<{7}(?: [^\n]*)?\n.*?^>{7}(?: [^\n]*)?$", re.DOTALL | re.MULTILINE)
MIDDLE = re.compile(r"^={7}[ ]*$", re.MULTILINE)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
CONTROLS = bytes(code for code in range(128) if UNPRINTABLE.match(chr(code)))
REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,7})(?![0-9a-fA-F])|0*([0-9]{1,8})(?![0-9]));?")


def decode(content: bytes, log: ProblemLog) -> str | None:
    """The text in a file's bytes, with LF line ends and no byte order mark; reports mistakes."""
    if not content.removeprefix(BOM_UTF8).strip():
        log.problem(0, "is empty", "write an article in it, or delete it")
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        log.problem(0, "is not a text file", "save it as UTF-8, or move it to content/media/")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        log.problem(line, f"byte 0x{content[error.start]:02x} is not UTF-8", "save it as UTF-8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in UNPRINTABLE.finditer(text) if _may_be_unprintable(content) else ():
        line = text.count("\n", 0, found.start()) + 1
        log.problem(line, f"has the control character U+{ord(found[0]):04X}", "delete it")
    return None if has_conflict(text, log) else text


def _may_be_unprintable(content: bytes) -> bool:
    """Whether UTF-8 may hold what `UNPRINTABLE` finds; all but controls of it begins with EF."""
    return b"\xef" in content or len(content.translate(None, CONTROLS)) < len(content)


def control_references(html: str) -> Iterator[tuple[str, int]]:
    """The character references in HTML that stand for what no text may hold, each with its code:
    controls, half characters, and what is no character."""
    for found in REFERENCE.finditer(html) if "&#" in html else ():
        code = int(found[1], 16) if found[1] else int(found[2])
        is_half = 0xD800 <= code <= 0xDFFF
        if is_half or code > sys.maxunicode or UNPRINTABLE.match(chr(code)):
            yield found[0], code


def has_conflict(text: str, log: ProblemLog) -> bool:
    """Whether a text has unsettled merge conflicts; reports each of them.

    In fenced or indented code, they are an example and no conflict.
    """
    if "<<<<<<<" not in text:
        return False
    outside = FENCED.sub(lambda it: re.sub(r"[^\n]", " ", it[0]), text)
    lines = [
        text.count("\n", 0, found.start()) + 1
        for found in CONFLICT.finditer(outside)
        if MIDDLE.search(text, found.start(), found.end())
    ]
    for line in lines:
        log.problem(
            line,
            "has an unsettled merge conflict",
            "keep the version you want, and delete the other and the lines <<<<<<<, ======="
            " and >>>>>>>",
        )
    return bool(lines)
