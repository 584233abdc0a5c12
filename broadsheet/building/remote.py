"""What a worker of a cluster does with a batch that it is sent."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from broadsheet.building.parcels import ARRIVED, opened, packed
from broadsheet.fingerprint import engine

ONE_AT_A_TIME = Lock()  # a worker may have several threads; what makes pages is for one at a time


class OtherEngine(Exception):
    """A worker would not make the same bytes as the machine that builds."""


def work_on(
    maker: str, work: bytes, content: bytes, places: Mapping[str, int], *bundles: bytes
) -> bytes:
    """The results of `work` on each item of a batch. Raises OtherEngine unless `maker` is the
    engine here too."""
    if engine() != maker:
        raise OtherEngine
    with ONE_AT_A_TIME:
        ARRIVED.hold(bundles, places)
        do, forget = _opened_work(work)
        try:
            return packed([do(item) for item in opened(content)])
        finally:
            forget()


@lru_cache(maxsize=1)
def _opened_work(work: bytes) -> tuple[Callable[[Any], Any], Callable[[], None]]:
    """The work, and what forgets its items; opened once for all batches."""
    do, forget = opened(work)
    return do, forget
