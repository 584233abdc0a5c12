"""A worker of a cluster that kills a process as it starts on its second batch.

`dask worker --preload` loads this. The environment has the process; without one it kills itself.
"""

import os
import signal
from typing import Any

from distributed import Worker, WorkerPlugin

BATCH = 2


class Killing(WorkerPlugin):
    """Counts the batches that the worker starts on."""

    def __init__(self) -> None:
        self.started = 0

    def transition(self, key: Any, start: str, finish: str, **more: Any) -> None:
        """Kill at the start of the second batch."""
        if finish == "executing" and "work_on" in str(key):
            self.started += 1
            if self.started == BATCH:
                os.kill(int(os.environ.get("KILLED", os.getpid())), signal.SIGKILL)


async def dask_setup(worker: Worker) -> None:
    """Called by Dask when the worker starts."""
    await worker.plugin_add(Killing())
