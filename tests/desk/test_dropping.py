"""A draft that nobody has seen can be deleted and brought back; what was published never goes."""

from pathlib import Path

import pytest

from broadsheet.desk.dropping import dropped
from broadsheet.desk.refusals import CannotDo
from tests.desk.desks import DAY, NOW, article, desk_of, path_of

PATH = path_of("world/bridge")
DRAFT = article("world/bridge", "draft: true\n")
NOTE = f"content/editions/{DAY}.md"
ORDER = f"-- {NOTE} --\n---\norder: [{DAY}-bridge.md, {DAY}-b.md]\n---\nHello.\n"


def test_draft_goes_and_its_name_goes_from_the_order(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, DRAFT + article("world/b") + ORDER)
    before = desk.text(PATH), desk.text(NOTE)
    desk.write(dropped(desk.site, PATH))
    assert desk.names() == ["b"] and "bridge" not in desk.text(NOTE)
    desk.assert_builds()
    desk.writer.undo(NOW)
    assert (desk.text(PATH), desk.text(NOTE)) == before


def test_name_that_means_another_article_stays_in_the_order(tmp_path: Path) -> None:
    order = ORDER.replace(f"{DAY}-bridge.md", f"/city/{DAY}-bridge.md")
    desk = desk_of(
        tmp_path, DRAFT + article("city/bridge", "slug: c\n") + article("world/b") + order
    )
    desk.write(dropped(desk.site, PATH))
    assert f"/city/{DAY}-bridge.md" in desk.text(NOTE)
    desk.assert_builds()


def test_article_that_is_no_draft_is_refused(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/bridge"))
    with pytest.raises(CannotDo, match="is no draft"):
        dropped(desk.site, PATH)


@pytest.mark.parametrize("file", [PATH, path_of("city/bridge")])
def test_draft_that_was_published_is_refused_also_from_another_folder(
    tmp_path: Path, file: str
) -> None:
    ledger = f"-- content/published.txt --\n/2026/01/bridge.html\t{file}\n"
    desk = desk_of(tmp_path, DRAFT + ledger)
    with pytest.raises(CannotDo, match="was published"):
        dropped(desk.site, PATH)
