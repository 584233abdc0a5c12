"""What a build warns of: one test for all checks, and one for each that judges credits."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from broadsheet.site.checks import CHECKS
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]


FOUND = {
    "articles_without_a_source": "content/a/one.md:1: credits no source",
    "long_quotations": "content/a/two.md:8: 92 per cent of its text is quotation, more than 40",
    "sources_newer_than_the_article": "content/a/two.md:6: is dated 2021-05-02, before its source",
    "links_used_before": "content/a/three.md:5: already covered on 2021-05-02: https://e.org/1",
    "future_corrections": "content/a/one.md: the correction of 2031-01-01 is in the future",
    "links_to_unpublished_articles": "content/a/one.md:9: the link to content/a/draft.md",
    "notes_on_unused_terms": "content/tags/none.md: no article has this key: none",
    "notes_on_empty_editions": "content/editions/2021-01-01.md: this edition has no article",
    "disambiguated_terms": "site.yaml: the tag A-B has the address /tags/a-b-",
    "files_not_copied": "content/media/run.html: was not copied to the site",
    "mistyped_story_keys": "content/a/one.md: its story election is spelled almost like another",
    "mistyped_section_keys": "content/a/three.md:4: its section wrold is spelled almost like",
    "accents_too_light": "site.yaml:9: accent #ffee00 is too light",
}


def credited(url: str, date: str = "") -> str:
    """A header's line with one source."""
    return f"sources: [{{name: Paper, url: '{url}'{f', date: {date}' if date else ''}}}]"


def warnings(made: Site) -> list[str]:
    """The warnings of a build, as printed."""
    return [str(it) for it in made.build().warnings]


def test_every_check_finds_its_own_on_a_careless_site(site: Make) -> None:
    assert {check.__name__ for check in CHECKS} == set(FOUND), "add what a new check finds"
    careless = "tags: [A B]\nstory: election\ncorrections: [{date: 2031-01-01, text: No.}]"
    one = article("One", "2021-05-01", careless, "\n[x](draft.md)")
    quotation = "Own words here now.\n\n> " + "word " * 50
    newer = f"tags: [A-B]\nstory: eletcion\n{credited('https://e.org/1', '2021-05-09')}"
    wrong = f"section: wrold\n{credited('https://e.org/1')}"
    note = "---\ntitle: None\n---\nText.\n"
    made = site(
        f"-- site.yaml --\n{SITE_YAML}sections: [{{key: world, title: World}}]\n"
        "theme_options:\n  accent: '#ffee00'\n"
        f"-- content/a/one.md --\n{one}"
        f"-- content/a/two.md --\n{article('Two', '2021-05-02', newer, quotation)}"
        f"-- content/a/three.md --\n{article('Three', '2021-05-03', wrong)}"
        f"-- content/a/draft.md --\n{article('Draft', '2021-05-04', 'draft: true')}"
        f"-- content/tags/none.md --\n{note}-- content/editions/2021-01-01.md --\n{note}"
        "-- content/media/run.html --\n<script></script>\n"
    )
    told = warnings(made)
    assert len(told) == len(FOUND)
    for check, start in FOUND.items():
        assert any(it.startswith(start) for it in told), check


def test_article_without_a_source_is_named(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-04')}")
    assert warnings(made) == [
        "content/a/x.md:1: credits no source\n"
        "    add sources: name and url of the report; see attribution: in site.yaml"
    ]
    made.write(f"-- site.yaml --\n{SITE_YAML}attribution: {{uncredited: allow}}\n")
    assert warnings(made) == []


def test_text_that_is_mostly_quotation_is_named_with_its_share(site: Make) -> None:
    quotation = "> " + "word " * 60
    body = f"{'own ' * 40}\n\n{quotation}"
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-05-04', credited('https://e.org/1'), body)}"
    )
    assert warnings(made) == [
        "content/a/x.md:6: 60 per cent of its text is quotation, more than 40\n"
        "    say it in your own words"
    ]
    made.write(f"-- site.yaml --\n{SITE_YAML}attribution: {{quoted: 60}}\n")
    assert warnings(made) == []


def test_short_quotation_is_never_too_long(site: Make) -> None:
    more = credited("https://e.org/1")
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-04', more, '> A few words.')}")
    assert warnings(made) == []


@pytest.mark.parametrize(
    ("date", "more", "warns"),
    [
        ("2021-05-06", "", True),
        ("2021-05-05", "", False),  # across time zones a report may bear tomorrow's date
        ("2021-05", "", False),
        ("2021-06", "", True),
        ("2021-05-06", "updated: 2021-05-06", False),
        ("2021-05-06", "corrections: [{date: 2021-05-07, text: No.}]", False),
    ],
)
def test_article_dated_before_its_source_is_named(
    site: Make, date: str, more: str, warns: bool
) -> None:
    header = f"{credited('https://e.org/1', date)}\n{more}"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-04', header)}")
    found = warnings(made)
    assert bool(found) == warns
    if warns:
        assert found[0].startswith(
            f"content/a/x.md:4: is dated 2021-05-04, before its source of {date}: Paper"
        )


def test_link_that_another_article_used_is_named_with_its_day(site: Make) -> None:
    first, second = (
        credited("https://www.e.org/1/?b=2&a=1"),
        credited("http://e.org/1?a=1&b=2&utm_source=mail#top"),
    )
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-05-04', first)}"
        f"-- content/a/y.md --\n{article('Y', '2021-05-20', second)}"
    )
    assert warnings(made) == [
        "content/a/y.md:4: already covered on 2021-05-04:"
        " http://e.org/1?a=1&b=2&utm_source=mail#top\n"
        "    the same link is in content/a/x.md"
    ]


def test_strict_build_stops_at_a_warning_and_leaves_the_old_site(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-04', credited('https://e.org/1'))}")
    made.build(strict=True)
    before = made.tree()
    made.write(f"-- content/a/y.md --\n{article('Y', '2021-05-05')}")
    with pytest.raises(ProblemsFound, match=r"content/a/y\.md:1: credits no source"):
        made.build(strict=True)
    assert made.tree() == before


def test_source_of_the_first_year_is_read_without_a_crash(site: Make) -> None:
    more = credited("https://e.org/1", "0001")
    assert warnings(site(f"-- content/a/x.md --\n{article('X', '2021-05-04', more)}")) == []
