"""A preview or a desk that runs in a process of its own, as a curator starts it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import httpx2

PREVIEW, DESK = "the preview: ", "the desk: "  # what stands before their addresses
LONGEST = 120  # seconds to wait for a line, on any machine


def ask(address: str, method: str = "GET") -> httpx2.Response:
    """The answer of a server on this machine, however busy that is."""
    return httpx2.request(method, address, timeout=LONGEST)


class Serving:
    """A running `broadsheet serve`, or `desk`: its address, and what it says in the terminal."""

    def __init__(self, process: subprocess.Popen[str], told: str = PREVIEW) -> None:
        self._process = process
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self.said: list[str] = []
        self.address = self.wait_for(told).removeprefix(told).split()[0]

    def wait_for(self, words: str) -> str:
        """The next line that has these words."""
        while words not in (line := self._lines.get(timeout=LONGEST)):
            self.said.append(line)
            assert line or self._process.poll() is None, "\n".join(self.said)
        self.said.append(line)
        return line

    def interrupt(self) -> int:
        """Press Ctrl-C; returns the exit status."""
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(timeout=LONGEST)
        self._reader.join(timeout=LONGEST)
        return status

    def end(self) -> None:
        """End the process, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join(timeout=LONGEST)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put("")


def _heed_ctrl_c() -> None:
    """Let Ctrl-C end the process, also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serving(root: Path, *options: str, desk: bool = False) -> Iterator[Serving]:
    """A preview of the site in `root`, or its desk, on a free port unless the options name one."""
    name = "desk" if desk else "serve"
    command = [sys.executable, "-m", "broadsheet", name, "--site", str(root), *options]
    if "--port" not in options:
        command += ["--port", "0"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=_heed_ctrl_c,
    )
    served = None
    try:
        served = Serving(process, DESK if desk else PREVIEW)
        yield served
    finally:
        if served:
            served.end()
        elif process.poll() is None:
            process.kill()
