"""What follows `broadsheet publish`, as a curator sees it, and what nobody ever sees."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.commands.test_publish import publish, run, www
from tests.sites import ROOT, SITE_YAML, Site, article

MakeSite = Callable[[str], Site]
ONE = f"-- content/a/one.md --\n{article('One', '2021-01-01')}"
HUB = "feeds: {hub: 'https://127.0.0.1/hub'}\n"


def settings(more: str = "", target: str = "") -> str:
    """The settings of a site with a folder as its target."""
    live = f"publish:\n  live: {{to: folder, path: ../www{target}}}\n"
    return f"-- site.yaml --\n{SITE_YAML}{more}{live}"


def events(log: Path) -> list[str]:
    """The names of what was logged."""
    return [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A web server on this machine; the address of what it serves."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_hub_that_cannot_be_told_is_a_warning_and_tried_again(
    site: MakeSite, tmp_path: Path
) -> None:
    made, log = site(settings(HUB) + ONE), tmp_path / "log"
    result = run(made, "--quiet", "--log", str(log))
    assert result.exit_code == 0 and result.stdout == ""
    assert "was not told of" in result.stderr and "private network" in result.stderr
    assert events(log)[-2:] == ["recorded", "not pinged"]
    again = run(made, "--if-changed", "--log", str(log))
    assert again.exit_code == 0 and events(log)[-1] == "not pinged"
    made.write(settings(HUB, ", announce: false"))
    assert "was not told" not in run(made).stderr
    publish(made, "--if-changed", "--log", str(log))
    assert events(log)[-1] == "unchanged"


def test_hub_is_told_nothing_of_a_place_for_trials(site: MakeSite) -> None:
    result = run(site(settings(HUB, ", announce: false") + ONE))
    assert result.exit_code == 0 and "not told" not in result.stderr


def test_command_of_the_target_is_run_and_its_output_shown(site: MakeSite, tmp_path: Path) -> None:
    made, log = site(settings(target=", after: echo purged") + ONE), tmp_path / "log"
    assert publish(made, "--log", str(log)).endswith("\npurged\n")
    assert events(log)[-2:] == ["recorded", "hook"] and "purged" not in log.read_text()
    assert "purged" not in publish(made)


def test_command_that_fails_is_a_failure_of_a_site_that_is_published(
    site: MakeSite, tmp_path: Path
) -> None:
    made, log = site(settings(target=", after: exit 4") + ONE), tmp_path / "log"
    result = run(made, "--log", str(log))
    assert result.exit_code == 1
    assert "live: the site is published, but the command of `after` failed" in result.stderr
    assert events(log)[-3:] == ["recorded", "hook", "failed"]
    assert (www(made) / "index.html").exists() and run(made).exit_code == 0


def test_site_is_looked_at_where_readers_get_it(site: MakeSite, tmp_path: Path) -> None:
    made, log = site(settings() + ONE), tmp_path / "log"
    with served(www(made)) as url:
        made.write(settings().replace("https://example.org/", url))
        said = publish(made, "--verify", "--log", str(log))
        assert "looked at" in said and f"addresses of {url}: all as published" in said
        assert events(log)[-1] == "verified"
        assert "all as published" in publish(made, "--verify")


SECRET = "planted-secret-7f3a"
PLANTED = {
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "TOKEN": SECRET,
    "https_proxy": f"http://me:{SECRET}@127.0.0.1:9",
    "SMTP_PASSWORD": SECRET,
}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no list of processes in /proc")
@pytest.mark.parametrize("status", [0, 3])
def test_no_secret_of_the_environment_is_ever_seen(
    site: MakeSite, tmp_path: Path, status: int
) -> None:
    """The command of `after` looks at the command lines of all processes while it uses a secret."""
    after = f"test -n $TOKEN; cat /proc/[0-9]*/cmdline > ../lines 2>/dev/null; exit {status}"
    more = f"{HUB}indexnow: 5a31c9e07f2b4d68\n"
    made = site(settings(more, f", after: '{after}'") + ONE)
    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet", "publish", "--site", str(made.root)]
        + ["--verify", "--explain", "--log", str(log)],
        env={**os.environ, **PLANTED},
        capture_output=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == (1 if status else 0), done.stderr
    assert b"broadsheet" in (made.root.parent / "lines").read_bytes()
    assert b"was not told" in done.stderr
    written = [path for path in made.root.parent.rglob("*") if path.is_file()]
    assert log in written or log.is_file()
    for content in (done.stdout, done.stderr, log.read_bytes(), *map(Path.read_bytes, written)):
        assert SECRET.encode() not in content
