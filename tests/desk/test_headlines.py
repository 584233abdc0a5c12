"""A draft that no reader has seen is named after its headline, and undo takes that back at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadsheet.desk.completing import completed, opened
from broadsheet.desk.keeping import Wishes, kept, states_after
from broadsheet.desk.ordering import moved
from tests.desk.desks import DAY, NOW, Desk, article, desk_of, group, item, path_of

NOTE = f"content/editions/{DAY}.md"
REPORT = item(1, "bote", "Bank muss Strafe zahlen", "Eine Strafe von 350 Millionen.")


def kept_draft(desk: Desk) -> str:
    """The path of a draft that was made of a report in German."""
    found = kept(desk.site, group(REPORT), Wishes(date(2026, 1, 31)))
    desk.write(found.change)
    return found.path


def saved(desk: Desk, path: str, **fields: object) -> str:
    """Save the form of an article; returns where its file is then."""
    before = opened(desk.site, path)
    change = completed(desk.site, before, replace(before.fields, **fields))  # type: ignore[arg-type]
    written = desk.write(change)
    return next((it for it in written.paths if (desk.made.root / it).exists() and it != NOTE), path)


def test_kept_draft_is_named_after_the_headline(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    path = kept_draft(desk)
    assert path == path_of("world/bank-muss-strafe-zahlen")
    now = saved(desk, path, title="Regulator fines a bank")
    assert now == path_of("world/regulator-fines-a-bank")
    assert (
        not (tmp_path / path).exists()
        and "strafe-zahlen" not in desk.text(now).split("id:")[1].split("\n")[0]
    )
    assert desk.site.asked(now).id.endswith(f"{DAY}:regulator-fines-a-bank")
    assert states_after(desk.site, {path, now}, [replace(REPORT, state="kept")]) == {}
    desk.assert_builds()


def test_headline_that_changes_once_more_changes_the_name_too(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    first = saved(desk, kept_draft(desk), title="A bank is fined", body="Words.")
    assert saved(desk, first, title="Bank fined") == path_of("world/bank-fined")


def test_undo_takes_headline_and_name_back_as_one_change(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    path = kept_draft(desk)
    before = desk.text(path)
    now = saved(desk, path, title="Regulator fines a bank")
    desk.writer.undo(NOW)
    assert desk.text(path) == before and not (tmp_path / now).exists()
    desk.writer.redo(NOW)
    assert (tmp_path / now).exists() and not (tmp_path / path).exists()


def test_order_of_the_edition_follows_the_name(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/a") + article("world/b"))
    path = kept_draft(desk)
    desk.write(moved(desk.site, desk.day(), path, 1))
    saved(desk, path, title="Fined", section="world")
    assert desk.names()[0] == "fined" and f"{DAY}-fined.md" in desk.text(NOTE)
    assert "strafe" not in desk.text(NOTE)
    desk.assert_builds()


def test_new_section_and_new_headline_are_one_move(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("city/fined"))
    now = saved(desk, kept_draft(desk), title="Fined", section="city")
    assert now == path_of("city/fined-2")
    desk.assert_builds()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("world/chosen-by-hand", "draft: true\n"),
        ("world/the-bridge", "draft: true\nslug: bridge\n"),
        ("world/the-bridge", ""),
    ],
)
def test_name_stays_that_a_person_chose_or_a_reader_may_know(
    tmp_path: Path, name: str, more: str
) -> None:
    text = article(name, more).replace("title: The the-bridge", "title: The bridge")
    desk = desk_of(tmp_path, text)
    assert saved(desk, path_of(name), title="Another headline") == path_of(name)


def test_name_of_a_draft_that_was_published_stays_with_its_identity(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    path = kept_draft(desk)
    address = desk.site.address(desk.site.asked(path))
    desk.made.put("content/published.txt", f"{address}\t{path}\n".encode())
    desk.site.look()
    identity = desk.site.asked(path).id
    assert saved(desk, path, title="Fined") == path and desk.site.asked(path).id == identity


def test_name_stays_where_a_text_links_to_the_file(tmp_path: Path) -> None:
    link = "See [it](2026-01-31-bank-muss-strafe-zahlen.md)."
    desk = desk_of(tmp_path, article("world/a", "draft: true\n", link))
    path = kept_draft(desk)
    assert saved(desk, path, title="Fined") == path


def test_identity_that_a_person_wrote_stays(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    path = kept_draft(desk)
    text = desk.text(path)
    own = text.replace(text.split("id: ")[1].split("\n")[0], "tag:mine,2026:1")
    desk.made.put(path, own.encode())
    desk.site.look()
    now = saved(desk, path, title="Fined")
    assert now == path_of("world/fined") and desk.site.asked(now).id == "tag:mine,2026:1"


def test_edit_made_elsewhere_is_merged_and_the_name_follows_with_the_next_headline(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path)
    path = kept_draft(desk)
    before = opened(desk.site, path)
    tagged = before.text.replace("draft: true\n", "draft: true\ntags: [Banks]\n")
    desk.made.put(path, tagged.encode())
    change = completed(desk.site, before, replace(before.fields, title="Fined"))
    assert desk.write(change).merged == (path,)
    assert saved(desk, path, summary="Short.") == path_of("world/fined")
    assert "tags: [Banks]" in desk.text(path_of("world/fined"))
