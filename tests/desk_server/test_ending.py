"""Ctrl-C ends the desk at once, also while a slow feed is read."""

import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from broadsheet.fetching.client import Limits
from tests.fetching.serving import web
from tests.inbox.feeds import dripping
from tests.sites import ROOT, SITE_YAML, make_site

LAUNCHER = """
import sys
from broadsheet.fetching.client import Client, Guard
guard = Guard(frozenset([int(sys.argv[1])]), lambda host, port: ["127.0.0.1"])
Client.__init__.__kwdefaults__["guard"] = guard
from broadsheet.cli import main
main(["desk", "--no-open", "--site", sys.argv[2]])
"""


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
def test_slow_feed_does_not_keep_the_desk_from_ending(tmp_path: Path) -> None:
    with web({"/slow": dripping(60)}) as server:
        feeds = f"inbox:\n  feeds: [{server.url('/slow', 'slow.example')}]\n"
        root = make_site(tmp_path / "site", f"-- site.yaml --\n{SITE_YAML}{feeds}").root
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(server.port), str(root)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT,
            preexec_fn=_heed_ctrl_c,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("the desk: ")
            until = monotonic() + 60
            while "GET /slow" not in server.asked():
                assert monotonic() < until
                sleep(0.02)
            process.send_signal(signal.SIGINT)
            told, _ = process.communicate(timeout=Limits().seconds - 1)  # before it gives up
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
    assert (process.returncode, "Traceback" in told) == (0, False), told
