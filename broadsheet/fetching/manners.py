"""What a polite client owes a server: time between requests, and no page twice without need."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from threading import Lock


class Pace:
    """Gives each host its own rhythm: at least `seconds` between the starts of two requests.

    Threads may share it. `now` and `sleep` are the clock, in seconds.
    """

    def __init__(
        self, seconds: float, now: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._seconds = seconds
        self._now = now
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, host: str) -> None:
        """Return when the next request to `host` may start."""
        with self._lock:
            now = self._now()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + self._seconds
        if start > now:
            self._sleep(start - now)

    def hold(self, host: str, seconds: float) -> None:
        """Let no request to `host` start before so many seconds have passed: it asked for that."""
        with self._lock:
            self._held[host] = self._now() + seconds
            self._next[host] = max(self._next.get(host, 0.0), self._held[host])

    def held(self, host: str) -> float:
        """The seconds that are left of a time that `host` asked for."""
        with self._lock:
            now = self._now()
            return max(0.0, self._held.get(host, now) - now)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How many seconds a server asks to wait, or None if it does not say so (RFC 9110, 10.2.3).

    A date is read by the server's own clock, which its `date` header shows.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    then, here = _moment(value), _moment(headers.get("date", ""))
    return max(0.0, (then - here).total_seconds()) if then and here else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def validators(headers: Mapping[str, str]) -> dict[str, str]:
    """The request headers that ask for a page only if it has changed since an answer with these
    headers (RFC 9110, 13.1). The server then answers 304 without content."""
    pairs = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    return {request: headers[name] for name, request in pairs if headers.get(name)}


def duration(seconds: float) -> str:
    """A length of time in words, rounded up: `40 seconds`, `5 minutes`, `2 hours`."""
    for size, word in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = -int(-seconds // size)
            return f"{count} {word}{'s' * (count != 1)}"
    count = -int(-seconds // 1)
    return f"{count} second{'s' * (count != 1)}"
