"""Finds how much of an edition a mail can hold.

Mail programs cut long mails; one hides everything after some 102 kB. So a mail stays under a limit:
first its last articles are given by their summaries with a link, then by their titles, then by
their number.
"""

from collections.abc import Callable

LIMIT = 75_000  # bytes of HTML


def most_that_fits(size: Callable[[int], int], most: int, limit: int = LIMIT) -> int:
    """The most detail, up to `most`, at which `size` is at most the limit; -1 if 0 is too much.

    The size must not get smaller with more detail, but for a little here and there: whatever is
    found has been measured.
    """
    if size(most) <= limit:
        return most
    fits, over = -1, most
    while over - fits > 1:
        middle = (fits + over) // 2
        if size(middle) <= limit:
            fits = middle
        else:
            over = middle
    return fits
