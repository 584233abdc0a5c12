"""`broadsheet new` from the user's chair: what it writes, and what it refuses to overwrite."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from broadsheet.content.front_matter import FrontMatter, read_front_matter, split_front_matter
from broadsheet.content.settings import UTC
from broadsheet.problems import ProblemLog
from tests.sites import Site

SECTIONS = """\
-- site.yaml --
title: The Test
url: https://example.org/
description: News for tests.
language: en
timezone: Europe/Berlin
author: The desk
share_images: false
sections: [{key: world, title: World}, {key: city, title: City}]
"""
OLD = "-- content/world/2026-01-04-old.md --\n---\ntitle: Old\nstory: bridge\n---\nText.\n"


@pytest.fixture
def paper(site: Callable[[str], Site]) -> Site:
    """A site with two sections, one article and a story."""
    return site(SECTIONS + OLD)


def new(site: Site, *words: str) -> Result:
    """What `broadsheet new` does in a site."""
    at = words.index("--") if "--" in words else len(words)
    asked = [*words[:at], "--site", str(site.root), *words[at:]]
    return CliRunner().invoke(main, ["new", *asked])


def made(site: Site, *words: str) -> str:
    """The path in the site of the file that `broadsheet new` made."""
    result = new(site, *words)
    assert result.exit_code == 0, result.output
    return Path(result.stdout.splitlines()[-1]).relative_to(site.root).as_posix()


def said(site: Site, path: str) -> FrontMatter:
    """The front matter of a file, which has no mistake."""
    log = ProblemLog(path)
    split = split_front_matter((site.root / path).read_text("utf-8"), log)
    found = read_front_matter(split.front_matter, log, UTC) if split else None
    assert found is not None and log.problems == []
    return found


def test_article_is_a_draft_with_the_keys_that_were_asked_for(paper: Site) -> None:
    asked = ["--section", "world", "--story", "bridge", "--tags", "Bridges, New Zealand"]
    path = made(paper, "A bridge opens", *asked, "--date", "2026-01-05")
    assert path == "content/world/2026-01-05-a-bridge-opens.md"
    assert (paper.root / path).read_text("utf-8") == (
        "---\n"
        "title: A bridge opens\n"
        "story: bridge\n"
        "tags: [Bridges, New Zealand]\n"
        "summary:\n"
        "sources:\n"
        "# - name: The publication\n"
        "#   title: The title of its report\n"
        "#   url: https://\n"
        "#   date: 2026-01-05\n"
        "#   language: en\n"
        "id: tag:example.org,2026-01-05:a-bridge-opens\n"
        "draft: true\n"
        "---\n"
    )


def test_new_article_builds_and_is_left_out_until_it_is_no_draft(paper: Site) -> None:
    path = made(paper, "A bridge opens", "--section", "city", "--date", "2026-01-05")
    assert paper.build(as_of="2026-02-01").articles_out == 1
    text = (paper.root / path).read_text("utf-8").replace("draft: true\n", "")
    (paper.root / path).write_text(text.replace("\n# ", "\n  ").replace("//", "//n.example/") + "x")
    report = paper.build(as_of="2026-02-01")
    assert report.articles_out == 2
    assert not [it for it in report.warnings if it.path == path]


def test_identity_stays_when_the_file_gets_another_name(paper: Site) -> None:
    path = made(paper, "A bridge opens", "--section", "city", "--date", "2026-01-05")
    (paper.root / path).rename(paper.root / "content/city/2026-01-06-bridge.md")
    named = said(paper, "content/city/2026-01-06-bridge.md")
    assert named.id == "tag:example.org,2026-01-05:a-bridge-opens"


def test_time_of_day_is_written_where_it_is_given(paper: Site) -> None:
    path = made(paper, "T", "--section", "city", "--date", "2026-01-05 07:30")
    assert path == "content/city/2026-01-05-t.md"
    assert "date: 2026-01-05 07:30\n" in (paper.root / path).read_text("utf-8")


def test_article_is_of_today_if_no_date_is_given(paper: Site) -> None:
    path = made(paper, "T", "--section", "city")
    day = re.fullmatch(r"content/city/(.*)-t\.md", path)
    assert day and date.fromisoformat(day[1])


def test_words_without_quotes_are_one_title(paper: Site) -> None:
    path = made(paper, "A", "bridge", "opens", "--section", "city", "--date", "2026-01-05")
    assert said(paper, path).title == "A bridge opens"


def test_section_can_be_left_out_where_there_is_one(site: Callable[[str], Site]) -> None:
    one = site(OLD)
    assert made(one, "T", "--date", "2026-01-05") == "content/world/2026-01-05-t.md"


def test_several_sections_are_named_to_choose_from(paper: Site) -> None:
    result = new(paper, "T")
    assert result.exit_code == 2
    assert "name the section: --section with one of world, city" in result.stderr


def test_unknown_section_is_refused_with_the_one_that_was_meant(paper: Site) -> None:
    result = new(paper, "T", "--section", "wrold")
    assert result.exit_code == 2 and "did you mean world?" in result.stderr
    assert not (paper.root / "content/wrold").exists()


def test_first_section_of_a_site_may_have_any_name(site: Callable[[str], Site]) -> None:
    empty = site("")
    path = made(empty, "T", "--section", "News of the day", "--date", "2026-01-05")
    assert path == "content/news-of-the-day/2026-01-05-t.md"


def test_new_story_is_told_and_a_known_one_is_not(paper: Site) -> None:
    known = new(paper, "T", "--section", "city", "--story", "bridge")
    unknown = new(paper, "U", "--section", "city", "--story", "bridges")
    assert known.stderr == ""
    assert unknown.exit_code == 0
    assert "bridges is a new story (did you mean bridge?)" in unknown.stderr
    assert "broadsheet new story bridges" in unknown.stderr


@pytest.mark.parametrize(
    "title",
    [
        'Bridge: "open", they say',
        "It's #1 [again] {or not}",
        "- dash & *star* %percent @at `tick`",
        "no",
        "2026",
        "null: ~",
        "خبر می\u200cرسد",
        "橋が開通",
        "Ünïcode / slash \\ back",
        "👩‍👩‍👧 family",
        "x" * 600,
        "long " * 200,
        "---",
        "{{ title }} {% if %}",
    ],
)
def test_any_title_can_be_written_and_reads_back(paper: Site, title: str) -> None:
    path = made(paper, "--section", "city", "--date", "2026-01-05", "--", title)
    assert said(paper, path).title == " ".join(title.split())
    name = path.rpartition("/")[2]
    assert len(name.encode()) <= 140
    assert (not set(name) & set('<>:"/\\|?* ') and name.isprintable()) or "\u200c" in name
    paper.build(as_of="2026-02-01", drafts=True)


def test_title_with_line_breaks_and_controls_stays_one_line(paper: Site) -> None:
    path = made(paper, "A\n---\nlead: true\x00\x1b[31m\u202ey", "--section", "city")
    front_matter = said(paper, path)
    assert front_matter.title == "A --- lead: true [31m y"
    assert front_matter.lead is False


def test_title_without_words_is_refused(paper: Site) -> None:
    assert new(paper, " \n ", "--section", "city").exit_code == 2


def test_taken_name_is_refused_with_what_stands_there(paper: Site) -> None:
    asked = ["A bridge opens", "--section", "city", "--date", "2026-01-05"]
    path = made(paper, *asked)
    before = (paper.root / path).read_bytes()
    result = new(paper, *asked)
    assert result.exit_code == 1
    assert f"{path}: is there already; its title is A bridge opens" in result.stderr
    assert (paper.root / path).read_bytes() == before


def test_address_of_an_article_in_another_section_is_refused(paper: Site) -> None:
    made(paper, "A bridge opens", "--section", "city", "--date", "2026-01-05")
    result = new(paper, "A bridge opens", "--section", "world", "--date", "2026-01-05")
    assert result.exit_code == 1 and "would share its address with content/world" in result.stderr


def test_folder_that_leads_out_of_the_site_is_refused(paper: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (paper.root / "content/city").symlink_to(tmp_path / "elsewhere")
    result = new(paper, "T", "--section", "city")
    assert result.exit_code == 1 and "outside of content/" in result.stderr
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_wrong_date_is_refused_with_the_right_form(paper: Site) -> None:
    result = new(paper, "T", "--section", "city", "--date", "5.1.2026")
    assert result.exit_code == 2
    assert "write it as 2026-01-05" in result.stderr
    result = new(paper, "T", "--section", "city", "--date", "2026-02-30")
    assert "there is no day 2026-02-30; write it as 2026-01-31" in result.stderr


def test_mistake_in_the_settings_is_told_as_a_build_tells_it(site: Callable[[str], Site]) -> None:
    wrong = site("-- site.yaml --\ntitle: T\n")
    result = new(wrong, "T")
    assert result.exit_code == 1 and "site.yaml:1: has no url" in result.stderr


def test_archetype_of_the_site_is_used(paper: Site) -> None:
    paper.write(
        "-- archetypes/article.md --\n---\ntitle: {{ title }}\nimage:\n"
        "  file: {{ slug }}.jpg\n  alt: A picture\nsummary: From {{ section }}, {{ day }}\n---\n"
        "{{ title }} in {{ site_title }}.\n"
    )
    path = made(paper, "A: b", "--section", "city", "--date", "2026-01-05")
    assert (paper.root / path).read_text("utf-8") == (
        "---\ntitle: 'A: b'\nimage:\n  file: a-b.jpg\n  alt: A picture\n"
        "summary: From city, 2026-01-05\n---\nA: b in The Test.\n"
    )


def test_what_was_asked_for_is_added_to_an_archetype_that_leaves_it_out(paper: Site) -> None:
    paper.write(
        "-- archetypes/article.md --\n---\nstory:  # which?\nlead: true\ntags: []\n---\nText.\n"
    )
    path = made(
        paper, "T", "--section", "city", "--story", "bridge", "--tags", "A", "--date", "2026-01-05"
    )
    assert (paper.root / path).read_text("utf-8") == (
        "---\nstory: bridge # which?\nlead: true\ntags: [A]\ntitle: T\n---\nText.\n"
    )


def test_mistake_in_an_archetype_is_told_with_its_line(paper: Site) -> None:
    for text, told in (
        ("---\ntitle: {{ titel }}\n---\n", "archetypes/article.md:2: has the unknown name titel"),
        ("---\ntitle: T\n---\n\n{% if %}\n", "archetypes/article.md:5: cannot be read"),
        (
            "---\ntitle: T\n\ntag: x\n---\n",
            "archetypes/article.md:4: would become: unknown key tag",
        ),
        (
            "---\n{% if story %}\nstory: S\n{% endif %}\ntitle: T\nlead: x\n---\n",
            "article.md:6: would become: lead must be true or false",
        ),
        ("title: T\n", "archetypes/article.md:1: has no front matter"),
        ("---\ntitle: {{ 1 / 0 }}\n---\n", "archetypes/article.md:2: cannot be filled in"),
        (
            "---\ntitle: {{ title.__class__.mro() }}\n---\n",
            "archetypes/article.md:2: cannot be filled in",
        ),
    ):
        (paper.root / "archetypes").mkdir(exist_ok=True)
        (paper.root / "archetypes/article.md").write_text(text)
        result = new(paper, "T", "--section", "city", "--date", "2026-01-05")
        assert result.exit_code == 1 and told in result.stderr, result.output
    assert not [*paper.root.glob("content/city/*")]


def test_edition_is_named_after_its_day_and_lists_its_articles(paper: Site) -> None:
    assert made(paper, "edition", "2026-01-04") == "content/editions/2026-01-04.md"
    text = (paper.root / "content/editions/2026-01-04.md").read_text("utf-8")
    assert "title:\n" in text and "# - 2026-01-04-old.md\n" in text and "number" not in text


def test_edition_gets_the_number_after_the_last(paper: Site) -> None:
    paper.write("-- content/editions/2026-01-03.md --\n---\nnumber: 41\n---\nText.\n")
    path = made(paper, "edition", "2026-01-04")
    assert "number: 42\n" in (paper.root / path).read_text("utf-8")


@pytest.mark.parametrize(
    ("every", "day", "name"),
    [
        ("week", "2026-01-04", "2026-w01"),
        ("week", "2026-w05", "2026-w05"),
        ("month", "2026-01-31", "2026-01"),
        ("month", "2026-02", "2026-02"),
    ],
)
def test_edition_is_that_of_the_calendar_of_the_site(
    site: Callable[[str], Site], every: str, day: str, name: str
) -> None:
    paper = site(f"{SECTIONS}editions: {{every: {every}}}\n{OLD}")
    assert made(paper, "edition", day) == f"content/editions/{name}.md"
    paper.build(as_of="2026-03-01")


def test_second_note_on_an_edition_is_refused_under_any_of_its_names(
    site: Callable[[str], Site],
) -> None:
    note = "-- content/editions/2026-01-28.md --\n---\ntitle: A week\n---\nText.\n"
    paper = site(f"{SECTIONS}editions: {{every: week}}\n{OLD}{note}")
    result = new(paper, "edition", "2026-w05")
    assert result.exit_code == 1
    told = (
        "content/editions/2026-01-28.md: is about the edition 2026-w05 already; its title is A week"
    )
    assert told in result.stderr


def test_second_note_on_a_story_is_refused_under_any_of_its_names(paper: Site) -> None:
    paper.put("content/stories/Big Flood.md", b"---\ntitle: The flood\n---\nText.\n")
    result = new(paper, "story", "big-flood")
    assert result.exit_code == 1 and "Big Flood.md: has the same key" in result.stderr


@pytest.mark.parametrize("word", ["pages", "media", "site-root"])
def test_folder_that_is_no_section_is_refused(site: Callable[[str], Site], word: str) -> None:
    result = new(site(""), "T", "--section", word)
    assert result.exit_code == 2 and f"content/{word} is not for articles" in result.stderr


def test_site_without_editions_gets_no_note_on_one(site: Callable[[str], Site]) -> None:
    result = new(site(f"{SECTIONS}editions: {{every: none}}\n{OLD}"), "edition")
    assert result.exit_code == 2 and "no editions" in result.stderr


def test_page_and_story_are_notes_that_build(paper: Site) -> None:
    assert made(paper, "page", "Our rules: a page") == "content/pages/our-rules-a-page.md"
    assert made(paper, "story", "bridge") == "content/stories/bridge.md"
    assert made(paper, "story", "The big flood") == "content/stories/the-big-flood.md"
    assert "title: Bridge\n" in (paper.root / "content/stories/bridge.md").read_text()
    assert "title: The big flood\n" in (paper.root / "content/stories/the-big-flood.md").read_text()
    paper.build(as_of="2026-02-01")
    assert "Our rules" in paper.page("our-rules-a-page.html")


def test_name_that_a_system_keeps_for_a_device_is_avoided(paper: Site) -> None:
    assert made(paper, "page", "Con") == "content/pages/con-page.md"


def test_title_that_is_the_word_of_a_kind_stands_after_hyphens(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = site(OLD)
    monkeypatch.chdir(paper.root)
    for word in ("edition", "page"):
        assert CliRunner().invoke(main, ["new", "--", word]).exit_code == 0
        assert len([*paper.root.glob(f"content/world/*-{word}.md")]) == 1
    assert not (paper.root / "content/pages").exists()


def test_editor_opens_the_new_file(paper: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/summary:/summary:_edited/")
    path = made(paper, "T", "--section", "city", "--date", "2026-01-05", "--edit")
    assert "summary:_edited" in (paper.root / path).read_text("utf-8")


def test_new_file_names_its_schema_where_the_site_has_it(paper: Site) -> None:
    paper.write("-- schemas/article.json --\n{}\n-- schemas/page.json --\n{}\n")
    article = made(paper, "T", "--section", "city", "--date", "2026-01-05")
    page = made(paper, "page", "P")
    for path, name in ((article, "article"), (page, "page")):
        lines = (paper.root / path).read_text("utf-8").splitlines()
        named = lines[1].removeprefix("# yaml-language-server: $schema=")
        there = (paper.root / path).parent / named
        assert there.resolve() == (paper.root / f"schemas/{name}.json").resolve()
    paper.build(drafts=True)
