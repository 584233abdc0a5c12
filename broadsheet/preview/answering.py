"""How what was found is sent: with its type, its tag, in part, compressed or not at all."""

import gzip
import re
from collections.abc import Mapping

from starlette.responses import FileResponse, PlainTextResponse, Response

from broadsheet.hosting.headers import HTML, is_a_text
from broadsheet.preview.finding import Found
from broadsheet.preview.marking import below, with_preview

ALWAYS: Mapping[str, str] = {
    "cache-control": "no-cache",  # keep it, but ask each time whether it is still the same
    "cross-origin-resource-policy": "same-origin",  # drafts are nobody else's business
    "x-content-type-options": "nosniff",
}
WORTH_COMPRESSING = 512  # bytes
FAST = 1  # the level of compression; it is for this computer
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


def answer(found: Found, asked: Mapping[str, str], folder: str = "") -> Response:
    """The response to a request with the headers `asked`, whose names are in lower case.

    `folder` is where the preview stands on its host, such as `/key`. Only the links of the page for
    what is not found start at the root of the host, as it is shown at any depth.
    """
    if found.location:
        return Response(status_code=found.status, headers={**ALWAYS, "location": found.location})
    is_text = is_a_text(found.type)
    tag = f'W/"{found.tag}"' if is_text else f'"{found.tag}"'
    headers = {**ALWAYS, "etag": tag}
    if is_text:
        headers["vary"] = "accept-encoding"
    if found.status == 200 and is_known(tag, asked.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    kind = f"{found.type}; charset=utf-8" if is_text else found.type
    content = found.shown.content
    if content is None:
        return _file(found, headers, kind)
    if found.type == HTML:
        content = below(content, folder) if found.status == 404 else content
        content = with_preview(content, found.tag, found.shown.unpublished, folder)
    if is_text:
        return _text(found.status, content, headers, kind, asked)
    return _part(found.status, content, headers, kind, asked)


def is_known(tag: str, known: str) -> bool:
    """Whether an `If-None-Match` header names a tag, compared weakly (RFC 9110, 13.1.2)."""
    if known.strip() == "*":
        return True
    return tag.removeprefix("W/") in [it.strip().removeprefix("W/") for it in known.split(",")]


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` header allows gzip (RFC 9110, 12.5.3)."""
    for coding in accepted.casefold().split(","):
        name, _, weight = coding.replace(" ", "").partition(";q=")
        if name in ("gzip", "*"):
            return weight.strip("0.") != "" if weight else True
    return False


def _file(found: Found, headers: dict[str, str], kind: str) -> Response:
    path = found.shown.file
    assert path is not None
    try:
        status = path.stat()
    except OSError:
        return PlainTextResponse("the file is gone\n", 404, ALWAYS)
    return FileResponse(path, found.status, headers, kind, stat_result=status)


def _text(
    status: int, content: bytes, headers: dict[str, str], kind: str, asked: Mapping[str, str]
) -> Response:
    if len(content) >= WORTH_COMPRESSING and takes_gzip(asked.get("accept-encoding", "")):
        headers["content-encoding"] = "gzip"
        content = gzip.compress(content, FAST, mtime=0)
    return Response(content, status, headers, kind)


def _part(
    status: int, content: bytes, headers: dict[str, str], kind: str, asked: Mapping[str, str]
) -> Response:
    """The whole, or the one range of bytes that is asked for (RFC 9110, 14.2)."""
    headers["accept-ranges"] = "bytes"
    is_same = asked.get("if-range", headers["etag"]) == headers["etag"]
    wanted = RANGE.match(asked.get("range", "").replace(" ", ""))
    if status != 200 or not is_same or not wanted or wanted.groups() == ("", ""):
        return Response(content, status, headers, kind)
    size = len(content)
    first, last = wanted.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        headers["content-range"] = f"bytes */{size}"
        return Response(b"", 416, headers)
    headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return Response(content[start:end], 206, headers, kind)
