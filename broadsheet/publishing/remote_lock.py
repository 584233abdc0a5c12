"""Keeps a folder on another machine to one publisher at a time, with nothing but files there.

Each publisher writes a file of its own into a folder, then looks who else is there. Whoever writes
before it looks cannot overlook another one that does the same. Of two that see each other while
they wait, the one whose name is greater steps back. So this needs no lock of the server's.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from getpass import getuser
from hashlib import sha256
from pathlib import Path
from platform import node
from secrets import token_hex
from typing import Protocol

from broadsheet.publishing.target import Overtaken

FOLDER = ".broadsheet-publishing"  # beside the site's files; also holds files on their way
PREFIX = "lock-"
NAME = re.compile(
    r"lock-(?P<who>[\w.@-]{1,120})-(?P<machine>[0-9a-f]{12})-(?P<process>[0-9]{1,10})-[0-9a-f]{16}"
)
DEAD_AFTER = 15 * 60  # seconds without a sign of life
TRIES, PAUSE = 10, 1.0  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Holder:
    """A publisher: who it is for people, which machine it runs on, and its process there."""

    who: str
    machine: str
    process: int

    def lock_name(self) -> str:
        """A name for its lock that no other has."""
        return f"{PREFIX}{self.who}-{self.machine}-{self.process}-{token_hex(8)}"


class LockFolder(Protocol):
    """A folder that holds locks; each method raises PublishFailed."""

    def enter(self, name: str) -> None:
        """Write a lock, or write it again."""
        ...

    def locks(self) -> Mapping[str, int]:
        """All locks that are there, and when the server says each was written, in seconds."""
        ...

    def leave(self, names: Iterable[str]) -> None:
        """Remove locks; one that is not there is no failure."""
        ...


def this_process() -> Holder:
    """The publisher that runs this code."""
    try:
        user = getuser()
    except (OSError, KeyError, ImportError):  # as in a container without a table of users
        user = "someone"
    who = re.sub(r"[^\w.@-]", "_", f"{user}@{node() or 'unknown'}", flags=re.ASCII)[:80]
    signs = [node()]
    with suppress(OSError):  # a container has its own processes, so it is a machine of its own
        signs.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii"))
        signs.append(os.readlink("/proc/self/ns/pid"))
    return Holder(who, sha256("\n".join(signs).encode()).hexdigest()[:12], os.getpid())


def hold(
    folder: LockFolder, holder: Holder, target: str, host: str, wait: Callable[[float], None]
) -> str:
    """Become the only publisher; returns the name of the lock, which `folder.leave` gives up.

    Raises Overtaken if another publisher is at work and stays so.
    """
    own = holder.lock_name()
    others: Mapping[str, int] = {}
    for _ in range(TRIES):
        folder.enter(own)
        found = folder.locks()
        now = found.get(own, max(found.values(), default=0))
        dead = [name for name in found if name != own and is_dead(name, now - found[name], holder)]
        if dead:
            folder.leave(dead)
        others = {name: now - at for name, at in found.items() if name not in (own, *dead)}
        if not others and own in found:
            return own
        if others and min(others) < own:
            folder.leave([own])
        wait(PAUSE)
    folder.leave([own])
    raise Overtaken(f"{target}: {_refusal(others, host)}")


def is_dead(name: str, age: int, holder: Holder) -> bool:
    """Whether the publisher of a lock is gone: its process on this machine has ended, or it has
    given no sign of life for long."""
    if age > DEAD_AFTER:
        return True
    found = NAME.fullmatch(name)
    if found is None or found["machine"] != holder.machine:
        return False
    return not _runs(int(found["process"]))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _refusal(others: Mapping[str, int], host: str) -> str:
    name, age = min(others.items(), default=("", 0), key=lambda it: it[1])
    found = NAME.fullmatch(name)
    who = f"{found['who']} (process {found['process']})" if found else "another publisher"
    return (
        f"{who} is publishing there; its last sign of life was {max(0, age)} seconds ago. Publish "
        f"again when it has ended. If it was stopped, its lock ends by itself {DEAD_AFTER // 60} "
        f"minutes after that sign; to end it now, delete the folder {FOLDER} on {host}"
    )
