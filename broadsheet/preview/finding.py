"""What a static host would answer to the path of a request: a file, its 404 page, or a redirect."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from broadsheet.fingerprint import of_value
from broadsheet.hosting.headers import is_a_text, media_type
from broadsheet.preview.changes import Shown
from broadsheet.problems import Problem

Look = Callable[[str], Shown | None]  # a file of the built site, by its path there

LONGEST_TEXT = 16 * 2**20  # a longer one is sent as it is on disk, not compressed
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
{content}</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: the status, the path of the file in the built site, what is shown, or where to
    go instead (`location`, a path of this host)."""

    status: int
    path: str
    shown: Shown
    location: str = ""

    @property
    def type(self) -> str:
        """The media type, without a charset."""
        return media_type(self.path)

    @property
    def tag(self) -> str:
        """A fingerprint of what a browser gets: of the bytes and of the mark on them."""
        return "-".join([self.shown.tag, *self.shown.unpublished.split()])


def find(look: Look, address: str, base: str, problems: tuple[Problem, ...]) -> Found:
    """What is at an address, percent-decoded, of a site that stands at `base`, such as `/` or
    `/blog/`. `problems` are shown while there is no site."""
    path = path_of(address, base)
    if path is not None:
        shown = look(path)
        if shown is not None:
            return _readable(200, path, shown)
        if look(f"{path}/index.html") is not None:
            return Found(308, path, Shown(b"", None, ""), f"{quote(address)}/")
    lost = look("404.html")
    if lost is not None:
        return _readable(404, "404.html", lost)
    if problems:
        return _instead(503, problems)
    return _page(404, "There is no page at this address", "")


def path_of(address: str, base: str) -> str | None:
    """The path in the built site of an address; None if the address could lead out of it."""
    inside = address[len(base) :] if address.startswith(base) else address.removeprefix("/")
    *folders, name = inside.split("/")
    if any(char in address for char in "\\\0") or any(it in ("", ".", "..") for it in folders):
        return None
    if name in (".", ".."):
        return None
    return inside if name else f"{inside}index.html"


def _readable(status: int, path: str, shown: Shown) -> Found:
    """A text with its bytes, as they are compressed; anything else as it is."""
    if shown.content is None and shown.file is None:
        return _instead(500, shown.problems)
    if shown.content is not None or shown.file is None or not is_a_text(media_type(path)):
        return Found(status, path, shown)
    try:
        if shown.file.stat().st_size > LONGEST_TEXT:
            return Found(status, path, shown)
        return Found(status, path, replace(shown, content=shown.file.read_bytes(), file=None))
    except OSError as error:
        gone = Problem(path, 0, f"cannot be read: {error.strerror or error}")
        return _instead(404, (gone,))


def _instead(status: int, problems: tuple[Problem, ...]) -> Found:
    """A page with problems, for when there is no other to show."""
    listed = "".join(
        f'<pre dir="auto" style="white-space: pre-wrap">{escape(str(problem))}</pre>\n'
        for problem in problems
    )
    return _page(status, "This page cannot be made yet", listed, problems)


def _page(status: int, title: str, content: str, problems: tuple[Problem, ...] = ()) -> Found:
    page = PAGE.format(title=title, content=content)
    return Found(status, "404.html", Shown(page.encode(), None, of_value(page), "", problems))
