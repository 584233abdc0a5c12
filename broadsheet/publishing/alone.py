"""Keeps other publishes from the same folder out while one is at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from broadsheet.publishing.target import Overtaken

PATIENCE = 10.0  # seconds that a publish waits for another one


@contextmanager
def alone(path: Path, name: str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file `path` for a publish to the target `name`; raises Overtaken if another
    publish does not end soon."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise Overtaken(f"{name}: another publish from this folder is at work") from None
    try:
        yield
    finally:
        lock.release()
