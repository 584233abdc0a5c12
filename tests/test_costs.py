"""What an edit costs: on a site of 1,000 articles, which files change, by name."""

from datetime import date, timedelta
from pathlib import Path

import feedparser
import pytest

from tests.sites import SITE_YAML, Site, article, make_site, tree

SETTINGS = f"{SITE_YAML}author: The desk\n"
COUNT = 1000
EVERY_FORMAT = """\
feeds: {formats: [rss, atom, json], archive: true}
books: [editions, stories, months]
editions: {files: [html, text]}
offline: true
"""
FIRST = date(2018, 9, 27)
BY_HAND = {
    "feed.xml",
    "editions.xml",
    "daily.xml",
    "weekly.xml",
    "feed.json",
    "world.xml",
    "tags/peace.xml",
    "authors/the-desk.xml",
}
pytestmark = pytest.mark.slow


def source(name: str, path: str) -> str:
    """A source as a header's line gives it."""
    return f"sources: [{{name: {name}, url: 'https://{path}', language: fr}}]"


def news(number: int) -> str:
    """The file of one article: every fifth in another section, all on one tag, few in a story."""
    day = FIRST + timedelta(number)
    section = "arts" if number % 5 == 0 else "world"
    story = "story: the-treaty\n" if number in (COUNT - 3, COUNT - 40) else ""
    rare = ", Lisbon" if number == COUNT - 9 else ""
    paper = "Le Monde" if number in (COUNT - 7, COUNT - 300) else f"Paper {number % 97}"
    more = f"tags: [Peace{rare}]\n{story}{source(paper, f'p.example/{number}')}"
    return (
        f"-- content/{section}/{day}-n{number}.md --\n{article(f'Number {number}', str(day), more)}"
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of 1,000 articles, built."""
    root = tmp_path_factory.mktemp("large")
    texts = "".join(news(number) for number in range(COUNT))
    site = make_site(root, f"-- site.yaml --\n{SETTINGS}{texts}")
    assert site.build().articles_out == COUNT
    return site


@pytest.fixture
def recent(tmp_path: Path) -> Site:
    """The last 100 of these articles alone, with every format, built."""
    texts = "".join(news(number) for number in range(COUNT - 100, COUNT))
    site = make_site(tmp_path, f"-- site.yaml --\n{SETTINGS}{EVERY_FORMAT}{texts}")
    site.build()
    return site


def changed(site: Site, before: dict[str, bytes]) -> set[str]:
    """The files that are not what they were, after a build that wrote only those."""
    written = set(site.build().placed.written)
    after = tree(site.public)
    differ = {path for path in after if after[path] != before.get(path)}
    assert written == differ
    return differ


def test_added_article_changes_only_the_pages_it_enters(large: Site) -> None:
    before = tree(large.public)
    day = FIRST + timedelta(COUNT)
    assert str(day) == "2021-06-23"
    more = f"tags: [Peace, Lisbon]\nstory: the-treaty\n{source('Le Monde', 'p.example/new')}"
    large.write(f"-- content/world/{day}-new.md --\n{article('New', str(day), more)}")
    page = "2021/06/new.html"
    neighbour = "2021/06/n999.html"
    story = {"stories/the-treaty.html", "stories/the-treaty.xml"}
    edition = {"editions/2021-06-23.html", "editions/2021-06-22.html", "editions.html"}
    lists = {"world.html", "tags/peace.html", "tags/lisbon.html", "authors/the-desk.html"}
    sources = {"sources/le-monde.html"}
    indexes = {"tags.html", "sources.html", "authors.html", "stories.html"}
    archive = {"archive.html", "archive/2021.html", "archive/2021/06.html"}
    related = {"2021/06/n997.html", "2021/06/n991.html"}
    feeds = BY_HAND | {"tags/lisbon.xml"}
    rest = {"index.html", "sitemap.xml", "search/2021.js"}
    expected = {page, neighbour} | story | edition | lists | sources | indexes | archive | related
    assert changed(large, before) == expected | feeds | rest
    clean = large.root / "clean"
    large.build(output=clean)
    assert tree(clean) == tree(large.public)


def test_correction_changes_its_page_its_entries_and_its_edition_alone(large: Site) -> None:
    large.build()
    before = tree(large.public)
    path = next(large.root.glob("content/world/*-n998.md"))
    text = path.read_text("utf-8").replace(
        "tags:", "corrections: [{date: 2021-09-01, text: Paris and not Rome.}]\ntags:"
    )
    path.write_text(text, "utf-8")
    page, edition = {"2021/06/n998.html"}, {"editions/2021-06-21.html"}
    told = {"corrections.html", "corrections.xml"}
    assert changed(large, before) == page | edition | told | BY_HAND
    for name in sorted(BY_HAND - {"feed.json"}):
        old = {it.id: it for it in feedparser.parse(before[name]).entries}
        new = {it.id: it for it in feedparser.parse((large.public / name).read_bytes()).entries}
        assert new.keys() == old.keys(), name
        moved = [key for key in new if "updated" in new[key] and "updated" not in old[key]]
        assert len(moved) == 1 and ("n998" in moved[0] or "2021-06-21" in moved[0]), name
        assert "Paris and not Rome." in new[moved[0]].content[0].value
        assert new[moved[0]].updated.startswith("2021-09-01")
        assert new[moved[0]].published == old[moved[0]].published


def test_note_on_an_edition_changes_that_edition_and_what_names_it(large: Site) -> None:
    large.build()
    before = tree(large.public)
    large.write("-- content/editions/2021-06-20.md --\n---\n---\nA quiet day.\n")
    expected = {"editions/2021-06-20.html", "editions.xml", "daily.xml"}
    assert changed(large, before) == expected


def formats_of(feeds: set[str]) -> set[str]:
    """The files of RSS feeds in all formats."""
    stems = {it.removesuffix(".xml") for it in feeds if it.endswith(".xml")}
    return {f"{stem}{suffix}" for stem in stems for suffix in (".xml", ".atom.xml", ".json")}


def test_added_article_in_every_format_changes_current_feeds_its_edition_and_its_books(
    recent: Site,
) -> None:
    before = tree(recent.public)
    day = FIRST + timedelta(COUNT + 1)
    more = f"tags: [Peace]\nstory: the-treaty\n{source('Le Monde', 'p.example/newer')}"
    recent.write(f"-- content/world/{day}-newer.md --\n{article('Newer', str(day), more)}")
    differ = changed(recent, before)
    edition = {f"editions/{day}.{kind}" for kind in ("html", "epub", "png", "txt", "one.html")}
    pages_before = [it for it in before if it.startswith("editions/") and it.count(".") == 1]
    earlier = {max(it for it in pages_before if it.endswith(".html"))}  # it leads to the new one
    story, month = ({f"{it}.epub", f"{it}.png"} for it in ("stories/the-treaty", "archive/2021/06"))
    catalogs = {"opds.xml", "opds/editions.xml", "opds/stories.xml", "opds/months.xml"}
    archive = {"feed/2021-06.xml", "feed/2021-06.atom.xml"}  # of the month that is not over
    current = formats_of({*BY_HAND, "stories/the-treaty.xml"})
    pages = {it for it in differ if it.endswith((".html", ".js")) and "editions/" not in it}
    assert {"sw.js", "offline.html", "index.html"} <= pages
    files = edition | earlier | story | month | catalogs | archive | current
    assert differ - pages == files | {"sitemap.xml"}
    clean = recent.root / "clean-in-every-format"
    recent.build(output=clean)
    assert tree(clean) == tree(recent.public)
