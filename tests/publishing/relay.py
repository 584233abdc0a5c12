"""Stands between ssh and sshd: `relay.py CUT SSHD…` starts sshd, and passes on what both say.

The file CUT, if there is one, holds what to end and after how many bytes from the client:
`line 5000`, `ssh 5000`, `publisher 5000` or `session 5000`. It is removed when that is done.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


def parent(process: int) -> int:
    """The process that started another one."""
    status = Path(f"/proc/{process}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


def main(cut: Path, command: list[str]) -> None:
    """Pass bytes on until either side ends, or until it is time to end something."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None and server.stdout is not None
    what, left = "", -1
    if cut.exists():
        what, count = cut.read_text().split()
        left = int(count)
    there = server.stdout.fileno()

    def back() -> None:
        while content := os.read(there, 65536):
            os.write(1, content)
        os._exit(0)

    threading.Thread(target=back, daemon=True).start()
    while content := os.read(0, 65536):
        if what and left < len(content):
            server.stdin.write(content[:left])
            server.stdin.flush()
            cut.unlink()
            end(what, server)
            what = ""
            content = content[left:]
        left -= len(content)
        server.stdin.write(content)
        server.stdin.flush()
    server.stdin.close()
    server.wait()


def end(what: str, server: "subprocess.Popen[bytes]") -> None:
    """Kill what the file says."""
    ssh = os.getppid()
    if what == "line":
        server.kill()
        os._exit(1)
    if what == "session":
        os.kill(server.pid, signal.SIGKILL)
    if what == "ssh":
        os.kill(ssh, signal.SIGKILL)
    if what == "publisher":
        os.kill(parent(ssh), signal.SIGKILL)


main(Path(sys.argv[1]), sys.argv[2:])
