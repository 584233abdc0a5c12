"""The sample site as its readers get it: checked by Nu, feedparser and Chromium, link by link."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html
from PIL import Image
from playwright.sync_api import Browser, expect

from docs.sample_charts import CHARTS, CONTENT, STARTER, STARTER_CHARTS
from tests.browsing import complaints_of
from tests.html_checker import said_of
from tests.samples import LATER, copied
from tests.site.test_structured_data import check, data_of
from tests.sites import AS_OF, ROOT, Site, found, tree
from tests.sizes import first_of

THEMES = ("broadsheet", "plain")
NARROW = (
    "index.html", "2021/08/toyota-output-cut.html", "world.html", "subscribe.html",
    "editions/2021-08-30.html", "stories/afghanistan-2021.html", "sources/associated-press.html",
    "sources.html", "corrections.html", "archive/2021/08.html", "about.html", "search.html",
)  # fmt: skip
TURKISH = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=THEMES)
def sample(request: pytest.FixtureRequest, built_samples: Callable[[str], Site]) -> Site:
    """The sample site, built with each theme."""
    return built_samples(request.param)


def pages(site: Site) -> list[Path]:
    """Every HTML page of a built site."""
    return sorted(site.public.rglob("*.html"))


def test_sample_is_three_weeks_of_a_digest_with_nothing_to_warn_of(sample: Site) -> None:
    report = sample.build(as_of=LATER)
    assert report.articles_in == report.articles_out == 33
    assert report.warnings == ()
    assert len(list((sample.public / "stories").glob("*.html"))) == 3
    assert len(list((sample.public / "editions").glob("*.html"))) >= 15
    languages = found(sample.page("2021/08/kabul-falls.html"), "//cite/a/@lang")
    assert "fa" in languages
    assert "2024" in sample.page("corrections.html")


def test_every_article_of_the_sample_is_a_news_article_for_search_engines(sample: Site) -> None:
    articles = [path for path in pages(sample) if path.parent.parent.name == "2021"]
    articles = [path for path in articles if path.parent.parent.parent == sample.public]
    assert len(articles) == 33
    for path in articles:
        check(data_of(path.read_text("utf-8")))


def test_nu_html_checker_finds_nothing(
    built_samples: Callable[[str], Site], tmp_path: Path, java: str
) -> None:
    arabic = Site(tmp_path / "arabic")
    shutil.copytree(ROOT / "tests/arabic", arabic.root)
    arabic.build(as_of=LATER)
    folders = [*(built_samples(theme).public for theme in THEMES), arabic.public]
    assert said_of(java, folders, warnings=True) == ""


def test_every_link_image_and_fragment_resolves(sample: Site) -> None:
    anchors = {path: set(html.parse(path).xpath("//@id")) for path in pages(sample)}
    broken = []
    for path in pages(sample):
        # The page for lost readers is shown at any depth, so its links start at the root.
        rooted = path.name == "404.html"
        base = "file:///404.html" if rooted else path.as_uri()
        parsed = html.parse(path)
        sizes = [it.split()[0] for each in parsed.xpath("//@srcset") for it in each.split(",")]
        for link in [*parsed.xpath("//@href|//@src"), *sizes]:
            target, fragment = urldefrag(urljoin(base, str(link)))
            if urlsplit(target).scheme in ("http", "https", "mailto"):
                continue
            file = Path(unquote(urlsplit(target).path))
            file = sample.public / file.relative_to("/") if rooted else file
            file = file / "index.html" if rooted and file.is_dir() else file
            if not file.is_file() or (fragment and unquote(fragment) not in anchors[file]):
                broken.append((path.name, str(link)))
    assert broken == []


def test_every_page_announces_its_feeds(sample: Site) -> None:
    for path in pages(sample):
        feeds = html.parse(path).xpath("//link[@type='application/rss+xml']/@href")
        assert feeds, path
        assert all(link.endswith(".xml") for link in feeds)


def test_feedparser_finds_no_problem_in_any_feed(sample: Site) -> None:
    files = [it.relative_to(sample.public).as_posix() for it in sample.public.rglob("*.xml")]
    feeds = [it for it in sorted(files) if "sitemap" not in it and not it.startswith("opds")]
    assert len(feeds) > 40
    for name in feeds:
        path = sample.public / name
        feed: Any = feedparser.parse(path.read_bytes())
        assert not feed.bozo, (path, feed.bozo_exception)
        assert feed.version == "rss20" and feed.feed.title
        assert feed.feed.link.endswith((".html", "/"))
        for entry in feed.entries:
            assert entry.id.startswith("tag:") and not entry.guidislink
            assert entry.author and entry.published_parsed and entry.tags
            assert entry.get("summary")
            tree = html.fragment_fromstring(entry.content[0].value, create_parent="div")
            links = tree.xpath("//@href|//@src")
            assert links and all(urlsplit(link).netloc for link in links)


def test_other_files_are_well_formed(sample: Site) -> None:
    for name in ("sitemap.xml", "feeds.opml", "sources.opml"):
        etree.parse(sample.public / name)
    assert "https://broadsheet.example/sitemap.xml" in sample.page("robots.txt")


def test_article_page_has_everything_a_news_page_has(sample: Site) -> None:
    page = html.parse(sample.public / "2021/08/kabul-falls.html")
    assert len(page.xpath("//h1")) == 1
    sources = " ".join(page.xpath("//section[@class='sources']")[0].text_content().split())
    assert "Jaraian" in sources and "Persian" in sources and "15 August 2021" in sources
    assert page.xpath("//cite/a[@lang='fa'][@dir='auto']")
    assert page.xpath("//nav[@class='tags']//a") and page.xpath("//section[@class='related']//a")
    assert page.xpath("//a[@rel='prev']") and page.xpath("//a[@rel='next']")
    assert page.xpath("//a[@href='#_top']") and page.xpath("//a[@href='#_content']")
    assert page.xpath("//time/@datetime") and page.xpath("//html[@lang='en-GB'][@dir='ltr']")


def test_page_asks_for_nothing_from_another_host_and_holds_no_script_of_its_own(
    sample: Site,
) -> None:
    for path in pages(sample):
        page = html.parse(path)
        loaded = page.xpath(
            "//img/@src|//link[@rel='stylesheet']/@href|//source/@src|//script/@src"
        )
        assert not [link for link in loaded if urlsplit(str(link)).netloc]
        assert not page.xpath("//script[not(@type='application/ld+json') and not(@src and @defer)]")
        assert not page.xpath("//style|//@style|//iframe")


@pytest.mark.parametrize("sample", ["plain"], indirect=True)
def test_plain_page_is_under_10_kilobytes_plus_its_text(sample: Site) -> None:
    for path in pages(sample):
        text = html.parse(path).getroot().text_content()
        assert path.stat().st_size - len(text.encode()) < 10_000, path
        assert not html.parse(path).xpath("//img|//link[@rel='stylesheet']")


def test_pages_open_from_disk_with_styles_and_without_complaint(
    sample: Site, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    complaints = complaints_of(page)
    page.goto((sample.public / "index.html").as_uri())
    page.click("main h2 a >> nth=0")
    page.click("text=Back to top")
    page.click("header nav a >> nth=0")
    expect(page.locator("h1")).to_have_text("World")
    if page.locator("link[rel=stylesheet]").count():
        assert page.evaluate("getComputedStyle(document.body).maxInlineSize") != "none"
    assert complaints == []
    page.close()


@pytest.mark.parametrize("scheme", first_of(["light", "dark"]))
def test_no_page_is_wider_than_a_320_pixel_screen(
    sample: Site, browser: Browser, scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for path in NARROW:
        page.goto((sample.public / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
    page.close()


def test_keyboard_reaches_the_text_first(sample: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((sample.public / "2021/08/kabul-falls.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#_content"
    page.close()


def built_by_a_process(folder: Path, output: Path, **environment: str) -> dict[str, bytes]:
    """The sample site as another process builds it, in its own surroundings."""
    command = [sys.executable, str(ROOT / "build.py"), "--site", str(folder), "--quiet"]
    subprocess.run(
        [*command, "--output", str(output), "--as-of", AS_OF],
        check=True,
        env={**os.environ, **environment},
        cwd=folder.parent,
    )
    return tree(output)


@pytest.mark.parametrize(
    "around",
    first_of(
        [
            {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", **TURKISH},
            {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
        ]
    ),
)
def test_same_sources_give_the_same_bytes_whatever_surrounds_the_build(
    around: dict[str, str], tmp_path: Path
) -> None:
    folder = copied(tmp_path / "site", "broadsheet").root
    with (folder / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("images: {widths: [480]}\n")  # one size of each picture is as good as three
    first = built_by_a_process(folder, tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    assert built_by_a_process(folder, tmp_path / "other", **around) == first
    assert len(first) > 100


@pytest.mark.parametrize("sample", ["broadsheet"], indirect=True)
def test_picture_of_the_sample_loads_in_the_size_that_fits(sample: Site, browser: Browser) -> None:
    for width, size in ((400, "480"), (900, "720")):
        page = browser.new_page(viewport={"width": width, "height": 4000}, device_scale_factor=1)
        page.goto((sample.public / "2021/08/debian-11-bullseye.html").as_uri())
        page.evaluate("Promise.all([...document.images].map(it => it.decode()))")
        (loaded,) = page.evaluate("[...document.images].map(it => it.currentSrc)")
        assert f"-packages-{size}." in loaded and loaded.endswith(".webp")
        page.close()


@pytest.mark.parametrize("folder, charts", [(CONTENT, CHARTS), (STARTER, STARTER_CHARTS)])
def test_charts_are_small_and_of_the_shape_that_front_pages_show(
    folder: Path, charts: dict[str, Any]
) -> None:
    for path, draw in charts.items():
        file = folder / path
        assert file.stat().st_size < 40_000, f"{path}: run `make charts`"
        with Image.open(file) as picture:
            assert picture.width * 2 == picture.height * 3 and picture.size == draw().size, path


@pytest.mark.parametrize("sample", ["broadsheet"], indirect=True)
def test_every_chart_of_the_sample_has_words_for_who_cannot_see_it_and_a_credit(
    sample: Site,
) -> None:
    shown = 0
    for path in pages(sample):
        if path.parent.parent.parent != sample.public or path.parent.parent.name != "2021":
            continue
        page = html.parse(path)
        for picture in page.xpath("//article//img"):
            assert len(picture.get("alt")) > 60, path
            assert "Chart: Broadsheet Sample" in page.xpath("string(//article)"), path
            shown += 1
    assert shown == len(CHARTS)
