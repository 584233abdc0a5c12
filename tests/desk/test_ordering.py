"""Articles are put in order: the page has that order, and the note names only what it must."""

from pathlib import Path
from random import Random

import pytest

from broadsheet.desk.ordering import moved, one_down, one_up, with_note, with_title
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import EditedElsewhere
from tests.desk.desks import DAY, NOW, SETTINGS, Desk, article, desk_of, path_of
from tests.sites import SITE_YAML, found

NAMES = ("world/a", "world/b", "world/c", "city/d", "city/e", "arts/f")
SIX = "".join(map(article, NAMES))
NOTE = f"content/editions/{DAY}.md"


def move(desk: Desk, name: str, place: int) -> None:
    desk.write(moved(desk.site, desk.day(), path_of(name), place))


def order(desk: Desk) -> list[str]:
    note = desk.day().note
    return [name[11:-3] for _, name in note.order] if note else []


def test_without_a_note_articles_stand_by_section_and_time(tmp_path: Path) -> None:
    assert desk_of(tmp_path, SIX).names() == list("abcdef")


def test_note_names_only_what_time_would_not_put_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    move(desk, "world/c", 1)
    assert desk.names() == list("cabdef") and order(desk) == ["c"]
    move(desk, "world/b", 2)
    assert desk.names() == list("cbadef") and order(desk) == ["c", "b"]


def test_place_in_another_section_moves_the_whole_section(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    move(desk, "city/e", 1)
    assert desk.names() == list("edabcf") and order(desk) == ["e"]
    move(desk, "arts/f", 5)
    assert desk.names() == list("edfabc") and order(desk) == ["e", "f"]


def test_first_of_a_section_goes_up_with_its_section_and_the_last_one_down(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    desk.write(one_up(desk.site, desk.day(), path_of("city/d")))
    assert desk.names() == list("deabcf") and order(desk) == ["d"]
    desk.write(one_down(desk.site, desk.day(), path_of("city/e")))
    assert desk.names() == list("abcdef")


def test_article_that_is_first_or_last_stays(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    assert one_up(desk.site, desk.day(), path_of("world/a")) is None
    assert one_down(desk.site, desk.day(), path_of("arts/f")) is None
    assert moved(desk.site, desk.day(), path_of("arts/f"), 99) is None


@pytest.mark.parametrize("seed", range(4))
def test_page_has_the_order_that_the_desk_shows(tmp_path: Path, seed: int) -> None:
    random, desk = Random(seed), desk_of(tmp_path, SIX)
    for _ in range(12):
        day = desk.day()
        name, place = random.choice(NAMES), random.randint(1, 6)
        before = list(day.articles)
        change = moved(desk.site, day, path_of(name), place)
        if change is None:
            continue
        desk.write(change)
        after = desk.day()
        own, other = after.item(path_of(name)).section, before[place - 1].section
        if own == other:
            assert after.item(path_of(name)).place == place
            continue
        goes_up = place < before.index(desk.site.asked(path_of(name))) + 1
        sections = list(dict.fromkeys(it.section for it in after.items))
        assert sections.index(other) - sections.index(own) == (1 if goes_up else -1)
        mine = [it.article.path for it in after.items if it.section == own]
        assert mine[0 if goes_up else -1] == path_of(name)
    desk.made.build(as_of="2026-02-02")
    page = desk.made.page(f"editions/{DAY}.html")
    titles = [it.text_content().strip() for it in found(page, "//article//h3")]
    shown = [it[-1] for it in titles if it.startswith("The ") and len(it) == 5]
    assert shown == desk.names()
    leading = found(desk.made.page("index.html"), "//*[@class='lead' or @class='second']//h2")
    assert [it.text_content().strip()[-1] for it in leading] == desk.names()[:4]


def test_names_that_a_person_wrote_stay_with_comments_and_their_spelling(tmp_path: Path) -> None:
    note = (
        f"-- {NOTE} --\n---\ntitle: Our day   # kept\norder:\n"
        f"  - /world/{DAY}-a.md\n  - {DAY}-b.md\n---\nGood morning.\n"
    )
    desk = desk_of(tmp_path, SIX + note)
    move(desk, "world/c", 2)
    text = desk.text(NOTE)
    assert desk.names() == list("acbdef")
    assert f"/world/{DAY}-a.md" in text and "title: Our day   # kept\n" in text
    assert text.endswith("---\nGood morning.\n")


def test_name_of_an_article_that_is_not_there_now_stays(tmp_path: Path) -> None:
    gone = article("world/old", "expires: 2026-01-31 06:00\n")
    note = f"-- {NOTE} --\n---\norder: [{DAY}-old.md]\n---\n"
    desk = desk_of(tmp_path, SIX + gone + note)
    move(desk, "world/b", 1)
    assert order(desk) == ["b", "old"]
    desk.assert_builds()


def test_two_files_of_one_name_are_named_with_their_folders(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path, article("world/x", "slug: y\n") + article("city/x") + article("city/b")
    )
    move(desk, "city/x", 2)
    desk.write(one_up(desk.site, desk.day(), path_of("city/x")))
    assert f"/city/{DAY}-x.md" in desk.text(NOTE)
    desk.assert_builds()


def test_note_and_title_are_written_into_a_note_as_new_edition_makes_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    desk.write(with_note(desk.site, desk.day(), "Good *morning*.\r\n\r\nAnd more.\r\n"))
    desk.write(with_title(desk.site, desk.day(), "  A long   day: at last "))
    day = desk.day()
    assert (day.title, day.given_title) == ("A long day: at last", "A long day: at last")
    assert day.note_text.strip() == "Good *morning*.\n\nAnd more."
    assert "# The articles that come first, by file name:" in desk.text(NOTE)
    assert with_title(desk.site, day, "A long day: at last") is None
    desk.write(with_title(desk.site, day, ""))
    assert desk.day().title == "Saturday, January 31, 2026"
    desk.assert_builds()


def test_number_of_a_new_note_follows_the_last_one(tmp_path: Path) -> None:
    earlier = "-- content/editions/2026-01-30.md --\n---\nnumber: 41\n---\n"
    desk = desk_of(tmp_path, SIX + article("world/z", day="2026-01-30") + earlier)
    desk.write(with_note(desk.site, desk.day(), "Hello."))
    assert desk.day().number == "42"


def test_archetype_of_the_site_is_used(tmp_path: Path) -> None:
    own = "-- archetypes/edition.md --\n---\ntitle: The {{ key }}\n# ours\n---\nDear readers,\n"
    desk = desk_of(tmp_path, SIX + own)
    move(desk, "world/c", 1)
    assert desk.text(NOTE).startswith(f"---\ntitle: The {DAY}\n# ours\norder:")


def test_edition_of_a_week_is_put_in_order_as_one(tmp_path: Path) -> None:
    week = SETTINGS.replace("every: day", "every: week")
    text = article("world/a", day="2026-01-27") + article("world/b") + article("city/c")
    desk = desk_of(tmp_path, text, week)
    day = desk.day("2026-w05")
    assert day.articles[0].path == path_of("world/a", "2026-01-27")
    desk.write(moved(desk.site, day, path_of("world/b"), 1))
    assert desk.names("2026-w05") == ["b", "a", "c"]
    assert (tmp_path / "content/editions/2026-w05.md").exists()
    desk.assert_builds()


def test_site_without_editions_has_days_but_nothing_to_order(tmp_path: Path) -> None:
    plain = f"-- site.yaml --\n{SITE_YAML}editions: {{every: none}}\n"
    desk = desk_of(tmp_path, SIX, plain)
    day = desk.day()
    assert len(day.items) == 6 and not day.has_page
    with pytest.raises(CannotDo, match="no editions"):
        moved(desk.site, day, path_of("world/b"), 1)


def test_second_of_two_desks_is_told_or_both_changes_are_kept(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX + f"-- {NOTE} --\n---\ntitle: Day\n---\nHello.\n")
    other = desk_of(tmp_path, "")
    change = with_title(other.site, other.day(), "Another day")
    desk.write(with_note(desk.site, desk.day(), "Hello, all."))
    written = other.write(change)
    assert written.merged == (NOTE,)
    assert desk.text(NOTE) == "---\ntitle: Another day\n---\nHello, all.\n"
    mine = with_title(desk.site, desk.day(), "Mine")
    other.write(with_title(other.site, other.day(), "Theirs"))
    with pytest.raises(EditedElsewhere):
        desk.writer.write(mine, NOW)  # type: ignore[arg-type]
    assert "title: Theirs" in desk.text(NOTE)


def test_order_of_a_note_with_mistakes_is_refused_and_the_note_stays(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX + f"-- {NOTE} --\n---\ntitel: Day\n---\n")
    with pytest.raises(CannotDo, match="has mistakes"):
        moved(desk.site, desk.day(), path_of("world/b"), 1)
    assert desk.day().broken.keys() == {NOTE}


def test_order_that_the_desk_writes_has_a_line_for_each_file(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, SIX)
    move(desk, "world/c", 1)
    assert f"\norder:\n  - {DAY}-c.md\n" in desk.text(NOTE)
    move(desk, "world/b", 2)
    assert f"\norder:\n  - {DAY}-c.md\n  - {DAY}-b.md\n" in desk.text(NOTE)


def test_order_in_brackets_gets_lines_when_one_line_is_too_long(tmp_path: Path) -> None:
    named = ", ".join(f"{DAY}-{it}.md" for it in "cbade")
    note = f"-- {NOTE} --\n---\norder: [{named}]  # ours\ntitle: Day\n---\n"
    desk = desk_of(tmp_path, SIX + note)
    move(desk, "arts/f", 1)
    text = desk.text(NOTE)
    assert text.startswith(f"---\norder:  # ours\n  - {DAY}-f.md\n  - {DAY}-c.md\n")
    assert text.endswith("\ntitle: Day\n---\n")
