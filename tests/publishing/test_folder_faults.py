"""A publish to a folder that is killed: readers have a whole site, and the next publish mends."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pytest

from broadsheet.publishing.publisher import returned
from tests.killing import count_calls, count_touches, killed_at, moments_of
from tests.publishing.plain import Plain, publish
from tests.sites import memory, tree
from tests.sizes import KILLED_PUBLISHES, seeds

KILLS_OF_A_SHARE = 10
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Scene:
    """Something that may be killed: what was done before it, itself, and what readers may see
    after it."""

    prepare: Callable[[Plain], object]
    act: Callable[[Plain], object]
    allowed: Callable[[Plain], tuple[Tree, ...]]


def old(site: Plain) -> Plain:
    """A site with two pages, built."""
    return site.build(one="The first page.", two="The second page.")


def newer(site: Plain) -> Plain:
    """The site with a page changed and a page more."""
    return site.build(one="Changed.", two="The second page.", three="The third page.")


def put_in_the_way(site: Plain) -> None:
    """Put files of somebody else where the site goes."""
    site.www.mkdir()
    (site.www / "family.html").write_text("Photos")


def trees(*builds: Callable[[Plain], Plain]) -> Callable[[Plain], tuple[Tree, ...]]:
    """The files of the site as it is built in these ways."""
    return lambda site: tuple(build(site).tree() for build in builds)


SCENES = {
    "first": Scene(lambda _: None, lambda it: old(it).publish(), lambda it: ({}, old(it).tree())),
    "edit": Scene(lambda it: old(it).publish(), lambda it: newer(it).publish(), trees(old, newer)),
    "take over": Scene(
        put_in_the_way,
        lambda it: publish(replace(old(it).wish(), take_over=True)),
        lambda it: ({"family.html": b"Photos"}, old(it).tree()),
    ),
    "back": Scene(
        lambda it: (old(it).publish(), newer(it).publish()),
        lambda it: returned(it.root, it.wish().setting),
        trees(old, newer),
    ),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for many short-lived sites."""
    folder = Path(mkdtemp(dir=memory() or tmp_path))
    yield folder
    shutil.rmtree(folder)


def fresh(place: Path, scene: Scene) -> Plain:
    """A site in the state before."""
    shutil.rmtree(place)
    place.mkdir()
    site = Plain(place / "site")
    (site.root / ".broadsheet").mkdir(parents=True)
    scene.prepare(site)
    return site


def check(site: Plain, scene: Scene) -> None:
    """Fail unless readers have a whole site, and the next publish leaves nothing behind."""
    seen = tree(site.www) if site.www.exists() else {}
    assert seen in scene.allowed(site)
    publish(replace(newer(site).wish(keep=3), take_over=True))
    assert {path: tree(site.www).get(path) for path in site.tree()} == site.tree()
    beside = Path(f"{site.www}.releases")
    left = [name for name in os.listdir(beside) if name.startswith(".")]
    never_live = [it for it in beside.glob("[0-9]*") if not (it / "was-live").exists()]
    assert not left and not never_live
    if "family.html" in scene.allowed(site)[0]:
        assert tree(beside / "1/site") == {"family.html": b"Photos"}


@pytest.mark.whole
@pytest.mark.parametrize("share", seeds(KILLED_PUBLISHES, KILLS_OF_A_SHARE))
@pytest.mark.parametrize("name", SCENES)
def test_publish_killed_at_any_moment_leaves_a_whole_site(
    place: Path, name: str, share: int
) -> None:
    scene = SCENES[name]
    for counting in (count_touches, count_calls):
        whole = moments_of(partial(scene.act, fresh(place, scene)), counting)
        for number in range(KILLS_OF_A_SHARE // 2):
            part = (number + random.Random(share).random()) / (KILLS_OF_A_SHARE // 2)
            site = fresh(place, scene)
            killed_at(partial(scene.act, site), counting, int(part * whole))
            try:
                check(site, scene)
            except AssertionError as error:
                error.add_note(f"killed at {int(part * whole)} of {whole}, {counting.__name__}")
                raise
