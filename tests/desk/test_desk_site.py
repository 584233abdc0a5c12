"""The desk knows what the site has, follows its files, and is stopped by no mistake in them."""

from pathlib import Path

import pytest

from broadsheet.clipping.addresses import same_report
from broadsheet.desk.day import neighbours, period_of
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from tests.desk.desks import DAY, article, desk_of, path_of


def test_drafts_and_articles_of_later_days_are_there_with_their_paths(tmp_path: Path) -> None:
    later = article("city/c", day="2027-01-01")
    site = desk_of(tmp_path, article("world/a", "draft: true\n") + article("world/b") + later).site
    assert [it.path for it in site.articles] == [
        path_of("city/c", "2027-01-01"),
        path_of("world/b"),
        path_of("world/a"),
    ]
    assert [(it.key, it.title) for it in site.sections] == [
        ("world", "The World"),
        ("city", "The City"),
        ("arts", "Arts"),
    ]


def test_mistake_in_a_file_is_listed_and_the_rest_works(tmp_path: Path) -> None:
    wrong = article("world/x", "tags: a, b\n")
    site = desk_of(tmp_path, wrong + article("world/b")).site
    assert [it.path for it in site.articles] == [path_of("world/b")]
    assert set(site.broken) == {path_of("world/x")} and site.problems
    with pytest.raises(CannotDo, match="has mistakes"):
        site.asked(path_of("world/x"))


def test_mistake_in_the_settings_leaves_those_that_were_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/b"))
    desk.made.write("-- site.yaml --\ntitle: [\n")
    desk.site.look()
    assert desk.site.settings.title == "The Test" and desk.site.problems
    assert len(desk.site.articles) == 1


def test_look_says_whether_anything_has_changed(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/b"))
    assert not desk.site.look() and not desk.site.look([path_of("world/b")])
    version = desk.site.version
    desk.made.write(article("world/b", "tags: [New]\n"))
    assert desk.site.look([path_of("world/b")]) and desk.site.version > version
    desk.made.write(article("city/c"))
    assert desk.site.look(["content"]) and len(desk.site.articles) == 2
    (tmp_path / path_of("city/c")).unlink()
    assert desk.site.look() and len(desk.site.articles) == 1


def test_what_was_not_changed_is_the_same_object(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/b") + article("world/c"))
    before = desk.site.asked(path_of("world/b")), desk.site.site_texts
    desk.made.write(article("world/c", "tags: [New]\n"))
    desk.site.look()
    assert desk.site.asked(path_of("world/b")) is before[0]
    assert desk.site.site_texts is not before[1]
    assert desk.site.site_texts is desk.site.site_texts


@pytest.mark.parametrize(
    "name",
    [path_of("world/b"), f"world/{DAY}-b.md", f"/world/{DAY}-b.md", f"{DAY}-b.md", f"{DAY}-b"],
)
def test_article_is_named_as_a_person_would(tmp_path: Path, name: str) -> None:
    assert desk_of(tmp_path, article("world/b")).site.named(name) == path_of("world/b")


def test_name_of_two_files_and_of_none_are_refused(tmp_path: Path) -> None:
    site = desk_of(tmp_path, article("world/b") + article("city/b", "slug: c\n")).site
    with pytest.raises(CannotDo, match="could mean"):
        site.named(f"{DAY}-b")
    with pytest.raises(CannotDo, match="there is no article"):
        site.named("../site.yaml")


def test_address_of_a_report_is_known_wherever_it_stands(tmp_path: Path) -> None:
    note = "-- content/stories/x.md --\n---\ntitle: X\n---\nSee <https://mail.example/7>.\n"
    site = desk_of(tmp_path, article("world/b") + note).site
    keys = [same_report("http://www.mail.example/7?utm_source=x")]
    assert site.naming(keys) == "content/stories/x.md" and site.naming(["other"]) == ""


def test_earlier_and_later_editions_are_those_with_articles(tmp_path: Path) -> None:
    text = (
        article("world/a", day="2026-01-02")
        + article("world/b")
        + article("world/c", day="2026-03-05")
    )
    site = desk_of(tmp_path, text).site
    earlier, later = neighbours(site, period_of(site, DAY))
    assert earlier and later and (earlier.key, later.key) == ("2026-01-02", "2026-03-05")
    assert neighbours(site, later)[1] is None


def test_site_without_content_has_an_empty_desk(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    site = DeskSite(tmp_path)
    assert site.look() and site.articles == () and site.sections == ()
