"""SFTP works with a server that offers nothing else, and each failure says what to do."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.publishing.target import PublishFailed
from broadsheet.publishing.targets import opened
from tests.conftest import NO_RIGHTS
from tests.disks import small_file_system
from tests.publishing.far import Far, contents, far
from tests.publishing.shelf import Model

SITE: Model = {"index.html": frozenset(["p1.html"]), "p1.html": frozenset()}
Change = Callable[[Far], object]


@pytest.fixture
def place(tmp_path: Path) -> Far:
    """A folder on a server."""
    return far(tmp_path, "sftp")


def refusal(place: Far, model: Model = SITE) -> str:
    """What a publish that fails says."""
    with pytest.raises(PublishFailed) as caught:
        place.publish(model)
    return str(caught.value)


def test_server_without_a_shell_is_enough(place: Far) -> None:
    place.server.write_server_config(
        "Subsystem sftp internal-sftp",
        "ForceCommand internal-sftp",
        "PermitTTY no",
        "DisableForwarding yes",
    )
    place.publish(SITE)
    assert place.files() == contents(SITE)


def test_program_of_openssh_is_enough(place: Far) -> None:
    command = "/usr/lib/openssh/sftp-server"
    if not Path(command).exists():
        pytest.skip("openssh-sftp-server is not installed")
    place.server.write_server_config(f"Subsystem sftp {command}")
    place.publish(SITE)
    assert place.files() == contents(SITE)


REFUSED: tuple[tuple[Change, str], ...] = (
    (
        lambda it: (it.root / "ssh/known_hosts").write_text(""),
        "live: ssh does not know the key of host yet. Connect once by hand with `ssh host`",
    ),
    (
        lambda it: (it.root / "ssh/known_hosts").write_text(
            f"host {(it.root / 'ssh/other_key.pub').read_text()}"
        ),
        "live: the key of host is not the one that ssh knows.",
    ),
    (
        lambda it: it.server.write_config(key="other_key"),
        "live: host does not accept the key. See that `ssh host` works without a password",
    ),
    (
        lambda it: it.server.config.write_text("Host host\nHostname no-such-machine.invalid\n"),
        "live: there is no machine of the name host.",
    ),
    (
        lambda it: it.server.config.write_text("Host host\nNonsense yes\n"),
        "live: ssh does not accept its configuration:",
    ),
    (
        lambda it: it.server.write_server_config(
            "Subsystem sftp internal-sftp", "ForceCommand echo This account is closed"
        ),
        "live: host ended the connection without a word. See that `sftp` reaches it",
    ),
    (
        lambda it: it.server.write_server_config("Subsystem other internal-sftp"),
        "live: host offers no SFTP. Use `to: rsync`",
    ),
    (
        lambda it: it.there.write_text("a file"),
        "is not a folder; correct `path`",
    ),
)


@pytest.mark.parametrize(("change", "text"), REFUSED)
def test_failure_says_what_to_do(place: Far, change: Change, text: str) -> None:
    change(place)
    assert text in refusal(place)


def test_folder_whose_parent_is_missing_is_not_made(place: Far) -> None:
    lost = replace(place, path=str(place.root / "no/such/folder"))
    assert "no/such/folder cannot be made on host; make it, or correct `path`" in refusal(lost)


def test_line_that_is_cut_says_that_the_next_publish_goes_on(place: Far) -> None:
    place.server.cut.write_text("session 3500 0")
    assert "live: the connection was cut. Publish again" in refusal(place)


def test_folder_in_the_place_of_a_page_is_named(place: Far) -> None:
    (place.there / "p1.html/x").mkdir(parents=True)
    text = refusal(place)
    assert "live: p1.html cannot be put in place on host:" in text and "no folder has" in text


def test_folder_that_may_not_be_written_is_a_failure_that_says_so(place: Far) -> None:
    if os.geteuid() == 0:
        pytest.skip(f"{NO_RIGHTS} that is missing: root may write everywhere")
    place.there.mkdir(mode=0o555)
    assert "the user who publishes may not do that" in refusal(place)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    with small_file_system(tmp_path / "disk", "2m") as disk:
        yield disk


@pytest.mark.parametrize("kind", ["sftp", "rsync"])
def test_full_disk_is_named_and_the_old_site_stays(
    kind: str, small_disk: Path, tmp_path: Path
) -> None:
    place = replace(far(tmp_path, kind), path=str(small_disk / "site"))
    place.publish(SITE)
    large: Model = {**SITE, "a-large.css": frozenset(f"{it}" for it in range(500_000))}
    assert "live: the disk of host is full. Make room there" in refusal(place, large)
    assert place.files() == contents(SITE)
    place.publish(SITE)
    assert place.left_behind(SITE) == []


def test_no_program_of_the_system_is_told_more_than_host_and_options(place: Far) -> None:
    place.publish(SITE)
    seen: list[str] = []
    with opened(place.setting, place.root):
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            if process.exists() and b"ssh_config" in (line := process.read_bytes()):
                seen.append(line.replace(b"\0", b" ").decode())
    (command,) = [it for it in seen if "-s --" in it]
    assert command.strip().endswith(" -C -s -- host sftp") and "BatchMode=yes" in command
