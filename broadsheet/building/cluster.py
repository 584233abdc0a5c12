"""Maps work over the processes of a cluster, by `distributed`; imported only when asked for.

Three things travel to a worker: the work itself once, with settings, theme and translations; each
article's text once; and the items in batches. Results travel back as bytes, so a worker needs none
of the site's files. When a worker ends, the scheduler gives its batches to the others.
"""

import logging
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

import dask.config
from distributed import Client, KilledWorker
from distributed.client import ClosedClientError

from broadsheet.building.parcels import Parcels, opened, packed
from broadsheet.building.remote import OtherEngine, work_on
from broadsheet.builds import ClusterFailed
from broadsheet.fingerprint import engine
from broadsheet.workers import Steps, Workers

Item = TypeVar("Item")
Result = TypeVar("Result")
SMALLEST, LARGEST = 100, 400  # items in a batch
ROUNDS = 8  # batches for each thread of the cluster, unless they would be too small or large
AHEAD = 3  # batches for each thread that are sent before the first of them is awaited
CONNECT_SECONDS = 10
PATIENCE_SECONDS = 5  # to wait for a result before asking whether there still are workers
LOST = (CancelledError, ClosedClientError, OSError)  # what the client raises without a scheduler
ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d+")
HOW_TO_START = "start one by `dask scheduler` and give its address: --cluster tcp://HOST:8786"
DIFFERS = (
    "has no Broadsheet, or another version of it, of Python or of a library;"
    " install the same there, with constraints.txt"
)
CONFIG = {
    "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
    "distributed.admin.large-graph-warning-threshold": "1GB",
}


@contextmanager
def connected(address: str, local: Workers) -> Iterator["ClusterWorkers"]:
    """The workers of the cluster whose scheduler is at `address`; raises ClusterFailed."""
    if not ADDRESS.fullmatch(address):
        raise ClusterFailed(f"{address} is not a scheduler's address; {HOW_TO_START}")
    for name in ("distributed", "distributed.client"):  # a failure is told once, by us
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set(CONFIG), _client(address) as client:
        cluster = Cluster(address, client, client.get_executor(pure=False))
        cluster.check()
        yield ClusterWorkers(local.asked, cluster=cluster)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterFailed(f"no scheduler answers at {address}; {HOW_TO_START}") from error
    try:
        yield client
    finally:
        client.close(timeout=1)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler and its workers."""

    address: str
    client: Client
    executor: Executor

    def check(self) -> None:
        """Check that there are workers, and that all of them run this engine."""
        with self._watched():
            with suppress(TimeoutError):
                self.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            engines = self.client.run(engine, on_error="return")
        if not engines:
            hint = f"start some by `dask worker --nthreads 1 {self.address}`"
            raise ClusterFailed(f"the cluster at {self.address} has no workers; {hint}")
        for worker, found in sorted(engines.items()):
            if found != engine():
                raise ClusterFailed(f"the worker at {worker} {DIFFERS}")

    def threads(self) -> int:
        """How many threads work; 0 if no worker is left."""
        with self._watched():
            return sum(self.client.nthreads().values())

    def send(self, content: bytes) -> Any:
        """Bytes that each worker which needs them gets once."""
        with self._watched():
            return self.client.submit(bytes, content, pure=False)

    def submit(self, work: Callable[..., Result], *given: Any) -> Future[Result]:
        """The future result of `work`."""
        with self._watched():
            return self.executor.submit(work, *given)

    def result(self, future: Future[Result]) -> Result:
        """A result that is awaited while there are workers; raises ClusterFailed."""
        had_workers = True
        while not wait([future], PATIENCE_SECONDS).done:
            has_workers = self.threads() > 0
            if not had_workers and not has_workers:
                text = f"the cluster at {self.address} has no workers any more"
                raise ClusterFailed(f"{text}; start some and build again")
            had_workers = has_workers
        with self._watched():
            return future.result()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Tell in our words what goes wrong with the cluster."""
        try:
            yield
        except LOST as error:
            text = f"the scheduler at {self.address} does not answer any more"
            raise ClusterFailed(f"{text}; build again, with or without --cluster") from error
        except KilledWorker as error:
            text = f"several workers of the cluster at {self.address} ended over the same work"
            raise ClusterFailed(f"{text}; give them more memory and build again") from error
        except (OtherEngine, ImportError) as error:
            raise ClusterFailed(f"a worker that joined {self.address} {DIFFERS}") from error


@dataclass(frozen=True, slots=True)
class ClusterWorkers(Workers):
    """Maps work in steps over a cluster; other work, and little work, is done on this machine."""

    cluster: Cluster = field(kw_only=True)

    def map(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        weights: Sequence[float] = (),
    ) -> Iterator[Result]:
        """The results of `work` on each item, in order; raises WorkerDied."""
        if isinstance(work, Steps) and len(items) > SMALLEST:
            yield from _mapped(self.cluster, work, items)
        else:
            yield from Workers.map(self, work, items, weights)


def _mapped(
    cluster: Cluster, steps: Steps[Item, Any, Any, Result], items: Sequence[Item]
) -> Iterator[Result]:
    threads = max(1, cluster.threads())
    work, parcels = cluster.send(packed((steps.work, steps.forget))), Parcels(cluster.send)
    waiting: deque[tuple[Sequence[Item], Future[bytes]]] = deque()
    for start, end in _batches(len(items), threads):
        batch = items[start:end]
        parcel = parcels.parcel([steps.take(item) for item in batch])
        given = (work, parcel.content, parcel.places, *parcel.bundles)
        future = cluster.submit(work_on, engine(), *given)
        waiting.append((batch, future))
        if len(waiting) > threads * AHEAD:
            yield from _put(cluster, steps, *waiting.popleft())
    while waiting:
        yield from _put(cluster, steps, *waiting.popleft())


def _put(
    cluster: Cluster,
    steps: Steps[Item, Any, Any, Result],
    batch: Sequence[Item],
    future: Future[bytes],
) -> Iterator[Result]:
    for item, done in zip(batch, opened(cluster.result(future)), strict=True):
        yield steps.put(item, done)


def _batches(length: int, threads: int) -> Iterator[tuple[int, int]]:
    """The start and end of each batch; all are of about one size."""
    size = min(LARGEST, max(SMALLEST, length // (threads * ROUNDS)))
    count = max(1, length // size)
    yield from pairwise(length * number // count for number in range(count + 1))
