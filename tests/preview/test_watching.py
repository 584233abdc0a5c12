import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from broadsheet.preview.watching import is_an_input, one_save, watch_site

LONGEST = 60  # seconds to wait for the system, on any machine
Heard = Collection[str] | None


class Ear:
    """What a preview would look at again, one look after the other."""

    def __init__(self) -> None:
        self.looks: list[Heard] = []
        self._new = asyncio.Event()

    async def look(self, paths: Heard) -> None:
        self.looks.append(paths)
        self._new.set()

    async def until(self, is_enough: Callable[[list[Heard]], bool]) -> list[Heard]:
        """All looks since the last call, once there are enough."""
        async with asyncio.timeout(LONGEST):
            while not is_enough(self.looks):
                self._new.clear()
                await self._new.wait()
        heard, self.looks = self.looks, []
        return heard


@asynccontextmanager
async def watched(root: Path, poll: bool = False) -> AsyncIterator[Ear]:
    """A site that is watched, after its first looks."""
    ear, told = Ear(), list[str]()
    watching = asyncio.create_task(watch_site(root, ear.look, poll, told.append))
    try:
        await ear.until(lambda looks: len(looks) >= 2)  # the first, and the one that makes sure
        yield ear
    finally:
        watching.cancel()
        await asyncio.wait([watching])
    assert told == []


async def until_watched(file: Path, path: str, ear: Ear) -> None:
    """Write a file until that is noticed: the system takes a moment to watch a new folder."""
    async with asyncio.timeout(LONGEST):
        while not has(path)(ear.looks):
            file.write_text("new\n", "utf-8")
            await asyncio.sleep(0.02)


def has(path: str) -> Callable[[list[Heard]], bool]:
    """Whether some look was at a path."""
    return lambda looks: any(it is not None and path in it for it in looks)


def everything(looks: list[Heard]) -> bool:
    """Whether some look was at all files."""
    return None in looks


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small site with things in it that are none of its own."""
    for folder in ("content/world", "themes/own/templates", "public", ".git", ".broadsheet"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: x\n", "utf-8")
    (tmp_path / "content/world/a.md").write_text("a\n", "utf-8")
    return tmp_path


def test_saved_article_is_looked_at(root: Path) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            (root / "content/world/a.md").write_text("new\n", "utf-8")
            assert await ear.until(has("content/world/a.md")) == [{"content/world/a.md"}]

    asyncio.run(story())


def test_article_that_an_editor_writes_aside_and_renames_is_looked_at_once(root: Path) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            aside = root / "content/world/.a.md.swp"
            aside.write_text("new\n", "utf-8")
            os.replace(aside, root / "content/world/a.md")
            assert await ear.until(has("content/world/a.md")) == [{"content/world/a.md"}]

    asyncio.run(story())


def test_settings_are_looked_at_and_nothing_else_in_the_root(root: Path) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            for path in ("public/x.html", ".git/index", ".broadsheet/store", "notes.txt"):
                (root / path).write_text("x", "utf-8")
            (root / "site.yaml").write_text("title: y\n", "utf-8")
            assert await ear.until(has("site.yaml")) == [{"site.yaml"}]

    asyncio.run(story())


def test_branch_switch_is_one_look(root: Path) -> None:
    paths = [f"content/world/{n:04}.md" for n in range(1_000)]

    async def story() -> None:
        async with watched(root) as ear:
            for path in paths:
                (root / path).write_text("x\n", "utf-8")
            looks = await ear.until(lambda looks: set(paths) <= _all(looks) or None in looks)
            assert len(looks) == 1

    asyncio.run(story())


def _all(looks: list[Heard]) -> set[str]:
    return {path for paths in looks for path in paths or ()}


def test_folder_with_articles_that_comes_makes_it_look_at_everything(root: Path) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            (root / "content/science/deep").mkdir(parents=True)
            (root / "content/science/deep/b.md").write_text("b\n", "utf-8")
            await ear.until(everything)
            await until_watched(
                root / "content/science/deep/b.md", "content/science/deep/b.md", ear
            )

    asyncio.run(story())


@pytest.mark.parametrize("folder", ["content", "themes"])
def test_folder_that_goes_and_comes_again_is_watched_again(root: Path, folder: str) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            shutil.rmtree(root / folder)
            await ear.until(everything)
            (root / folder / "new").mkdir(parents=True)
            await ear.until(everything)
            await until_watched(root / folder / "new/c.md", f"{folder}/new/c.md", ear)

    asyncio.run(story())


def test_first_translations_of_a_site_are_noticed(root: Path) -> None:
    async def story() -> None:
        async with watched(root) as ear:
            (root / "locale/eo").mkdir(parents=True)
            await ear.until(everything)

    asyncio.run(story())


def test_site_without_content_is_watched_until_it_has_some(tmp_path: Path) -> None:
    async def story() -> None:
        async with watched(tmp_path) as ear:
            (tmp_path / "content").mkdir()
            await ear.until(everything)

    asyncio.run(story())


@pytest.mark.slow
def test_where_the_system_does_not_tell_files_are_looked_at_often(root: Path) -> None:
    async def story() -> None:
        async with watched(root, poll=True) as ear:
            (root / "content/world/a.md").write_text("longer than it was\n", "utf-8")
            await ear.until(has("content/world/a.md"))
            (root / "site.yaml").write_text("title: longer\n", "utf-8")
            await ear.until(has("site.yaml"))

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("site.yaml", True),
        ("content", True),
        ("content/a.md", True),
        ("content/site-root/.well-known/x", True),
        ("themes/own/templates/base.html", True),
        ("locale/de/LC_MESSAGES/site.po", True),
        ("content/.a.md.swp", False),
        ("content/a.md~", False),
        ("content/.obsidian/workspace.json", False),
        ("content/.#a.md", False),
        ("content/site-root/.#x", False),
        ("public/index.html", False),
        ("node_modules/content/a.md", False),
        (".git/HEAD", False),
        ("site.yaml~", False),
    ],
)
def test_which_files_a_build_reads(path: str, expected: bool) -> None:
    assert is_an_input(path) is expected


def test_end_that_comes_with_a_change_is_not_lost() -> None:
    async def story() -> None:
        heard: asyncio.Queue[frozenset[str] | None] = asyncio.Queue()
        heard.put_nowait(None)
        waiting = asyncio.create_task(one_save(heard))
        await asyncio.sleep(0)  # it has the first change, and waits for more
        heard.put_nowait(None)
        await asyncio.sleep(0)
        waiting.cancel()
        async with asyncio.timeout(LONGEST):
            await asyncio.wait([waiting])
        assert waiting.cancelled()

    asyncio.run(story())
