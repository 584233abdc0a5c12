"""An article that was wrong is found by its words, corrected, and one sees where that will show."""

from datetime import date, datetime
from pathlib import Path

import pytest

from broadsheet.desk.corrections import Finder, corrected
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk.showing import MARK, Showing
from broadsheet.editing.changes import EditedElsewhere
from tests.desk.desks import DAY, NOW, SETTINGS, Desk, article, desk_of, path_of
from tests.sites import tree

PATH = path_of("world/bridge")
WRONG = article(
    "world/bridge",
    "tags: [Brücken]\nsummary: A short one.\n"
    "corrections:\n  # the first\n  - date: 2026-01-31\n    text: 'It was: Monday.'\n",
    "The **mayor** came on ＦＯＯＴ.",
)
TEXT = "The first version gave 400 metres. It is 440."


def found(desk: Desk, words: str) -> list[str]:
    return [it.path for it in Finder(desk.site).found(words)]


def test_article_is_found_by_its_words_wherever_they_stand(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRONG + article("city/b", body="No bridge here."))
    for words in ("bridge mayor", "BRÜCK", "foot", "post.example", DAY):
        assert PATH in found(desk, words)
    assert found(desk, "bridge") == [PATH, path_of("city/b")]  # in the title first
    assert found(desk, "mayor absent") == found(desk, " ") == []


def test_words_follow_an_edit(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRONG)
    finder = Finder(desk.site)
    assert not finder.found("tunnel")
    desk.made.write(WRONG.replace("mayor", "tunnel"))
    desk.site.look()
    assert finder.found("tunnel") and not finder.found("mayor")


def test_correction_is_added_below_those_that_are_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRONG)
    before = desk.text(PATH)
    desk.write(corrected(desk.site, PATH, f" {TEXT}\n", date(2026, 2, 1)))
    added = f"  - date: 2026-02-01\n    text: {TEXT}\n"
    assert desk.text(PATH) == before.replace("Monday.'\n", f"Monday.'\n{added}")
    desk.assert_builds()
    assert "440" in desk.made.page("corrections.html")


def test_first_correction_of_an_article(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/bridge"))
    desk.write(corrected(desk.site, PATH, TEXT, datetime(2026, 2, 1, 9, 30, tzinfo=NOW.tzinfo)))
    (correction,) = desk.site.asked(PATH).corrections
    assert (str(correction.date.at), correction.date.has_time) == (
        "2026-02-01 09:30:00+00:00",
        True,
    )
    desk.assert_builds()


def test_two_corrections_at_once_are_both_kept_or_the_second_is_told(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRONG)
    mine, theirs = (corrected(desk.site, PATH, it, date(2026, 2, 1)) for it in ("Mine.", "Theirs."))
    desk.write(mine)
    try:
        desk.write(theirs)
        assert "Theirs." in desk.text(PATH)
    except EditedElsewhere:
        pass
    assert "Mine." in desk.text(PATH)


@pytest.mark.parametrize(
    ("text", "more", "why"), [(" ", "", "words"), (TEXT, "draft: true\n", "draft")]
)
def test_what_makes_no_correction_is_refused(
    tmp_path: Path, text: str, more: str, why: str
) -> None:
    desk = desk_of(tmp_path, article("world/bridge", more))
    with pytest.raises(CannotDo, match=why):
        corrected(desk.site, PATH, text, date(2026, 2, 1))


FORMATS = (
    "feeds: {formats: [rss, atom, json]}\nbooks: [editions]\nlite: true\n"
    "editions: {every: day, files: [html, text]}"
)


@pytest.mark.parametrize("more", ["editions: {every: day}", FORMATS])
def test_places_are_those_where_a_build_shows_the_correction(tmp_path: Path, more: str) -> None:
    settings = SETTINGS.replace("editions: {every: day}", more)
    desk = desk_of(
        tmp_path, WRONG + article("city/b") + article("city/c", day="2026-01-30"), settings
    )
    places = Showing(desk.site).places(PATH, NOW)
    desk.write(corrected(desk.site, PATH, MARK, date(2026, 1, 31)))
    desk.made.build(as_of="2026-01-31 18:00")
    shown = {
        f"/{path}" for path, content in tree(desk.made.public).items() if MARK.encode() in content
    }
    told = {it.address for it in places}
    assert {it for it in told if not it.endswith(".epub")} == shown
    assert {"/corrections.html", "/2026/01/bridge.html", f"/editions/{DAY}.html"} <= told
    assert (f"/editions/{DAY}.epub" in told) == ("books" in more)


def test_site_stays_as_it_was_when_places_are_asked_for(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, WRONG)
    before = tree(tmp_path / "content")
    showing = Showing(desk.site)
    assert showing.places(PATH, NOW) == showing.places(PATH, NOW)
    assert tree(tmp_path / "content") == before and not desk.made.public.exists()


def test_places_of_what_no_reader_sees_are_refused(tmp_path: Path) -> None:
    later = article("city/b", day="2026-03-01")
    desk = desk_of(tmp_path, article("world/bridge", "draft: true\n") + later)
    for path in (PATH, path_of("city/b", "2026-03-01")):
        with pytest.raises(CannotDo, match="not published"):
            Showing(desk.site).places(path, NOW)
