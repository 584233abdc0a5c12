"""Where the Internet Archive keeps a copy of a page that is gone."""

import json
import re
from datetime import date
from urllib.parse import urlencode

from broadsheet.fetching.client import Client, FetchFailed, Limits, Refused

ARCHIVE = "https://archive.org"
ANSWER = Limits(bytes=100_000)
COPY = re.compile(
    r"https?://(web\.archive\.org/web/\d{4,14}[a-z_]*/https?:/[^\s\"'<>\\]+)", re.ASCII
)


def archived_copy(url: str, day: date, client: Client, archive: str = ARCHIVE) -> str:
    """The address of the copy of `url` that was made nearest to a day; empty if there is none.

    `archive` is where the archive's availability API is. Raises Refused and FetchFailed if it
    cannot be asked.
    """
    when = {"timestamp": f"{day:%Y%m%d}"} if day != date.min else {}
    query = urlencode({"url": url, **when})
    answer = client.get(f"{archive.rstrip('/')}/wayback/available?{query}", limits=ANSWER)
    if answer.status != 200:
        raise FetchFailed(f"the archive answered {answer.status}")
    return _copy_in(answer.content)


def archive_answers(client: Client, archive: str = ARCHIVE) -> bool:
    """Whether the archive can be reached: if not, our own connection may be down."""
    try:
        client.peek(archive)
    except FetchFailed:
        return False
    except Refused:
        return True  # it answered that it does not want to be asked
    return True


def _copy_in(content: bytes) -> str:
    """The copy that an answer of the archive names. It goes into a file of the curator's, so
    nothing but an address of the archive is taken."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FetchFailed("the archive's answer cannot be read") from error
    for key in ("archived_snapshots", "closest"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("status") != "200":
        return ""
    copy = COPY.fullmatch(str(found.get("url")))
    return f"https://{copy[1]}" if copy else ""
