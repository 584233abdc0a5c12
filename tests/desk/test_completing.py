"""An article's form writes only what was changed, as a person would; comments and order stay."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from broadsheet.clipping.material import HEAD
from broadsheet.desk.completing import completed, not_ready, opened, ready
from broadsheet.desk.keeping import Wishes, kept
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import EditedElsewhere
from tests.desk.desks import NOW, SETTINGS, Desk, article, desk_of, group, item, path_of

PATH = path_of("world/bridge")
COMMENTED = f"""\
-- {PATH} --
---
# our own order of keys
tags: [Bridges,  'Roads']   # two
title: "The 'bridge' -- open"  # short
draft: true

sources:
  # checked on Friday
  - name: Post
    url: https://post.example/bridge
    note: x
---

First words. "Quoted".

More.
"""
GOOD = COMMENTED.replace("    note: x\n", "")


def changed(desk: Desk, path: str = PATH, **fields: object) -> str:
    before = opened(desk.site, path)
    desk.write(completed(desk.site, before, replace(before.fields, **fields)))  # type: ignore[arg-type]
    return desk.text(path)


def test_form_holds_the_words_as_they_are_written(tmp_path: Path) -> None:
    fields = opened(desk_of(tmp_path, GOOD).site, PATH).fields
    assert (fields.title, fields.tags) == ("The 'bridge' -- open", ("Bridges", "Roads"))
    assert fields.body == 'First words. "Quoted".\n\nMore.'
    assert (fields.section, fields.story, fields.summary) == ("world", "", "")
    assert dict(fields.sources[0]) == {"name": "Post", "url": "https://post.example/bridge"}


def test_form_that_says_nothing_new_writes_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD)
    before = opened(desk.site, PATH)
    browsers = replace(before.fields, body=before.fields.body.replace("\n", "\r\n") + "\r\n")
    assert completed(desk.site, before, browsers) is None


def test_only_the_lines_of_what_was_changed_differ(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD)
    text = changed(desk, summary="It is: open", body="Other words.\r\n\r\nMore.")
    old = GOOD.split("\n", 1)[1]
    assert text == old.replace('First words. "Quoted".', "Other words.").replace(
        "---\n\nOther", 'summary: "It is: open"\n---\n\nOther'
    )
    desk.assert_builds()


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    desk.made.put(PATH, b"\xef\xbb\xbf" + GOOD.split("\n", 1)[1].replace("\n", "\r\n").encode())
    desk.site.look()
    text = changed(desk, title="Open", body="A\n\nB")
    assert text.startswith("\ufeff---\r\n# our own") and text.endswith("---\r\n\r\nA\r\n\r\nB\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_new_source_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD)
    before = opened(desk.site, PATH).fields.sources
    text = changed(desk, sources=(*before, {"name": "Mail", "url": "https://mail.example/1"}))
    assert "  # checked on Friday\n  - name: Post\n" in text
    assert [it.name for it in desk.site.asked(PATH).sources] == ["Post", "Mail"]


def test_ticking_a_report_takes_it_out_of_the_remark(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    reports = [item(1, "mail", "One"), item(2, "post", "Two: b"), item(3, "bote", "Three")]
    found = kept(desk.site, group(*reports), Wishes(date(2026, 1, 31)))
    desk.write(found.change)
    before = opened(desk.site, found.path)
    assert [it["title"] for it in before.others] == ["Two: b", "Three"]
    fields = replace(
        before.fields, title="My own", sources=(*before.fields.sources, before.others[0])
    )
    desk.write(completed(desk.site, before, fields))
    now = path_of("world/my-own")
    after = opened(desk.site, now)
    assert [it["title"] for it in after.fields.sources] == ["One", "Two: b"]
    assert [it["title"] for it in after.others] == ["Three"]
    assert "The title is the report's" not in after.text
    last = replace(after.fields, sources=(*after.fields.sources, *after.others))
    desk.write(completed(desk.site, after, last))
    assert "#" not in desk.text(now).split("\n---\n")[0]
    desk.assert_builds()


@pytest.mark.parametrize("mode", ["sanitize", "escape"])
def test_material_of_the_reports_is_no_part_of_the_words_and_stays(
    tmp_path: Path, mode: str
) -> None:
    desk = desk_of(tmp_path, settings=f"{SETTINGS}markdown: {{raw_html: {mode}}}\n")
    reports = [item(1, "mail", "One", "A text with a good many words."), item(2, "post", "Two")]
    found = kept(desk.site, group(*reports), Wishes(date(2026, 1, 31)))
    desk.write(found.change)
    material = opened(desk.site, found.path).material
    assert "a good many words" in material
    for words in ("Mine.", "Mine.\n\nAnd more.", "", "Again."):
        text = changed(desk, found.path, body=words)
        assert text.endswith(material) and opened(desk.site, found.path).fields.body == words
        desk.assert_builds()
    assert text.count("From the report") == 1


def test_words_below_the_material_are_never_lost(tmp_path: Path) -> None:
    text = f"{GOOD}<!--\nFrom the report. No build shows these lines.\n\nX\n-->\nBelow it.\n"
    desk = desk_of(tmp_path, text)
    before = opened(desk.site, PATH)
    assert before.material == "" and before.fields.body.endswith("Below it.")


@pytest.mark.parametrize("mode", ["sanitize", "escape"])
def test_words_below_much_material_are_divided_at_once(tmp_path: Path, mode: str) -> None:
    begun = f"<!--\n{HEAD}\n" if mode == "sanitize" else f"[//]: # ({HEAD})\n"
    body = begun * 4_000 + "[//]: # (a line)\n" * 4_000 + "\nMine, below it.\n"
    desk = desk_of(tmp_path, GOOD + body, f"{SETTINGS}markdown: {{raw_html: {mode}}}\n")
    began = process_time()
    before = opened(desk.site, PATH)
    assert before.material == "" and before.fields.body.endswith("Mine, below it.")
    assert process_time() - began < 5  # seconds; by trying all ways to divide, it took hours


def test_draft_becomes_ready_and_a_draft_again(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD + article("city/b", "draft: true\n") + article("city/c"))
    paths = [PATH, path_of("city/b"), path_of("city/c")]
    desk.write(ready(desk.site, paths))
    assert desk.text(PATH) == GOOD.split("\n", 1)[1].replace("draft: true\n", "")
    assert {it.state for it in desk.day().items} == {"ready"}
    assert ready(desk.site, paths) is None
    desk.write(not_ready(desk.site, PATH))
    assert desk.site.asked(PATH).draft and not_ready(desk.site, PATH) is None


def test_draft_goes_to_the_folder_of_another_section(tmp_path: Path) -> None:
    note = "-- content/editions/2026-01-31.md --\n---\norder: [/world/2026-01-31-bridge.md]\n---\n"
    desk = desk_of(tmp_path, GOOD + article("world/b") + note)
    before = opened(desk.site, PATH)
    change = completed(desk.site, before, replace(before.fields, section="city", title="New"))
    desk.write(change)
    moved = path_of("city/bridge")
    assert desk.site.article(PATH) is None and desk.site.asked(moved).title == "New"
    assert "/city/2026-01-31-bridge.md" in desk.text("content/editions/2026-01-31.md")
    desk.assert_builds()
    desk.writer.undo(NOW)
    desk.site.look()
    assert desk.text(PATH) == GOOD.split("\n", 1)[1] and desk.site.article(moved) is None


@pytest.mark.parametrize(
    "why",
    [
        GOOD.replace("draft: true\n", ""),
        GOOD.replace("More.", "More in [this](../city/2026-01-31-b.md)."),
        GOOD + article("city/c", body="See [it](../world/2026-01-31-bridge.md)."),
    ],
)
def test_key_is_written_where_moving_could_break_something(tmp_path: Path, why: str) -> None:
    desk = desk_of(tmp_path, why + article("city/b"))
    assert "\nsection: city\n" in changed(desk, section="city")
    assert desk.site.asked(PATH).section == "city"
    desk.assert_builds()


def test_published_address_with_a_section_leads_on(tmp_path: Path) -> None:
    settings = SETTINGS.replace("editions:", "permalink: /{section}/{slug}.html\neditions:")
    desk = desk_of(tmp_path, GOOD.replace("draft: true\n", ""), settings)
    changed(desk, section="city")
    desk.assert_builds()
    assert "/city/bridge.html" in desk.made.page("world/bridge.html")


def test_section_that_the_header_names_is_changed_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, article("world/b", "section: city  # moved\ndraft: true\n"))
    assert "section: arts  # moved\n" in changed(desk, path_of("world/b"), section="arts")


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"title": " "}, "needs a title"), ({"section": "sprots"}, "no section sprots")],
)
def test_what_no_article_can_have_is_refused(
    tmp_path: Path, fields: dict[str, str], why: str
) -> None:
    desk = desk_of(tmp_path, GOOD)
    with pytest.raises(CannotDo, match=why):
        changed(desk, **fields)
    assert desk.text(PATH) == GOOD.split("\n", 1)[1]


def test_article_with_a_mistake_can_be_mended_and_one_without_sense_is_told(tmp_path: Path) -> None:
    broken = GOOD.replace("[Bridges,  'Roads']", "bridges, roads")
    unread = f"-- {path_of('world/x')} --\n---\ntitle: [\n---\nText.\n"
    desk = desk_of(tmp_path, broken + unread + article("city/b"))
    assert desk.site.article(PATH) is None and PATH in desk.site.broken
    assert set(desk.day().broken) == {PATH, path_of("world/x")}
    changed(desk, tags=("Bridges", "Roads"))
    assert desk.site.asked(PATH).tags == ("Bridges", "Roads")
    with pytest.raises(CannotDo, match="has mistakes"):
        opened(desk.site, path_of("world/x"))


def test_two_forms_of_one_article_are_merged_or_the_second_is_told(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD)
    first, second = opened(desk.site, PATH), opened(desk.site, PATH)
    mine = completed(desk.site, first, replace(first.fields, summary="Mine.", title="One"))
    theirs = completed(desk.site, second, replace(second.fields, tags=("Ports",)))
    clash = completed(desk.site, second, replace(second.fields, title="Two"))
    desk.write(mine)
    assert desk.write(theirs).merged == (PATH,)
    assert (desk.site.asked(PATH).tags, desk.site.asked(PATH).title) == (("Ports",), "One")
    with pytest.raises(EditedElsewhere):
        desk.write(clash)
    assert desk.site.asked(PATH).title == "One"


def test_edit_made_in_an_editor_meanwhile_is_kept(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, GOOD)
    before = opened(desk.site, PATH)
    written = tmp_path / PATH
    written.write_text(written.read_text("utf-8").replace("More.", "More from an editor."), "utf-8")
    desk.write(completed(desk.site, before, replace(before.fields, summary="Short.")))
    text = desk.text(PATH)
    assert "More from an editor." in text and "summary: Short." in text
