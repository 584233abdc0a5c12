"""What a person sees of the preview in a browser, while files change."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import complaints_of
from tests.serving import Serving, serving
from tests.sites import SITE_YAML, Site, article, make_site
from tests.sizes import first_of

KABUL, PLAN = "content/world/2021-08-15-kabul.md", "content/world/2021-08-16-plan.md"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))
SITE = f"""
-- {KABUL} --
{article("Kabul falls", "2021-08-15", body=f"First words.{chr(10) * 2}{LONG}")}
-- {PLAN} --
{article("A plan", "2021-08-16", "draft: true")}
-- themes/own/theme.yaml --
name: own
extends: broadsheet
contract: 1
-- themes/own/templates/404.html --
{{% extends "broadsheet/404.html" %}}
-- themes/own/static/own.css --
h1 {{ letter-spacing: 1px; }}
-- themes/own/templates/article.html --
{{% extends "broadsheet/article.html" %}}
{{% block head %}}<link rel="stylesheet" href="{{{{ static('own.css') }}}}">{{% endblock %}}
{{% block content %}}{{{{ super() }}}}<details><summary>More</summary><p>Unfolded.</p></details>
{{% endblock %}}
"""
SETTINGS = f"{SITE_YAML}theme: own\n"
MISTAKE = "Problems in the site's files"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Serving]]:
    """A site that is served while its files change."""
    site = make_site(
        tmp_path_factory.mktemp("seen") / "site",
        f"-- site.yaml --\n{SETTINGS}{SITE}",
    )
    with serving(site.root) as running:
        yield site, running


@pytest.fixture
def edited(served: tuple[Site, Serving]) -> Site:
    """That site, as it was at the start."""
    return served[0].write(f"-- site.yaml --\n{SETTINGS}{SITE}")


@pytest.fixture
def opened(
    browser: Browser, edited: Site, served: tuple[Site, Serving]
) -> Iterator[Callable[[str], Page]]:
    """Opens pages of it, which listen for changes when this returns."""
    context = browser.new_context(base_url=served[1].address)

    def open_page(path: str) -> Page:
        page = context.new_page()
        with page.expect_response("**/-/events?*"):
            page.goto(path)
        return page

    yield open_page
    context.close()


def until(page: Page, expression: str) -> None:
    """Wait until something is true in the page; its policy does not allow Playwright's own way."""
    for _ in range(3_000):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(expression)


def edit(site: Site, body: str, path: str = KABUL) -> None:
    """Give the article another text."""
    site.write(f"-- {path} --\n{article('Kabul falls', '2021-08-15', body=body)}")


def test_open_page_shows_new_words_and_keeps_its_place(
    opened: Callable[[str], Page], edited: Site
) -> None:
    page = opened("/2021/08/kabul.html")
    page.locator("summary", has_text="More").click()
    page.evaluate("scrollTo(0, 1500)")
    edit(edited, f"Second words.\n\n{LONG}")
    page.get_by_text("Second words.").wait_for(state="attached")
    until(page, "scrollY === 1500")
    expect(page.get_by_text("Unfolded.")).to_be_visible()


def test_template_edit_is_shown(opened: Callable[[str], Page], edited: Site) -> None:
    page = opened("/nothing-here.html")
    edited.write(
        '-- themes/own/templates/404.html --\n{% extends "broadsheet/404.html" %}\n'
        "{% block content %}<h1>Lost and found</h1>{% endblock %}\n"
    )
    expect(page.get_by_role("heading", name="Lost and found")).to_be_visible()


def test_styles_are_swapped_without_a_reload(opened: Callable[[str], Page], edited: Site) -> None:
    page = opened("/2021/08/kabul.html")
    page.evaluate("window.survived = 'yes'")
    edited.write("-- themes/own/static/own.css --\nh1 { letter-spacing: 7px; }\n")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    assert page.evaluate("window.survived") == "yes"
    expect(page.locator('link[rel="stylesheet"][href*="own."]')).to_have_count(1)


def test_mistake_is_shown_over_the_page_and_goes_when_it_is_mended(
    opened: Callable[[str], Page], edited: Site
) -> None:
    page = opened("/2021/08/kabul.html")
    complaints = complaints_of(page)
    page.evaluate("document.querySelector('a').focus()")
    edited.write(f"-- {KABUL} --\n---\ntitle: Kabul falls\ntags: a, b\n---\nText.\n")
    overlay = page.get_by_role("alert", name=MISTAKE)
    expect(overlay).to_contain_text(f"{KABUL}:3")
    expect(overlay).to_contain_text("tags must be a list")
    expect(overlay.locator(".source")).to_contain_text("tags: a, b")
    expect(page.get_by_text("First words.")).to_be_attached()
    assert page.evaluate("document.activeElement.localName") == "a"
    edit(edited, "Mended.")
    expect(page.get_by_text("Mended.")).to_be_visible()
    expect(overlay).to_have_count(0)
    assert complaints == []


def test_mistake_can_be_hidden_with_escape(opened: Callable[[str], Page], edited: Site) -> None:
    page = opened("/2021/08/kabul.html")
    edited.write("-- site.yaml --\ntitle: [\n")
    expect(page.get_by_role("alert", name=MISTAKE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert", name=MISTAKE)).to_have_count(0)


def test_mistake_in_the_words_of_an_attack_is_shown_as_words(
    opened: Callable[[str], Page], edited: Site
) -> None:
    page = opened("/2021/08/kabul.html")
    edited.write(f"-- {KABUL} --\n---\ntitle: x\ntags: <img src=x onerror=alert(1)>\n---\nText.\n")
    expect(page.get_by_role("alert", name=MISTAKE)).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.evaluate("document.images.length") == 0


def test_draft_has_a_mark_and_a_published_article_has_none(
    opened: Callable[[str], Page],
) -> None:
    expect(opened("/2021/08/plan.html").get_by_role("note")).to_have_text("Not published: draft")
    page = opened("/2021/08/kabul.html")
    assert page.get_by_role("note").count() == 0


def test_links_to_a_draft_are_marked_on_every_page(opened: Callable[[str], Page]) -> None:
    page = opened("/index.html")
    draft = page.get_by_role("link", name="A plan").first
    expect(draft).to_have_css("outline-style", "dashed")
    expect(draft).to_have_attribute("title", "Not published: draft")
    assert page.get_by_role("link", name="Kabul falls").first.get_attribute("title") is None


def test_draft_shows_its_end_above_the_mark_and_its_own_links_unmarked(
    opened: Callable[[str], Page],
) -> None:
    page = opened("/2021/08/plan.html")
    mark, top = page.get_by_role("note"), page.get_by_role("link", name="Back to top")
    expect(mark).to_be_visible()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    end, over = top.bounding_box(), mark.bounding_box()
    assert end and over and end["y"] + end["height"] <= over["y"]
    assert top.get_attribute("title") is None


def test_page_that_comes_is_shown_where_there_was_none(
    opened: Callable[[str], Page], edited: Site
) -> None:
    page = opened("/2021/08/new.html")
    edit(edited, "At last.", "content/world/2021-08-15-new.md")
    expect(page.get_by_text("At last.")).to_be_visible()
    (edited.root / "content/world/2021-08-15-new.md").unlink()
    expect(page.get_by_text("At last.")).to_have_count(0)


def test_page_in_the_back_of_history_shows_what_it_has_missed(
    opened: Callable[[str], Page], edited: Site
) -> None:
    page = opened("/2021/08/kabul.html")
    page.goto("/archive.html")
    edit(edited, "While away.")
    page.go_back()
    expect(page.get_by_text("While away.")).to_be_visible()


def test_many_open_tabs_do_not_keep_each_other_waiting(
    opened: Callable[[str], Page], edited: Site
) -> None:
    pages = [opened("/2021/08/kabul.html") for _ in range(5)]
    edit(edited, "For all of them.")
    for page in pages:
        expect(page.get_by_text("For all of them.")).to_be_visible()


def test_page_finds_the_server_again_after_it_was_away(
    browser: Browser, site: Callable[[str], Site]
) -> None:
    restarted = site(SITE)
    with serving(restarted.root) as first:
        page = browser.new_page()
        with page.expect_response("**/-/events?*"):
            page.goto(f"{first.address}2021/08/kabul.html")
        port = first.address.rstrip("/").rpartition(":")[2]
        first.interrupt()
    edit(restarted, "While it was away.")
    with serving(restarted.root, "--port", port) as second:
        assert second.address == first.address
        expect(page.get_by_text("While it was away.")).to_be_visible(timeout=60_000)
        page.close()


@pytest.mark.parametrize("scheme", first_of(["light", "dark"]))
def test_mistake_can_be_read_on_a_narrow_screen_from_right_to_left(
    browser: Browser, edited: Site, served: tuple[Site, Serving], scheme: Literal["light", "dark"]
) -> None:
    edited.write(f"-- site.yaml --\n{SETTINGS.replace('language: en', 'language: ar')}")
    context = browser.new_context(
        viewport={"width": 320, "height": 500}, base_url=served[1].address, color_scheme=scheme
    )
    page = context.new_page()
    page.goto("/2021/08/kabul.html")
    edited.write(f"-- {KABUL} --\n---\ntitle: x\ntags: {'a' * 200}\n---\nText.\n")
    overlay = page.get_by_role("alert", name=MISTAKE)
    expect(overlay).to_be_visible()
    box = overlay.bounding_box()
    assert box and box["x"] == 0 and box["width"] <= 320 and box["height"] <= 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
