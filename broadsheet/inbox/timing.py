"""When a feed may be asked again: what its server says of that, and patience with what fails."""

import re
from collections.abc import Mapping

MINUTE, HOUR, DAY = 60, 3_600, 86_400
SHORTEST = 5 * MINUTE  # between two requests, whatever a server allows
LONGEST = DAY  # that `max-age` and `ttl` count for; some servers say a year of all they have
LONGEST_ASKED = 7 * DAY  # that `Retry-After` counts for
DEAD_FOR = 7 * DAY  # until a feed that is gone is asked once more
FIRST_PATIENCE = 15 * MINUTE  # after the first failure, doubled with each one more
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
AGE = re.compile(r"[0-9]{1,9}", re.ASCII)


def after_success(headers: Mapping[str, str], minutes: int) -> int:
    """The seconds to leave a feed alone: the larger of `max-age` (RFC 9111, less the age that a
    cache reports) and the feed's own `ttl` in minutes; five minutes to a day."""
    found = MAX_AGE.search(headers.get("cache-control", ""))
    age = headers.get("age", "").strip()
    fresh = int(found[1]) - (int(age) if AGE.fullmatch(age) else 0) if found else 0
    return min(LONGEST, max(SHORTEST, fresh, minutes * MINUTE))


def after_failure(failures: int, asked: float = 0.0) -> int:
    """The seconds to leave a feed alone after so many failures in a row: what the server `asked`
    for, at most a week, or else 15 minutes, doubled each time up to a day."""
    if asked > 0:
        return max(SHORTEST, min(LONGEST_ASKED, int(asked) + 1))
    return min(DAY, FIRST_PATIENCE << min(failures - 1, 12))
