"""Searching as readers do it: the index by year, and the page in Chromium, straight from disk."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from broadsheet.site.search_index import SHARD_BYTES, shortened
from broadsheet.text.typography import typeset
from tests.browsing import complaints_of
from tests.sites import SITE_YAML, Site, article, found, make_site

Make = Callable[[str], Site]
MILLISECONDS = 120_000  # for what takes one, on any machine
SETTINGS = f"-- site.yaml --\n{SITE_YAML}sections: [{{key: world, title: The world}}]\n"


def news(name: str, date: str, more: str = "", body: str = "A text.", title: str = "") -> str:
    """The file of an article in the section world."""
    return f"-- content/world/{name}.md --\n{article(title or name.title(), date, more, body)}"


def shard(site: Site, path: str) -> Any:
    """The articles that a part of the index hands over."""
    (call,) = re.findall(r"^broadsheetSearch\.shard\((.*)\);$", site.page(path), re.DOTALL)
    return json.loads(f"[{call}]")[1]


def shards(site: Site) -> dict[str, bytes]:
    """Every part of the index."""
    return {path: it for path, it in site.tree().items() if path.startswith("search/")}


def test_year_holds_its_articles_newest_first_with_all_that_a_result_shows(site: Make) -> None:
    more = "tags: [Bridges]\nsources: [{name: Le Monde, url: 'https://e.org/'}]\nsummary: In short."
    made = site(
        f"{SETTINGS}"
        + news("one", "2021-05-01 23:00", more, "Some *te*xt<br>with [a link](two.md).")
        + news("two", "2021-05-02", "language: ar\nauthor: Ann Lee", title="عنوان")
        + news("three", "2020-12-31")
    )
    made.build()
    assert set(shards(made)) == {"search/2020.js", "search/2021.js"}
    two, one = shard(made, "search/2021.js")
    assert one == {
        "title": "One",
        "link": "2021/05/one.html",
        "day": "2021-05-01",
        "section": "The world",
        "language": "en",
        "direction": "ltr",
        "standfirst": "In short.",
        "names": "Bridges, Le Monde",
        "text": "Some text with a link.",
        "further": "",
    }
    assert (two["title"], two["language"], two["direction"]) == ("عنوان", "ar", "rtl")
    assert two["names"] == "Ann Lee"


def test_search_offers_stories_and_finds_their_articles_by_the_storys_title(site: Make) -> None:
    note = "---\ntitle: The long treaty\n---\nHow it *began*.\n"
    made = site(
        f"{SETTINGS}-- content/stories/treaty.md --\n{note}"
        + news("one", "2020-05-01", "story: treaty\ntags: [Peace]")
        + news("two", "2021-05-02", "story: treaty")
    )
    made.build()
    one, story = shard(made, "search/2020.js")
    assert one["names"] == "The long treaty, Peace"
    assert [it["names"] for it in shard(made, "search/2021.js")] == ["The long treaty"]
    assert (story["title"], story["link"]) == ("The long treaty", "stories/treaty.html")
    assert (story["section"], story["day"]) == ("Developing story", "2020-05-01")
    assert (story["language"], story["text"]) == ("en", "How it began.")


def test_newer_article_of_a_story_leaves_the_older_parts_of_the_index_alone(site: Make) -> None:
    made = site(news("one", "2020-05-01", "story: treaty"))
    made.build()
    before = shards(made)
    made.write(news("two", "2021-05-02", "story: treaty")).build()
    assert shards(made)["search/2020.js"] == before["search/2020.js"]
    assert [it["title"] for it in shard(made, "search/2020.js")] == ["One", "Treaty"]


def test_shard_changes_only_when_its_years_articles_do(site: Make) -> None:
    made = site(
        news("one", "2020-05-01", "tags: [peace]", "See [two](two.md).") + news("two", "2021-05-01")
    )
    made.build()
    before = shards(made)
    page = made.page("search.html")
    added = "".join(news(f"n{day}", f"2021-06-{day:02}", "tags: [PEACE]") for day in range(1, 9))
    report = made.write(added).build()
    assert {path for path in report.placed.written if path.startswith("search")} == {
        "search/2021.js"
    }
    assert shards(made)["search/2020.js"] == before["search/2020.js"]
    assert made.page("search.html") == page
    made.write(news("one", "2020-05-01", "tags: [peace]", "Another text."))
    assert "search/2020.js" in made.build().placed.written


def test_long_year_is_parted_and_its_closed_parts_never_change(site: Make) -> None:
    body = " ".join(f"word{number}" for number in range(3000))
    times = [f"2021-01-01 {number // 60:02}:{number % 60:02}" for number in range(80)]
    made = site("".join(news(f"n{at}", time, "", body) for at, time in enumerate(times)))
    made.build()
    before = shards(made)
    assert set(before) == {"search/2021.js", "search/2021-2.js"}
    for content in before.values():
        assert len(content) <= SHARD_BYTES and len(gzip.compress(content)) < 300_000
    made.write(news("new", "2021-02-01")).build()
    assert shards(made)["search/2021.js"] == before["search/2021.js"]
    assert shard(made, "search/2021-2.js")[0]["title"] == "New"
    (parts,) = found(made.page("search.html"), "//form/@data-shards")
    assert parts == "search/2021-2.js search/2021.js"


def test_long_text_is_found_by_its_last_words_too() -> None:
    text, further = shortened("Start. " + "again and again " * 600 + "The end, Épilogue!")
    assert text.startswith("Start. again") and "pilogue" not in text
    assert further == "end the épilogue"


@pytest.mark.parametrize("sign", ["</script><script>alert(1)</script>", "\"'\\"])
def test_nothing_in_a_shard_can_act(site: Make, sign: str) -> None:
    quoted = json.dumps(sign)
    more = f"tags: [{quoted}]\nsummary: {quoted}"
    made = site(news("one", "2021-05-01", more, "`<b>` and a\u2028b\u2029c", quoted))
    made.build()
    text = made.page("search/2021.js")
    assert "<" not in text and "\u2028" not in text and "\u2029" not in text
    (one,) = shard(made, "search/2021.js")
    shown = typeset(sign, "en")
    assert (one["title"], one["standfirst"], one["names"]) == (shown, shown, sign)
    assert one["text"] == "<b> and a b c"


def test_site_without_an_article_has_a_search_page_that_says_so(site: Make) -> None:
    made = site("")
    made.build()
    assert "There is no article yet." in made.page("search.html")
    scripts = found(made.page("search.html"), "//script/@src")
    assert shards(made) == {} and not [it for it in scripts if "search" in it]


ARABIC = "وصلت المساعدات إلى المدينة أمس."
ARTICLES = (
    news("kabul", "2021-08-15", "", "The city of **Kabul** fell on Sunday. " * 9, "Kabul falls")
    + news("tokyo", "2021-08-08", "language: ja", "日本の東京で閉会式が行われた。", "東京五輪")
    + news("madina", "2021-05-02", "language: ar", ARABIC, "أَخبار المَدِينة")
    + news("cafe", "2020-05-03", "language: fr", "Les cafés rouvrent.", "Le Café de Flore")
    + news("delhi", "2020-05-04", "language: hi", "नई दिल्ली में बैठक।", "दिल्ली")
    + news("bangkok", "2020-05-05", "language: th", "นายกรัฐมนตรีเดินทางถึงกรุงเทพ", "ข่าว")
    + news("tags", "2020-05-06", "tags: [C++]", "Nothing.", "A <b>language</b> & more")
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A built site with articles of many scripts, in two years."""
    made = make_site(tmp_path_factory.mktemp("search") / "site", SETTINGS + ARTICLES)
    made.build()
    return made


@pytest.fixture
def page(world: Site, browser: Browser) -> Iterator[Page]:
    """The search page, opened from disk without a network; nothing may be complained of."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto((world.public / "search.html").as_uri())
    yield page
    context.close()
    assert complaints == []


def titles(page: Page, query: str = "") -> list[str]:
    """The titles of the results, once all shards are read; the query is typed if there is one."""
    if query:
        page.fill("#_query", query)
    expect(page.locator("#_found")).to_contain_text("found", timeout=MILLISECONDS)
    return page.locator("#_results h2").all_inner_texts()


def test_result_shows_title_date_section_and_a_snippet_with_the_words_found(page: Page) -> None:
    assert page.evaluate("typeof MiniSearch") == "undefined"
    page.keyboard.press("Tab")
    page.focus("#_query")
    page.keyboard.type("kabul")
    assert titles(page) == ["Kabul falls"]
    assert page.inner_text("#_found") == "Articles found: 1"
    (result,) = page.locator("#_results li").all()
    assert result.locator("a").get_attribute("href") == "2021/08/kabul.html"
    assert result.locator("time").inner_text() == "August 15, 2021"
    assert result.locator(".facts").inner_text() == "The world August 15, 2021"
    assert "… " not in result.locator(".summary").inner_text()[:2]
    assert set(result.locator("mark").all_inner_texts()) == {"Kabul"}
    for _ in ("year", "order", "result"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kabul.html")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("日本", "東京五輪"),
        ("会", "東京五輪"),
        ("五輪", "東京五輪"),
        ("المدينة", "أَخبار المَدِينة"),
        ("مدينه", "أَخبار المَدِينة"),
        ("اخبار", "أَخبار المَدِينة"),
        ("مُسَاعَدَات", "أَخبار المَدِينة"),
        ("cafe", "Le Café de Flore"),
        ("CAFÉ", "Le Café de Flore"),
        ("cafe\u0301s", "Le Café de Flore"),
        ("दिल्ली", "दिल्ली"),
        ("กรุงเทพ", "ข่าว"),
        ("c++", "A <b>language</b> & more"),
        ("lang", "A <b>language</b> & more"),
        ("languege", "A <b>language</b> & more"),
        ("the world sunday", "Kabul falls"),
    ],
)
def test_words_of_any_script_are_found_in_any_spelling(page: Page, query: str, title: str) -> None:
    assert titles(page, query) == [title]
    assert page.locator("#_results mark").count() > 0 or query == "c++"


def test_marks_and_directions_follow_the_articles_script(page: Page) -> None:
    titles(page, "東京")
    assert page.locator("#_results mark").all_inner_texts() == ["東京", "東京"]
    titles(page, "المدينة")
    assert page.locator("#_results h2[lang=ar][dir=rtl]").count() == 1
    assert page.locator("#_results .summary[lang=ar][dir=rtl]").count() == 1


PLACES = f"{SITE_YAML}sections: [{{key: world, title: The world}}, {{key: arts, title: Arts}}]\n"
FILLER = "A long text that says little. " * 30


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A built site with two sections and two years, all articles on one bridge."""
    long = "word " * 1500 + "and the bridge at the very end, with a cormorant."
    texts = (
        f"-- site.yaml --\n{PLACES}"
        + news("deep", "2021-05-01", "", f"{FILLER} Then the bridge fell. {FILLER}")
        + news("old", "2020-05-01", "", "The bridge, the bridge and the bridge.", "The bridge")
        + news("far", "2021-05-02", "", long)
        + f"-- content/arts/song.md --\n{article('Song', '2020-06-01', '', 'A bridge in a song.')}"
        + news(
            "han", "2021-05-03", "language: zh", "每周五发布。" * 40 + "大桥开通了。" + "完。" * 90
        )
    )
    made = make_site(tmp_path_factory.mktemp("places") / "site", texts)
    made.build()
    return made


@pytest.fixture
def at(places: Site, browser: Browser) -> Iterator[Page]:
    """The search page of that site."""
    page = browser.new_page()
    page.goto((places.public / "search.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize(
    ("query", "title", "start"),
    [("bridge fell", "Deep", 60), ("大桥", "Han", 14), ("cormorant", "Far", 260)],
)
def test_snippet_shows_the_match_near_its_beginning(
    at: Page, query: str, title: str, start: int
) -> None:
    titles(at, query)
    (result,) = at.locator("#_results li", has_text=title).all()
    snippet = result.locator(".summary").inner_text()
    marked = result.locator(".summary mark").all_inner_texts()
    assert marked and 0 < snippet.index(marked[0]) < start
    assert snippet.startswith("… ") == (title != "Far")


def test_results_of_one_section_or_year_alone_may_be_shown(at: Page) -> None:
    assert set(titles(at, "bridge")) == {"The bridge", "Deep", "Far", "Song"}
    at.get_by_label("Section", exact=True).select_option("Arts")
    assert titles(at) == ["Song"]
    at.get_by_label("Section", exact=True).select_option("All sections")
    at.get_by_label("Year").select_option("2021")
    assert set(titles(at)) == {"Deep", "Far"}
    assert at.inner_text("#_found") == "Articles found: 2"


def test_results_stand_in_the_order_that_the_reader_chose(at: Page) -> None:
    assert titles(at, "bridge")[0] == "The bridge"
    at.get_by_label("Order").select_option("Newest first")
    assert titles(at) == ["Far", "Deep", "Song", "The bridge"]


def test_choices_are_kept_in_the_address(at: Page, places: Site) -> None:
    at.goto((places.public / "search.html").as_uri() + "?q=bridge&year=2020&order=newest")
    assert titles(at) == ["Song", "The bridge"]
    at.get_by_label("Section", exact=True).select_option("Arts")
    at.wait_for_url("**/search.html?q=bridge&year=2020&order=newest&section=Arts")


def test_site_with_one_section_and_one_year_offers_no_choice_of_them(site: Make) -> None:
    made = site(news("one", "2021-05-01"))
    made.build()
    assert found(made.page("search.html"), "//form//select/@id") == ["_order"]


def test_other_words_find_nothing_and_the_page_says_so(page: Page) -> None:
    assert titles(page, "दल") == []
    assert titles(page, "xylophone") == []
    assert page.inner_text("#_found").startswith("Nothing found.")
    page.fill("#_query", "")
    assert page.inner_text("#_found") == ""


def test_more_results_are_shown_on_request(site: Make, browser: Browser) -> None:
    made = site("".join(news(f"n{day}", f"2021-05-{day:02}") for day in range(1, 31)))
    made.build()
    page = browser.new_page()
    page.goto((made.public / "search.html").as_uri())
    assert len(titles(page, "text")) == 20
    assert page.inner_text("#_found") == "Articles found: 30"
    page.click("#_more")
    assert page.locator("#_results li").count() == 30
    twenty_first = page.locator("#_results a").nth(20)
    assert twenty_first.evaluate("link => link === document.activeElement")
    assert not page.locator("#_more").is_visible()
    page.close()


def test_what_cannot_be_read_is_told_and_the_rest_is_searched(site: Make, browser: Browser) -> None:
    made = site(news("one", "2021-05-01") + news("two", "2020-05-01"))
    made.build()
    (made.public / "search/2021.js").unlink()
    page = browser.new_page()
    page.goto((made.public / "search.html").as_uri())
    assert titles(page, "text") == ["Two"]
    assert page.inner_text("#_found").endswith("A part of the articles could not be searched.")
    page.close()


def test_words_in_the_address_are_searched_and_kept_there(page: Page, world: Site) -> None:
    page.goto((world.public / "search.html").as_uri() + "?q=caf%C3%A9")
    assert page.input_value("#_query") == "café"
    assert titles(page) == ["Le Café de Flore"]
    page.fill("#_query", "日本")
    kept = re.compile(re.escape("?q=%E6%97%A5%E6%9C%AC") + "$")
    expect(page).to_have_url(kept, timeout=MILLISECONDS)


def test_without_script_the_page_leads_on(world: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((world.public / "search.html").as_uri())
    assert not page.locator("#_query").is_visible()
    assert "needs JavaScript" in page.inner_text("main")
    links = page.locator("main a").evaluate_all("links => links.map(it => it.getAttribute('href'))")
    indexes = ["stories.html", "authors.html", "tags.html", "sources.html"]
    assert links == ["archive.html", *indexes, "world.html"]
    context.close()


def test_pages_may_run_the_sites_own_scripts_alone(world: Site) -> None:
    for path in world.public.rglob("*.html"):
        (policy,) = found(path.read_text("utf-8"), "//meta[@http-equiv]/@content")
        assert "default-src 'none';" in policy and "script-src 'self' file:;" in policy, path
        assert "unsafe" not in policy
