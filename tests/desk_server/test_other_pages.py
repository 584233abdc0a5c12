"""Another web page in the same browser can read nothing of the desk, and do nothing there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.desk_server.conftest import desk_site
from tests.desk_server.running import Running, report, reported, running_desk, states
from tests.fetching.serving import Web, page, web

REFUSED = "chrome-error://chromewebdata/"  # what Chromium shows in the place of a frame
ORIGINAL = """<!doctype html><title>o</title><h1>The original</h1>
<script>document.title = String(window.opener) + "|" + document.referrer</script>"""


@pytest.fixture(scope="module")
def stranger() -> Iterator[Web]:
    """A web server of somebody else on this computer: for browsers the same site as the desk."""
    with web({"/": page("<!doctype html><title>evil</title>"), "/original": page(ORIGINAL)}) as it:
        yield it


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, stranger: Web) -> Path:
    root = desk_site(tmp_path_factory.mktemp("desk") / "site")
    reported(root, report(9, "Read the original", url=stranger.url("/original")))
    return root


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Running]:
    with running_desk(root) as running:
        yield running


@pytest.fixture
def context(browser: Browser, desk: Running) -> Iterator[BrowserContext]:
    """A browser in which the desk is open."""
    context = browser.new_context()
    context.new_page().goto(desk.entry)
    yield context
    context.close()


@pytest.fixture(params=["127.0.0.1", "localhost"])
def evil(request: pytest.FixtureRequest, context: BrowserContext, stranger: Web) -> Page:
    """A page of somebody else in the same browser: of the same site, and of another."""
    opened = context.new_page()
    opened.goto(stranger.url("/", str(request.param)))
    return opened


TRIES = """async ([address, key]) => {
  const tried = {};
  for (const [name, options] of Object.entries({
    read: {credentials: "include"},
    blind: {credentials: "include", mode: "no-cors"},
    post: {method: "POST", credentials: "include", mode: "no-cors",
           headers: {"Content-Type": "application/x-www-form-urlencoded"},
           body: `csrf=${key}&dropped=1`},
    plain: {method: "POST", credentials: "include", mode: "no-cors", body: `csrf=${key}&dropped=1`},
  })) {
    const target = name === "post" || name === "plain" ? `${address}mark` : address;
    tried[name] = await fetch(target, options).then(async (it) => (await it.text()).length)
      .catch((it) => it.name);
  }
  return tried;
}"""


def test_scripts_of_other_pages_read_nothing_and_change_nothing(
    evil: Page, desk: Running, root: Path
) -> None:
    # At worst another page knows all but what is in this browser's cookie.
    key = desk.let_in().form_key()
    tried = evil.evaluate(TRIES, [desk.address, key])
    assert all(it in (0, "TypeError") for it in tried.values()), tried
    assert "dropped" not in states(root).values()


def test_form_that_another_page_sends_changes_nothing(
    evil: Page, desk: Running, root: Path
) -> None:
    evil.set_content(
        f'<form method="post" action="{desk.address}mark"><input name="dropped" value="1">'
        f'<input name="csrf" value="{desk.let_in().form_key()}"><button>go</button></form>'
    )
    with evil.expect_navigation():
        evil.click("button")
    assert evil.locator("h1").inner_text() == "The desk is closed to this page"
    assert "dropped" not in states(root).values()


def test_other_pages_cannot_frame_the_desk(evil: Page, desk: Running) -> None:
    evil.set_content(f'<iframe src="{desk.address}"></iframe><iframe src="{desk.entry}"></iframe>')
    evil.wait_for_timeout(500)
    assert [it.url for it in evil.frames[1:]] == [REFUSED, REFUSED]


def test_other_pages_cannot_frame_the_preview(evil: Page, desk: Running) -> None:
    evil.set_content(f'<iframe src="{desk.preview}/"></iframe>')
    evil.wait_for_timeout(500)
    assert [it.url for it in evil.frames[1:]] == [REFUSED]


def test_link_from_another_page_does_not_open_the_desk(evil: Page, desk: Running) -> None:
    evil.set_content(f'<a href="{desk.address}?group=1">go</a>')
    with evil.expect_navigation():
        evil.click("a")
    assert evil.locator("h1").inner_text() == "The desk is closed to this page"


def test_window_that_another_page_opens_is_out_of_its_reach(evil: Page, desk: Running) -> None:
    with evil.context.expect_page() as opened:
        evil.evaluate("address => { window.it = open(address) }", desk.address)
    opened.value.wait_for_load_state()
    assert opened.value.locator("#inbox").count() == 0


def test_script_and_picture_of_the_desk_are_not_for_other_pages(evil: Page, desk: Running) -> None:
    loaded = evil.evaluate(
        """(address) => Promise.all([["script", "static/desk.js"], ["img", "static/icon.svg"]].map(
          ([name, place]) => new Promise((done) => {
            const it = document.createElement(name);
            it.onload = () => done(true);
            it.onerror = () => done(false);
            it.src = address + place;
            document.head.append(it);
          })))""",
        desk.address,
    )
    assert loaded == [False, False]


def test_other_servers_on_this_computer_are_not_sent_the_cookie(evil: Page, stranger: Web) -> None:
    assert "Cookie" not in stranger.seen[-1].headers


def test_original_learns_nothing_of_the_desk(
    context: BrowserContext, desk: Running, stranger: Web
) -> None:
    opened = context.pages[0]
    opened.goto(f"{desk.address}?q=original")
    opened.locator("[data-open]").first.click()
    with context.expect_page() as original:
        opened.locator(".report-title a", has_text="Read the original").click()
    original.value.wait_for_load_state()
    assert original.value.title() == "null|"
    asked = next(it for it in stranger.seen if it.path == "/original")
    assert {"Referer", "Cookie", "Origin"}.isdisjoint(asked.headers)


def test_key_is_not_in_the_address_or_the_history(context: BrowserContext, desk: Running) -> None:
    opened = context.pages[0]
    assert desk.secrets.token not in opened.url
    assert opened.evaluate("document.referrer") == ""
    assert opened.evaluate("document.cookie") == ""
    assert desk.secrets.token not in opened.content()
