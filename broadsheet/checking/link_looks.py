"""What one look at a link found: a page, nothing, or that it cannot be checked."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import Literal

from broadsheet.fetching.client import Client, Fetched, FetchFailed, Refused

Result = Literal["fine", "failed", "unsure"]
KEPT_FINE = timedelta(days=7)  # what was fine is looked at again after so long
KEPT_FAILED = timedelta(days=1)
FAILURES = 2  # on so many days before a link is dead
# Statuses with which hosts keep programs away; readers may well be shown the page.
BLOCKED = frozenset([401, 402, 403, 405, 406, 407, 418, 421, 429, 451, 999])


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a link's address since it was last looked at, on the day `seen`.

    `why` is one plain sentence on what is not fine; `moved` the address where only permanent
    redirects led. `status` is the HTTP status, 0 if no server answered. It is looked at again on
    the day `again`. `failed_since` and `failures` are the first and the number of days on which it
    failed since it was last fine. `copy` is the address of the archive's copy, once one was found.
    """

    url: str
    result: Result
    seen: date
    again: date
    why: str = ""
    moved: str = ""
    status: int = 0
    failed_since: date | None = None
    failures: int = 0
    copy: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether it failed on enough days to be called dead."""
        return self.result == "failed" and self.failures >= FAILURES

    @property
    def is_unanswered(self) -> bool:
        """Whether it failed because no server answered, which may be our own connection's fault."""
        return self.result == "failed" and not self.status


def look_at(url: str, client: Client, today: date, before: Look | None = None) -> Look:
    """Look at an address; `before` is what was known of it."""
    try:
        found = _judged(url, client.peek(url), today)
    except Refused as refused:
        found = Look(url, "unsure", today, today + KEPT_FINE, refused.why)
    except FetchFailed as failed:
        found = Look(url, "failed", today, today + KEPT_FAILED, failed.why)
    return _after(before, found) if before else _counted(found, None, 0)


def _judged(url: str, page: Fetched, today: date) -> Look:
    moved = page.permanent if page.status < 400 else ""
    if page.status < 400:
        return Look(url, "fine", today, today + KEPT_FINE, moved=moved, status=page.status)
    why = f"the host answered {_named(page.status)}"
    if page.status in BLOCKED:
        again = today + (KEPT_FAILED if page.status == 429 else KEPT_FINE)
        return Look(url, "unsure", today, again, why, status=page.status)
    return Look(url, "failed", today, today + KEPT_FAILED, why, status=page.status)


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _after(before: Look, found: Look) -> Look:
    """A look with the failures before it, which only a fine answer ends."""
    if found.result == "fine":
        return found
    return replace(_counted(found, before.failed_since, before.failures), copy=before.copy)


def _counted(found: Look, since: date | None, failures: int) -> Look:
    if found.result != "failed":
        return replace(found, failed_since=since, failures=failures)
    return replace(found, failed_since=since or found.seen, failures=failures + 1)
