"""A real sshd for one user, the one who runs the tests, and an ssh that knows it.

It needs no port: ssh starts it as its `ProxyCommand`, and speaks with it over pipes. Between them
stands a small program that can cut the line, or kill a process, when so many bytes have passed.
"""

import os
import sys
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from shlex import quote

import pytest

from tests.programs import find_program, run

PRIVILEGES = Path("/run/sshd")  # which sshd asks for where it runs as root
RELAY = Path(__file__).with_name("relay.py")


@dataclass(frozen=True)
class SshServer:
    """A server: the folder of its keys and settings, and what `ssh -F` is given."""

    root: Path

    @property
    def config(self) -> Path:
        """The configuration file for ssh, in which the server is `host`."""
        return self.root / "ssh_config"

    @property
    def cut(self) -> Path:
        """The file that says what to end, and after how many bytes; see relay.py."""
        return self.root / "cut"

    def write_config(self, *more: str, key: str = "key", known: str = "known_hosts") -> Path:
        """Write the client's configuration."""
        relay = [sys.executable, "-I", str(RELAY), str(self.cut)]
        server = [find_program("sshd"), "-i", "-f", str(self.root / "sshd_config")]
        lines = [
            "Host host",
            f"ProxyCommand {' '.join(map(quote, relay + server))}",
            f"User {getuser()}",
            f"IdentityFile {self.root / key}",
            "IdentitiesOnly yes",
            "IdentityAgent none",
            f"UserKnownHostsFile {self.root / known}",
            "GlobalKnownHostsFile none",
            "StrictHostKeyChecking yes",
            *more,
        ]
        self.config.write_text("\n".join(lines) + "\n")
        return self.config

    def write_server_config(self, *more: str) -> None:
        """Write the server's configuration."""
        lines = [  # of two lines that say the same, the first holds
            *(more or ["Subsystem sftp internal-sftp"]),
            f"HostKey {self.root / 'host_key'}",
            f"AuthorizedKeysFile {self.root / 'authorized_keys'}",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin prohibit-password",
            "PidFile none",
            "SetEnv SHLVL=3",  # or bash reads .bashrc, which may take its time
        ]
        (self.root / "sshd_config").write_text("\n".join(lines) + "\n")


def make_server(root: Path) -> SshServer:
    """A server with one user's key, which its client knows; skips if there is no sshd."""
    find_program("ssh"), find_program("sshd")
    if os.geteuid() == 0 and not PRIVILEGES.exists():
        PRIVILEGES.mkdir(mode=0o755)
    root.mkdir()
    for name in ("host_key", "key", "other_key"):
        run(root, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name)
    (root / "authorized_keys").write_text((root / "key.pub").read_text())
    (root / "known_hosts").write_text(f"host {(root / 'host_key.pub').read_text()}")
    server = SshServer(root)
    server.write_config()
    server.write_server_config()
    return server


@pytest.fixture
def server(tmp_path: Path) -> SshServer:
    """A server for one test."""
    return make_server(tmp_path / "ssh")
