"""A curator's day at the desk, in Chromium and by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import complaints_of, faults_of
from tests.desk_server.running import Running, grouped, report, reported, running_desk
from tests.sites import SITE_YAML, article, make_site, tree
from tests.sizes import first_of

SITE = f"""
-- site.yaml --
{SITE_YAML}sections: [{{key: world, title: World}}]
editions: {{every: day}}
publish:
  live: {{to: folder, path: ../www}}
-- content/world/2026-01-29-persian.md --
{article("پل باز شد", "2026-01-29", "language: fa", "قطار از روی آن می‌گذرد.")}
-- content/world/2026-01-30-bridge.md --
{article("The bridge is closed", "2026-01-30")}
"""
FIRST = "content/world/2026-01-31-westhaven-bridge-opens.md"
PERSIAN = "content/world/2026-01-29-persian.md"
PATIENCE = 60_000  # milliseconds
ON_TOP = """it => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return it.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
LINES_OF_FIRST_WORD = """it => {
  const [range, words] = [document.createRange(), document.createTreeWalker(it, 4).nextNode()];
  range.setStart(words, 0);
  range.setEnd(words, 4);
  return range.getClientRects().length;
}"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    """A desk with two groups in its inbox, and a folder to publish to."""
    root = tmp_path / "site"
    make_site(root, SITE)
    persian = report(2, "پل باز شد", "BBC", language="fa", text="", length=0)
    reported(root, report(1, "Westhaven bridge opens"), persian)
    reported(root, report(3, "Opera begins", "Stage"))
    grouped(root, 1, 2)
    with running_desk(root) as running:
        yield running


@pytest.fixture
def page(desk: Running, browser: Browser) -> Iterator[Page]:
    """The desk in a browser that was let in."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.goto(desk.entry)
        yield page


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def cards(page: Page) -> list[str]:
    """The titles of the edition, in order."""
    return page.locator("#edition .cards [data-open]").all_inner_texts()


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds wrong at the right of the desk."""
    return faults_of(page, "#edition")


def keep_both(page: Page) -> None:
    """Keep the two groups of the inbox, by keys."""
    press(page, "g", "i", "s")
    expect(page.locator("#edition .cards > li")).to_have_count(1)
    press(page, "s")
    expect(page.locator("#edition .cards > li")).to_have_count(2)


def open_draft(page: Page) -> None:
    """Keep both groups, and open the article of the first."""
    keep_both(page)
    page.locator("#edition [data-open]", has_text="Westhaven").click()


def make_both_ready(page: Page) -> None:
    """Make the finished draft ready with all, then the one that has no words of its own."""
    press(page, "A")
    expect(page.locator("#told")).to_contain_text("Drafts stay: “Opera begins” has the title of")
    page.locator("#edition .cards [data-open]").first.focus()
    press(page, "r")
    expect(page.locator("#told")).to_contain_text("Ready: Opera begins.")


def test_day_by_keyboard_alone(desk: Running, page: Page, tmp_path: Path) -> None:
    complaints = complaints_of(page)
    keep_both(page)
    press(page, "g", "e")
    page.locator("#edition .cards [data-open]", has_text="Westhaven").focus()
    press(page, "e")
    title = page.get_by_label("Headline")
    title.focus()
    press(page, "Control+a")
    page.keyboard.type("A bridge opens in Westhaven")
    page.get_by_label("Text, in Markdown").focus()
    page.keyboard.type("Trams cross it.")
    expect(page.locator("#article-checks")).to_contain_text("Headline: 27 of 90")
    press(page, "Control+Enter")
    expect(page.locator("#told")).to_contain_text("Saved.")
    expect(page.frame_locator("#shown").locator("body")).to_contain_text(
        "A bridge opens in Westhaven"
    )
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "A bridge opens in Westhaven"
    before = cards(page)
    page.locator("#edition .cards [data-open]").nth(1).focus()
    press(page, "Alt+ArrowUp")
    expect(page.locator("#told")).to_contain_text("Now number 1")
    assert cards(page) == before[::-1]
    assert page.evaluate("document.activeElement.textContent") == before[1]
    make_both_ready(page)
    press(page, "p")
    expect(page.locator("#edition-title")).to_have_text("Publish")
    press(page, "p")
    expect(page.locator("#account")).to_contain_text("Publishing to live would send")
    assert violations(page) == []
    press(page, "y")
    expect(page.locator("#account")).to_contain_text("Published to live.")
    www = tree(tmp_path / "www")
    assert "2026/01/a-bridge-opens-in-westhaven.html" in www and "2026/01/opera-begins.html" in www
    assert complaints == []


def test_typed_text_survives_a_crash_and_an_edit_made_elsewhere(
    desk: Running, page: Page, tmp_path: Path
) -> None:
    open_draft(page)
    page.get_by_label("Summary").fill("Typed and not saved.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("Typed and not saved.")
    file = tmp_path / "site" / FIRST
    tagged = "\ndraft: true\ntags: [Bridges]"
    file.write_text(file.read_text("utf-8").replace("\ndraft: true", tagged), "utf-8")
    expect(page.locator("[data-elsewhere]")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("Typed and not saved.")
    press(page, "Control+s")
    expect(page.locator("#told")).to_contain_text("merged")
    text = file.read_text("utf-8")
    assert "Typed and not saved." in text and "tags: [Bridges]" in text


def test_article_is_written_beside_its_report_with_save_in_sight(page: Page) -> None:
    open_draft(page)
    expect(page.locator("#report-1 p").first).to_be_visible()  # the best is open
    body, told, section = (
        page.locator(it).bounding_box() for it in ("#f-body", "#report-1", "#f-section")
    )
    assert body and told and section and body["y"] < told["y"] < section["y"]
    drop = page.locator("#drop")
    assert drop.evaluate("it => it.getBoundingClientRect().top > innerHeight")
    page.locator("#edition").evaluate("it => it.scrollTo(0, it.scrollHeight)")
    for name in ("#save", "#save-close", "#save-ready"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)
        assert page.locator(name).evaluate(ON_TOP)
    undo = page.locator("#undo")
    assert undo.evaluate("it => getComputedStyle(it).textAlign") == "start"
    assert undo.evaluate(LINES_OF_FIRST_WORD) == 1
    assert violations(page) == []


def test_long_headline_is_seen_whole_and_enter_saves_it(page: Page, tmp_path: Path) -> None:
    keep_both(page)
    page.locator("#edition [data-open]", has_text="Opera").click()
    title = page.get_by_label("Headline")
    title.fill("Opera in Westhaven begins with a new hall, a new choir and a flood of first nights")
    assert title.evaluate("it => it.scrollHeight <= it.clientHeight")
    title.press("Enter")
    expect(page.locator("#told")).to_contain_text("Saved.")
    texts = [it.read_text("utf-8") for it in (tmp_path / "site/content/world").glob("*.md")]
    assert any("a flood of first nights\n" in it for it in texts)


def test_checks_stay_those_of_what_is_typed_when_the_file_changes(
    page: Page, tmp_path: Path
) -> None:
    open_draft(page)
    page.get_by_label("Summary").fill("Typed and not saved.")
    expect(page.locator(".lengths")).to_contain_text("Summary: 20")
    file = tmp_path / "site" / FIRST
    file.write_text(file.read_text("utf-8").replace("draft: true", "draft: true\ntags: [Bridges]"))
    expect(page.locator("[data-elsewhere]")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator(".lengths")).to_contain_text("Summary: 20")


def test_what_is_typed_follows_a_file_that_takes_another_name(
    desk: Running, page: Page, tmp_path: Path
) -> None:
    open_draft(page)
    page.get_by_label("Headline").fill("Trams cross a bridge")
    with page.context.new_page() as other:
        other.goto(page.url)
        other.get_by_label("Summary").fill("Typed elsewhere.")
        press(page, "Control+s")
        expect(page.locator("#told")).to_contain_text("Saved.")
        assert "trams-cross-a-bridge" in page.url
        expect(other.locator("#article-form [data-elsewhere]")).to_be_visible()
        expect(other.get_by_label("Summary")).to_have_value("Typed elsewhere.")
        press(other, "Control+s")
        expect(other.locator("#told")).to_contain_text("Saved")
    file = tmp_path / "site/content/world/2026-01-31-trams-cross-a-bridge.md"
    assert "summary: Typed elsewhere." in file.read_text("utf-8")


def test_focus_is_on_a_button_after_each_way_to_save(desk: Running, page: Page) -> None:
    open_draft(page)
    page.locator("#save-ready").click()
    expect(page.locator("#told")).to_contain_text("It is ready.")
    assert page.evaluate("document.activeElement.id") == "back"
    press(page, "Enter")
    page.locator("#note > summary").click()
    page.get_by_label("Title of the edition").fill("A quiet day")
    page.locator("#save-note").click()
    expect(page.locator("#edition-title")).to_contain_text("A quiet day")
    assert page.evaluate("document.activeElement.id") == "save-note"


def test_save_that_moves_the_file_leaves_the_focus_where_one_writes(
    desk: Running, page: Page
) -> None:
    open_draft(page)
    page.get_by_label("Headline").fill("Trams cross a bridge")
    text = page.get_by_label("Text, in Markdown")
    text.fill("They do.")
    press(page, "Control+s")
    expect(page.locator("#told")).to_contain_text("Saved.")
    assert "trams-cross-a-bridge" in page.url
    expect(text).to_be_focused()


def test_both_versions_are_shown_where_both_changed_the_same(
    desk: Running, page: Page, tmp_path: Path
) -> None:
    open_draft(page)
    page.get_by_label("Headline").fill("My title")
    file = tmp_path / "site" / FIRST
    file.write_text(
        file.read_text("utf-8").replace("title: Westhaven bridge opens", "title: Theirs")
    )
    expect(page.locator("[data-elsewhere]")).to_be_visible()
    press(page, "Control+s")
    expect(page.locator("#clashes")).to_contain_text("Theirs")
    expect(page.get_by_label("Headline")).to_have_value("My title")
    assert "title: Theirs" in file.read_text("utf-8")
    assert violations(page) == []
    press(page, "Control+s")
    expect(page.locator("#told")).to_contain_text("Saved.")
    assert "title: My title" in file.read_text("utf-8")


def test_key_in_a_card_never_acts_on_another_card(desk: Running, page: Page) -> None:
    keep_both(page)
    press(page, "g", "e", "r")
    expect(page.locator("#told")).to_contain_text("Ready:")
    page.locator("#edition .cards [data-open]").first.focus()
    ready = page.locator("#edition .cards > li", has=page.locator(".badge.good"))
    ready.locator("[data-open]").focus()
    press(page, "x")
    press(page, "k", "j")
    expect(page.locator("#edition .cards > li")).to_have_count(2)


def test_card_is_dragged_by_its_grip(desk: Running, page: Page) -> None:
    keep_both(page)
    before = cards(page)
    grip = page.locator("[data-grip]").nth(1).bounding_box()
    top = page.locator("#edition .cards > li").first.bounding_box()
    assert grip and top
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, top["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator("#told")).to_contain_text("Now number 1")
    assert cards(page) == before[::-1]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), first_of([(360, "dark"), (1440, "light")]))
def test_nothing_stands_in_anybodys_way(
    desk: Running, browser: Browser, width: int, scheme: str
) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as context:
        page = context.new_page()
        page.goto(desk.entry)
        press(page, "g", "i", "s")
        expect(page.locator("#told")).not_to_be_empty()
        address = page.url.split("?")[0]
        sides = ("edition", f"article&path={FIRST}", "corrections&find=bridge", "publish", "links",
                 f"corrections&path={FIRST}", "mail", "edition&day=2026-01-29",
                 f"article&path={PERSIAN}")  # fmt: skip
        for side in (
            sides if width < 700 else sides[:2]
        ):  # each kind of page once, two of them twice
            page.goto(f"{address}?at=edition&side={side}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, side
            assert violations(page) == [], side


def test_right_to_left_words_read_so_in_a_page_from_left_to_right(
    desk: Running, page: Page
) -> None:
    address = page.url.split("?")[0]
    places = {
        "side=edition&day=2026-01-29": "#edition .cards h3",
        f"side=article&path={PERSIAN}": "#f-title",
        f"side=corrections&find=پل&path={PERSIAN}": "#find",
    }
    for query, place in places.items():
        page.goto(f"{address}?{query}")
        assert page.locator(place).evaluate("it => getComputedStyle(it).direction") == "rtl", query
    assert page.locator("html").get_attribute("dir") == "ltr"
