"""Stands between ssh and sshd: `relay.py CUT SSHD…` starts sshd, and passes on what both say.

The file CUT, if there is one, says what to end, after how many bytes from the client, and which
process publishes: `line 5000 0`, `ssh 5000 0`, `session 5000 0` or `publisher 5000 4711`. It is
removed when that is done. The file `total` beside it says how many bytes there were so far.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


def main(cut: Path, command: list[str]) -> None:
    """Pass bytes on until either side ends, and end something when it is time."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None and server.stdout is not None
    there = server.stdin.fileno()
    threading.Thread(target=back, args=[server.stdout.fileno()], daemon=True).start()
    what, count, publisher = cut.read_text().split() if cut.exists() else ("", "0", "0")
    total, counted = 0, os.open(cut.with_name("total"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    while content := os.read(0, 65536):
        if what and int(count) < total + len(content):
            write_all(there, content[: int(count) - total])
            cut.unlink()
            end(what, server, int(publisher))
            what, content, total = "", content[int(count) - total :], int(count)
        write_all(there, content)
        total += len(content)
        os.pwrite(counted, b"%d" % total, 0)
    server.stdin.close()
    server.wait()


def back(source: int) -> None:
    """Pass on what the server says; when it has ended, all is over."""
    while content := os.read(source, 65536):
        write_all(1, content)
    os._exit(0)


def write_all(target: int, content: bytes) -> None:
    """Write all of it; whoever listens there may be gone."""
    while content:
        try:
            content = content[os.write(target, content) :]
        except BrokenPipeError:
            os._exit(1)


def end(what: str, server: "subprocess.Popen[bytes]", publisher: int) -> None:
    """Kill what the file says."""
    if what == "line":
        server.kill()
        os._exit(1)
    victims = {"session": server.pid, "ssh": os.getppid(), "publisher": publisher}
    os.kill(victims[what], signal.SIGKILL)


main(Path(sys.argv[1]), sys.argv[2:])
