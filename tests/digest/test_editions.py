"""Editions: what they gather, how they read, what their feed carries."""

from collections.abc import Callable

import feedparser
import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
SECTIONS = "sections: [{key: world, title: World}, {key: arts, title: Arts}]\n"


def news(path: str, date: str, body: str = "A text.", more: str = "") -> str:
    """The file of an article with a source."""
    url = f"https://e.org/{path}"
    header = f"sources: [{{name: Paper, url: '{url}'}}]\n{more}"
    title = path.rpartition("/")[2].title()
    return f"-- content/{path}.md --\n{article(title, date, header, body)}"


def with_settings(text: str) -> str:
    """A `site.yaml` with two sections and more."""
    return f"-- site.yaml --\n{SITE_YAML}{SECTIONS}{text}\n"


def order(page: str, *words: str) -> list[str]:
    """The words in the order in which the page's text below its contents has them."""
    return sorted(words, key=page.partition("</nav>\n</header>")[2].index)


def test_edition_holds_the_articles_of_its_day_by_the_sites_calendar(site: Make) -> None:
    made = site(
        with_settings("").replace("timezone: UTC", "timezone: Pacific/Auckland")
        + news("world/late", "2021-05-04 23:30 +0000")
        + news("world/day", "2021-05-05")
        + news("world/before", "2021-05-04")
    )
    made.build()
    page = made.page("editions/2021-05-05.html")
    assert "Late" in page and "Day" in page
    assert "Before" not in page.partition("Earlier edition")[0]
    assert 'href="2021-05-04.html" rel="prev"' in page


def test_sections_stand_in_their_order_unless_the_note_says_otherwise(site: Make) -> None:
    files = (
        news("arts/song", "2021-05-05")
        + news("world/vote", "2021-05-05 09:00")
        + news("world/storm", "2021-05-05 10:00")
        + news("loose", "2021-05-05")
    )
    made = site(with_settings("") + files)
    made.build()
    page = made.page("editions/2021-05-05.html")
    names = ("Vote", "Storm", "Song", "Loose")
    assert order(page, *(f"{name}</a></h3>" for name in names)) == [
        f"{name}</a></h3>" for name in names
    ]
    made.write(
        "-- content/editions/2021-05-05.md --\n---\ntitle: Our day\nnumber: 12\n"
        "order: [arts/song.md, storm.md]\n---\nRead [the song](song.md) first.\n"
    )
    made.build()
    page = made.page("editions/2021-05-05.html")
    wanted = [f"{name}</a></h3>" for name in ("Song", "Storm", "Vote", "Loose")]
    assert order(page, *wanted) == wanted
    assert "Edition 12" in page and "<h1>Our day</h1>" in page
    assert 'Read <a href="#_article-song">the song</a> first.' in page
    assert '<a href="editions/2021-05-05.html">Our day</a>' in made.page("editions.html")


def test_mistakes_in_an_editions_note_are_problems_with_their_line(site: Make) -> None:
    made = site(
        with_settings("")
        + news("world/vote", "2021-05-05")
        + news("world/storm", "2021-05-06")
        + "-- content/editions/2021-05-05.md --\n---\norder:\n  - votes.md\n  - storm.md\n---\n"
        + "-- content/editions/may.md --\n---\n---\nText.\n"
    )
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert [str(it).partition("\n")[0] for it in found.value.problems] == [
        "content/editions/2021-05-05.md:3: this edition has no article votes.md",
        "content/editions/2021-05-05.md:4: this edition has no article storm.md",
        "content/editions/may.md: its name is not that of an edition: there is one every day",
    ]


def test_anchors_and_headings_of_several_articles_stay_apart_on_one_page(site: Make) -> None:
    body = "Text[^1]. See [below](#part).\n\n## Part\n\nMore.\n\n[^1]: A note."
    made = site(
        with_settings("")
        + news("world/same", "2021-05-05", body)
        + news("arts/other", "2021-05-05", body)
    )
    made.build()
    page = made.page("editions/2021-05-05.html")
    assert '<h4 id="_article-same--part">' in page
    assert 'href="#_article-other--part"' in page
    assert "<h2 id" not in page.partition('class="part"')[2]


def test_link_from_one_article_to_another_of_the_edition_stays_on_its_page(site: Make) -> None:
    vote = "See [all](song.md), [a part](song.md#part), [me](vote.md) and [before](old.md)."
    made = site(
        with_settings("lite: true")
        + news("world/vote", "2021-05-05", vote)
        + news("arts/song", "2021-05-05", "Text.\n\n## Part\n\nMore.")
        + news("arts/old", "2021-05-04")
    )
    made.build()
    for place, old in (("", "../2021/05/old.html"), ("lite/", "../2021/05/old.html")):
        page = made.page(f"{place}editions/2021-05-05.html")
        hrefs = found(page, "//article[@id='_article-vote']//p/a[not(@rel)]/@href")
        links = ["#_article-song", "#_article-song--part", "#_article-vote", old]
        assert [it for it in hrefs if it in links] == links
        ids = set(found(page, "//@id"))
        assert {it.removeprefix("#") for it in links[:3]} <= ids
    alone = found(made.page("2021/05/vote.html"), "//p/a/@href")
    assert {"song.html", "song.html#part"} <= set(alone)
    assert "https://example.org/2021/05/song.html#part" in made.page("editions.xml")


def test_link_in_an_edition_of_summaries_leads_to_the_article(site: Make) -> None:
    made = site(
        with_settings("editions: {content: summary}")
        + news("arts/song", "2021-05-05", "Text.\n\n## Part\n\nMore.")
        + "-- content/editions/2021-05-05.md --\n---\n---\nRead [it](song.md#part).\n"
    )
    made.build()
    assert 'href="../2021/05/song.html#part"' in made.page("editions/2021-05-05.html")


def test_edition_of_summaries_leaves_the_texts_out(site: Make) -> None:
    files = news("world/vote", "2021-05-05", "First.\n\nSecond.", "summary: In short.")
    made = site(with_settings("editions: {content: summary}") + files)
    made.build()
    for page in (made.page("editions/2021-05-05.html"), made.page("editions.xml")):
        assert "In short." in page and "Second." not in page and "e.org" in page


def test_entry_of_the_feed_holds_the_whole_edition(site: Make) -> None:
    made = site(
        with_settings("")
        + news("world/vote", "2021-05-05", "The vote.")
        + news("arts/song", "2021-05-05", "The song, as [in](vote.md).")
        + "-- content/editions/2021-05-05.md --\n---\n---\nA good day.\n"
    )
    made.build()
    (entry,) = feedparser.parse(made.page("editions.xml")).entries
    text = entry.content[0].value
    for words in ("A good day.", "World", "The vote.", "Arts", "The song", "e.org/arts/song"):
        assert words in text
    assert 'href="https://example.org/2021/05/vote.html"' in text
    assert entry.id == "tag:example.org,2021-05-05:edition-2021-05-05"
    assert "Wednesday" in entry.title


def test_week_is_in_the_feed_once_it_is_over(site: Make) -> None:
    made = site(with_settings("editions: {every: week}") + news("world/vote", "2021-05-05"))
    made.build(as_of="2021-05-09")
    assert "Vote" in made.page("editions/2021-w18.html")
    assert feedparser.parse(made.page("editions.xml")).entries == []
    made.build(as_of="2021-05-10")
    assert len(feedparser.parse(made.page("editions.xml")).entries) == 1


def test_identity_of_an_edition_stays_when_it_grows(site: Make) -> None:
    made = site(with_settings("") + news("world/vote", "2021-05-05"))
    made.build()
    (before,) = feedparser.parse(made.page("editions.xml")).entries
    made.write(news("world/storm", "2021-05-05 12:00"))
    made.build()
    (after,) = feedparser.parse(made.page("editions.xml")).entries
    assert (after.id, after.link) == (before.id, before.link)


def test_two_articles_of_one_slug_have_places_of_their_own_in_an_edition(site: Make) -> None:
    made = site(
        with_settings("permalink: /{section}/{slug}.html")
        + news("world/vote", "2021-05-05")
        + news("arts/vote", "2021-05-05", more="id: another")
    )
    made.build()
    page = made.page("editions/2021-05-05.html")
    assert 'id="_article-vote"' in page and 'id="_article-vote~2"' in page


def test_article_without_a_section_can_be_put_first_and_nothing_twice(site: Make) -> None:
    files = (
        with_settings("")
        + news("foo", "2021-05-05")
        + news("world/foo", "2021-05-05 09:00", more="id: b\nslug: f")
    )
    note = "-- content/editions/2021-05-05.md --\n---\norder: [{}]\n---\n"
    made = site(files + note.format("world/foo.md, /foo.md"))
    made.build()
    with pytest.raises(ProblemsFound, match=r"/foo\.md is listed twice"):
        made.write(note.format("/foo.md, /foo.md")).build()


@pytest.mark.parametrize("slug", ["top", "content", "contents"])
def test_article_never_takes_a_place_of_the_page_itself(site: Make, slug: str) -> None:
    made = site(with_settings("") + news(f"world/{slug}", "2021-05-05"))
    made.build()
    page = made.page("editions/2021-05-05.html")
    assert page.count(f'id="_{slug}"') <= 1
