"""Articles without a title: what stands in for it, and what feeds say."""

import json
from collections.abc import Callable

import feedparser
import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, found

Make = Callable[[str], Site]
TEXT = "The bridge is open again. It had been closed since May, and few had missed it at all."
FILE = "-- content/world/2021-05-01-bridge.md --\n---\nuntitled: true\n{more}---\n{text}\n"
FORMATS = f"-- site.yaml --\n{SITE_YAML}feeds: {{formats: [rss, atom, json]}}\n"


def untitled(text: str = TEXT, more: str = "") -> str:
    """The file of an article without a title."""
    return FILE.format(text=text, more=more)


def headings(made: Site, path: str, level: int) -> list[str]:
    """The headings of a page."""
    return [it.text_content() for it in found(made.page(path), f"//main//h{level}")]


def test_first_sentence_stands_in_for_a_title(site: Make) -> None:
    made = site(untitled())
    made.build()
    assert headings(made, "2021/05/bridge.html", 1) == ["The bridge is open again."]
    assert "<title>The bridge is open again. – The Test" in made.page("2021/05/bridge.html")


def test_report_stands_in_where_there_is_no_text(site: Make) -> None:
    report = "sources: [{name: Le Monde, url: 'https://e.org/a', title: Le pont}]\n"
    made = site(untitled("", report))
    made.build()
    assert headings(made, "2021/05/bridge.html", 1) == ["Le pont"]


def test_list_shows_the_whole_summary_once(site: Make) -> None:
    made = site(untitled())
    made.build()
    assert headings(made, "world.html", 2) == [TEXT]
    assert made.page("world.html").count("few had missed it") == 1


def test_entry_has_no_title_in_rss_and_json_and_the_first_words_in_atom(site: Make) -> None:
    made = site(FORMATS + untitled())
    made.build()
    (entry,) = feedparser.parse(made.page("feed.xml")).entries
    assert "title" not in entry and entry.summary == TEXT
    (item,) = json.loads(made.page("feed.json"))["items"]
    assert "title" not in item and TEXT in item["content_html"]
    (entry,) = feedparser.parse(made.page("feed.atom.xml")).entries
    assert entry.title == "The bridge is open again."


def test_entry_of_headlines_alone_has_its_first_words(site: Make) -> None:
    headlines = FORMATS.replace("feeds: {", "feeds: {content: headlines, ")
    made = site(headlines + untitled())
    made.build()
    (entry,) = feedparser.parse(made.page("feed.xml")).entries
    assert entry.title == "The bridge is open again."
    (item,) = json.loads(made.page("feed.json"))["items"]
    assert item["content_text"] == "The bridge is open again."


@pytest.mark.parametrize("content", ["full", "titles"])
def test_edition_names_it_once_and_leads_to_it(site: Make, content: str) -> None:
    settings = f"-- site.yaml --\n{SITE_YAML}editions: {{content: {content}}}\n"
    made = site(settings.replace("titles", "summary") + untitled())
    made.build()
    page = made.page("editions/2021-05-01.html")
    assert found(page, "//article[@class='story']//a/@href")[0] == "../2021/05/bridge.html"


@pytest.mark.parametrize("content", ["full", "summary"])
@pytest.mark.parametrize("feed", ["daily.xml", "weekly.xml", "editions.xml"])
def test_entry_of_a_day_or_week_has_its_words_once_and_leads_to_it(
    site: Make, content: str, feed: str
) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}feeds: {{content: {content}}}\n{untitled()}")
    made.build()
    (entry,) = feedparser.parse(made.page(feed)).entries
    shown = entry.content[0].value if "content" in entry else entry.summary
    assert shown.count("The bridge is open again") == 1
    assert found(shown, "//a[contains(@href, 'bridge')]")[0].text_content() == "May 1, 2021"


@pytest.mark.parametrize("content", ["full", "summary"])
def test_plain_text_of_an_edition_has_its_words_once_and_its_address(
    site: Make, content: str
) -> None:
    editions = f"editions: {{files: [text], content: {content}}}\n"
    made = site(f"-- site.yaml --\n{SITE_YAML}{editions}{untitled()}")
    made.build()
    text = made.page("editions/2021-05-01.txt")
    assert text.count("The bridge is open again") == 1
    assert "May 1, 2021 [1]" in text and "https://example.org/2021/05/bridge.html" in text


def test_report_without_words_of_its_own_keeps_its_heading_in_a_day(site: Make) -> None:
    report = "sources: [{name: Le Monde, url: 'https://e.org/a', title: Le pont}]\n"
    made = site(untitled("", report))
    made.build()
    (entry,) = feedparser.parse(made.page("daily.xml")).entries
    assert [it.text_content() for it in found(entry.content[0].value, "//h3")] == ["Le pont"]


def test_identity_and_address_stay_when_the_words_change(site: Make) -> None:
    made = site(untitled())
    made.build()
    before = feedparser.parse(made.page("feed.xml")).entries[0].id
    made.write(untitled("Other words.")).build()
    (entry,) = feedparser.parse(made.page("feed.xml")).entries
    assert entry.id == before and headings(made, "2021/05/bridge.html", 1) == ["Other words."]


@pytest.mark.parametrize(
    ("front_matter", "text", "said"),
    [
        ("untitled: false\n", TEXT, "the front matter has no title"),
        ("untitled: true\n", "", "has neither a title nor a text"),
        ("tags: [a]\n", TEXT, "the front matter has no title"),
    ],
)
def test_article_needs_either_a_title_or_a_text(
    site: Make, front_matter: str, text: str, said: str
) -> None:
    made = site(f"-- content/a/2021-05-01-b.md --\n---\n{front_matter}---\n{text}\n")
    with pytest.raises(ProblemsFound, match=said):
        made.build()
