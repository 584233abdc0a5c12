"""rsync needs nothing on the server but itself, and each failure says what to do."""

from pathlib import Path

import pytest

from broadsheet.content.publish_settings import SshTarget
from broadsheet.publishing.rsync_store import RsyncCalls
from broadsheet.publishing.ssh import Place
from broadsheet.publishing.target import PublishFailed
from tests.programs import find_program
from tests.publishing.far import Far, contents, far
from tests.publishing.shelf import Model

SITE: Model = {"index.html": frozenset(["p1.html"]), "p1.html": frozenset()}


@pytest.fixture
def place(tmp_path: Path) -> Far:
    """A folder on a server."""
    return far(tmp_path, "rsync")


def refusal(place: Far) -> str:
    """What a publish that fails says."""
    with pytest.raises(PublishFailed) as caught:
        place.publish(SITE)
    return str(caught.value)


def test_server_that_allows_rsync_alone_is_enough(place: Far) -> None:
    place.there.mkdir()
    command = f"{find_program('rrsync')} {place.there}"
    place.server.write_server_config(f"ForceCommand {command}")
    inside = Far(place.root, "rsync", place.server, "/")
    inside.publish(SITE)
    inside.publish({"index.html": frozenset()})
    assert place.files() == contents({"index.html": frozenset()})
    assert place.left_behind({"index.html": frozenset()}) == []


def test_server_without_rsync_is_told_of(place: Far) -> None:
    place.server.write_server_config("SetEnv PATH=/nowhere SHLVL=3")
    assert "live: there is no rsync on host. Install it there, or use `to: sftp`" in refusal(place)


def test_server_that_offers_sftp_alone_is_told_of(place: Far) -> None:
    place.server.write_server_config("ForceCommand echo This account offers SFTP only")
    assert "live: host does not answer as rsync does." in refusal(place)


def test_folder_whose_parent_is_missing_is_not_made(place: Far) -> None:
    lost = Far(place.root, "rsync", place.server, str(place.root / "no/such/folder"))
    assert "no/such/folder cannot be made on host; make it, or correct `path`" in refusal(lost)


@pytest.mark.parametrize(
    ("host", "path", "there"),
    [
        ("host.example", "/var/www", "host.example:/var/www/"),
        ("me@host.example", "www", "me@host.example:./www/"),
        ("me@host.example", "~/www/", "me@host.example:./www/"),
        ("host", "~", "host:./"),
        ("host", "-rf", "host:./-rf/"),
        ("host", ":module", "host:./:module/"),
        ("host", "/", "host:/"),
        ("me@fe80::1", "/srv", "me@[fe80::1]:/srv/"),
        ("[fe80::1]", "/srv", "[fe80::1]:/srv/"),
    ],
)
def test_host_and_folder_are_written_so_that_rsync_takes_them_for_nothing_else(
    host: str, path: str, there: str, tmp_path: Path
) -> None:
    calls = RsyncCalls(Place("live", SshTarget(host, path), None), (), tmp_path)
    assert calls.there() == there
