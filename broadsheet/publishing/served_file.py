"""What is wrong with a file as a host serves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.hosting.headers import ENOUGH, media_type
from broadsheet.publishing.looks import Look
from broadsheet.publishing.site_files import SiteFile

GONE = frozenset([404, 410])
NO_TYPE = "application/octet-stream"
# Types that browsers and feed readers take for one another.
ALIKE = (
    ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "text/x-opml"),
    ("application/json", "application/feed+json", "application/manifest+json"),
    ("text/javascript", "application/javascript", "application/x-javascript"),
    ("image/x-icon", "image/vnd.microsoft.icon"),
)
NEEDED = frozenset(["text/html", "text/css", "text/javascript", "image/svg+xml"])
CHANGED = "a page that the host changes may break its own content policy: switch that off there"


@dataclass(frozen=True, slots=True)
class Served:
    """What came from an address: the status, the bare media type, empty where there is none, and
    the SHA-256 of the decompressed content."""

    status: int
    type: str = ""
    digest: str = ""


def faults(look: Look, served: Served, before: str, folder: Path) -> tuple[str, str]:
    """What is wrong, and what is worth a remark; both empty if all is well.

    `before` is the digest of the file at the publish before; the site was built into `folder`.
    """
    if look.file is None:
        is_gone = served.status in GONE
        return ("" if is_gone else f"answers with {served.status}, and should with 404"), ""
    fault = next(_faults(look.file, served, before), "")
    kind = media_type(look.path, _start(look.file, folder))
    if fault or not served.type or kind == NO_TYPE or served.type in _alike(kind):
        return fault, ""
    text = f"is served as {served.type}, and should be as {kind}"
    return (text, "") if kind in NEEDED else ("", text)


def _faults(file: SiteFile, served: Served, before: str) -> Iterator[str]:
    if served.status != 200:
        yield f"answers with {served.status}"
    if served.digest == before != file.digest:
        yield "is still the version before: a cache may hold it"
    if served.digest != file.digest:
        is_page = file.path.endswith(".html")
        yield "has other content" + (f"; {CHANGED}" if is_page else "")


def _alike(kind: str) -> tuple[str, ...]:
    return next((group for group in ALIKE if kind in group), (kind,))


def _start(file: SiteFile, folder: Path) -> bytes:
    with file.source(folder).open("rb") as content:
        return content.read(ENOUGH)
