"""Several outputs with one address are one problem that names all; so are two on one identity."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]


def said(made: Site) -> list[str]:
    """What a build says is wrong, without hints."""
    with pytest.raises(ProblemsFound) as found:
        made.build()
    return [f"{it.path}:{it.line}: {it.text}" for it in found.value.problems]


def test_section_called_feed_clashes_with_the_sites_feed(site: Make) -> None:
    made = site(f"-- content/feed/x.md --\n{article('X', '2021-01-01')}")
    assert said(made) == [
        "the feed The Test:0: has the address feed.xml, and so does the feed The Test: Feed"
    ]


def test_addresses_that_differ_by_case_or_accent_form_alone_clash(site: Make) -> None:
    aliases = 'aliases: ["/Caf\\u00e9.html", "/cafe\\u0301.html"]'
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', aliases)}")
    (problem,) = said(made)
    assert problem.lower().startswith("content/a/x.md:4: has the address caf")


def test_file_where_another_needs_a_folder_clashes(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/a.html/b.html]')}")
    assert said(made) == [
        "content/a/x.md:4: has the address a.html, and so does the section A of content/a/x.md"
    ]


def test_two_tags_with_one_slug_are_one_problem_that_names_both(site: Make) -> None:
    slugs = "tags: {slugs: {Go: x, Rust: x}}"
    made = site(
        f"-- site.yaml --\n{SITE_YAML}{slugs}\n"
        f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Go, Rust]')}"
    )
    assert said(made) == ["site.yaml:0: the tags Go and Rust share the address /tags/x.html"]


def weekly(*days: str, slug: str = "this-week") -> str:
    """The files of a weekly whose articles share a slug."""
    return "".join(
        f"-- content/a/{day}-{slug}.md --\n{article(f'Week {day}', day)}" for day in days
    )


def with_share_images(made: Site) -> Site:
    """The same site with share images."""
    settings = (made.root / "site.yaml").read_text("utf-8")
    return made.write(
        "-- site.yaml --\n" + settings.replace("share_images: false\n", "lite: yes\n")
    )


def test_issues_that_share_a_slug_are_one_problem_for_each_address(site: Make) -> None:
    days = [f"2021-01-{day:02}" for day in range(1, 8)] + ["2021-02-01", "2021-02-08"]
    made = with_share_images(site(weekly(*days)))
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert len(found.value.problems) == 2, str(found.value)
    first, second = found.value.problems
    assert str(first) == (
        "content/a/2021-01-07-this-week.md: has the address 2021/01/this-week.html, and so do 6"
        " others: content/a/2021-01-06-this-week.md, content/a/2021-01-05-this-week.md,"
        " content/a/2021-01-04-this-week.md, content/a/2021-01-03-this-week.md and 2 more\n"
        "    give one of them another slug; or, before the site is published, put the day into"
        " site.yaml's\n"
        "    permalink: /{year}/{month}/{day}/{slug}.html  (this changes the address of every"
        " article)"
    )
    assert second.path == "content/a/2021-02-08-this-week.md"


def test_day_in_the_permalink_settles_what_was_said_to_be_settled_by_it(site: Make) -> None:
    made = site(weekly("2021-01-01", "2021-01-08"))
    settings = (made.root / "site.yaml").read_text("utf-8")
    made.write(
        f"-- site.yaml --\n{settings}permalink: '/{{year}}/{{month}}/{{day}}/{{slug}}.html'\n"
    )
    made.build()


def test_newer_article_is_blamed_for_a_slug_that_an_older_one_has(site: Make) -> None:
    made = site(
        f"-- content/a/a-newer.md --\n{article('X', '2021-01-09', 'slug: x')}"
        f"-- content/a/b-older.md --\n{article('Y', '2021-01-02', 'slug: x')}"
    )
    assert said(made) == [
        "content/a/a-newer.md:0: has the address 2021/01/x.html, and so does content/a/b-older.md"
    ]


def test_day_is_not_offered_where_it_would_settle_nothing(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-01-02', 'slug: x')}"
        f"-- content/b/x.md --\n{article('Y', '2021-01-02 09:00', 'slug: x')}"
    )
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert {it.hint for it in found.value.problems if "address" in it.text} == {
        "give one of them another slug"
    }


def test_alias_is_blamed_and_not_the_article_whose_address_it_claims(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/2021/01/y.html]')}"
        f"-- content/a/y.md --\n{article('Y', '2021-01-02')}"
    )
    assert said(made) == [
        "content/a/x.md:4: has the address 2021/01/y.html, and so does content/a/y.md"
    ]


def test_newer_article_is_blamed_for_an_id_that_an_older_one_has(site: Make) -> None:
    made = site(
        f"-- content/a/a-newer.md --\n{article('X', '2021-01-09', 'id: urn:x')}"
        f"-- content/a/b-older.md --\n{article('Y', '2021-01-02', 'id: urn:x')}"
    )
    assert said(made) == [
        "content/a/a-newer.md:4: has the id urn:x, and so has content/a/b-older.md"
    ]


def test_same_identity_in_two_articles_is_a_problem(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-01-01', 'id: urn:x')}"
        f"-- content/a/y.md --\n{article('Y', '2021-01-02', 'id: urn:x')}"
    )
    assert said(made) == ["content/a/y.md:4: has the id urn:x, and so has content/a/x.md"]


def test_media_with_a_name_that_cannot_stand_in_an_address_is_a_problem(site: Make) -> None:
    made = site("")
    (made.root / "content/media").mkdir()
    (made.root / "content/media/what?.png").write_bytes(picture())
    assert said(made) == [
        "content/media/what?.png:0: its name has a character that addresses cannot have"
    ]


def test_file_of_an_unknown_kind_is_named_and_not_copied(site: Make) -> None:
    made = site("-- content/media/run.html --\n<script></script>\n")
    assert [it.text for it in made.build().warnings] == ["was not copied to the site"]
    assert not (made.public / "media").exists()
