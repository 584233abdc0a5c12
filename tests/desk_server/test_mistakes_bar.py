"""What is wrong in the site is told at the desk at once, and what a button can mend, it mends."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import complaints_of, faults_of
from tests.desk_server.running import LONGEST, Running, Visitor, running_desk
from tests.desk_server.test_page import until
from tests.sites import article

LEDGER = "content/published.txt"
TAGGED = "content/world/2026-01-30-tagged.md"


def lose_a_tag(root: Path) -> None:
    """The site was published with a tag that its one article has under another name now."""
    (root / TAGGED).write_text(article("Tagged", "2026-01-30", "tags: [Novels]\n"), "utf-8")
    lines = ["/tags/books.html\ttag: Books", "/tags/books.xml\ttag: Books"]
    (root / LEDGER).write_text("# Published\n" + "\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def desk(desk_root: Path) -> Iterator[Running]:
    with running_desk(desk_root) as running:
        yield running


def bar(curator: Visitor) -> str:
    """The part of the page that tells what is wrong."""
    page = curator.get().text
    return page[page.index('<div id="problems"') : page.index('<main id="main"')]


def waited(curator: Visitor, words: str, is_there: bool = True) -> str:
    """That part when it has these words, or has them no more, as the preview has looked."""
    until = monotonic() + LONGEST
    while (words in bar(curator)) is not is_there:
        assert monotonic() < until, bar(curator)
        sleep(0.05)
    return bar(curator)


def test_lost_address_of_a_tag_is_told_and_one_button_says_its_new_name(desk_root: Path) -> None:
    lose_a_tag(desk_root)
    with running_desk(desk_root) as running:
        curator = running.let_in()
        told = waited(curator, "would lose")
        assert "/tags/books.html" in told and "<option>Novels</option>" in told
        answer = curator.send("rename-tag", {"tag": "Books", "now": "Novels"})
        assert "The tag Books is now called Novels" in answer.text
        settings = (desk_root / "site.yaml").read_text("utf-8")
        assert settings.endswith("tags:\n  aliases:\n    Books: Novels\n")
        waited(curator, "mistake", is_there=False)
        curator.send("undo", {"number": ""})
        assert "aliases" not in (desk_root / "site.yaml").read_text("utf-8")


@pytest.mark.parametrize("reason", ["", "It never was one."])
def test_lost_address_can_be_let_go(desk_root: Path, reason: str) -> None:
    lose_a_tag(desk_root)
    with running_desk(desk_root) as running:
        curator = running.let_in()
        waited(curator, "would lose")
        lost = ["/tags/books.html", "/tags/books.xml"]
        curator.send("let-go", {"lost": lost, "reason": reason})
        settings = (desk_root / "site.yaml").read_text("utf-8")
        assert "gone:" in settings and "/tags/books.xml" in settings and reason in settings
        waited(curator, "mistake", is_there=False)


def test_only_published_addresses_and_tags_that_there_are_can_be_named(
    desk: Running, desk_root: Path
) -> None:
    curator = desk.let_in()
    before = (desk_root / "site.yaml").read_bytes()
    answer = curator.send("let-go", {"lost": "/never.html", "reason": ""})
    assert "never published" in answer.text
    answer = curator.send("rename-tag", {"tag": "Books", "now": "No such tag"})
    assert "choose the name" in answer.text
    assert (desk_root / "site.yaml").read_bytes() == before


def test_mistake_in_the_settings_is_told_at_once_and_taken_back(
    browser: Browser, desk: Running, desk_root: Path
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints = complaints_of(page)
    page.goto(desk.entry)
    page.wait_for_selector("html[data-ready]")
    page.wait_for_timeout(1_000)
    settings = desk_root / "site.yaml"
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("every: day", "every: dya"), "utf-8")
    expect(page.locator("#problems")).to_contain_text("site.yaml:")
    settings.write_text(good, "utf-8")
    expect(page.locator("#mistakes")).to_have_count(0)
    assert complaints == []
    page.close()


def test_button_of_a_lost_address_works_by_keys_and_leaves_the_focus_in_the_page(
    browser: Browser, desk_root: Path
) -> None:
    lose_a_tag(desk_root)
    with running_desk(desk_root) as running:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(running.entry)
        button = page.locator("#rename-1")
        expect(button).to_be_visible()
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text("is now called Novels")
        until(page, lambda: page.evaluate("document.activeElement.id") == "main")
        expect(page.locator("#mistakes")).to_have_count(0)
        page.close()
