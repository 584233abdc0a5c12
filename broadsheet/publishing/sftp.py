"""Publishes to a folder on another machine by SFTP, over the system's `ssh`.

Nothing but SFTP is asked of the server. Files go to a folder of their own first, many at a time,
under names that say what is in them; so a publish after a cut line does not send them again. When
all files of a group are there, each is renamed into its place.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from broadsheet.content.publish_settings import TargetSetting
from broadsheet.publishing.held import held
from broadsheet.publishing.sftp_protocol import Client, LineCut
from broadsheet.publishing.sftp_store import SftpStore
from broadsheet.publishing.ssh import Place, ssh_command, ssh_place
from broadsheet.publishing.target import Target

PATIENCE = 10  # seconds that ssh has to end by itself
WORDS = 65536  # bytes of what it said that are looked at


@contextmanager
def opened(setting: TargetSetting, root: Path) -> Iterator[Target]:
    """The folder that a target describes, held while it is used. Raises PublishFailed."""
    place = ssh_place(setting, root)
    with _line(place) as client, held(SftpStore(client, place), place) as target:
        yield target


@contextmanager
def _line(place: Place) -> Iterator[Client]:
    """A connection that ends with the context; that it was cut raises PublishFailed."""
    command = [*ssh_command(place, {}), "-C", "-s", "--", place.setting.host, "sftp"]
    with TemporaryFile() as said:
        ssh = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,  # Ctrl-C stops the publish, which then ends the line itself
        )
        assert ssh.stdin is not None and ssh.stdout is not None
        try:
            yield Client(ssh.stdin, ssh.stdout)
        except LineCut as error:
            _end(ssh, ssh.stdin)
            said.seek(0)
            raise place.failure(said.read(WORDS).decode("utf-8", "replace")) from error
        finally:
            _end(ssh, ssh.stdin)
            ssh.stdout.close()


def _end(ssh: subprocess.Popen[bytes], requests: IO[bytes]) -> None:
    """End a connection, which also ends the server's side of it."""
    with suppress(OSError):  # what was not sent goes nowhere any more
        requests.close()
    try:
        ssh.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        ssh.kill()
        ssh.wait()
