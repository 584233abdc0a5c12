"""Published addresses stay alive: pages redirect, feeds go on, and what is gone says so."""

from collections.abc import Callable

import feedparser
import pytest

from broadsheet.building import up_to_date as up_to_date
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publishing.ledger import record
from broadsheet.site.gone import gone_addresses
from docs.contract import planned
from tests.sites import SITE_YAML, Site, article, found

DRAFT = "\ndraft: true"
Make = Callable[[str], Site]
X = f"-- content/a/x.md --\n{article('X', '2021-01-01', 'tags: [Golang]')}"
GO = f"-- content/a/go.md --\n{article('Go', '2021-01-02', 'tags: [Go]')}"


def published(site: Make, text: str = X + GO) -> Site:
    """A site that was built and published once."""
    made = site(text)
    made.build()
    record(made.root, made.public)
    return made


def settle(site: Site, more: str) -> None:
    """Give the settings more lines."""
    site.write(f"-- site.yaml --\n{SITE_YAML}{more}\n")


def problems(site: Site) -> tuple[Problem, ...]:
    """What stops the build."""
    with pytest.raises(ProblemsFound) as stopped:
        site.build()
    return stopped.value.problems


def leads_to(site: Site, path: str) -> str:
    """Where a page redirects."""
    return str(found(site.page(path), "//link[@rel='canonical']/@href")[0])


def test_deleted_article_stops_the_build_and_the_old_site_stays(site: Make) -> None:
    made = published(site)
    before = made.tree()
    (made.root / "content/a/x.md").unlink()
    first, second = problems(made)
    assert made.tree() == before
    assert str(first) == (
        "content/published.txt:4: the site would lose what was published at: /2021/01/x.html,"
        " the page of content/a/x.md\n"
        "    if it stands in another file now, add to the front matter there:\n"
        "    aliases: [/2021/01/x.html]\n"
        "    if it is gone for good, add to site.yaml:\n"
        "    gone:\n"
        "      /2021/01/x.html:  # why, if readers should know\n"
        "    or bring the file back with an expires in the past: then its tags and sources need"
        " nothing"
    )
    assert "/tags/golang.html and 1 more, of the tag Golang" in second.text
    assert 'tags: {aliases: {"Golang": NEW NAME}}' in second.hint


def test_offered_lines_settle_all_when_copied_one_below_the_other(site: Make) -> None:
    made = published(site)
    (made.root / "content/a/x.md").unlink()
    first, second = (it.hint for it in problems(made))
    article_lines = first.partition("site.yaml:\n")[2].partition("\nor bring")[0]
    settle(made, f"{article_lines}\n{second.rpartition(' in site.yaml:')[2]}")
    made.build()
    assert "why" not in made.page("2021/01/x.html")
    (made.root / "content/a/go.md").unlink()
    assert all("add under gone: in site.yaml:\n  /" in it.hint for it in problems(made))


def test_article_that_comes_back_to_expire_needs_no_more_lines(site: Make) -> None:
    made = published(site)
    made.write(X.replace("tags:", "expires: 2021-01-02\ntags:"))
    made.build()
    assert "noindex" in made.page("2021/01/x.html") and "noindex" in made.page("tags/golang.html")


def test_renamed_file_is_named_with_the_line_to_write_there(site: Make) -> None:
    made = published(site, GO + X.replace("a/x.md", "a/bridge-falls.md"))
    (made.root / "content/a/bridge-falls.md").rename(made.root / "content/a/bridge-fell.md")
    (problem,) = problems(made)
    hint = "if it is content/a/bridge-fell.md now, add to the front matter there:"
    assert hint in problem.hint and "aliases: [/2021/01/bridge-falls.html]" in problem.hint
    more = "tags: [Golang]\naliases: [/2021/01/bridge-falls.html]"
    made.write(f"-- content/a/bridge-fell.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    assert leads_to(made, "2021/01/bridge-falls.html").endswith("/2021/01/bridge-fell.html")


def test_line_that_the_build_offers_makes_a_page_that_says_so(site: Make) -> None:
    made = published(site, X + GO + X.replace("a/x.md", "a/y.md"))
    (made.root / "content/a/x.md").unlink()
    settle(made, "gone:\n  /2021/01/x.html: A court said so.")
    made.build()
    page = made.page("2021/01/x.html")
    assert "A court said so." in page and '<meta name="robots" content="noindex">' in page
    assert "2021/01/x.html" not in made.page("sitemap.xml")
    settle(made, "gone: [/2021/01/x.html]")
    made.build()
    assert "The editors have removed what was at this address." in made.page("2021/01/x.html")
    german = SITE_YAML.replace("language: en", "language: de")
    made.write(f"-- site.yaml --\n{german}gone: [/2021/01/x.html]\n")
    made.build()
    assert "Seite entfernt" in made.page("2021/01/x.html")


def test_new_permalink_leads_every_old_address_to_its_article(site: Make) -> None:
    made = published(site)
    settle(made, "permalink: '/{slug}/'")
    made.build()
    assert leads_to(made, "2021/01/x.html") == "https://example.org/x/"
    assert leads_to(made, "2021/01/go.html") == "https://example.org/go/"


def test_dated_file_that_moves_to_another_section_is_the_same_article(site: Make) -> None:
    settings = f"-- site.yaml --\n{SITE_YAML}permalink: '/{{section}}/{{slug}}.html'\n"
    other = f"-- content/a/2021-01-02-y.md --\n{article('Y', '2021-01-02')}"
    made = published(site, settings + X.replace("a/x.md", "a/2021-01-01-x.md") + other)
    (made.root / "content/b").mkdir()
    (made.root / "content/a/2021-01-01-x.md").rename(made.root / "content/b/2021-01-01-x.md")
    made.build()
    assert leads_to(made, "a/x.html") == "https://example.org/b/x.html"
    record(made.root, made.public)
    assert "/a/x.html\tcontent/b/2021-01-01-x.md" in ledger_text(made)


def ledger_text(site: Site) -> str:
    """The ledger of a site."""
    return (site.root / "content/published.txt").read_text("utf-8")


def test_merged_tag_leads_on_and_its_feed_goes_on_with_the_same_entries(site: Make) -> None:
    made = published(site)
    settle(made, "tags: {aliases: {Golang: Go}}")
    made.build()
    assert leads_to(made, "tags/golang.html") == "https://example.org/tags/go.html"
    assert made.page("tags/golang.xml") == made.page("tags/go.xml")
    assert [it.title for it in feedparser.parse(made.page("tags/golang.xml")).entries] == [
        "Go",
        "X",
    ]
    record(made.root, made.public)
    assert "/tags/golang.xml\ttag: Go\n" in ledger_text(made)


def test_other_address_of_a_tag_keeps_the_first_one(site: Make) -> None:
    made = published(site)
    settle(made, "tags: {slugs: {Golang: g}}")
    made.build()
    assert leads_to(made, "tags/golang.html") == "https://example.org/tags/g.html"
    assert made.page("tags/golang.xml") == made.page("tags/g.xml")


@pytest.mark.parametrize(
    ("before", "after", "note", "old", "new"),
    [
        ("section: b", "section: c", "sections/c", "b", "c"),
        ("story: pact", "story: treaty", "stories/treaty", "stories/pact", "stories/treaty"),
        ("author: Ann", "author: Bo", "authors/bo", "authors/ann", "authors/bo"),
    ],
)
def test_alias_in_a_note_keeps_the_page_and_the_feed_of_a_list(
    site: Make, before: str, after: str, note: str, old: str, new: str
) -> None:
    made = published(site, f"{GO}-- content/a/x.md --\n{article('X', '2021-01-01', before)}")
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', after)}")
    assert all(it.path == "content/published.txt" for it in problems(made))
    text = f"---\ntitle: New\naliases: [/{old}.html]\n---\n"
    made.write(f"-- content/{note}.md --\n{text}")
    if note.startswith("authors"):
        made.write(f"-- content/{note}.md --\n{text.replace('New', 'Bo')}")
    made.build()
    assert leads_to(made, f"{old}.html") == f"https://example.org/{new}.html"
    assert made.page(f"{old}.xml") == made.page(f"{new}.xml")


def test_part_of_a_list_that_shrank_leads_to_the_list(site: Make) -> None:
    made = published(site, f"-- site.yaml --\n{SITE_YAML}per_page: 1\n{X}{GO}")
    assert "/a/1.html\tsection: A\n" in ledger_text(made)
    settle(made, "per_page: 20")
    made.build()
    assert leads_to(made, "a/1.html") == "https://example.org/a.html"


def test_expired_article_gets_its_tombstone_by_itself(site: Make) -> None:
    made = published(site)
    more = "tags: [Golang]\nexpires: 2021-06-01"
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    assert "published for a limited time" in made.page("2021/01/x.html")
    assert "nothing at this address at the moment" in made.page("tags/golang.html")
    assert feedparser.parse(made.page("tags/golang.xml")).entries == []
    assert "nothing at this address at the moment" in made.page("editions/2021-01-01.html")
    gone = gone_addresses(planned(made.root), ())
    assert gone == ("/2021/01/x.html",)


def test_article_that_is_a_draft_again_leaves_a_page_until_it_returns(site: Make) -> None:
    made = published(site)
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', 'draft: true')}")
    settle(made, "gone: ['/tags/golang.*']")
    made.build()
    assert "nothing at this address at the moment" in made.page("2021/01/x.html")
    assert gone_addresses(planned(made.root), ()) == ("/tags/golang.html",)
    made.write(X)
    made.build()
    assert "<h1>X</h1>" in made.page("2021/01/x.html").replace(' class="title"', "")


def test_edition_that_has_other_bounds_now_leads_to_the_one_with_its_days(site: Make) -> None:
    made = published(site)
    settle(made, "editions: {every: month}")
    made.build()
    assert leads_to(made, "editions/2021-01-01.html").endswith("/editions/2021-01.html")


def test_edition_whose_article_got_another_day_leads_there(site: Make) -> None:
    made = published(site)
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-03', 'tags: [Golang]')}")
    made.build()
    assert leads_to(made, "editions/2021-01-01.html").endswith("/editions/2021-01-03.html")


def test_anchor_of_an_article_that_left_an_edition_stays_there_and_leads_on(site: Make) -> None:
    other = f"-- content/a/y.md --\n{article('Y', '2021-01-01')}"
    made = published(site, X + other)
    assert "2021-01-01#x" in ledger_text(made)
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-02', 'tags: [Golang]')}")
    made.build()
    page = made.page("editions/2021-01-01.html")
    (moved,) = found(page, "//*[@id='_article-x']")
    assert moved.xpath(".//a/@href") == ["../2021/01/x.html"]


def test_dropped_format_of_feeds_is_a_problem_that_a_pattern_settles(site: Make) -> None:
    made = published(site, f"-- site.yaml --\n{SITE_YAML}feeds: {{formats: [rss, json]}}\n{X}{GO}")
    settle(made, "feeds: {formats: [rss]}")
    texts = [it.text for it in problems(made)]
    assert any("/tags/golang.json, of the tag Golang" in text for text in texts)
    settle(made, "feeds: {formats: [rss]}\ngone: ['/*.json']")
    made.build()
    assert feedparser.parse(made.page("tags/golang.xml")).entries


def test_address_that_comes_back_beats_its_tombstone_with_a_warning(site: Make) -> None:
    made = published(site)
    settle(made, "gone: [/2021/01/x.html]")
    warnings = made.build().warnings
    (warning,) = (it for it in warnings if it.path == "site.yaml")
    assert warning.line == 7
    assert warning.text == "gone: the site has this address again: /2021/01/x.html"
    assert "A short text." in made.page("2021/01/x.html")


def test_address_that_a_folder_answers_needs_no_page(site: Make) -> None:
    made = published(site, f"-- site.yaml --\n{SITE_YAML}permalink: '/{{slug}}'\n{X}{GO}")
    settle(made, "permalink: '/{slug}/'")
    made.build()
    assert (made.public / "x/index.html").is_file()
    settle(made, "permalink: '/{slug}/{slug}.html'")
    record(made.root, made.public)
    made.build()
    assert leads_to(made, "x/index.html") == "https://example.org/x/x.html"


def test_before_the_first_publication_nothing_is_a_problem(site: Make) -> None:
    made = site(X + GO)
    made.build()
    (made.root / "content/a/x.md").unlink()
    assert made.build().articles_out == 1


def test_many_lost_addresses_are_shown_in_part(site: Make) -> None:
    made = published(site, GO + "".join(X.replace("a/x.md", f"a/x{it}.md") for it in range(30)))
    for path in (made.root / "content/a").glob("x*.md"):
        path.unlink()
    of_articles = [it for it in problems(made) if "the page of" in it.text]
    assert len(of_articles) == 30 and len({it.kind for it in of_articles}) == 1


def test_edit_of_the_ledger_is_noticed_and_its_record_is_not_a_change(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "RESTED_NS", 0)
    made = site(X + GO)
    made.build()
    manifest = next((made.root / ".broadsheet").glob("manifest-*.json"))
    before = manifest.stat().st_mtime_ns
    record(made.root, made.public)
    assert made.build().rendered == () and manifest.stat().st_mtime_ns == before
    with (made.root / "content/published.txt").open("a") as ledger:
        ledger.write("/was.html\tcontent/a/x.md\n")
    made.build()
    assert leads_to(made, "was.html") == "https://example.org/2021/01/x.html"


def test_ledger_is_neither_copied_nor_called_a_stray_file(site: Make) -> None:
    made = published(site)
    assert not any("published" in path for path in made.tree())
    assert not [it for it in made.build(strict=False).warnings if "published" in it.path]


def test_feed_that_has_ended_is_still_known_for_what_it_was(site: Make) -> None:
    made = published(site)
    more = "tags: [Golang]\nexpires: 2021-06-01"
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    record(made.root, made.public)
    assert "/tags/golang.xml\ttag: Golang\n" in ledger_text(made)


def test_alias_of_a_list_is_recorded_as_the_list(site: Make) -> None:
    note = "-- content/sections/a.md --\n---\naliases: [/old.html]\n---\n"
    assert "/old.html\tsection: A\n" in ledger_text(published(site, X + GO + note))


def test_alias_of_an_article_that_is_a_draft_again_waits_with_it(site: Make) -> None:
    more = "tags: [Golang]\naliases: [/old.html]"
    made = published(site, f"{GO}-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.write(f"-- content/a/x.md --\n{article('X', '2021-01-01', f'{more}{DRAFT}')}")
    made.build()
    assert "nothing at this address at the moment" in made.page("old.html")
