"""Keeps other publishes out of a bucket: a file there says who is at work, and since when.

It is renewed while the work goes on. One that was not renewed for a while is that of a publish that
was killed, and is taken over; at once if it was one from this folder, as those exclude each other
on this machine. The holder sees at its next renewal that it has lost it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore

from broadsheet.publishing.bucket_errors import told_plainly
from broadsheet.publishing.guarded_writes import Found, GuardedWrites
from broadsheet.publishing.target import Overtaken

if TYPE_CHECKING:
    from obstore import UpdateVersion

LOCK = ".broadsheet-lock.json"
RENEWED, STALE = timedelta(minutes=1), timedelta(minutes=15)
LONGEST = 4096  # bytes
SETTLED = 2.0  # seconds after which two locks are written, where a service cannot exclude one
ATTRIBUTES = {"Content-Type": "application/json", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who publishes: the name of this machine, a text that no other publish has, and the file that
    remembers it for the next publish from this folder, a line each."""

    machine: str
    token: str
    memory: Path


@dataclass(frozen=True, slots=True)
class Time:
    """The clock, and how to wait for some seconds."""

    now: Callable[[], datetime]
    wait: Callable[[float], None]


class BucketLock:
    """The lock of a bucket, taken when it is first needed; `keep` is called before each write."""

    def __init__(self, writes: GuardedWrites, holder: Holder, time: Time) -> None:
        self._writes, self._holder, self._time = writes, holder, time
        self._version: UpdateVersion | None = None
        self._since: datetime | None = None

    def keep(self) -> None:
        """Take the lock, or renew it if that is due. Raises Overtaken if another publish has it."""
        now = self._time.now()
        if self._version is None or self._since is None:
            self._take(now)
        elif now - self._since >= RENEWED:
            self._version = self._write(now, self._version)
            self._since = now

    def release(self) -> None:
        """Remove the lock if it is held, or was left by an earlier publish from this folder, and
        nobody has taken it over."""
        own = self._own()
        self._version = None
        if own:
            found = self._writes.read(LOCK, LONGEST)
            if found is not None and _said(found).get("token") in own:
                with told_plainly(self._writes.name, "remove its lock"):
                    obstore.delete(self._writes.bucket, LOCK)
            self._holder.memory.unlink(missing_ok=True)

    def _take(self, now: datetime) -> None:
        found = self._writes.read(LOCK, LONGEST)
        if found is not None and not self._is_left(found, now):
            raise Overtaken(self._refusal(found))
        with self._holder.memory.open("a", encoding="utf-8") as memory:
            memory.write(f"{self._holder.token}\n")
        self._version = self._write(now, found.version if found else None)
        self._since = now
        if not self._is_guarded(now):
            self._time.wait(SETTLED)
            there = self._writes.read(LOCK, LONGEST)
            if there is None or _said(there).get("token") != self._holder.token:
                self._version = None
                raise Overtaken(f"{self._writes.name}: another publish has begun; publish again")

    def _is_guarded(self, now: datetime) -> bool:
        """Whether the service refuses what it should: it must not let us create the lock again."""
        if not self._writes.is_guarded:
            return False
        try:
            content = self._content(now) + b"\n"  # else it would count as written by the first try
            self._version = self._writes.write(LOCK, content, {**ATTRIBUTES}, None)
        except Overtaken:
            return self._writes.is_guarded
        self._writes.is_guarded = False
        return False

    def _write(self, now: datetime, before: UpdateVersion | None) -> UpdateVersion:
        try:
            return self._writes.write(LOCK, self._content(now), {**ATTRIBUTES}, before)
        except Overtaken:
            text = "another publish has begun, or has taken over as this one was silent for long"
            raise Overtaken(f"{self._writes.name}: {text}; publish again when it is done") from None

    def _content(self, now: datetime) -> bytes:
        told = {"machine": self._holder.machine, "token": self._holder.token}
        return json.dumps({**told, "renewed": now.isoformat(timespec="seconds")}).encode()

    def _is_left(self, found: Found, now: datetime) -> bool:
        """Whether a lock is that of a publish that is no more."""
        said = _said(found)
        if said.get("token") in self._own():
            return True
        try:
            return now - datetime.fromisoformat(str(said.get("renewed"))) > STALE
        except (ValueError, TypeError):
            return False

    def _own(self) -> Sequence[str]:
        """What this publish, and earlier ones from this folder that were cut short, have put into
        their locks."""
        try:
            return self._holder.memory.read_text("utf-8").split()
        except (OSError, ValueError):
            return ()

    def _refusal(self, found: Found) -> str:
        who = str(_said(found).get("machine", ""))
        shown = who if who.replace("-", "").replace(".", "").isalnum() else "another machine"
        minutes = STALE // timedelta(minutes=1)
        return (
            f"{self._writes.name}: a publish from {shown[:80]} is at work; wait for its end. If it"
            f" was killed, the next publish after {minutes} minutes goes on; or delete {LOCK}"
        )


def _said(found: Found) -> dict[str, object]:
    """What a lock says; it comes from outside, so anything else is nothing."""
    try:
        said = json.loads(found.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
