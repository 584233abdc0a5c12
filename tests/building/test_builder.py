"""Stories: edit a site, build it, and see which pages that costs."""

from collections.abc import Callable
from datetime import date as day
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.building.builder import build
from broadsheet.builds import BuildOptions, Progress
from broadsheet.dates import parse_moment
from broadsheet.files import Listing
from broadsheet.problems import ProblemsFound
from tests.sites import AS_OF, Site, article, mtimes

Make = Callable[[str], Site]


def written(site: Site) -> set[str]:
    """What the next build writes."""
    return set(site.build().placed.written)


def many(count: int, tags: str = "tags: [Bridges]") -> str:
    """So many articles, one a day from 1 January 2021, in one section with one tag."""
    days = [day(2021, 1, 1) + timedelta(number) for number in range(count)]
    return "".join(
        f"-- content/news/{each}-n{number}.md --\n{article(f'Number {number}', str(each), tags)}"
        for number, each in enumerate(days, start=1)
    )


def test_second_build_writes_and_renders_nothing(site: Make) -> None:
    made = site(many(3))
    made.build()
    before = mtimes(made.public)
    report = made.build()
    assert report.placed.written == [] and report.rendered == ()
    assert mtimes(made.public) == before


def test_a_list_of_the_output_from_before_another_build_is_not_used(site: Make) -> None:
    made = site(many(3))
    made.build()
    options = BuildOptions(made.root, made.public, lambda zone: parse_moment(AS_OF, zone).at)
    report = build(options, Progress(), None, Listing({}, None))
    assert report.placed.written == [] and report.placed.foreign == []


def test_edited_body_writes_its_page_its_feeds_and_its_year_of_the_search_index_only(
    site: Make,
) -> None:
    made = site(many(3))
    made.build()
    made.write(
        "-- content/news/2021-01-02-n2.md --\n"
        + article("Number 2", "2021-01-02", "tags: [Bridges]\nsummary: A short text.", "New.")
    )
    made.build()
    made.write(
        "-- content/news/2021-01-02-n2.md --\n"
        + article("Number 2", "2021-01-02", "tags: [Bridges]\nsummary: A short text.", "Newer.")
    )
    feeds = {
        "feed.xml",
        "feed.json",
        "daily.xml",
        "weekly.xml",
        "news.xml",
        "tags/bridges.xml",
        "editions.xml",
    }
    pages = {"2021/01/n2.html", "editions/2021-01-02.html", "search/2021.js"}
    assert written(made) == pages | feeds


def test_closed_part_of_a_list_stays_what_it_is_when_articles_are_added(site: Make) -> None:
    settings = "per_page: 2\n"
    made = site(many(4))
    made.write(f"-- site.yaml --\n{(made.root / 'site.yaml').read_text()}{settings}")
    made.build()
    first = made.page("tags/bridges/1.html")
    assert "Number 1" in first and "Number 2" in first and "Number 3" not in first
    for count in range(5, 11):
        made.write(many(count))
        made.build()
        assert made.page("tags/bridges/1.html") == first
    third = made.page("tags/bridges/3.html")
    made.write(many(13))
    made.build()
    assert made.page("tags/bridges/3.html") == third


def test_every_article_stands_on_exactly_one_part(site: Make) -> None:
    made = site(many(11))
    made.write(f"-- site.yaml --\n{(made.root / 'site.yaml').read_text()}per_page: 2\n")
    made.build()
    parts = [made.page("news.html")] + [
        path.read_text() for path in sorted((made.public / "news").glob("*.html"))
    ]
    for number in range(1, 12):
        assert sum(f"/n{number}.html" in part for part in parts) == 1


def test_deleted_article_goes_with_its_tag(site: Make) -> None:
    made = site(many(2))
    made.write("-- content/news/2021-02-01-x.md --\n" + article("X", "2021-02-01", "tags: [Rare]"))
    made.build()
    (made.root / "content/news/2021-02-01-x.md").unlink()
    gone = set(made.build().placed.removed)
    tags, dated = {"tags/rare.html", "tags/rare.xml"}, {"editions/2021-02-01.html"}
    assert gone == {"2021/02/x.html", "archive/2021/02.html", *tags, *dated}
    assert not (made.public / "2021/02").exists()


def test_renamed_article_loses_its_address_with_a_word_unless_it_has_an_alias(site: Make) -> None:
    made = site(many(2))
    made.write("-- site.yaml --\n" + (made.root / "site.yaml").read_text() + "lite: true\n")
    made.build()
    old, new = (made.root / f"content/news/2021-01-02-{name}.md" for name in ("n2", "second"))
    new.write_text(old.read_text())
    old.unlink()
    assert [it.address for it in made.build().placed.lost] == ["/2021/01/n2.html"]
    assert [it.address for it in made.build().placed.lost] == ["/2021/01/n2.html"]
    new.write_text(new.read_text().replace("---\n", "---\naliases: [/2021/01/n2.html]\n", 1))
    assert made.build().placed.lost == []
    new.rename(old)
    old.write_text(old.read_text().replace("2021/01/n2", "2021/01/second"))
    assert made.build().placed.lost == []


def test_reason_of_each_rendered_page_is_said_in_the_curators_words(site: Make) -> None:
    made = site(many(2))
    assert dict(made.build().rendered)["/index.html"] == "it is new"
    made.write("-- content/news/2021-01-03-n3.md --\n" + article("Three", "2021-01-03"))
    reasons = dict(made.build().rendered)
    assert reasons["/2021/01/n3.html"] == "it is new"
    assert reasons["/2021/01/n2.html"] == "the one after it changed"
    assert reasons["/news.html"] == reasons["/feed.xml"] == "+1 article: 2021-01-03-n3.md"
    (made.public / "tags.html").write_text("edited by hand")
    assert dict(made.build().rendered) == {"/tags.html": "its file was touched"}


def test_articles_that_leave_a_list_are_named(site: Make) -> None:
    made = site(many(3))
    made.build()
    (made.root / "content/news/2021-01-02-n2.md").unlink()
    made.write("-- content/news/2021-02-03-n4.md --\n" + article("Four", "2021-02-03"))
    reasons = dict(made.build().rendered)
    text = "+1 article: 2021-02-03-n4.md, -1 article: 2021-01-02-n2.md"
    assert reasons["/news.html"] == text


def test_tag_that_leaves_the_index_is_not_called_an_article(site: Make) -> None:
    made = site(many(2, "tags: [Bridges, Rivers]"))
    made.build()
    made.write(many(2))
    assert dict(made.build().rendered)["/tags.html"] == "an item was taken out"


def test_drafts_scheduled_and_expired_articles_are_held_by_name(site: Make) -> None:
    made = site(
        f"-- content/a/draft.md --\n{article('D', '2021-01-01', 'draft: true')}"
        f"-- content/a/soon.md --\n{article('S', '2022-06-01 09:00 +0200')}"
        f"-- content/a/over.md --\n{article('O', '2021-01-01', 'expires: 2021-06-01')}"
        f"-- content/a/on.md --\n{article('On', '2021-01-01')}"
    )
    report = made.build()
    assert [(unpublished.path, unpublished.reason) for unpublished in report.unpublished] == [
        ("content/a/draft.md", "a draft"),
        ("content/a/over.md", "expired on 2021-06-01 00:00 +0000"),
        ("content/a/soon.md", "scheduled for 2022-06-01 07:00 +0000"),
    ]
    assert (report.articles_in, report.articles_out) == (4, 1)
    assert [it.path for it in made.build(as_of="2022-06-01 07:00").unpublished] == [
        "content/a/draft.md",
        "content/a/over.md",
    ]
    assert made.build(drafts=True).articles_out == 2
    assert made.build(future=True).articles_out == 2
    assert made.build(drafts=True, future=True).articles_out == 3
    assert made.build().articles_out == 1


def test_link_to_a_held_article_is_left_out_with_a_warning(site: Make) -> None:
    made = site(
        f"-- content/a/draft.md --\n{article('D', '2021-01-01', 'draft: true')}"
        f"-- content/a/on.md --\n{article('On', '2021-01-02', body='See [it](draft.md) now.')}"
    )
    (warning,) = [it for it in made.build().warnings if "source" not in it.text]
    text = (
        "content/a/on.md:5: the link to content/a/draft.md is left out: that article is unpublished"
    )
    assert str(warning) == text
    assert "See <a>it</a> now." in made.page("2021/01/on.html")


def test_mistake_leaves_the_old_site_as_it_was(site: Make) -> None:
    made = site(many(2))
    made.build()
    before = made.tree()
    made.write(
        "-- content/news/bad.md --\nno header\n-- content/news/worse.md --\n---\nx: y\n---\n"
    )
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert {problem.path for problem in found.value.problems} == {
        "content/news/bad.md",
        "content/news/worse.md",
    }
    assert made.tree() == before


def test_mistakes_in_settings_theme_and_articles_are_said_at_once(site: Make) -> None:
    made = site(
        "-- site.yaml --\ntitle: T\nthem: x\n-- content/a/b.md --\nno header\n"
        "-- themes/broadsheet/theme.yaml --\nname: broadsheet\nextend: x\n"
    )
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert {problem.path for problem in found.value.problems} == {
        "site.yaml",
        "content/a/b.md",
        "themes/broadsheet/theme.yaml",
    }


def test_two_articles_on_one_address_are_one_problem_that_names_both(site: Make) -> None:
    made = site(
        f"-- content/a/2021-01-01-same.md --\n{article('A', '2021-01-01')}"
        f"-- content/b/2021-01-05-SAME.md --\n{article('B', '2021-01-05')}"
    )
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert [problem.text for problem in found.value.problems] == [
        "has the address 2021/01/same.html, and so does content/a/2021-01-01-same.md"
    ]


def test_alias_becomes_a_page_that_leads_to_the_article(site: Make) -> None:
    more = "aliases: [/old/name.html, /older]"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    assert 'content="0; url=../2021/01/x.html"' in made.page("old/name.html")
    assert 'content="0; url=../2021/01/x.html"' in made.page("older/index.html")


def test_alias_that_another_page_claims_is_a_problem(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/tags.html]')}")
    with pytest.raises(ProblemsFound, match=r"content/a/x.md:4: has the address tags.html"):
        made.build()


def test_empty_site_builds(site: Make) -> None:
    made = site("")
    assert made.build().articles_in == 0
    assert "There is no article yet." in made.page("index.html")


def test_pretty_permalinks_name_their_file(site: Make) -> None:
    made = site(many(2))
    text = (made.root / "site.yaml").read_text() + "permalink: /{section}/{slug}/\n"
    made.write(f"-- site.yaml --\n{text}")
    made.build()
    assert 'href="../n2/index.html"' in made.page("news/n1/index.html")


def test_output_elsewhere_is_the_same_site(site: Make, tmp_path: Path) -> None:
    made = site(many(5))
    made.build()
    made.build(output=tmp_path / "elsewhere")
    assert made.tree() == made.tree(tmp_path / "elsewhere")
