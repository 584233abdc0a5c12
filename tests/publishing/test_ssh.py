"""A site goes to a folder on another machine by SFTP or rsync, from a curator's chair."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.content.settings import read_settings
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.remote_lock import FOLDER, this_process
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Overtaken, PublishFailed, Told
from broadsheet.publishing.targets import opened
from tests.publishing.far import KINDS, Far, contents, far
from tests.publishing.shelf import Model
from tests.sites import SITE_YAML

SMALL: Model = {
    "index.html": frozenset(["news/p1.html", "a.css"]),
    "news/p1.html": frozenset(["a.css"]),
    "a.css": frozenset(),
}
NAMES = (
    "-rf.html",
    "a b.html",
    'it\'s "so".html',
    "新聞/é*[x]?.html",
    "$(date);`id`.html",
    "#1.html",
)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Far:
    """A folder on a server, by each way to reach it."""
    return far(tmp_path, request.param)


class Listener(Told):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.put: list[str] = []
        self.removed: list[str] = []

    def putting(self, file: SiteFile) -> None:
        """A file is about to be put in place."""
        self.put.append(file.path)

    def removing(self, path: str) -> None:
        """A file is about to be removed."""
        self.removed.append(path)


def sent(plan: Changes) -> list[str]:
    """The files that a publish sent."""
    return sorted(it.path for it in plan.puts)


def refusal(place: Far, model: Model = SMALL) -> str:
    """What a publish that fails says."""
    with pytest.raises(PublishFailed) as caught:
        place.publish(model)
    return str(caught.value)


def test_first_publish_makes_the_folder_and_an_edit_sends_what_changed(place: Far) -> None:
    assert sent(place.publish(SMALL)) == sorted(SMALL)
    assert place.files() == contents(SMALL) and place.left_behind(SMALL) == []
    before = {path: (place.there / path).stat().st_mtime_ns for path in SMALL}
    edited = {**SMALL, "index.html": frozenset(["a.css"])}
    del edited["news/p1.html"]
    told = Listener()
    place.publish(edited, told)
    assert told.put == ["index.html"] and told.removed == ["news/p1.html"]
    assert place.files() == contents(edited) and place.left_behind(edited) == []
    assert (place.there / "a.css").stat().st_mtime_ns == before["a.css"]
    assert place.publish(edited).is_empty


def test_looking_at_a_place_makes_nothing_there(place: Far) -> None:
    with opened(place.setting, place.root) as target:
        assert target.manifest() is None and target.in_the_way(["index.html"]) == ()
    assert not place.there.exists()


def test_files_in_the_way_are_found_and_files_are_read(place: Far) -> None:
    place.there.mkdir()
    for path in ("index.html", "é #x.html"):
        (place.there / path).write_text("mine")
    with opened(place.setting, place.root) as target:
        assert target.manifest() is None
        asked = ["index.html", "no.html", "no/no.html", "é #x.html"]
        assert target.in_the_way(asked) == ("index.html", "é #x.html")
        assert target.read("é #x.html") == b"mine" and target.read("no/no.html") is None
    assert sorted(it.name for it in place.there.iterdir()) == ["index.html", "é #x.html"]


def test_names_of_all_kinds_are_files_and_nothing_else(place: Far) -> None:
    site: Model = {"index.html": frozenset(), **{f"x/{name}": frozenset() for name in NAMES}}
    odd = replace(place, path=str(place.root / "-o 'a b' $HOME;é"))
    odd.publish(site)
    assert odd.files() == contents(site)
    odd.publish({"index.html": frozenset()})
    assert odd.left_behind({"index.html": frozenset()}) == []


def test_manifest_that_leads_out_of_the_folder_is_refused(place: Far) -> None:
    place.publish(SMALL)
    text = (place.there / NAME).read_text()
    (place.there / NAME).write_text(text.replace("news/p1.html", "../../p1.html"))
    assert "cannot be read: it names the path '../../p1.html'" in refusal(place)


def test_file_that_changes_while_it_is_published_is_sent_again_by_the_next_publish(
    place: Far,
) -> None:
    place.publish(SMALL)
    more: Model = {**SMALL, "p2.html": frozenset()}

    class Meddler(Told):
        def putting(self, file: SiteFile) -> None:
            (place.here / file.path).write_bytes(b"something else")

    with pytest.raises(PublishFailed, match=r"live: p2\.html has changed since the build"):
        place.publish(more, Meddler())
    assert sent(place.publish(more)) == ["p2.html"]
    assert place.files() == contents(more) and place.left_behind(more) == []


LOCKED: Sequence[tuple[str, bool]] = (
    (f"lock-ada@desk-{'0' * 12}-77-{'a' * 16}", False),  # somewhere else, a moment ago
    (f"lock-ada@desk-{this_process().machine}-4194999-{'a' * 16}", True),  # here, and it has ended
)


@pytest.mark.parametrize(("name", "is_dead"), LOCKED)
def test_lock_of_another_publisher_holds_while_that_may_live(
    place: Far, name: str, is_dead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.publishing.remote_lock.PAUSE", 0.0)
    monkeypatch.setattr("broadsheet.publishing.remote_lock.TRIES", 2)
    place.publish(SMALL)
    (place.there / FOLDER).mkdir()
    (place.there / FOLDER / name).write_text("\n")
    edited = {**SMALL, "index.html": frozenset[str]()}
    if is_dead:
        place.publish(edited)
        assert place.left_behind(edited) == []
        return
    with pytest.raises(Overtaken, match=r"live: ada@desk \(process 77\) is publishing there"):
        place.publish(edited)
    assert [it.name for it in (place.there / FOLDER).iterdir()] == [name]
    os.utime(place.there / FOLDER / name, (0, 0))
    place.publish(edited)
    assert place.left_behind(edited) == []


def test_publisher_whose_lock_was_taken_away_stops(place: Far) -> None:
    place.publish(SMALL)

    edited: Model = {**SMALL, "p2.html": frozenset()}
    place.write(edited)
    with opened(place.setting, place.root) as target:
        plan = place.plan(edited, target)
        for lock in (place.there / FOLDER).iterdir():
            lock.unlink()
        with pytest.raises(Overtaken, match="has taken the lock away"):
            target.carry_out(plan, place.here, Told())
    assert place.files() == contents(SMALL)


@pytest.mark.parametrize(
    "host",
    ["host", "me@host.example", "me.x+y@10.0.0.1", "fe80::1%eth0", "[::1]", "мой-хост", "me@::1"],
)
def test_host_as_ssh_knows_it_is_taken(host: str) -> None:
    assert problems(f"{{to: sftp, host: '{host}', path: /var/www}}") == []


@pytest.mark.parametrize(
    "host", ["-oProxyCommand=x", "me@-x", "a b", "$(id)", "a;b", "a/b", "a`b", "host:", "@host"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_host_that_a_program_could_take_for_more_is_a_problem(host: str, kind: str) -> None:
    (problem,) = problems(f"{{to: {kind}, host: {json.dumps(host)}, path: /var/www}}")
    assert problem.startswith("site.yaml:8: host cannot be the text ")


@pytest.mark.parametrize("path", ["/a*", "/a?", "/[a]", "/a\\b", "/a\0b", "/a\x1bb"])
def test_folder_that_rsync_could_take_for_several_is_a_problem(path: str) -> None:
    found = problems(f"{{to: sftp, host: host, path: {json.dumps(path)}}}")
    assert found and all(it.startswith("site.yaml:8: ") for it in found)


def problems(target: str) -> list[str]:
    """What is wrong with a place in `site.yaml`."""
    text = f"{SITE_YAML}publish:\n  live: {target}\n"
    return [str(it) for it in read_settings(text.encode())[1].problems]
