"""What the first answers would wait for is made ready after the start, a few articles at a time."""

import asyncio
from pathlib import Path

from broadsheet.desk_server.desk import Desk, DeskFiles, DeskOptions
from broadsheet.desk_server.preparing import Preparation
from tests.desk_server.running import START, client_to
from tests.sites import article


def desk_with_articles(root: Path, count: int) -> Desk:
    """A desk of a site with some more articles."""
    for number in range(count):
        path = root / f"content/world/2025-12-01-a{number}.md"
        path.write_text(article(f"Article {number}", "2025-12-01"), "utf-8")
    options = DeskOptions(root, lambda zone: START.astimezone(zone), client_to(), workers=1)
    return Desk(options, "http://127.0.0.1:9", print)


def lacking(files: DeskFiles) -> int:
    """How many articles are not in the index of suggestions yet."""
    return len(files.site.articles) - len(files.memory._index)


def test_articles_are_read_a_few_at_a_time_and_each_once(desk_root: Path) -> None:
    async def looked() -> list[int]:
        desk = desk_with_articles(desk_root, 9)
        found = [await desk.work(lacking)]
        while await desk.work(lambda files: files.memory.prepare(files.site, 4)):
            found.append(await desk.work(lacking))
        found.append(await desk.work(lacking))
        await desk.end()
        return found

    assert asyncio.run(looked()) == [10, 6, 2, 0]


def test_desk_prepares_by_itself_and_can_end_meanwhile(desk_root: Path) -> None:
    async def prepared() -> int:
        desk = desk_with_articles(desk_root, 30)
        preparation = Preparation(desk)
        preparation.begin()
        while await desk.work(lambda files: files.memory.prepare(files.site, 0)):
            preparation.begin()
        left = await desk.work(lacking)
        preparation.begin()
        await preparation.end()
        await desk.end()
        return left

    assert asyncio.run(prepared()) == 0
