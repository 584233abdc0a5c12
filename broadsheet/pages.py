"""What a plan is made of: pages to render and assets to copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEED = "feed"
SHARD = "shard"


@dataclass(frozen=True, slots=True)
class Page:
    """One address to render: `context` is all that its template may see.

    `source` is what asked for the page, and `line` where, for the message when two ask for one
    address. A feed's template is `FEED` and its context one `Channel`; that of a part of the search
    index is `SHARD`, and its context the `entries`.
    """

    address: str
    template: str
    context: Mapping[str, Any]
    source: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to copy: its bytes, or where under the site it stands.

    `look` changes with them; it is empty while the file has not rested and is to be read again.
    """

    address: str
    source: str
    look: str
    content: bytes | None = None
    line: int = 0
