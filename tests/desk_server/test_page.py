"""What a curator sees of the desk in a browser, and does there with keys alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import complaints_of, faults_of
from tests.desk_server.running import Running, report, reported, running_desk, states
from tests.sites import article
from tests.sizes import first_of

SCREENS = first_of([(360, "light"), (1024, "dark"), (1440, "light")], 2)


@pytest.fixture
def desk(desk_root: Path) -> Iterator[Running]:
    with running_desk(desk_root) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, desk: Running) -> Iterator[Page]:
    """The desk, opened; it complains of nothing."""
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(desk.entry)
    page.wait_for_selector("html[data-ready]")
    yield page
    assert complaints == []


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText")).replace("Unread:", "").strip()


def with_a_draft(context: BrowserContext, desk: Running) -> Page:
    """The desk in a window of its own, with one group kept."""
    page = context.new_page()
    page.goto(desk.entry)
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_selector("#edition [data-open]")
    return page


def until(page: Page, asked: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(500):
        if asked():
            return
        page.wait_for_timeout(20)
    raise AssertionError(asked)


def test_keys_go_through_the_list(page: Page) -> None:
    seen = []
    for key in ("j", "j", "k", "ArrowDown", "j"):
        page.keyboard.press(key)
        seen.append(focused(page))
    first, second, third = "Westhaven bridge opens", "Opera begins", "Museum opens late"
    assert seen == [first, second, first, second, third]


def test_enter_opens_a_group_and_marks_it_as_read(page: Page, desk_root: Path) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".opened .report")).to_have_count(3)
    assert focused(page) == "Westhaven bridge opens"
    until(page, lambda: states(desk_root)["Brücke offen"] == "read")
    expect(page.locator(".opened.unread")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".opened")).to_have_count(0)


def test_keys_drop_mark_and_undo(page: Page, desk_root: Path) -> None:
    page.keyboard.press("j")
    page.keyboard.press("x")
    until(page, lambda: focused(page) == "Opera begins")
    expect(page.locator("#told")).to_have_text("Dropped: Westhaven bridge opens")
    assert states(desk_root)["Westhaven bridge opens"] == "dropped"
    page.keyboard.press("u")
    expect(page.locator("#told")).to_have_text("Marked as read: Opera begins")
    assert states(desk_root)["Opera begins"] == "read"
    page.keyboard.press("z")
    expect(page.locator("#told")).to_have_text("Back in the inbox: Westhaven bridge opens")
    assert states(desk_root)["Westhaven bridge opens"] == "new"


def test_dropping_quickly_drops_one_after_the_other(page: Page, desk_root: Path) -> None:
    page.keyboard.press("j")
    for _ in range(3):
        page.keyboard.press("x")
    until(page, lambda: list(states(desk_root).values()).count("dropped") == 5)
    expect(page.locator("[data-item]").first).to_contain_text("Third matter")


def test_key_keeps_a_group_as_a_draft(page: Page, desk_root: Path) -> None:
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("#told")).to_have_text("Kept: Westhaven bridge opens")
    draft = next((desk_root / "content/world").glob("2026-01-31-*.md")).read_text("utf-8")
    assert "draft: true" in draft and "https://marsh.example/1" in draft
    expect(page.locator("#edition")).to_contain_text("Westhaven bridge opens")
    assert set(states(desk_root).values()) == {"kept", "new"}


def test_first_key_keeps_the_first_group_and_goes_on_to_the_next(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.locator("#told")).to_have_text("Kept: Westhaven bridge opens")
    assert focused(page) == "Opera begins"
    page.keyboard.press("J")
    assert focused(page) == "Third matter"
    page.keyboard.press("K")
    page.keyboard.press("K")
    assert focused(page) == "Westhaven bridge opens"


def test_opened_article_is_ready_for_its_headline(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.locator("#edition .cards > li")).to_have_count(1)
    for key in ("g", "e", "e"):
        page.keyboard.press(key)
    headline = page.get_by_label("Headline")
    expect(headline).to_be_focused()
    page.keyboard.type("The bridge opens")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#edition .cards [data-open]")).to_be_focused()


def test_mistake_of_a_form_has_the_focus_and_goes_when_it_is_corrected(
    context: BrowserContext, desk: Running
) -> None:
    page = with_a_draft(context, desk)
    page.locator("#edition [data-open]").first.focus()
    page.keyboard.press("e")
    title = page.locator("#f-title")
    expect(title).to_be_focused()
    page.fill("#f-title", "")
    page.fill("#f-summary", "Words that must stay")
    page.keyboard.press("Control+s")
    expect(page.locator("#alert")).to_have_text("Not saved. An article needs a headline.")
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#edition-title")).to_contain_text("Westhaven bridge opens")
    assert faults_of(page) == []
    page.keyboard.type("A bridge opens")
    expect(page.locator("#wrong-f-title")).to_be_hidden()
    assert title.get_attribute("aria-invalid") is None
    page.evaluate("document.getElementById('s0-date').value = '31.1.2026'")
    page.keyboard.press("Control+s")
    expect(page.locator("#s0-date")).to_be_focused()
    page.fill("#s0-date", "2026-01-31")
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_contain_text("Saved.")
    expect(page.locator("#f-summary")).to_have_value("Words that must stay")


def test_card_says_what_is_not_saved_and_it_can_be_discarded(
    context: BrowserContext, desk: Running
) -> None:
    page = with_a_draft(context, desk)
    mark = page.locator("#edition [data-unsaved]").first
    expect(mark).to_be_hidden()
    page.locator("#edition [data-open]").first.click()
    page.fill("#f-summary", "Begun")
    page.click("#back")
    expect(mark).to_be_visible()
    expect(page.locator("#told")).to_have_text("")
    page.locator("#edition [data-open]").first.click()
    expect(page.locator("#f-summary")).to_have_value("Begun")
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#f-summary")).to_have_value("")
    expect(page.locator("#f-title")).to_be_focused()
    page.click("#back")
    expect(mark).to_be_hidden()


def test_slash_searches_and_escape_leaves(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("museum xjs?")
    assert page.locator("#q").input_value() == "museum xjs?"
    page.locator("#q").fill("museum")
    page.keyboard.press("Enter")
    expect(page.locator("[data-item]")).to_have_count(1)
    assert "q=museum" in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) == "Museum opens late"
    page.go_back()
    expect(page.locator("#inbox [data-item]")).to_have_count(4)


def test_question_mark_shows_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Single keys do these things").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) != "Westhaven bridge opens"


def test_choices_act_at_once(page: Page) -> None:
    page.locator("#section").select_option("culture")
    expect(page.locator("[data-item]")).to_have_count(2)
    page.locator("#lang").select_option("en")
    expect(page).to_have_url(re.compile("section=culture&lang=en"))
    page.locator("#section").select_option("")
    page.locator("#lang").select_option("fa")
    expect(page.locator("[data-item]")).to_have_count(1)


def test_filters_stay_where_they_are_when_nothing_is_found(page: Page) -> None:
    ids = ("q", "choose", "list", "section", "lang")
    before = [page.locator(f"#{it}").bounding_box() for it in ids]
    page.locator("#q").fill("nothing at all")
    page.keyboard.press("Enter")
    expect(page.locator("#inbox [data-item]")).to_have_count(0)
    assert [page.locator(f"#{it}").bounding_box() for it in ids] == before


def test_day_to_go_to_stands_at_the_edge_of_its_pane(page: Page) -> None:
    title, choice = (page.locator(it).bounding_box() for it in ("#edition-title", "#go-to-day"))
    assert title and choice
    page.get_by_role("link", name="Earlier").click()
    expect(page.locator("#earlier")).to_have_count(0)
    moved = page.locator("#today").bounding_box()
    assert moved and moved["x"] <= title["x"] < choice["x"] < title["x"] + 150


def test_right_to_left_texts_read_so(page: Page) -> None:
    page.goto(f"{page.url.partition('?')[0]}?group=1")
    title = page.get_by_role("link", name="پل باز شد")
    assert title.evaluate("it => getComputedStyle(it).direction") == "rtl"
    assert title.get_attribute("lang") == "fa"


def test_second_window_follows_the_first(page: Page, browser: Browser, desk: Running) -> None:
    second = browser.new_page()
    second.goto(desk.entry)
    second.wait_for_selector("html[data-ready]")
    second.wait_for_timeout(200)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(second.locator("#inbox [data-item]")).to_have_count(3)
    second.close()


def test_file_that_is_changed_outside_is_told(page: Page, desk_root: Path) -> None:
    page.wait_for_timeout(1_000)  # the watching has begun
    path = desk_root / "content/world/2026-01-31-new.md"
    path.write_text(article("Written elsewhere", "2026-01-31"), "utf-8")
    expect(page.locator("#told")).to_contain_text("Changed outside the desk: content/world/")
    expect(page.locator("#edition")).to_contain_text("Written elsewhere")


def test_news_does_not_touch_what_is_typed(page: Page, desk: Running) -> None:
    page.locator("#q").fill("half a wo")
    curator = desk.let_in()
    curator.send("mark", {"dropped": "4"})
    expect(page.locator("#inbox [data-item]")).to_have_count(3)
    assert page.locator("#q").input_value() == "half a wo"


def test_mistakes_in_files_are_shown_and_the_rest_goes_on(page: Page, desk_root: Path) -> None:
    page.wait_for_timeout(1_000)
    (desk_root / "content/world/2026-01-31-bad.md").write_text("---\ntitle: [\n---\n", "utf-8")
    expect(page.locator("#problems")).to_contain_text("content/world/2026-01-31-bad.md")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#told")).to_have_text("Dropped: Westhaven bridge opens")


def test_form_that_the_desk_refuses_is_told(context: BrowserContext, desk: Running) -> None:
    page = context.new_page()
    page.goto(desk.entry)
    page.wait_for_selector("html[data-ready]")
    page.evaluate(
        """() => {
          const it = document.createElement("input");
          Object.assign(it, {type: "hidden", name: "more", value: "x".repeat(4_100_000)});
          document.getElementById("marks").append(it);
        }"""
    )
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#alert")).to_have_text("The form is too large: 4 MB is the most.")
    expect(page.locator("#inbox [data-item]")).to_have_count(4)


def test_preview_shows_the_real_page_beside_it(page: Page) -> None:
    frame = page.frame_locator("#shown")
    expect(frame.get_by_role("heading", name="The Test").first).to_be_visible()


def test_everything_is_done_without_a_script(
    browser: Browser, desk: Running, desk_root: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.entry)
    page.locator("#q").fill("opera")
    page.locator("#choose").click()
    page.get_by_role("link", name="Unread: Opera begins").click()
    expect(page.locator(".report")).to_have_count(1)
    page.get_by_role("button", name="Drop: Opera begins").click()
    expect(page.locator("#told")).to_have_text("Dropped: Opera begins")
    assert states(desk_root)["Opera begins"] == "dropped"
    page.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(
    browser: Browser, desk: Running, desk_root: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    reported(desk_root, *(report(it, f"More of it {it}") for it in range(50, 90)))
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(desk.entry)
    for query in ("?group=1", "?q=nothing&at=edition", "?list=dropped&at=page", "?help=1"):
        page.goto(f"{desk.address}{query}")
        assert faults_of(page, frames=False) == [], query  # what is in the frame is the theme's
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_narrow_screen_shows_one_part_at_a_time(browser: Browser, desk: Running) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(desk.entry)
    page.get_by_role("link", name="Edition", exact=True).click()
    expect(page.locator("#edition")).to_be_visible()
    expect(page.locator("#inbox")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.locator("#inbox")).to_be_visible()
    assert re.search(r"at=inbox", page.url)
    context.close()


def test_typed_text_outlives_news_and_a_crash(
    page: Page, context: BrowserContext, desk: Running, desk_root: Path
) -> None:
    bridge = "content/world/2026-01-30-bridge.md"
    page.goto(f"{desk.address}?side=article&path={bridge}")
    page.locator("#f-summary").press_sequentially("Half a sentence, ")
    path = desk_root / bridge
    path.write_text(path.read_text("utf-8").replace("is closed", "is shut"), "utf-8")
    expect(page.locator("#edition [data-elsewhere]")).to_be_visible(timeout=20_000)
    assert page.locator("#f-summary").input_value().startswith("Half a sentence, ")
    page.on("dialog", lambda it: it.accept())  # the browser asks whether to leave the page
    page.reload()
    assert page.locator("#f-summary").input_value().startswith("Half a sentence, ")
