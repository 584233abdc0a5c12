"""The words of a site are found without a build, also where a file is wrong."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.front_matter import read_front_matter
from broadsheet.content.notes import FIELDS
from broadsheet.content.settings import UTC
from broadsheet.drafting.site_words import NOT_SECTIONS, sections, stories, tags, words_in
from broadsheet.problems import ProblemLog
from tests.sites import Site


def article(name: str, front_matter: str) -> str:
    """An article for a site in a string."""
    return f"-- content/{name}.md --\n---\n{front_matter}---\nText: story: no\n"


def test_sections_are_those_of_the_settings_then_other_folders(site: Callable[[str], Site]) -> None:
    made = site(
        "-- site.yaml --\nsections: [{key: world, title: W}, {key: arts, title: A}]\n"
        + article("city/a", "title: A\n")
        + article("pages/b", "title: B\n")
        + "-- content/media/x.txt --\nx\n-- content/site-root/x.txt --\nx\n"
    )
    assert sections(made.root) == ["world", "arts", "city"]


def test_stories_come_from_articles_and_notes(site: Callable[[str], Site]) -> None:
    made = site(
        article("a/1", "title: T\nstory: flood # of May\n")
        + article("a/b/2", "title: T\nstory: 'bridge'\n")
        + article("3", "title: T\nstory: fire\n")
        + article("stories/war", "title: War\n")
    )
    assert stories(made.root) == ["bridge", "fire", "flood", "war"]


def test_most_used_tag_comes_first_in_each_form_of_a_list(site: Callable[[str], Site]) -> None:
    made = site(
        article("a/1", 'title: T\ntags: [Go, "C, D", Rust]\nsummary: S\n')
        + article("a/2", "title: T\ntags:\n  - Rust\n  - New  Zealand\nlead: true\n")
        + article("a/3", "title: T\ntags:\n- Rust\n")
        + article("a/4", "title: T\ntags: [Go,\n  Java]\n")
    )
    assert tags(made.root) == ["Rust", "Go", "C, D", "Java", "New Zealand"]


def test_wrong_files_are_passed_over(site: Callable[[str], Site]) -> None:
    made = site(
        "-- site.yaml --\nsections: [\n"
        + article("a/1", "title: T\ntags: [Go\nstory: {a: b}\n")
        + "-- content/a/2.md --\nno front matter\n"
        + article("a/3", "title: T\ntags: [Rust]\n")
    ).put("content/a/4.md", b"\xff\xfe\x00")
    (made.root / "content/a/5.md").symlink_to("nowhere")
    assert (sections(made.root), stories(made.root), tags(made.root)) == (["a"], [], ["Rust"])


def test_folders_of_notes_are_no_sections() -> None:
    assert set(FIELDS) < NOT_SECTIONS


def test_long_line_is_no_trap(site: Callable[[str], Site]) -> None:
    made = site(article("a/1", f'title: T\ntags: [{"a " * 3000}"]\n'))
    assert len(tags(made.root)) == 1


@given(st.lists(st.text(st.sampled_from("aZ9é .-_,:#\"'&*?![]{}|>"), min_size=1), max_size=3))
def test_tags_are_read_as_a_build_reads_them(words: list[str]) -> None:
    line = f"tags: [{', '.join(words)}]"
    log = ProblemLog("x.md")
    read = read_front_matter(f"title: T\n{line}\n", log, UTC)
    if read:
        assert [word for word in words_in(line, "tags") if word] == [*read.tags]
