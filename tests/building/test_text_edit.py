"""An edit of words alone makes only the pages that show them; any other edit builds the site."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.building import builder, text_edit, up_to_date
from broadsheet.building.up_to_date import LastBuild
from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.content import store
from broadsheet.dates import parse_moment
from broadsheet.output.partial import PartialOutput
from broadsheet.problems import ProblemsFound
from tests.pictures import picture
from tests.sites import AS_OF, SITE_YAML, Site, article, assert_same_tree

Make = Callable[[str], Site]
SETTINGS = f"""\
-- site.yaml --
{SITE_YAML}lite: true
editions: {{every: week}}
feeds: {{bytes: 6000}}
"""
TEXTS = f"""\
-- content/world/one.md --
{article("One", "2021-05-03", "tags: [Peace]", "A start.")}
## Why

Words of one.
-- content/world/two.md --
{article("Two", "2021-05-04", "story: treaty", "See [one](one.md#why).")}
-- content/arts/three.md --
{article("Three", "2021-05-12", "tags: [Peace]", "Art.")}
-- content/arts/draft.md --
{article("Draft", "2021-05-12", "draft: true", "Not yet.")}
-- content/stories/treaty.md --
---
title: The treaty
---
All about it.
-- content/pages/about.md --
---
title: About
---
Who we are.
"""
ONE = "content/world/one.md"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each attempt to make only what shows the edited words was enough."""
    for module in (up_to_date, store):
        monkeypatch.setattr(module, "RESTED_NS", 0)
    found: list[bool] = []
    edit_texts = text_edit.edit_texts

    def noted(options: BuildOptions, last: LastBuild, progress: Progress) -> BuildReport | None:
        report = edit_texts(options, last, progress)
        found.append(report is not None)
        return report

    monkeypatch.setattr(text_edit, "edit_texts", noted)
    return found


@pytest.fixture
def made(site: Make, answers: list[bool]) -> Site:
    """A site with all that can show words, built."""
    made = site(SETTINGS + TEXTS)
    made.put("content/media/p.png", picture())
    made.build()
    return made


@pytest.fixture
def just_built(site: Make, answers: list[bool], monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site after a build that counts as one of very many pages."""
    made = site(SETTINGS + TEXTS)
    with monkeypatch.context() as patch:
        patch.setattr(builder, "MANY", 0)
        made.build()
    return made


def add(site: Site, path: str, text: str) -> None:
    """Add to the words of a text."""
    file = site.root / path
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def change(site: Site, path: str, old: str, new: str) -> None:
    """Put other words in the place of some in a file."""
    file = site.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def build_as_from_nothing(site: Site, tmp_path: Path) -> BuildReport:
    """Build the site, and compare all that comes of it with a site built from nothing."""
    report = site.build()
    fresh = tmp_path / "fresh"
    shutil.copytree(site.root, fresh, ignore=shutil.ignore_patterns("public", ".broadsheet"))
    clean = Site(fresh).build()
    assert_same_tree(site.tree(), Site(fresh).tree(), "edited", "clean")
    assert report.warnings == clean.warnings and report.unpublished == clean.unpublished
    assert (report.articles_in, report.articles_out) == (clean.articles_in, clean.articles_out)
    shutil.rmtree(fresh)
    return report


def build_in_full(site: Site) -> BuildReport:
    """Build the site without asking what has changed."""
    options = BuildOptions(site.root, site.public, lambda zone: parse_moment(AS_OF, zone).at)
    return builder.build(options, Progress())


def test_edit_of_words_makes_the_pages_that_show_them(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    add(made, ONE, "More words, with <u>markup</u>.")
    report = build_as_from_nothing(made, tmp_path)
    assert answers == [True]
    assert {address for address, _ in report.rendered} == {
        *("/2021/05/one.html", "/lite/2021/05/one.html", "/search/2021.js"),
        *("/editions/2021-w18.html", "/lite/editions/2021-w18.html", "/editions.xml"),
        *("/feed.xml", "/feed.json", "/daily.xml", "/weekly.xml", "/world.xml", "/tags/peace.xml"),
    }
    assert dict(report.rendered)["/2021/05/one.html"].startswith("the article changed")
    assert set(report.placed.written) == {it[1:] for it, _ in report.rendered}


def test_build_in_full_after_an_edit_of_words_has_nothing_to_make(
    made: Site, answers: list[bool]
) -> None:
    add(made, ONE, "More words.")
    made.build()
    report = build_in_full(made)
    assert answers == [True] and report.rendered == () and report.placed.written == []


@pytest.mark.parametrize("path", [ONE, "content/stories/treaty.md", "content/pages/about.md"])
def test_edits_of_words_follow_one_another(
    made: Site, answers: list[bool], tmp_path: Path, path: str
) -> None:
    for number in range(3):
        add(made, path, f"Sentence {number}.")
        assert build_as_from_nothing(made, tmp_path).rendered
    assert answers == [True] * 3
    assert made.build().rendered == ()


def test_words_of_several_texts_change_at_once(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    for path in (ONE, "content/arts/three.md", "content/stories/treaty.md"):
        add(made, path, "A word more.")
    build_as_from_nothing(made, tmp_path)
    assert answers == [True]


def test_minutes_to_read_follow_an_edit_of_words(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    add(made, ONE, "word " * 500)
    build_as_from_nothing(made, tmp_path)
    assert answers == [True]
    assert "3 minutes to read" in made.page("2021/05/one.html")
    assert "3 minutes to read" in made.page("editions/2021-w18.html")
    assert '"wordCount":506' in made.page("2021/05/one.html")


def test_warnings_follow_an_edit_of_words(made: Site, answers: list[bool], tmp_path: Path) -> None:
    add(made, ONE, "<blink>No.</blink>")
    report = build_as_from_nothing(made, tmp_path)
    assert [it.text for it in report.warnings if it.path == ONE and "blink" in it.text]
    change(made, ONE, "<blink>No.</blink>", "Yes.")
    report = build_as_from_nothing(made, tmp_path)
    assert not [it for it in report.warnings if "blink" in it.text]
    assert answers == [True, True]


def test_edit_of_a_draft_makes_nothing(made: Site, answers: list[bool], tmp_path: Path) -> None:
    add(made, "content/arts/draft.md", "Soon.")
    assert build_as_from_nothing(made, tmp_path).rendered == ()
    assert answers == [True]


def test_text_that_was_only_touched_makes_nothing(made: Site, answers: list[bool]) -> None:
    os.utime(made.root / ONE, (1, 1))
    assert made.build().rendered == ()
    assert made.build().rendered == ()
    assert answers == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Words of one.", "Words of [two](two.md)."),
        ("Words of one.", "![Words](/p.png) of one."),
        ("## Why", "## Why\n\n### Wherefore"),
        ("A start.", "Another start."),
        ("Words of one.", "> " + "He said so. " * 40),
        ("tags: [Peace]", "tags: [Peace, War]"),
        ("title: One", "title: Won"),
        ("date: 2021-05-03", "date: 2021-05-02"),
        ("A start.", "A start.\n\n" + "Long words. " * 500),
    ],
    ids=["link", "picture", "anchor", "summary", "quoted", "tag", "title", "date", "cap"],
)
def test_edit_of_more_than_words_builds_the_site(
    made: Site, answers: list[bool], tmp_path: Path, old: str, new: str
) -> None:
    change(made, ONE, old, new)
    build_as_from_nothing(made, tmp_path)
    assert answers == [False]


def test_entry_that_comes_to_fit_into_a_feed_enters_it(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    add(made, ONE, "Long words. " * 520)
    build_as_from_nothing(made, tmp_path)
    assert "<title>One</title>" not in made.page("feed.xml")
    change(made, ONE, "Long words. " * 520, "Short.")
    build_as_from_nothing(made, tmp_path)
    assert "<title>One</title>" in made.page("feed.xml")
    assert answers == [False, False]


def test_small_edits_that_together_fill_a_feed_take_an_entry_out_of_it(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    for _ in range(9):
        add(made, "content/arts/three.md", "Many words more. " * 45)
        build_as_from_nothing(made, tmp_path)
    assert True in answers and False in answers


def test_link_that_a_problem_is_found_in_is_reported(made: Site, answers: list[bool]) -> None:
    before = made.tree()
    add(made, ONE, "[Nothing](nothing.md).")
    with pytest.raises(ProblemsFound, match=r"nothing\.md"):
        made.build()
    assert answers == [False] and made.tree() == before


def test_heading_that_others_link_to_is_missed(made: Site, answers: list[bool]) -> None:
    change(made, ONE, "## Why", "## Because")
    with pytest.raises(ProblemsFound, match="#why leads nowhere"):
        made.build()
    assert answers == [False]


def test_strict_build_refuses_an_edit_that_is_warned_of(site: Make, answers: list[bool]) -> None:
    credit = "sources: [{name: Paper, url: 'https://e.org/1'}]"
    made = site(f"-- content/a.md --\n{article('One', '2021-05-03', credit)}")
    made.build(strict=True)
    add(made, "content/a.md", "Word.")
    assert made.build(strict=True).rendered
    add(made, "content/a.md", "<blink>No.</blink>")
    with pytest.raises(ProblemsFound, match="blink"):
        made.build(strict=True)
    assert answers == [True, False]


def test_link_to_a_draft_is_warned_of_on_its_new_line(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    add(made, ONE, "A [draft](../arts/draft.md).")
    build_as_from_nothing(made, tmp_path)
    add(made, ONE, "Below it.")
    build_as_from_nothing(made, tmp_path)
    change(made, ONE, "Words of one.", "Words\nof one.")
    build_as_from_nothing(made, tmp_path)
    assert answers == [False, True, False]


@pytest.mark.parametrize("pattern", ["pages-*", "manifest-*", "last-build-*", "store.sqlite*"])
@pytest.mark.parametrize("content", [None, b"", b"nothing that can be read " * 500])
def test_damaged_records_only_cost_time(
    made: Site, tmp_path: Path, pattern: str, content: bytes | None
) -> None:
    for path in (made.root / ".broadsheet").glob(pattern):
        path.unlink() if content is None else path.write_bytes(content)
    add(made, ONE, "More words.")
    made.build()
    add(made, ONE, "Still more words.")
    report = made.build()
    assert not [it for it in report.warnings if it.path.startswith(".broadsheet")]
    shutil.rmtree(made.root / ".broadsheet")
    before = made.tree()
    made.build()
    assert made.tree() == before


@pytest.mark.parametrize("step", ["take", "finish"])
def test_edit_that_is_cut_short_is_made_good_by_the_next_build(
    made: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PartialOutput, step, stop)
        add(made, ONE, "More words.")
        with pytest.raises(KeyboardInterrupt):
            made.build()
    build_as_from_nothing(made, tmp_path)
    add(made, ONE, "Still more words.")
    build_as_from_nothing(made, tmp_path)


def test_output_that_was_tampered_with_is_mended_after_an_edit(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    (made.public / "world.html").write_text("not by us", "utf-8")
    add(made, ONE, "More words.")
    build_as_from_nothing(made, tmp_path)
    assert answers == []


def test_each_output_folder_follows_edits_of_words(
    made: Site, answers: list[bool], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    made.build(output=other)
    for number in range(2):
        add(made, ONE, f"Sentence {number}.")
        made.build()
        made.build(output=other)
        assert_same_tree(made.tree(other), made.tree(), "other", "public")


def test_after_a_build_of_very_many_pages_edits_of_one_text_follow_one_another(
    just_built: Site, answers: list[bool], tmp_path: Path
) -> None:
    for number in range(3):
        add(just_built, ONE, f"Sentence {number}.")
        assert build_as_from_nothing(just_built, tmp_path).rendered
    assert answers == [False, True, True]
    for number in range(2):
        add(just_built, "content/arts/three.md", f"Sentence {number}.")
        assert build_as_from_nothing(just_built, tmp_path).rendered
    add(just_built, ONE, "One more.")
    assert build_as_from_nothing(just_built, tmp_path).rendered
    assert answers == [False, True, True, False, True, True]


def test_each_text_is_covered_when_it_is_edited_and_after_several_all_are(
    just_built: Site, answers: list[bool], tmp_path: Path
) -> None:
    for path in (ONE, "content/world/two.md", "content/arts/three.md"):
        for _ in range(2):
            add(just_built, path, "More.")
            assert build_as_from_nothing(just_built, tmp_path).rendered
    assert answers == [False, True] * 3
    add(just_built, "content/stories/treaty.md", "Another text.")
    just_built.build()
    add(just_built, "content/pages/about.md", "One that was never edited.")
    assert build_as_from_nothing(just_built, tmp_path).rendered
    assert answers == [*([False, True] * 3), False, True]


def test_article_that_was_added_after_a_build_of_very_many_pages_is_edited(
    just_built: Site, answers: list[bool], tmp_path: Path
) -> None:
    just_built.write(f"-- content/world/new.md --\n{article('New', '2021-05-05', '', 'Words.')}")
    just_built.build()
    add(just_built, "content/world/new.md", "More.")
    assert build_as_from_nothing(just_built, tmp_path).rendered
    assert answers[-1]
