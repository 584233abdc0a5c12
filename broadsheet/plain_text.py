"""A file's bytes as text: UTF-8, with LF line ends, without controls."""

import re
from codecs import BOM_UTF8

from broadsheet.problems import Report

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def decode(content: bytes, report: Report) -> str | None:
    """A file's bytes as text with LF line ends and no byte order mark; reports what is wrong."""
    if not content.removeprefix(BOM_UTF8).strip():
        report.problem(0, "is empty", "write an article in it, or delete it")
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        report.problem(0, "is not a text file", "save it as UTF-8, or move it to content/media/")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        report.problem(line, f"byte 0x{content[error.start]:02x} is not UTF-8", "save it as UTF-8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in UNPRINTABLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        report.problem(line, f"has the control character U+{ord(found[0]):04X}", "delete it")
    return text
