"""Reads spans of time such as `15m`, `24 hours` or `7 days`."""

import re
from datetime import timedelta

SPAN = re.compile(r"([0-9]{1,6}) ?([a-z]+)", re.ASCII)
UNITS = {
    name: timedelta(seconds=seconds)
    for names, seconds in (
        ("s second seconds", 1),
        ("m minute minutes", 60),
        ("h hour hours", 3600),
        ("d day days", 86400),
    )
    for name in names.split()
}
FORMS = "write it as 15m, 24h or 7 days"


def parse_duration(text: str) -> timedelta:
    """The span of time that a text means. Raises ValueError."""
    found = SPAN.fullmatch(text.strip().casefold())
    if not found or found[2] not in UNITS:
        raise ValueError(text)
    return int(found[1]) * UNITS[found[2]]
