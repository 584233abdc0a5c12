"""The page of all feeds: by kind, with how often each has something new, for any device."""

from collections.abc import Callable

import pytest
import segno
from lxml import etree, html
from playwright.sync_api import Browser

from tests.browsing import complaints_of
from tests.sites import SITE_YAML, Site, article, found
from tests.sizes import first_of
from tests.static_host import Host

Make = Callable[[str], Site]
TEXT = article("One", "2021-05-01", "tags: [Peace]\nauthor: Ann Lee\nstory: The treaty")
ONE = f"-- content/world/x.md --\n{TEXT}"


def test_page_offers_the_feeds_of_the_whole_site_with_their_cadence(site: Make) -> None:
    made = site(ONE)
    made.build()
    page = made.page("subscribe.html")
    assert found(page, "//ul[@class='offers']//h3/text()") == [
        *("Every article", "Editions", "Daily", "Weekly", "Corrections")
    ]
    assert [str(it.xpath("string()")) for it in html.fromstring(page).iter("code")] == [
        f"https://example.org/{name}.xml"
        for name in ("feed", "editions", "daily", "weekly", "corrections")
    ]
    assert found(page, "//h2/text()")[1:5] == ["Sections", "Stories", "Authors", "Tags"]
    assert "World" in found(page, "//ul[@class='index feeds']//a/text()")


def test_every_feed_of_the_site_is_on_the_page_and_in_the_list_for_readers(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}feeds: {{formats: [rss, atom, json]}}\n{ONE}")
    made.build()
    page = made.page("subscribe.html")
    linked = {str(it) for it in found(page, "//main//a/@href")}
    feeds = {it for it in made.tree() if it.endswith((".xml", ".json")) and "sitemap" not in it}
    assert feeds <= linked
    outline = etree.fromstring(made.page("feeds.opml").encode()).iter("outline")
    listed = {str(it.get("xmlUrl")).removeprefix("https://example.org/") for it in outline}
    assert listed == {it for it in feeds if it.endswith(".xml") and ".atom." not in it}


def test_code_of_each_offer_is_a_picture_of_its_address(site: Make) -> None:
    made = site(ONE)
    made.build()
    for source in found(made.page("subscribe.html"), "//ul[@class='offers']//img/@src"):
        svg = etree.fromstring((made.public / source).read_bytes())
        assert svg.tag == "{http://www.w3.org/2000/svg}svg" and svg.get("viewBox")
    moved = SITE_YAML.replace("https://example.org/", "https://example.net/")
    before = made.page("codes/feed.xml.svg")
    made.write(f"-- site.yaml --\n{moved}").build()
    assert made.page("codes/feed.xml.svg") != before


# A canvas as wide as the code has modules: 1 for each that is dark.
MODULES = """async ([svg, side]) => {
  const picture = new Image();
  picture.src = "data:image/svg+xml;base64," + btoa(svg);
  await picture.decode();
  const canvas = new OffscreenCanvas(side * 8, side * 8).getContext("2d");
  canvas.drawImage(picture, 0, 0, side * 8, side * 8);
  const dark = (x, y) => canvas.getImageData(x * 8 + 4, y * 8 + 4, 1, 1).data[0] < 128;
  const all = [...Array(side).keys()];
  return all.map((y) => all.map((x) => Number(dark(x, y))));
}"""


def test_code_that_a_browser_shows_has_the_modules_of_the_address(
    site: Make, browser: Browser
) -> None:
    made = site(ONE)
    made.build()
    page = browser.new_page()
    for name in ("feed", "weekly"):
        code = segno.make(f"https://example.org/{name}.xml", error="m", boost_error=False)
        expected = [[int(bool(it)) for it in row] for row in code.matrix_iter(border=4)]
        svg = made.page(f"codes/{name}.xml.svg")
        assert page.evaluate(MODULES, [svg, len(expected)]) == expected
    page.close()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_button_copies_the_address_or_says_that_it_could_not(
    site: Make, browser: Browser, is_allowed: bool
) -> None:
    made = site(ONE)
    made.build()
    host = Host(made.public)
    context = browser.new_context()
    clipboard = ["clipboard-read", "clipboard-write"]
    context.grant_permissions(clipboard if is_allowed else ["geolocation"])  # refuses all others
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(f"{host.url}subscribe.html")
    button = page.locator("button.copy").first
    assert button.get_attribute("aria-label") == "Copy the address: Every article"
    button.click()
    page.wait_for_function("document.querySelector('button.copy').textContent.includes('opied')")
    if is_allowed:
        assert button.inner_text() == "Copied"
        assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/feed.xml"
    else:
        assert button.inner_text() == "Not copied"
        assert page.evaluate("String(getSelection())") == "https://example.org/feed.xml"
    assert complaints == []
    context.close()
    host.off()


@pytest.mark.parametrize(
    "language", first_of(["ar", "zh-Hans", "de", "en", "es", "fa", "fr", "hi", "ja"], 2)
)
def test_style_of_feeds_is_a_style_sheet_in_every_language(site: Make, language: str) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML.replace('language: en', f'language: {language}')}")
    made.build()
    contents = [it for it in made.page("feed.css").splitlines() if "content: " in it]
    assert len(contents) == 2
    assert all(it.count('"') == 2 and "\\" not in it for it in contents)
