"""From opening the desk to a published edition of eight items, counted in keys; sixty feeds of all
kinds are read for it. The pictures of docs/desk.md are taken on the way, if they are asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.html import document_fromstring
from playwright.sync_api import Browser, Page

from tests.browsing import complaints_of
from tests.desk_server.a_day import DAY, PATIENCE, STORIES, Hands, day_at_the_desk
from tests.desk_server.feed_town import feed_town
from tests.desk_server.running import START, Running, running_desk
from tests.desk_server.town_site import town_client, town_site

MOST = 60  # clicks and keys


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """A desk that reads the feeds of the town as it opens."""
    with feed_town(START) as town:
        root = town_site(tmp_path / "site", town)
        with running_desk(root, fetches=True, client=town_client(town)) as desk:
            yield desk


@pytest.fixture
def page(desk: Running, browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(desk.entry)
        page.wait_for_selector("#jobs .done", state="attached", timeout=PATIENCE)
        yield page


def test_edition_of_eight_is_published_with_few_keys(page: Page, tmp_path: Path) -> None:
    complaints, hands = complaints_of(page), Hands(page)
    day_at_the_desk(hands, lambda name: print(name, hands.count))
    assert hands.count <= MOST
    articles = published_articles(tmp_path / "www")
    assert sorted(articles) == sorted(it.title for it in STORIES)
    assert all(articles.values())
    assert complaints == []


def published_articles(www: Path) -> dict[str, list[str]]:
    """The articles of the day's edition as it was published, each with whom it credits."""
    page = document_fromstring((www / f"editions/{DAY}.html").read_text("utf-8"))
    return {
        " ".join(it.xpath("string(.//h3)").split()): it.xpath(
            ".//*[@class='sources']//*[@class='publisher']/a/text()"
        )
        for it in page.iter("article")
    }
