"""Notes on editions, stories, sources and the rest, and plain pages."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
SOURCE = "sources: [{name: LE  MONDE, url: 'https://e.org/1'}]"
ONE = f"-- content/world/2021-05-04-one.md --\n{article('One', '2021-05-04', SOURCE)}"
WAITING = "story: Treaty\ndraft: true"
EXPIRED = "story: Treaty\nexpires: 2021-06-01"


def problems(site: Site) -> list[str]:
    """What is wrong, as it is printed."""
    with pytest.raises(ProblemsFound) as found:
        site.build()
    return [str(problem) for problem in found.value.problems]


def test_plain_page_has_an_address_by_its_name_and_a_link_on_every_page(site: Make) -> None:
    made = site(
        f"{ONE}-- content/pages/about.md --\n---\ntitle: About us\naliases: [/who/]\n---\n"
        "Read [the first](/world/2021-05-04-one.md).\n"
        "-- content/pages/legal/imprint.md --\n---\ntitle: Imprint\n---\nNothing.\n"
    )
    made.build()
    assert '<a href="2021/05/one.html">the first</a>' in made.page("about.html")
    assert '<a href="../../about.html">About us</a>' in made.page("2021/05/one.html")
    assert "Nothing." in made.page("legal/imprint.html")
    assert "url=../about.html" in made.page("who/index.html")


def test_text_of_a_section_tag_source_and_author_stands_on_its_newest_part(site: Make) -> None:
    texts = "".join(
        f"-- content/{kind}/{key}.md --\n---\ntitle: {title}\n---\nAbout {title}.\n"
        for kind, key, title in [
            ("sections", "world", "The world"),
            ("tags", "peace", "Peace!"),
            ("sources", "le-monde", "Le Monde"),
            ("authors", "ann-lee", "Ann Lee"),
        ]
    )
    more = f"tags: [peace]\nauthor: ann lee\n{SOURCE}"
    made = site(f"{texts}-- content/world/a.md --\n{article('A', '2021-05-04', more)}")
    assert made.build().warnings == ()
    assert "<p>About The world.</p>" in made.page("world.html")
    assert "<h1><bdi>Peace!</bdi></h1>" in made.page("tags/peace.html")
    assert "<p>About Le Monde.</p>" in made.page("sources/le-monde.html")
    assert 'By <a href="../../authors/ann-lee.html"' in made.page("2021/05/a.html")


def test_note_on_nothing_is_a_warning(site: Make) -> None:
    made = site(
        f"{ONE}-- content/stories/tretay.md --\n---\ntitle: The treaty\n---\n"
        "-- content/editions/2021-05-05.md --\n---\n---\nQuiet.\n"
    )
    assert [str(it) for it in made.build().warnings] == [
        "content/editions/2021-05-05.md: this edition has no article\n    the note is not shown",
        "content/stories/tretay.md: no article has this key: tretay\n    the note is not shown",
    ]


def test_note_that_waits_for_a_draft_is_no_warning(site: Make) -> None:
    made = site(
        f"{ONE}-- content/stories/treaty.md --\n---\ntitle: The treaty\n---\n"
        "-- content/editions/2021-05-05.md --\n---\n---\nQuiet.\n"
        f"-- content/world/b.md --\n{article('B', '2021-05-05', WAITING)}"
    )
    assert made.build().warnings == ()
    made.write(f"-- content/world/b.md --\n{article('B', '2021-05-05', EXPIRED)}")
    assert len(made.build().warnings) == 2


def test_link_from_an_article_to_a_storys_note_leads_to_the_story(site: Make) -> None:
    more = f"story: the-treaty\n{SOURCE}"
    made = site(
        "-- content/stories/the-treaty.md --\n---\ntitle: The treaty\n---\n## Why\n\nSo.\n"
        f"-- content/a/x.md --\n"
        f"{article('X', '2021-05-04', more, 'See [it](/stories/the-treaty.md#why).')}"
    )
    made.build()
    assert '<a href="../../stories/the-treaty.html#why">it</a>' in made.page("2021/05/x.html")


def test_mistakes_in_notes_are_said_at_once_with_what_to_do(site: Make) -> None:
    made = site(
        f"{ONE}-- content/sources/a.md --\n---\ntitle: Paper\nspelings: [P]\n---\n"
        "-- content/stories/x/y.md --\n---\ntitle: Y\n---\n"
        "-- content/pages/p.md --\n---\n---\nNo title.\n"
        "-- content/tags/t.md --\nno header\n"
    )
    assert problems(made) == [
        "content/pages/p.md:1: has empty front matter\n"
        "    it needs at least a line: title: the headline",
        "content/sources/a.md:3: unknown key spelings\n    did you mean spellings?",
        "content/stories/x/y.md: stories have no folders\n    move it to content/stories/",
        "content/tags/t.md:1: has no front matter\n"
        "    an article starts with a line ---, its front matter, and a second line ---",
    ]


def test_two_notes_on_one_source_are_a_problem(site: Make) -> None:
    made = site(
        f"{ONE}-- content/sources/a.md --\n---\ntitle: Le Monde\n---\n"
        "-- content/sources/b.md --\n---\ntitle: Other\nspellings: [le monde]\n---\n"
    )
    assert problems(made) == [
        "content/sources/b.md: is about the name le monde, and so is content/sources/a.md\n"
        "    merge the two files"
    ]


def test_script_in_a_note_ends_as_text(site: Make) -> None:
    made = site(
        f"{ONE}-- content/pages/p.md --\n---\ntitle: <script>alert(1)</script>\n---\n"
        "<script>alert(2)</script>[x](javascript:alert(3))\n"
    )
    made.build()
    page = made.page("p.html")
    assert "<script>" not in page and "javascript:" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_page_that_takes_a_fixed_address_is_a_problem_that_names_its_file(site: Make) -> None:
    made = site(f"{ONE}-- content/pages/tags.md --\n---\ntitle: T\n---\nText.\n")
    assert problems(made) == [
        "content/pages/tags.md: has the address tags.html, and so does the index of tags\n"
        "    give one of them another slug"
    ]


def test_notes_for_editions_that_are_switched_off_are_a_warning(site: Make) -> None:
    made = site(
        f"-- site.yaml --\n{SITE_YAML}editions: {{every: none}}\n{ONE}"
        "-- content/editions/2021-05-04.md --\n---\n---\nText.\n"
    )
    (warning,) = made.build().warnings
    assert str(warning).endswith("is not shown: site.yaml has editions: {every: none}")
    assert not (made.public / "editions.html").exists()
    assert "editions" not in made.page("index.html").lower()
