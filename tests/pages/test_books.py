"""Which books a site has, where they are linked, and the catalog that lists them."""

from collections.abc import Callable

import feedparser
from lxml import etree
from PIL import Image

from tests.books import found as within
from tests.sites import SITE_YAML, Site, article, found, tree

Make = Callable[[str], Site]
BOOKS = f"-- site.yaml --\n{SITE_YAML}books: [editions, stories, months]\n"
DAYS = ("2020-12-30", "2021-08-20", "2021-08-21", "2021-09-01")
NEWS = "".join(
    f"-- content/world/{day}-n{day[-2:]}.md --\n{article(f'On {day}', day, 'story: talks')}"
    for day in DAYS
)
LINK = "//main//a[@type='application/epub+zip']/@href"


def catalog(site: Site, path: str) -> etree._Element:
    """A feed of the catalog."""
    return etree.fromstring((site.public / path).read_bytes())


def links(feed: etree._Element, rel: str) -> list[str]:
    """The files that the links of a kind in a feed lead to."""
    leading = within(feed, f"//atom:link[@rel='{rel}']/@href")
    return [it.removeprefix("https://example.org/") for it in leading]


def test_site_has_no_books_unless_it_asks_for_them(site: Make) -> None:
    made = site(NEWS)
    made.build()
    assert not list(made.public.rglob("*.epub")) and not (made.public / "opds.xml").exists()
    assert found(made.page("editions/2021-08-20.html"), LINK) == []
    assert "OPDS" not in made.page("subscribe.html")


def test_each_page_links_to_its_book(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    assert found(made.page("editions/2021-08-20.html"), LINK) == ["2021-08-20.epub"]
    assert found(made.page("stories/talks.html"), LINK) == ["talks.epub"]
    assert found(made.page("archive/2021/08.html"), LINK) == ["08.epub"]
    books = {path.relative_to(made.public).as_posix() for path in made.public.rglob("*.epub")}
    months = {f"archive/{month}.epub" for month in ("2020/12", "2021/08", "2021/09")}
    assert books == {f"editions/{day}.epub" for day in DAYS} | months | {"stories/talks.epub"}
    assert "opds.xml" in found(made.page("subscribe.html"), "//main//a/@href")


def test_settings_choose_kinds_of_books(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}books: stories\n{NEWS}")
    made.build()
    assert [path.name for path in made.public.rglob("*.epub")] == ["talks.epub"]
    assert found(made.page("editions/2021-08-20.html"), LINK) == []
    assert links(catalog(made, "opds.xml"), "subsection") == ["opds/stories.xml"]


def test_catalog_leads_to_every_book_with_the_newest_first(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    root = catalog(made, "opds.xml")
    shelves = ["opds/editions.xml", "opds/stories.xml", "opds/months.xml"]
    assert links(root, "subsection") == shelves
    types = within(root, "//atom:link[@rel='subsection']/@type")
    assert set(types) == {"application/atom+xml;profile=opds-catalog;kind=acquisition"}
    newest = catalog(made, "opds/editions.xml")
    acquisition = "http://opds-spec.org/acquisition/open-access"
    listed = links(newest, acquisition)
    assert listed == [f"editions/{day}.epub" for day in sorted(DAYS, reverse=True)[:3]]
    assert links(newest, "next") == ["opds/editions/2020.xml"]
    older = catalog(made, "opds/editions/2020.xml")
    assert links(older, acquisition) == ["editions/2020-12-30.epub"]
    assert links(older, "previous") == ["opds/editions.xml"] and not links(older, "next")
    for cover in links(newest, "http://opds-spec.org/image"):
        with Image.open(made.public / cover) as image:
            assert (image.format, image.size) == ("PNG", (1200, 1600))
    for path in (*shelves, "opds/editions/2020.xml"):
        for file in links(catalog(made, path), acquisition):
            assert (made.public / file).is_file()


def test_catalog_is_an_atom_feed_with_whole_dates_and_lasting_ids(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    for path in ("opds.xml", *(f"opds/{kind}.xml" for kind in ("editions", "stories", "months"))):
        feed = feedparser.parse((made.public / path).read_bytes())
        assert not feed.bozo and feed.version == "atom10", path
        assert all(it.id and it.updated_parsed and "T" in it.updated for it in feed.entries)
        assert len({it.id for it in feed.entries}) == len(feed.entries) > 0


def test_catalog_that_a_browser_opens_says_what_it_is(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    for path, style in (("opds.xml", "feed.css"), ("opds/editions.xml", "../feed.css")):
        assert f'<?xml-stylesheet type="text/css" href="{style}"?>' in made.page(path)
    assert "This is a catalog of books (OPDS)." in made.page("feed.css")


def test_new_article_changes_only_the_books_it_enters(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    before = tree(made.public)
    made.write(f"-- content/world/2021-09-01-y.md --\n{article('Y', '2021-09-01')}")
    made.build()
    after = tree(made.public)
    changed = {path for path in after if after[path] != before.get(path)}
    books = {path for path in changed if path.endswith(".epub") or "opds" in path}
    own = {"editions/2021-09-01.epub", "archive/2021/09.epub"}
    assert books == own | {"opds/editions.xml", "opds/months.xml"}


def test_correction_is_told_by_the_catalog_at_its_own_time(site: Make) -> None:
    made = site(BOOKS + NEWS)
    made.build()
    more = "story: talks\ncorrections: [{date: 2021-10-01, text: It was Rome.}]"
    made.write(f"-- content/world/2021-08-20-n20.md --\n{article('On 2021-08-20', DAYS[1], more)}")
    made.build()
    feed = feedparser.parse((made.public / "opds/editions.xml").read_bytes())
    times = {it.title: it.updated for it in feed.entries}
    assert times["Friday, August 20, 2021"].startswith("2021-10-01")
    assert times["Saturday, August 21, 2021"].startswith("2021-08-21")


def test_site_without_articles_has_no_catalog(site: Make) -> None:
    made = site(BOOKS)
    made.build()
    assert not (made.public / "opds.xml").exists()
