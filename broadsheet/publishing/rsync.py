"""Publishes to a folder on another machine by the system's `rsync`, over its `ssh`.

The server needs nothing but rsync, 3.1 or newer; it may allow no other program (`rrsync`). One
connection carries all calls. rsync compares checksums and sends what differs, so a publish after a
cut line does not send a file again that is there.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.publishing.held import held
from broadsheet.publishing.rsync_store import RsyncCalls, RsyncStore
from broadsheet.publishing.ssh import ssh_command, ssh_place
from broadsheet.publishing.target import Target

KEPT = 30  # seconds that an idle connection outlives a publisher that was killed


@contextmanager
def opened(setting: TargetSetting, root: Path) -> Iterator[Target]:
    """The folder that a target describes, held while it is used. Raises PublishFailed."""
    place = ssh_place(setting, root)
    with TemporaryDirectory(prefix="broadsheet-") as private:
        socket = str(Path(private) / "ssh").replace("%", "%%")
        shared = {"ControlMaster": "auto", "ControlPath": socket, "ControlPersist": str(KEPT)}
        shell = ssh_command(place, shared)
        store = RsyncStore(RsyncCalls(place, tuple(shell), Path(private)))
        try:
            with held(store, place) as target:
                yield target
        finally:
            end = [*shell, "-O", "exit", "--", place.setting.host]
            subprocess.run(end, capture_output=True, check=False, stdin=subprocess.DEVNULL)
