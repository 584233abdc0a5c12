"""Publishes to a bucket: S3 and what speaks it, Google Cloud Storage, Azure."""

import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex

from filelock import FileLock, Timeout

from broadsheet.content.publish_settings import BucketTarget, TargetSetting
from broadsheet.files import MEMORY
from broadsheet.fingerprint import of_value
from broadsheet.publishing.file_by_file import FileByFile
from broadsheet.publishing.target import Overtaken, PublishFailed, Target

MISSING = "needs the library obstore; install it with: pip install 'broadsheet[buckets]'"
RETRIES = 8  # about half a minute


def opened(setting: TargetSetting, root: Path) -> AbstractContextManager[Target]:
    """The bucket of a target; see `opened_for`."""
    return opened_for(setting, root, RETRIES, lambda: datetime.now(UTC), time.sleep)


@contextmanager
def opened_for(
    setting: TargetSetting,
    root: Path,
    retries: int,
    now: Callable[[], datetime],
    wait: Callable[[float], None],
) -> Iterator[Target]:
    """The bucket of a target, where a request that fails is sent again so many times; `now` is the
    clock, and `wait` waits for some seconds.

    Nothing is sent before it is asked something. A publish from the same folder is kept out at
    once, others when this one first writes. Raises PublishFailed.
    """
    if find_spec("obstore") is None:
        raise PublishFailed(f"{setting.name}: a bucket {MISSING}")
    from broadsheet.publishing.bucket_access import opened_bucket
    from broadsheet.publishing.bucket_lock import BucketLock, Holder, Time
    from broadsheet.publishing.bucket_store import BucketStore
    from broadsheet.publishing.guarded_writes import GuardedWrites

    place = setting.place
    assert isinstance(place, BucketTarget)
    bucket = opened_bucket(setting.to, place, os.environ, retries)
    writes = GuardedWrites(bucket, setting.name)
    memory = root / MEMORY / f"publish-{of_value((setting.to, place.bucket, place.prefix))}"
    holder = Holder(platform.node() or "a machine", token_hex(16), memory)
    with _alone(memory.with_suffix(".lock"), setting.name):
        lock = BucketLock(writes, holder, Time(now, wait))
        try:
            yield FileByFile(BucketStore(writes, lock, place.compress), setting.name)
        except BaseException:
            with suppress(PublishFailed):  # the first failure is the one to tell
                lock.release()
            raise
        lock.release()


@contextmanager
def _alone(path: Path, name: str) -> Iterator[None]:
    """Keep out other publishes from this folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Overtaken(f"{name}: another publish from this folder is at work") from None
    try:
        yield
    finally:
        lock.release()
