"""Two claims on one address are one problem that names both; so are two on one identity."""

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
        "the feed The Test:0: claims the address feed.xml, and so does the feed The Test: Feed"
    ]


def test_addresses_that_differ_by_case_or_accent_form_alone_clash(site: Make) -> None:
    aliases = 'aliases: ["/Caf\\u00e9.html", "/cafe\\u0301.html"]'
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', aliases)}")
    (problem,) = said(made)
    assert problem.lower().startswith("content/a/x.md:4: claims the address caf")


def test_file_where_another_needs_a_folder_clashes(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'aliases: [/a.html/b.html]')}")
    assert said(made) == [
        "content/a/x.md:4: claims the address a.html, and so does the section A of content/a/x.md"
    ]


def test_two_tags_with_one_slug_are_one_problem_that_names_both(site: Make) -> None:
    slugs = "tags: {slugs: {Go: x, Rust: x}}"
    made = site(
        f"-- site.yaml --\n{SITE_YAML}{slugs}\n"
        f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Go, Rust]')}"
    )
    assert said(made) == ["site.yaml:0: the tags Go and Rust have one address: /tags/x.html"]


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
        "content/media/what?.png:0: its name holds a character that cannot stand in an address"
    ]


def test_file_of_an_unknown_kind_is_named_and_not_copied(site: Make) -> None:
    made = site("-- content/media/run.html --\n<script></script>\n")
    assert [it.text for it in made.build().warnings] == ["was not copied to the site"]
    assert not (made.public / "media").exists()
