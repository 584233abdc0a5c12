"""From opening the desk to a published edition of eight items, counted in keys; sixty feeds of all
kinds are read for it. The pictures of docs/desk.md are taken on the way, if they are asked for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypedDict

import pytest
from lxml.html import document_fromstring
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PATIENCE, complaints_of, faults_of
from tests.desk_server.a_day import DAY, STORIES, Hands, day_at_the_desk
from tests.desk_server.feed_town import feed_town
from tests.desk_server.pictures import Pictures
from tests.desk_server.running import START, Running, report, reported, running_desk
from tests.desk_server.town_site import town_client, town_site
from tests.sites import ROOT

MOST = 60  # clicks and keys


class Size(TypedDict, total=False):
    """Of a picture, if it is not the usual one."""

    width: int
    height: int


WIDE = Size(width=1440, height=900)
FERRY = "content/world/2026-01-30-ferry-off-norrhaven-freed-by-the-tide.md"
# Which state of the page is on which picture, and how it is taken.
SHOWN: dict[str, tuple[str, Size]] = {
    "inbox": ("01-inbox", WIDE),
    "group": ("02-group", {}),
    "drafts": ("03-drafts", {}),
    "article-4": ("04-article", {}),
    "arranged": ("06-edition", WIDE),
    "announced": ("08-announced", {}),
}
AGAIN = ("article-2", "article-3", "article-5", "article-6", "article-7", "article-8")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """A desk that reads the feeds of the town as it opens."""
    with feed_town(START) as town:
        root = town_site(tmp_path / "site", town)
        with running_desk(root, fetches=True, client=town_client(town)) as desk:
            yield desk


@contextmanager
def opened(
    browser: Browser,
    desk: Running,
    query: str = "",
    scheme: Literal["light", "dark"] = "light",
    size: tuple[int, int] = (1440, 900),
) -> Iterator[Page]:
    """A window of the desk of its own; it complains of nothing."""
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
    ) as context:
        page = context.new_page()
        complaints = complaints_of(page)
        page.goto(desk.entry)
        page.wait_for_selector("#jobs .done", state="attached", timeout=PATIENCE)
        if query:
            page.goto(f"{desk.address}?{query}")
        page.wait_for_selector("html[data-ready]")
        yield page
        assert complaints == []


@pytest.mark.rest  # the day of `test_day_at_the_desk`, with sixty feeds and eight articles
def test_edition_of_eight_is_published_with_few_keys(
    desk: Running, browser: Browser, tmp_path: Path
) -> None:
    pictures = Pictures()
    with opened(browser, desk) as page:
        hands = Hands(page)

        def seen(name: str) -> None:
            print(f"{hands.count} keys: {name}")
            if not name.startswith(AGAIN):
                assert violations(page) == [], name
            if name in SHOWN:
                picture, size = SHOWN[name]
                pictures.take(page, picture, **size)

        day_at_the_desk(hands, seen)
    articles = published_articles(tmp_path / "www")
    assert sorted(articles) == sorted(it.title for it in STORIES)
    assert all(articles.values())
    assert hands.count <= MOST
    beside(browser, desk, pictures)


def beside(browser: Browser, desk: Running, pictures: Pictures) -> None:
    """What else there is of that day, in windows of their own."""
    with opened(browser, desk, "side=edition&at=page", size=(1280, 800)) as page:
        assert violations(page) == []
        pictures.take(page, "07-page")
    with opened(browser, desk, "side=edition") as page:
        page.locator("#edition [data-open]", has_text="Jarkahaven").click()
        page.get_by_label("Summary").fill("The 837 people on board are on land again.")
        figure = page.locator(".suggestion-figure")
        figure.locator("summary").click()
        assert violations(page) == []
        pictures.take(page, "05-suggestions", top="#article-checks")
    with opened(browser, desk, "side=edition") as page:
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        assert violations(page) == []
        pictures.take(page, "09-keys")
    query = f"side=corrections&find=ferry&path={FERRY}&at=edition"
    with opened(browser, desk, query, "dark") as page:
        page.keyboard.press("w")
        expect(page.locator("#shown-places li").first).to_be_visible()
        page.get_by_label("What was wrong").fill("The ferry floated on Friday, not on Thursday.")
        assert violations(page) == []
        pictures.take(page, "10-correction-dark")
    with opened(browser, desk, "at=edition", size=(390, 844)) as page:
        expect(page.locator("#edition .cards > li")).to_have_count(len(STORIES))
        assert violations(page) == []
        pictures.take(page, "11-phone", 390, 844)


ARABIC = (
    ("المحكمة تفرج عن الصحفي بعد 257 يوما", "قال القضاة إن التوقيف لم يكن له سند."),
    ("إنقاذ ركاب العبّارة الجانحة جميعا", "وصلت القوارب خلال ساعة، ولم يصب أحد."),
    ("النهر يرتفع إلى 620 سنتيمترا", "طلب رئيس البلدية من الناس الابتعاد عن الجسور."),
)


def test_desk_of_an_arabic_site_reads_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(ROOT / "tests/arabic", root)
    for number, (title, text) in enumerate(ARABIC, 1):
        it = report(number, title, "صحيفة المرفأ", language="ar", text=text)
        reported(root, it, section=("world", "climate")[number // 3])
    with running_desk(root) as desk, browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB"
    ) as context:  # fmt: skip
        page = context.new_page()
        page.goto(desk.entry)
        page.goto(f"{desk.address}?group=1&side=edition&day=2021-08-16")
        for place in ("#inbox h4", "#edition .cards h3", "#inbox .report-text"):
            direction = page.locator(place).first.evaluate("it => getComputedStyle(it).direction")
            assert direction == "rtl", place
        assert violations(page) == []
        Pictures().take(page, "12-arabic", **WIDE)


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds wrong at the desk; the page in its frame is the theme's."""
    return faults_of(page, frames=False)


def published_articles(www: Path) -> dict[str, list[str]]:
    """The articles of the day's edition as it was published, each with whom it credits."""
    page = document_fromstring((www / f"editions/{DAY}.html").read_text("utf-8"))
    return {
        " ".join(str(it.findtext(".//h3/a")).split()): [
            str(credit.text) for credit in it.iterfind(".//*[@class='publisher']/a")
        ]
        for it in page.iter("article")
    }
