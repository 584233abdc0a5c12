"""Whatever is killed while a site goes to another machine, its links hold, and the next publish
finishes it and leaves nothing behind."""

import os
import random
import shutil
import signal
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from broadsheet.publishing.remote_lock import FOLDER
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Overtaken, PublishFailed, Told
from tests.publishing.far import KINDS, Far, contents, far, issue
from tests.publishing.shelf import Cut, Model
from tests.sizes import CUT_PUBLISHES, CUT_PUBLISHES_OF_A_SHARE, first_of, seeds

FORK = get_context("fork")
PAGES = 120
OLD, NEW = issue(1, PAGES), issue(2, PAGES)
VICTIMS = ("line", "session", "ssh", "publisher")
KILLED = -signal.SIGKILL


def publish_in_a_process(place: Far, model: Model, cut: str) -> int:
    """Publish, with a word on what to end when; returns how the process ended."""

    def work() -> None:
        place.server.cut.write_text(f"{cut} {os.getpid()}")
        with suppress(PublishFailed):
            place.publish(model)

    worker = FORK.Process(target=work)
    worker.start()
    worker.join()
    assert worker.exitcode in (0, KILLED), worker.exitcode
    return worker.exitcode


@pytest.mark.whole
@pytest.mark.parametrize("kind", first_of(KINDS))
@pytest.mark.parametrize("share", seeds(CUT_PUBLISHES, CUT_PUBLISHES_OF_A_SHARE))
def test_links_hold_whatever_is_killed_and_the_next_publish_leaves_nothing_behind(
    kind: str, share: int, tmp_path: Path
) -> None:
    place = far(tmp_path, kind)
    place.publish(OLD)
    shutil.copytree(place.there, tmp_path / "old")
    place.publish(NEW)
    total = int((place.server.root / "total").read_text())
    found: Counter[bool] = Counter()
    chance = random.Random(share)
    victims = chance.sample(VICTIMS, len(VICTIMS))
    for number in range(CUT_PUBLISHES_OF_A_SHARE):
        shutil.rmtree(place.there)
        shutil.copytree(tmp_path / "old", place.there)
        part = (number + chance.random()) / CUT_PUBLISHES_OF_A_SHARE
        victim = victims[number % len(victims)]
        publish_in_a_process(place, NEW, f"{victim} {int(total * part)}")
        found[not place.server.cut.exists()] += 1
        place.look()
        place.server.cut.unlink(missing_ok=True)
        place.publish(NEW)
        assert place.files() == contents(NEW), (victim, part)
        assert place.left_behind(NEW) == [], (victim, part)
    assert place.publish(NEW).is_empty
    assert found[True] >= CUT_PUBLISHES_OF_A_SHARE - 1, found


def test_first_publish_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    place = far(tmp_path, "sftp")
    status = publish_in_a_process(place, OLD, "publisher 12000")
    assert status == KILLED
    place.look()
    place.publish(OLD)
    assert place.files() == contents(OLD) and place.left_behind(OLD) == []


def test_file_that_was_sent_before_a_publish_ended_is_not_sent_again(tmp_path: Path) -> None:
    place = far(tmp_path, "sftp")
    place.there.mkdir()

    class Impatient(Told):
        """Gives up after many files."""

        patience = PAGES

        def putting(self, file: SiteFile) -> None:
            self.patience -= 1
            if not self.patience:
                raise Cut

    with pytest.raises(Cut):
        place.publish(OLD, Impatient())
    name = len(sha256().hexdigest())
    staged = [it for it in (place.there / FOLDER).iterdir() if len(it.name) == name]
    before = {it.stat().st_ino for it in staged}
    place.publish(OLD)
    assert len(before) > PAGES // 3
    assert before <= {it.stat().st_ino for it in place.there.rglob("*.html")}
    assert place.files() == contents(OLD) and place.left_behind(OLD) == []


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_publishers_the_second_waits_or_is_refused(kind: str, tmp_path: Path) -> None:
    place = far(tmp_path, kind)
    place.publish(OLD)
    refused: list[str] = []

    class Second(Told):
        """Publishes while another publish is at work."""

        def putting(self, file: SiteFile) -> None:
            if not refused:
                refused.append("")
                with pytest.raises(Overtaken) as caught:
                    place.publish(NEW)
                refused[0] = str(caught.value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.publishing.remote_lock.PAUSE", 0.0)
        patch.setattr("broadsheet.publishing.remote_lock.TRIES", 2)
        place.publish(NEW, Second())
    assert f"process {os.getpid()}) is publishing there" in refused[0]
    assert place.files() == contents(NEW) and place.left_behind(NEW) == []


def test_second_publisher_waits_for_the_first(tmp_path: Path) -> None:
    place = far(tmp_path, "sftp")
    place.publish(OLD)
    place.write(NEW)
    both = [FORK.Process(target=place.publish, args=[NEW]) for _ in range(2)]
    for it in both:
        it.start()
    for it in both:
        it.join()
    assert [it.exitcode for it in both] == [0, 0]
    assert place.files() == contents(NEW) and place.left_behind(NEW) == []
