"""Stories, sources, corrections, authors and the archive, as readers find them."""

from collections.abc import Callable

import feedparser
from lxml import etree
from playwright.sync_api import Browser

from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]


def news(name: str, date: str, more: str = "", body: str = "A text.") -> str:
    """The file of an article in the section world."""
    return f"-- content/world/{name}.md --\n{article(name.title(), date, more, body)}"


def titles(site: Site, path: str, where: str) -> list[str]:
    """The words of the elements at an XPath of a page."""
    elements = found(site.page(path), where)
    return [" ".join(element.text_content().split()) for element in elements]


def test_storys_timeline_is_oldest_first_and_marks_the_newest(site: Make) -> None:
    dated = [("one", "2021-05-01"), ("two", "2021-05-03"), ("three", "2021-05-02")]
    made = site("".join(news(name, date, "story: the-treaty") for name, date in dated))
    made.build()
    assert titles(made, "stories/the-treaty.html", "//ol/li/h2") == ["One", "Three", "Two"]
    assert titles(made, "stories/the-treaty.html", "//li[@class='newest']/h2") == ["Two"]
    assert titles(made, "stories/the-treaty.html", "//h1") == ["The treaty"]
    feed = feedparser.parse(made.page("stories/the-treaty.xml"))
    assert [entry.title for entry in feed.entries] == ["Two", "Three", "One"]
    assert titles(made, "stories.html", "//main//li/a") == ["The treaty"]


def test_article_of_a_story_leads_to_what_was_before_and_what_came_since(site: Make) -> None:
    days = ("2021-05-01", "2021-05-02", "2021-05-03")
    names = ("one", "two", "three")
    made = site("".join(news(*pair, "story: The Treaty") for pair in zip(names, days, strict=True)))
    made.build()
    steps = "//section[@aria-labelledby='_story']/ul[1]/li"
    assert titles(made, "2021/05/two.html", steps) == [
        "Previously May 1, 2021 One",
        "Since then May 3, 2021 Three",
    ]
    assert titles(made, "2021/05/one.html", steps) == ["Since then May 2, 2021 Two"]


SOURCES = """\
sources:
  - {name: Le Monde, title: Le pont, url: 'https://e.org/1', language: fr, date: 2021-05-01}
  - {name: LE MONDE, title: Der Rest, url: 'https://e.org/2', language: de, access: paywall}
  - {name: Paper, url: 'https://e.org/3', access: registration, archive: 'https://a.org/3'}
"""


def test_source_has_a_page_with_where_how_often_and_in_which_languages(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", SOURCES)
        + news("two", "2021-05-02", "sources: [{name: le monde, url: 'https://e.org/4'}]")
    )
    made.build()
    assert titles(made, "sources/le-monde.html", "//ul[@class='list uses']/li/h2") == ["Two", "One"]
    facts = titles(made, "sources/le-monde.html", "//header[@class='heading']/p[@class='facts']")
    assert facts == ["Credited in 2 articles German, French"]
    index = "//main//ul/li"
    assert titles(made, "sources.html", index) == ["Le Monde 2", "Paper 1"]


def test_article_shows_of_each_source_what_the_front_matter_says(site: Make) -> None:
    made = site(news("one", "2021-05-01", SOURCES))
    made.build()
    listed = titles(made, "2021/05/one.html", "//section[@class='sources']//li")
    assert listed == [
        "Le pont Le Monde May 1, 2021 French",
        "Der Rest LE MONDE German behind a paywall",
        "Report in Paper free with registration kept copy all from this source",
    ]
    page = made.page("2021/05/one.html")
    titled = "//cite/a[@lang='fr'][@hreflang='fr'][@dir='auto']/@href"
    assert found(page, titled) == ["https://e.org/1"]
    assert found(page, "//span[@class='publisher']/a/@href")[0] == "../../sources/le-monde.html"


def test_language_of_a_report_is_said_where_it_is_not_the_pages(site: Make) -> None:
    sources = "sources: [{name: P, title: A, url: 'https://e.org/1', language: en-GB}]"
    made = site(news("one", "2021-05-01", sources))
    made.build()
    assert titles(made, "2021/05/one.html", "//section[@class='sources']//li") == ["A P"]
    facts = titles(made, "sources/p.html", "//header[@class='heading']/p[@class='facts']")
    assert facts == ["Credited in 1 article"]


def test_line_of_facts_keeps_its_direction_beside_a_text_in_another(site: Make) -> None:
    more = "language: ar\nauthor: Ann Lee\nsources: [{name: الأهرام, url: 'https://e.org/1'}]"
    made = site(news("one", "2021-05-01", more, "أعلن الرئيس"))
    made.build()
    (line,) = found(made.page("index.html"), "//article[@dir='rtl']/p[contains(@class, 'facts')]")
    assert (line.get("dir"), line.get("lang")) == ("ltr", "en")
    assert [it.text_content() for it in line.xpath(".//bdi")] == ["الأهرام"]
    header = "//article/header[@dir='rtl'][@lang='ar']"
    assert found(made.page("2021/05/one.html"), f"{header}/h1[not(@dir)]")
    lines = found(made.page("2021/05/one.html"), f"{header}/p[@dir='ltr']")
    assert [it.get("class") for it in lines] == ["label across", "facts across"]


def test_headline_in_arabic_is_as_large_as_one_in_the_pages_language(
    site: Make, browser: Browser
) -> None:
    made = site(news("one", "2021-05-01", "language: ar") + news("two", "2021-05-02"))
    made.build()
    page = browser.new_page()
    sizes = []
    for name in ("one", "two"):
        page.goto((made.public / f"2021/05/{name}.html").as_uri())
        sizes.append(page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize"))
    page.close()
    assert sizes[0] == sizes[1]


def test_byline_stands_below_the_standfirst_on_an_article_and_in_an_edition(site: Make) -> None:
    made = site(news("one", "2021-05-01", "author: Ann Lee\nsummary: In short."))
    made.build()
    for path, within in (("2021/05/one.html", "header"), ("editions/2021-05-01.html", "article")):
        classes = found(made.page(path), f"//main//{within}/p/@class")
        assert classes.index("standfirst") < classes.index("facts"), path


def test_feeds_of_sources_stand_in_an_outline_for_feed_readers(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", SOURCES)
        + "-- content/sources/le-monde.md --\n---\ntitle: Le <Monde>\nspellings: [Le Monde]\n"
        "url: https://e.org/\nfeed: 'https://e.org/rss?a=1&b=2'\n---\n"
    )
    made.build()
    (outline,) = etree.fromstring(made.page("sources.opml").encode()).iter("outline")
    assert {str(name): value for name, value in outline.attrib.items()} == {
        "type": "rss",
        "text": "Le <Monde>",
        "title": "Le <Monde>",
        "xmlUrl": "https://e.org/rss?a=1&b=2",
    }


def test_list_of_sources_feeds_is_there_once_one_is_known(site: Make) -> None:
    made = site(news("one", "2021-05-01", SOURCES))
    made.build()
    link = "//a[contains(@href, 'sources.opml')]"
    assert not (made.public / "sources.opml").exists()
    assert found(made.page("sources.html"), link) == []
    note = "---\ntitle: Le Monde\nfeed: https://e.org/rss\n---\n"
    made.write(f"-- content/sources/le-monde.md --\n{note}").build()
    assert (made.public / "sources.opml").exists()
    assert len(found(made.page("sources.html"), link)) == 1


def test_correction_stands_on_its_article_its_edition_its_page_and_in_the_feeds(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", "corrections: [{date: 2021-06-02, text: Paris not Rome.}]")
        + news("two", "2021-05-02", "corrections: [{date: 2021-06-01, text: Nine not six.}]")
    )
    made.build()
    for path in ("2021/05/one.html", "editions/2021-05-01.html", "corrections.html"):
        assert "Paris not Rome." in made.page(path) and 'datetime="2021-06-02"' in made.page(path)
    feed = feedparser.parse(made.page("corrections.xml"))
    assert [entry.summary for entry in feed.entries] == ["Paris not Rome.", "Nine not six."]
    assert feed.entries[0].id == "tag:example.org,2021-05-01:one#correction-2021-06-02"
    assert feed.entries[0].link == "https://example.org/2021/05/one.html#_corrections"
    entry = feedparser.parse(made.page("feed.xml")).entries[1]
    assert "Correction, June 2, 2021: Paris not Rome." in entry.content[0].value
    assert entry.updated == "2021-06-02T00:00:00+00:00"


def test_correction_is_in_a_feed_of_summaries_too(site: Make) -> None:
    made = site(
        f"-- site.yaml --\n{SITE_YAML}feeds: {{content: summary}}\n"
        + news("one", "2021-05-01", "corrections: [{date: 2021-06-02, text: Paris not Rome.}]")
    )
    made.build()
    (entry,) = feedparser.parse(made.page("feed.xml")).entries
    assert entry.summary == "Correction, June 2, 2021: Paris not Rome. A text."


def test_correction_waits_for_its_day(site: Make) -> None:
    made = site(news("one", "2021-05-01", "corrections: [{date: 2021-06-02, text: No.}]"))
    warnings = [it.text for it in made.build(as_of="2021-06-01").warnings]
    assert "the correction of 2021-06-02 is in the future" in warnings
    assert "Corrections</h2>" not in made.page("2021/05/one.html")
    made.build(as_of="2021-06-02")
    assert "Corrections</h2>" in made.page("2021/05/one.html")


def test_author_has_a_page_and_a_feed(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", "author: [Ann Lee, Bo Ek]")
        + news("two", "2021-05-02", "author: ANN LEE")
    )
    made.build()
    assert titles(made, "authors/ann-lee.html", "//main//h2") == ["Two", "One"]
    assert len(feedparser.parse(made.page("authors/bo-ek.xml")).entries) == 1
    links = found(made.page("2021/05/one.html"), "//a[@rel='author']/@href")
    assert links == ["../../authors/ann-lee.html", "../../authors/bo-ek.html"]
    assert titles(made, "authors.html", "//main//li") == ["Ann Lee 2", "Bo Ek 1"]


def test_archive_leads_from_years_to_months_to_days(site: Make) -> None:
    made = site(
        news("one", "2020-12-31")
        + news("two", "2021-05-01")
        + news("three", "2021-05-02")
        + news("four", "2021-05-02 09:00")
    )
    made.build()
    assert titles(made, "archive.html", "//main//li") == ["2021 3", "2020 1"]
    assert titles(made, "archive/2021.html", "//main//li") == ["May 2021 3"]
    assert titles(made, "archive/2021/05.html", "//main//h2") == [
        "Sunday, May 2, 2021",
        "Saturday, May 1, 2021",
    ]
    assert titles(made, "archive/2021/05.html", "//main//li") == ["Four", "Three", "Two"]


def test_related_articles_stand_under_what_they_share_said_once(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", "tags: [Ebola, Guinea]")
        + news("two", "2021-05-02", "tags: [ebola]")
        + news("three", "2021-05-03", "tags: [Guinea]")
        + news("four", "2021-05-04", "tags: [ebola]")
    )
    made.build()
    near = "//section[@aria-labelledby='_related']"
    page = "2021/05/one.html"
    assert titles(made, page, f"{near}/p") == ["Also on ebola", "Also on Guinea"]
    assert titles(made, page, f"{near}/ul[1]/li") == ["Four", "Two"]
    assert titles(made, page, f"{near}/ul[2]/li") == ["Three"]


def test_members_of_a_story_do_not_stand_under_related_again(site: Make) -> None:
    made = site(
        news("one", "2021-05-01", "story: s\ntags: [Ebola]")
        + news("two", "2021-05-02", "story: S\ntags: [Ebola]")
        + news("three", "2021-05-03", "tags: [Ebola]")
    )
    made.build()
    near = "//section[@aria-labelledby='_related']//li"
    assert titles(made, "2021/05/one.html", near) == ["Three"]
    assert titles(made, "2021/05/three.html", near) == ["Two", "One"]


def test_site_whose_sources_have_no_feed_has_no_list_of_them(site: Make) -> None:
    made = site(news("one", "2021-05-01", SOURCES))
    made.build()
    assert not (made.public / "sources.opml").exists()
    assert "sources.opml" not in made.page("sources.html")


def test_front_page_leads_to_the_latest_edition(site: Make) -> None:
    made = site(news("one", "2021-05-01") + news("two", "2021-05-02"))
    made.build()
    assert 'href="editions/2021-05-02.html"' in made.page("index.html")


def test_every_feed_is_listed_once_for_readers_and_for_machines(site: Make) -> None:
    made = site(news("one", "2021-05-01", "story: s\ntags: [T]\nauthor: Ann"))
    made.build()
    outlines = list(etree.fromstring(made.page("feeds.opml").encode()).iter("outline"))
    named = {outline.get("xmlUrl", "").removeprefix("https://example.org/") for outline in outlines}
    there = {path for path in made.tree() if path.endswith(".xml")} - {
        "sitemap.xml",
        "news-sitemap.xml",
    }
    assert named == there and len(outlines) == len(named)


def test_second_correction_of_a_day_takes_no_older_ones_identity(site: Make) -> None:
    made = site(news("one", "2021-05-01", "corrections: [{date: 2021-06-02, text: Zulu.}]"))
    made.build()
    (before,) = feedparser.parse(made.page("corrections.xml")).entries
    both = "corrections: [{date: 2021-06-02, text: Zulu.}, {date: 2021-06-02, text: Alpha.}]"
    made.write(news("one", "2021-05-01", both))
    made.build()
    ids = {it.summary: it.id for it in feedparser.parse(made.page("corrections.xml")).entries}
    assert ids == {"Zulu.": before.id, "Alpha.": f"{before.id}-2"}


def test_picture_and_pointer_reach_the_edition_and_the_feeds(site: Make) -> None:
    more = "image: {file: b.png, alt: A bridge, caption: Open.}\nvia: {name: Cy, url: 'https://cy.org/'}"
    made = site(news("one", "2021-05-01", more))
    made.put("content/world/b.png", picture()).build()
    assert 'src="../media/world/b.png" alt="A bridge"' in made.page("editions/2021-05-01.html")
    for path in ("feed.xml", "editions.xml"):
        content = feedparser.parse(made.page(path)).entries[0].content[0].value
        assert 'src="https://example.org/media/world/b.png"' in content
        assert 'Via <a href="https://cy.org/">Cy</a>' in content


def test_editions_and_corrections_keep_to_the_caps_of_feeds(site: Make) -> None:
    more = "corrections: [{{date: 2021-{0:02}-20, text: No.}}]"
    made = site(
        f"-- site.yaml --\n{SITE_YAML}feeds: {{days: 40}}\n"
        + "".join(
            news(f"n{month}", f"2021-{month:02}-01", more.format(month)) for month in range(1, 9)
        )
    )
    made.build()
    for path in ("feed.xml", "editions.xml", "corrections.xml"):
        assert len(feedparser.parse(made.page(path)).entries) == 2, path
