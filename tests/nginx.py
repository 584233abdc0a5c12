"""nginx on this machine: it serves a folder on a free port, and notes what it was asked."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import find_program

TYPES = "text/html html; application/rss+xml xml; application/json json; application/epub+zip epub;"
LONGEST = 60  # seconds for it to end, on any machine


@dataclass(frozen=True)
class Answered:
    """A request that was answered: the path asked for, the status, and the program's name."""

    path: str
    status: int
    agent: str


@dataclass(frozen=True)
class Nginx:
    """A running nginx: the port on the loopback interface, and the folder of its files."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address of what it serves."""
        return f"http://127.0.0.1:{self.port}/"

    def answered(self) -> list[Answered]:
        """What it was asked since this was last looked at, in order."""
        log = self.folder / "access.log"
        lines = log.read_text("utf-8").splitlines()
        os.truncate(log, 0)
        asked = (line.split("\t") for line in lines)
        return [Answered(path, int(status), agent) for path, status, agent in asked]


@contextmanager
def nginx(folder: Path, public: Path) -> Iterator[Nginx]:
    """nginx as the current user, with its files in `folder`; it serves `public` as it is.

    It takes over a socket that listens already, as it does from the version of itself that it
    replaces; so no other program can take the port, and nobody has to wait until it is ready.
    """
    folder.mkdir(parents=True)
    program = find_program("nginx")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        (folder / "nginx.conf").write_text(_configuration(folder, public, port), "utf-8")
        process = subprocess.Popen(
            [program, "-p", str(folder), "-c", str(folder / "nginx.conf")],
            env=os.environ | {"NGINX": f"{listening.fileno()};"},
            pass_fds=[listening.fileno()],
            stderr=subprocess.DEVNULL,  # the same is in its log
        )
    try:
        yield Nginx(port, folder)
    finally:
        process.terminate()
        process.wait(LONGEST)


def _configuration(folder: Path, public: Path, port: int) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f'    {kind}_temp_path "{folder}/{kind}";' for kind in kinds)
    # Without this, the workers of one that root starts may not read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""\
daemon off;
{user}
pid "{folder}/nginx.pid";
error_log "{folder}/error.log";
events {{}}
http {{
    types {{ {TYPES} }}
{temporary}
    log_format asked "$request_uri\\t$status\\t$http_user_agent";
    access_log "{folder}/access.log" asked;
    server {{ listen 127.0.0.1:{port}; root "{public}"; }}
}}
"""
