"""A publish to a bucket that is killed or cut off at any moment: no link is dead, and the next one
finishes it.

Each moment is one of a publish of a site that was edited at random: the process is killed when so
many files were begun, or the connection breaks at so many writes, before the service has done the
last one or after.
"""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.publishing.bucket import opened
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import PublishFailed, Told
from tests import sizes
from tests.publishing.bucket_place import Place, setting_for
from tests.publishing.bucket_servers import cut_at
from tests.publishing.small_sites import broken_links, publish, small_site

MOMENTS = 5  # of a share, which is one test
ALL = MOMENTS * sizes.PUBLISHING
KILLED = 2  # of the moments of a share; the others are cut connections, which cost less
WRITES, STEPS = 26, 20  # about as many as a publish of a small site has


class Killed(Told):
    """Kills the process when so many files were begun to put in place or to remove."""

    def __init__(self, left: int) -> None:
        self._left = left

    def putting(self, file: SiteFile) -> None:
        self._count()

    def removing(self, path: str) -> None:
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_after(steps: int, place: Place, seed: int) -> None:
    """Publish in another process, which is killed after so many files; or ends, if it has fewer."""
    arguments = [place.name, place.proxy.address, str(place.root), str(seed), str(steps)]
    command = [sys.executable, "-m", "tests.publishing.test_bucket_faults", *arguments]
    done = subprocess.run(command, check=False)
    assert done.returncode in (0, -signal.SIGKILL)


def main() -> None:
    """What the process that is killed does."""
    name, address, root, seed, steps = sys.argv[1:]
    site, folder = small_site(int(seed)), Path(root) / "site"
    with opened(setting_for(name, address), folder) as target:
        publish(target, site, folder / "public", Killed(int(steps)))


@pytest.mark.whole
@pytest.mark.parametrize("seed", sizes.seeds(ALL, MOMENTS))
def test_publish_that_ends_at_any_moment_is_finished_by_the_next(place: Place, seed: int) -> None:
    chance = random.Random(seed)
    place.publish(small_site(chance.randrange(1000)))
    for moment in range(MOMENTS):
        number = chance.randrange(1000)
        site = small_site(number)
        if moment < KILLED:
            killed_after(chance.randrange(STEPS), place, number)
        else:
            rule = cut_at(chance.randrange(WRITES), is_done=chance.random() < 0.5)
            place.proxy.begin_again(rule)
            with suppress(PublishFailed):
                place.publish(site)
            place.proxy.begin_again()
        assert broken_links(place.read) == []
        site = chance.choice([site, small_site(number + 1)])  # the next is the same, or has gone on
        place.publish(site)
        assert place.paths() == {*site, NAME}
        assert {path: place.read(path) for path in site} == site


if __name__ == "__main__":
    main()
