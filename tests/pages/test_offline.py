"""Reading without a network, in Chromium and over a server that goes off and on."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.sites import SITE_YAML, Site, article, make_site
from tests.sizes import first_of
from tests.static_host import Host

SETTINGS = f"{SITE_YAML}offline: true\n"
NEWS = "".join(
    f"-- content/world/2021-08-{day:02}-n{day}.md --\n"
    f"{article(f'Number {day}', f'2021-08-{day:02}', body=f'The words of day {day}.')}"
    for day in range(1, 11)
)
KEPT_ALL = """async () => {
  const scope = new URL('./', (await navigator.serviceWorker.ready).active.scriptURL).href;
  const notes = await (await caches.open(`broadsheet ${scope}`)).match(scope + '?notes');
  return Boolean(notes && (await notes.json()).done);
}"""
Make = Callable[[str], Site]


@pytest.fixture
def digest(tmp_path: Path) -> Site:
    """A digest with an edition for each of ten days, kept offline, built."""
    site = make_site(tmp_path / "site", f"-- site.yaml --\n{SETTINGS}{NEWS}")
    site.build()
    return site


@pytest.fixture
def host(digest: Site) -> Iterator[Host]:
    """A host for it."""
    host = Host(digest.public)
    yield host
    host.off()


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser, which has nothing yet."""
    context = browser.new_context()
    yield context
    context.close()


def visited(reader: BrowserContext, host: Host) -> Page:
    """The front page after a first visit, when all that is to be kept is kept."""
    page = reader.new_page()
    page.goto(host.url)
    waited_for(page)
    return page


def waited_for(page: Page) -> None:
    """Wait until all is kept."""
    until(page, KEPT_ALL)


def until(page: Page, script: str) -> None:
    """Wait until what a script promises is true."""
    page.evaluate(
        f"""async () => {{
          const holds = {script};
          for (let tries = 0; tries < 600; tries += 1) {{
            if (await holds()) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          throw new Error("this never came true: " + holds);
        }}"""
    )


def at_rest(page: Page, host: Host) -> None:
    """Wait until a browser has asked for nothing for a while."""
    asked = -1
    while asked != len(host.asked):
        asked = len(host.asked)
        page.wait_for_timeout(800)


def names_of_caches(page: Page) -> list[str]:
    """The caches of the page's host."""
    names: list[str] = page.evaluate("caches.keys()")
    return names


def test_after_a_first_visit_the_newest_editions_are_read_without_a_network(
    reader: BrowserContext, host: Host
) -> None:
    page = visited(reader, host)
    host.off()
    page.reload()
    assert "Number 10" in page.inner_text("main")
    page.goto(f"{host.url}editions/2021-08-04.html")
    assert "The words of day 4." in page.inner_text("main")
    page.goto(f"{host.url}2021/08/n9.html")
    assert "The words of day 9." in page.inner_text("main")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # it has its styles
    page.goto(f"{host.url}search.html?q=number")
    page.wait_for_selector("#_results li")


@pytest.mark.parametrize(("setting", "kept"), [("true", 7), ("2", 2), ("100", 10)])
def test_setting_says_how_many_editions_are_kept(site: Make, setting: str, kept: int) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}offline: {setting}\n{NEWS}")
    made.build()
    for page in ("sw.js", "offline.html"):
        editions = set(re.findall(r"editions/2021-08-(\d\d)\.html", made.page(page)))
        assert editions == {f"{day:02}" for day in range(11 - kept, 11)}


def test_page_that_is_not_kept_leads_to_what_is_at_hand(reader: BrowserContext, host: Host) -> None:
    page = visited(reader, host)
    host.off()
    page.goto(f"{host.url}2021/08/n1.html")
    assert page.url.partition("#")[0] == f"{host.url}offline.html"
    page.wait_for_selector("#_wanted:not([hidden])")
    assert "Number 10" in page.inner_text("main") and "Number 1\n" not in page.inner_text("main")
    host.on()
    page.click("#_wanted a")
    page.wait_for_url(f"{host.url}2021/08/n1.html")
    assert "The words of day 1." in page.inner_text("main")


def test_page_of_what_is_at_hand_fills_on_a_first_visit(reader: BrowserContext, host: Host) -> None:
    page = reader.new_page()
    page.goto(f"{host.url}offline.html")
    page.get_by_role("main").get_by_role("link", name="Number 10").wait_for()


def test_page_that_was_read_is_at_hand_too(reader: BrowserContext, host: Host) -> None:
    page = visited(reader, host)
    page.goto(f"{host.url}2021/08/n1.html")
    until(page, "async () => Boolean(await caches.match(location.href, {ignoreVary: true}))")
    host.off()
    page.reload()
    assert "The words of day 1." in page.inner_text("main")
    page.goto(f"{host.url}offline.html")
    page.wait_for_selector("#_visited li")
    assert "Number 1" in page.inner_text("#_visited")


def test_todays_front_page_is_shown_where_it_can_be_had(
    reader: BrowserContext, host: Host, digest: Site
) -> None:
    page = visited(reader, host)
    new = article("The newest", "2021-08-11", body="The words of today.")
    digest.write(f"-- content/world/2021-08-11-new.md --\n{new}")
    digest.build()
    page.goto(host.url)
    assert "The newest" in page.inner_text("main")
    until(
        page, "async () => Boolean(await caches.match(new URL('2021/08/new.html', location.href)))"
    )
    waited_for(page)
    host.off()
    page.goto(f"{host.url}editions/2021-08-11.html")
    assert "The words of today." in page.inner_text("main")
    page.goto(f"{host.url}editions/2021-08-04.html")  # the eighth edition is not kept any more
    assert page.url.partition("#")[0] == f"{host.url}offline.html"


def test_new_edition_fetches_only_what_is_new(
    reader: BrowserContext, host: Host, digest: Site
) -> None:
    page = visited(reader, host)
    digest.write(f"-- content/world/2021-08-11-new.md --\n{article('New', '2021-08-11')}")
    digest.build()
    host.asked.clear()
    page.goto(host.url)
    until(
        page, "async () => Boolean(await caches.match(new URL('2021/08/new.html', location.href)))"
    )
    waited_for(page)
    assert "/news/editions/2021-08-11.html" in host.asked
    assert not [path for path in host.asked if "2021-08-09" in path or path.endswith("n9.html")]


def test_changed_words_replace_what_was_kept(
    reader: BrowserContext, host: Host, digest: Site
) -> None:
    page = visited(reader, host)
    before = page.evaluate("navigator.serviceWorker.controller.scriptURL")
    changed = article("Number 9", "2021-08-09", body="Other words.")
    digest.write(f"-- content/world/2021-08-09-n9.md --\n{changed}")
    digest.build()
    assert before.endswith("/news/sw.js")
    page.goto(host.url)
    until(
        page,
        "async () => (await (await caches.match(new URL('2021/08/n9.html', location.href))).text())"
        ".includes('Other words.')",
    )


def test_browser_with_little_room_keeps_what_fits_and_reads_on(
    reader: BrowserContext, host: Host
) -> None:
    page = reader.new_page()
    devtools = reader.new_cdp_session(page)
    room = {"origin": host.url.removesuffix("/news/"), "quotaSize": 90_000}
    page.goto(f"{host.url}icon.svg")
    devtools.send("Storage.overrideQuotaForOrigin", room)
    page.goto(host.url)
    waited_for(page)
    page.goto(f"{host.url}2021/08/n1.html")
    assert "The words of day 1." in page.inner_text("main")
    host.off()
    page.goto(f"{host.url}2021/08/n4.html")
    page.wait_for_url("**/offline.html*")
    listed = page.locator("#_offline section:not([id]) li:visible").count()
    assert listed < 7
    page.goto(host.url)
    assert "Number 10" in page.inner_text("main")


# Bytes: for the first pages, and for nothing.
@pytest.mark.parametrize("free", first_of([12_000, -1_000]))
def test_refused_room_for_a_new_edition_leaves_the_old_ones_whole(
    reader: BrowserContext, host: Host, digest: Site, free: int
) -> None:
    page = visited(reader, host)
    origin = host.url.removesuffix("/news/")
    devtools = reader.new_cdp_session(page)
    used = devtools.send("Storage.getUsageAndQuota", {"origin": origin})["usage"]
    devtools.send(
        "Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": int(used) + free}
    )
    new = article("The newest", "2021-08-11", body=" ".join(map(str, range(20_000))))
    other_styles = f"{SETTINGS}theme_options: {{accent: '#123456'}}\n"
    digest.write(f"-- site.yaml --\n{other_styles}-- content/world/2021-08-11-new.md --\n{new}")
    digest.build()
    host.asked.clear()
    page.goto(host.url)
    page.evaluate("navigator.serviceWorker.ready.then((it) => it.update()).catch(() => null)")
    at_rest(page, host)
    assert "/news/sw.js" in host.asked
    host.off()
    for day in range(5, 11):
        page.goto(f"{host.url}editions/2021-08-{day:02}.html")
        assert f"Number {day}" in page.inner_text("main")
        page.goto(f"{host.url}2021/08/n{day}.html")
        assert f"The words of day {day}." in page.inner_text("main")
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"


def test_worker_that_is_withdrawn_leaves_nothing(
    reader: BrowserContext, host: Host, digest: Site
) -> None:
    page = visited(reader, host)
    assert names_of_caches(page)
    digest.write(f"-- site.yaml --\n{SITE_YAML}offline: false\n")
    digest.build()
    page.goto(host.url)
    until(
        page,
        "async () => !(await caches.keys()).length"
        " && !(await navigator.serviceWorker.getRegistrations()).length",
    )
    assert "offline" not in digest.page("index.html")
    host.off()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(host.url)


def test_without_the_setting_there_is_no_worker(site: Make) -> None:
    made = site(NEWS)
    made.build()
    assert not (made.public / "sw.js").exists() and not (made.public / "offline.html").exists()
    assert "worker" not in made.page("index.html")
