"""Before a site is published, addresses that nothing has any more are counted, and named on
request."""

from collections.abc import Callable

import pytest

from broadsheet.building import up_to_date as up_to_date
from broadsheet.building.report import lost_lines
from broadsheet.publishing.ledger import record
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
GO = f"-- content/a/go.md --\n{article('Go', '2021-01-02', 'tags: [Go]')}"
X = f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Golang]')}"


EARLIER = "1 address of earlier builds is gone; --explain lists it"


def told(site: Site, everything: bool = True) -> list[str]:
    """What a build says of lost addresses; all of them with `everything`, as under --explain."""
    report = site.build()
    return list(lost_lines(report.placed.lost, report.unpublished, everything))


def named(lines: list[str]) -> list[str]:
    """The lines about single addresses, without advice."""
    return [line for line in lines if not line.startswith(" ")]


def test_article_given_a_future_time_is_unpublished_and_not_gone(site: Make) -> None:
    made = site(X)
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2999-01-01', 'tags: [Golang]')}")
    reason = "scheduled for 2999-01-01 00:00 +0000"
    assert told(made) == [f"gone for now: /2021/01/x.html  content/a/x.md: {reason}"]
    made.write(GO)
    assert told(made) == []
    (made.root / "content/a/x.md").unlink()
    count = "2 addresses of earlier builds are gone; --explain lists them"
    assert told(made, everything=False) == [count]
    assert [line.split()[1] for line in named(told(made))] == [
        "/2021/01/x.html",
        "/tags/golang.html",
    ]


def test_article_that_is_deleted_while_it_is_unpublished_is_gone_then(site: Make) -> None:
    made = site(X + GO)
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'draft: true')}")
    made.build()
    (made.root / "content/a/x.md").unlink()
    made.build()
    lines = told(made)
    assert "gone: /2021/01/x.html  was the page of content/a/x.md" in lines


def test_lost_address_is_named_until_an_alias_settles_it(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "RESTED_NS", 0)
    made = site(GO)
    made.build()
    slug = "slug: went\ntags: [Go]"
    made.write(f"-- content/a/go.md --\n{article('Go', '2021-01-02', slug)}")
    now = "was the page of content/a/go.md, which is now at /2021/01/went.html"
    line = f"gone: /2021/01/go.html  {now}"
    assert told(made, everything=False) == [EARLIER]
    assert told(made, everything=False) == [EARLIER]  # from the record, as the next one
    assert named(told(made)) == [line]
    made.write("-- content/a/other.md --\n" + article("Other", "2021-01-02", "tags: [Go]"))
    assert told(made, everything=False) == [EARLIER]
    assert named(told(made)) == [line]
    slug += "\naliases: [/2021/01/go.html]"
    made.write(f"-- content/a/go.md --\n{article('Go', '2021-01-02', slug)}")
    assert told(made) == [] and told(made) == []


def test_tag_that_is_removed_is_named_with_its_feed(site: Make) -> None:
    made = site(X + GO)
    made.build()
    (made.root / "content/a/x.md").write_text(article("X", "2021-01-01", "tags: [Go]"))
    text = "was the page of the tag Golang, with the feed /tags/golang.xml"
    assert named(told(made)) == [f"gone: /tags/golang.html  {text}"]


def test_advice_for_a_merged_tag_settles_its_address(site: Make) -> None:
    made = site(X)
    made.build()
    settings = f"{SITE_YAML}tags: {{aliases: {{golang: Go}}}}\n"
    made.write(f"-- site.yaml --\n{settings}")
    gone, advice = told(made)
    assert gone.startswith("gone: /tags/golang.html")
    assert "tags: {slugs: {NEW NAME: golang}}" in advice
    settings = f"{SITE_YAML}tags: {{aliases: {{golang: Go}}, slugs: {{Go: golang}}}}\n"
    made.write(f"-- site.yaml --\n{settings}")
    lines = named(told(made))
    assert [line for line in lines if "golang" in line] == []


@pytest.mark.parametrize(
    ("more", "address", "advice"),
    [
        (
            "sources: [{name: Le Monde, url: 'https://e.org/1'}]",
            "/sources/le-monde.html",
            "content/sources/le-monde.md",
        ),
        ("author: Ann", "/authors/ann.html", "content/authors/ann.md"),
        ("story: treaty", "/stories/treaty.html", "story: treaty"),
        ("section: world", "/world.html", "key: world"),
    ],
)
def test_every_kind_of_list_that_vanishes_is_named_with_what_to_do(
    site: Make, more: str, address: str, advice: str
) -> None:
    made = site(f"{GO}-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    lines = told(made)
    assert [line.split()[1] for line in named(lines)] == [address]
    assert any(advice in line for line in lines)


def test_pages_of_the_text_only_edition_are_not_named_beside_the_others(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}lite: true\n{X}{GO}")
    made.build()
    (made.root / "content/a/x.md").unlink()
    assert [line.split()[1] for line in named(told(made))] == [
        "/2021/01/x.html",
        "/tags/golang.html",
    ]


@pytest.mark.parametrize("recorded", ["", "[]", "{}", '{"version": 1, "inputs": "x"}'])
def test_seal_of_another_version_costs_a_build_and_nothing_else(
    site: Make, monkeypatch: pytest.MonkeyPatch, recorded: str
) -> None:
    monkeypatch.setattr(up_to_date, "RESTED_NS", 0)
    made = site(X)
    made.build()
    (path,) = (made.root / ".broadsheet").glob("last-build-*.json")
    path.write_text(recorded)
    assert made.build().articles_out == 1


def test_published_site_is_told_of_no_lost_address_as_none_is_lost(site: Make) -> None:
    made = site(X + GO)
    made.build()
    record(made.root, made.public)
    other_slug = "slug: new\ntags: [Golang]"
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', other_slug)}")
    assert told(made) == []
    assert "/2021/01/new.html" in made.page("2021/01/x.html")
