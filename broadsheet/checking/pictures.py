"""Checks of pictures: what is said of them, and how heavy they are."""

import re
from collections.abc import Iterator
from posixpath import basename, splitext

from broadsheet.checking.desk import Desk
from broadsheet.images.pictures import SUFFIXES
from broadsheet.problems import Problem, shortened

KILOBYTE = 1000  # bytes
IN_TEXT = re.compile(r"!\[(?P<alt>[^\]\n]+)\](?:\(\s*<?(?P<file>[^()\s<>]+))?")
HTML_ALT = re.compile(
    r"<img\s[^<>]*?\balt\s*=\s*(?P<quote>[\"'])(?P<alt>.+?)(?P=quote)[^<>]*>", re.I
)
FILE_NAME = re.compile(rf"\S+(?:{'|'.join(map(re.escape, SUFFIXES))})", re.IGNORECASE)
CAMERA = re.compile(
    r"(?:img|dscn?|dcim|pxl|p|image|picture|photo|foto|bild|screenshot|screen shot|untitled)"
    r"[\d_ .:-]*",
    re.IGNORECASE,
)
HINT = "say what the picture shows, for those who cannot see it"


def alts_that_are_file_names(desk: Desk) -> Iterator[Problem]:
    """Alternative texts that are the name of a file, or what a camera calls one."""
    for article in desk.articles:
        if article.image and is_file_name(article.image.alt, article.image.file):
            text = f'the alternative text is a file\'s name: "{shortened(article.image.alt)}"'
            yield Problem(article.path, article.line("image"), text, HINT)
    for prose in desk.texts.values():
        for found in (*IN_TEXT.finditer(prose.written), *HTML_ALT.finditer(prose.written)):
            if is_file_name(found["alt"], found.groupdict().get("file") or ""):
                text = f'the alternative text is a file\'s name: "{shortened(found["alt"])}"'
                yield Problem(prose.path, prose.line(found.start()), text, HINT)


def is_file_name(alt: str, file: str) -> bool:
    """Whether an alternative text is a file's name and tells nothing of what a picture shows."""
    words = alt.strip()
    stem = splitext(basename(file))[0]
    is_stem = words == stem and not re.fullmatch(r"[^\W\d_]+", stem)
    return bool(words) and bool(is_stem or FILE_NAME.fullmatch(words) or CAMERA.fullmatch(words))


def heavy_pictures(desk: Desk) -> Iterator[Problem]:
    """Files of pictures that are heavier than the site allows."""
    most = desk.limits.picture_kilobytes
    for picture in desk.pictures:
        kilobytes = desk.bytes_of(picture.path) // KILOBYTE
        if kilobytes > most:
            text = f"the picture's file has {kilobytes:,} kilobytes, more than {most:,}"
            hint = "scale it down, or save a photograph as JPEG or WebP of quality 80"
            yield Problem(picture.path, 0, text, hint)


def large_pictures(desk: Desk) -> Iterator[Problem]:
    """Pictures with more pixels in a row or a column than any screen shows."""
    most = desk.limits.picture_pixels
    for picture in desk.pictures:
        if max(picture.width, picture.height) > most:
            text = f"the picture has {picture.width} x {picture.height} pixels, more than {most}"
            yield Problem(picture.path, 0, text, f"scale it down to {most} pixels at most")
