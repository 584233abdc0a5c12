"""A group of the inbox becomes a credited draft, and no build shows what the reports say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadsheet.clipping.report import Report
from broadsheet.desk.keeping import Kept, Wishes, kept, states_after
from broadsheet.desk.refusals import CannotDo
from broadsheet.inbox.listing import Group
from tests.clipping.test_draft import HOSTILE
from tests.desk.desks import DAY, NOW, SETTINGS, Desk, article, desk_of, group, item

WISHES = Wishes(date(2026, 1, 31))
FIRST = item(1, "mail", "Mayor opens bridge", "After twelve years the bridge is open, says she.")
OTHER = item(
    2, "post", "Bridge: opened at last", "It is open at last, after so many years of work."
)
THIRD = item(3, "bote", "Brücke ist offen", "Nach zwölf Jahren ist die Brücke endlich offen.")
BRIDGE = group(FIRST, OTHER, THIRD)


def keep(desk: Desk, reports: Group, wishes: Wishes = WISHES) -> tuple[Kept, str]:
    found = kept(desk.site, reports, wishes)
    desk.write(found.change)
    return found, desk.text(found.path)


def test_draft_credits_the_best_report_and_names_the_others_ready_to_tick(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    found, text = keep(desk, BRIDGE)
    best = BRIDGE.best
    assert found.numbers == tuple(it.id for it in BRIDGE.items)
    draft = desk.site.asked(found.path)
    assert draft.draft and draft.section == "world"
    assert [it.url for it in draft.sources] == [best.url]
    others = [it for it in (FIRST, OTHER, THIRD) if it is not best]
    assert all(f"#   url: {it.url}" in text for it in others)
    assert all(it.text in text for it in (FIRST, OTHER, THIRD))
    desk.assert_builds()
    shown = desk.made.tree()
    assert not any(it.text.encode() in page for it in BRIDGE.items for page in shown.values())


def test_ticked_reports_are_further_sources(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    wishes = replace(WISHES, credited=frozenset([1, 2, 3]))
    found, text = keep(desk, BRIDGE, wishes)
    urls = [it.url for it in desk.site.asked(found.path).sources]
    assert urls[0] == BRIDGE.best.url and sorted(urls) == sorted(it.url for it in BRIDGE.items)
    assert "Others report it too" not in text
    desk.assert_builds()


def test_remark_becomes_a_credit_when_its_signs_are_taken_away(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    found, text = keep(desk, BRIDGE)
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("# Others"))
    for number in range(start + 1, len(lines)):
        if not lines[number].startswith("# "):
            break
        lines[number] = lines[number][2:]
    (tmp_path / found.path).write_text("\n".join(lines), "utf-8")
    desk.site.look()
    assert len(desk.site.asked(found.path).sources) == 3


def test_draft_is_of_the_editions_day_with_its_story_and_tags(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    wishes = Wishes(date(2026, 1, 30), "The City", "Harbour Bridge", ("Roads", "Roads ", "Port"))
    found, _ = keep(desk, BRIDGE, wishes)
    draft = desk.site.asked(found.path)
    assert found.path.startswith("content/city/2026-01-30-")
    assert (draft.story, draft.tags) == ("harbour-bridge", ("Roads", "Port"))
    assert desk.day("2026-01-30").articles == (draft,)


def test_identity_in_feeds_is_written_out_and_no_other_article_has_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("city/mayor-opens-bridge"))
    one = group(FIRST)
    found, text = keep(desk, one)
    assert "id: tag:example.org,2026-01-31:mayor-opens-bridge-2\n" in text
    assert found.path == "content/world/2026-01-31-mayor-opens-bridge-2.md"
    again, _ = keep(desk, group(replace(FIRST, id=9, url="https://x.example/9", key="x")))
    assert again.path == "content/world/2026-01-31-mayor-opens-bridge-3.md"
    desk.assert_builds()


def test_group_whose_address_an_article_has_is_told_and_not_kept(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    first, _ = keep(desk, BRIDGE)
    again = kept(desk.site, BRIDGE, WISHES)
    assert again.change is None and again.path == ""
    assert again.covered and again.covered.article.path == first.path
    other = kept(desk.site, group(OTHER), WISHES)  # named in the remark alone
    assert other.covered and other.covered.by_address
    assert kept(desk.site, BRIDGE, replace(WISHES, again=True)).change


def test_what_a_page_says_comes_before_what_the_feed_says(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    page = Report(name="MAIL", title="Mayor opens bridge", authors=("Ann Lee",), access="paywall",
                  paragraphs=("Long words of the page, with much more to tell.",))  # fmt: skip
    found, text = keep(desk, group(FIRST), replace(WISHES, fuller={1: page}))
    (source,) = desk.site.asked(found.path).sources
    assert (source.author, source.access, source.url) == (("Ann Lee",), "paywall", FIRST.url)
    assert "with much more to tell" in text


def test_publication_is_spelled_as_the_site_spells_it(tmp_path: Path) -> None:
    note = "-- content/sources/mail.md --\n---\ntitle: The Daily Mail\nspellings: [Mail]\n---\n"
    desk = desk_of(tmp_path, note)
    found, _ = keep(desk, group(FIRST))
    assert desk.site.asked(found.path).sources[0].name == "The Daily Mail"


def test_unknown_section_of_a_feed_is_the_first_one_but_of_a_person_is_told(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    lost = group(replace(FIRST, section="sprots"))
    found, _ = keep(desk, lost)
    assert found.path.startswith("content/world/")
    with pytest.raises(CannotDo, match="did you mean city"):
        kept(desk.site, lost, Wishes(date(2026, 1, 31), "cty", again=True))


@pytest.mark.parametrize("mode", ["sanitize", "escape", "allow"])
def test_nothing_that_a_feed_says_gets_out_of_its_place(tmp_path: Path, mode: str) -> None:
    desk = desk_of(tmp_path, settings=f"{SETTINGS}markdown: {{raw_html: {mode}}}\n")
    for number, words in enumerate(HOSTILE, 1):
        hostile = item(number, "bad", f"{words} qzx", f"{words} qzx one two three", publisher=words)
        further = item(number + 100, "worse", f"qzx {words}", words * 3, publisher=f"qzx {words}")
        found = kept(desk.site, group(hostile, further), WISHES)
        if found.change:  # the words name no address, so all are kept
            desk.write(found.change)
    assert not desk.site.broken
    drafts = desk.site.articles
    assert len(drafts) == len(HOSTILE) and all(it.draft for it in drafts)
    assert all(set(it.lines) <= {"title", "draft", "sources", "sources.0", "id", "body"}
               for it in drafts)  # fmt: skip
    desk.assert_builds()


def test_reports_are_read_again_when_the_draft_is_gone_and_kept_when_it_is_back(
    tmp_path: Path,
) -> None:
    desk = desk_of(tmp_path)
    found, _ = keep(desk, BRIDGE)
    marked = [replace(it, state="kept") for it in BRIDGE.items]
    assert states_after(desk.site, [found.path], marked) == {}
    undone = desk.writer.undo(NOW)
    desk.site.look()
    freed = states_after(desk.site, undone.paths, marked)
    assert freed == {"read": [it.id for it in marked]}
    desk.writer.redo(NOW)
    desk.site.look()
    read = [replace(it, state="read") for it in BRIDGE.items]
    assert states_after(desk.site, [found.path], read) == {"kept": [it.id for it in read]}


def test_draft_stands_in_the_edition_with_what_it_still_needs(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    keep(desk, BRIDGE)
    (draft,) = desk.day(DAY).items
    assert (draft.state, draft.section_title) == ("draft", "The World")
    assert [it.key for it in draft.missing] == ["own-title", "text"]
