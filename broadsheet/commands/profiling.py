"""Where the time of some work went, for a person who wants to make it faster."""

import cProfile
import io
import pstats
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHOWN = 30  # functions


@contextmanager
def profiled(tell: Callable[[str], None]) -> Iterator[None]:
    """Tell which functions took longest, in this process, once the work is done or has failed."""
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        table = io.StringIO()
        pstats.Stats(profile, stream=table).sort_stats("cumulative").print_stats(SHOWN)
        tell(table.getvalue().strip())
