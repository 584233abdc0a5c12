"""The default theme from a reader's chair: access, weight, and what its small scripts add."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import brotli
import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from tests.browsing import complaints_of, faults_of
from tests.samples import LATER
from tests.sites import ROOT, Site, article
from tests.sizes import first_of

Make = Callable[[str], Site]
PAGE_RULES = re.compile(r"^@page.*?^}", re.MULTILINE | re.DOTALL)  # the checker knows none
SAMPLE_PAGES = (
    "index.html", "2021/08/kabul-falls.html", "world.html", "tags/afghanistan.html",
    "stories/afghanistan-2021.html", "editions/2021-08-31.html", "sources/associated-press.html",
    "404.html", "search.html", "archive/2021/08.html", "corrections.html", "subscribe.html",
)  # fmt: skip
ARABIC_PAGES = (
    "index.html", "2021/08/haiti.html", "world.html", "tags/أفغانستان.html",
    "stories/afghanistan-2021.html", "editions/2021-08-16.html", "sources/rtl.html", "search.html",
    "404.html", "subscribe.html",
)  # fmt: skip
CATEGORIES = ("accessibility", "best-practices", "seo")
# What makes a page quick and does not depend on how quick the machine is at the moment.
# Without image-delivery-insight: it counts CSS pixels, so it wants pictures too coarse for a phone.
SAME_ON_ANY_MACHINE = {
    "bf-cache", "cumulative-layout-shift", "dom-size", "duplicated-javascript", "font-display",
    "legacy-javascript", "modern-image-formats", "no-document-write",
    "offscreen-images", "redirects", "third-parties-insight", "total-byte-weight",
    "unminified-javascript", "unsized-images", "unused-css-rules", "unused-javascript",
    "uses-optimized-images", "uses-passive-event-listeners", "uses-responsive-images", "viewport",
}  # fmt: skip
LOADED_WITHIN = 120_000  # milliseconds, on any machine
BUDGET = 14_000  # bytes of HTML and CSS over the wire


# Each width and each scheme, in one direction; the other pairs of them are the rest.
TO_THE_RIGHT = first_of([(320, "light"), (1280, "dark"), (320, "dark"), (1280, "light")])
TO_THE_LEFT = first_of([(1280, "dark"), (320, "light"), (320, "dark"), (1280, "light")])


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep the test's output clean."""


def served(folder: Path) -> Iterator[str]:
    """The address of a folder, served over HTTP for as long as it is asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def sample(built_samples: Callable[[str], Site]) -> Site:
    """The sample site."""
    return built_samples("broadsheet")


@pytest.fixture(scope="module")
def web(sample: Site) -> Iterator[str]:
    """Where the sample site stands on the web."""
    yield from served(sample.public)


@pytest.fixture(scope="module")
def arabic_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site in Arabic stands on the web."""
    root = tmp_path_factory.mktemp("arabic") / "site"
    shutil.copytree(ROOT / "tests/arabic", root)
    site = Site(root)
    site.build(as_of=LATER)
    yield from served(site.public)


def accessible(browser: Browser, address: str, scheme: Any, width: int) -> list[str]:
    """What axe-core finds wrong with a page, and whether it is wider than its window."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    found = [f"{address} {rule}: {why}" for rule, why in faults_of(page)]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{address} is wider than {width}")
    context.close()
    return found


@pytest.mark.parametrize(("width", "scheme"), TO_THE_RIGHT)
def test_axe_finds_nothing_from_left_to_right(
    web: str, browser: Browser, scheme: str, width: int
) -> None:
    for path in SAMPLE_PAGES:
        assert accessible(browser, web + path, scheme, width) == []


@pytest.mark.parametrize(("width", "scheme"), TO_THE_LEFT)
def test_axe_finds_nothing_from_right_to_left(
    arabic_web: str, browser: Browser, scheme: str, width: int
) -> None:
    for path in ARABIC_PAGES:
        assert accessible(browser, arabic_web + path, scheme, width) == []


def test_keyboard_alone_reaches_everything_and_shows_where_it_is(
    web: str, browser: Browser
) -> None:
    page = browser.new_page(reduced_motion="reduce")
    for path in ("index.html", "2021/08/kabul-falls.html"):
        page.goto(web + path)
        there = page.locator("a[href], button, input, select").count()
        reached = []
        for _ in range(there):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """() => { const it = document.activeElement, box = it.getBoundingClientRect();
                return [it.outerHTML, getComputedStyle(it).outlineStyle, box.width * box.height,
                        box.bottom > 0 && box.top < innerHeight]; }"""
            )
            assert place[1] != "none" and place[2] > 0 and place[3], place
            reached.append(place[0])
        every = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select')].map(i => i.outerHTML)"
        )
        assert reached == every
    page.close()


def test_first_stop_leads_past_the_navigation_to_the_text(web: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(web)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#_content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


def background(page: Page) -> str:
    """The colour of the paper."""
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_reader_may_choose_dark_and_it_stays(web: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(web)
    light = background(page)
    page.get_by_label("Appearance").select_option("dark")
    dark = background(page)
    assert dark != light
    page.goto(f"{web}world.html")
    assert background(page) == dark
    page.get_by_label("Appearance").select_option("")
    assert background(page) == light
    context.close()


def test_what_came_since_the_last_visit_is_marked(browser: Browser, site: Make) -> None:
    made = site(f"-- content/world/2021-08-19-early.md --\n{article('Early', '2021-08-19')}")
    made.build(as_of="2021-08-20")
    context = browser.new_context()
    page = context.new_page()
    address = (made.public / "index.html").as_uri()
    page.goto(address)
    assert page.locator(".new").count() == 0
    made.write(f"-- content/world/2021-08-21-late.md --\n{article('Late news', '2021-08-21')}")
    made.build(as_of="2021-08-21 12:00 +0000")
    page.goto(address)
    marked = page.locator("article:has(.new)").all_inner_texts()
    assert len(marked) == 1 and "Late news" in marked[0]
    page.goto(address)
    assert page.locator(".new").count() == 0
    context.close()


def test_every_kind_of_page_works_from_disk_without_a_network_or_script(
    sample: Site, browser: Browser
) -> None:
    for with_script in (True, False):
        context = browser.new_context(java_script_enabled=with_script, offline=True)
        page = context.new_page()
        complaints = complaints_of(page)
        for path in SAMPLE_PAGES:
            if path == "404.html":
                continue  # its links start at the root, as it is shown at any depth
            page.goto((sample.public / path).as_uri())
            assert page.locator("main h1, main h2, header h1").first.is_visible()
        assert complaints == []
        context.close()


@pytest.mark.parametrize("path", ["index.html", "2021/08/kabul-falls.html"])
def test_page_with_its_style_is_at_most_14_kilobytes_over_the_wire(sample: Site, path: str) -> None:
    page = html.parse(sample.public / path)
    sheets = page.xpath("//link[@rel='stylesheet']/@href")
    files = [sample.public / path, *((sample.public / path).parent / it for it in sheets)]
    assert len(files) > 1
    assert sum(len(brotli.compress(file.read_bytes(), quality=5)) for file in files) <= BUDGET


def lighthouse_report(lighthouse: str, chromium: str, address: str, report: Path) -> Any:
    """What Lighthouse, on the phone that it imitates, finds out about a page."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}"]
    environment = os.environ | {"CHROME_PATH": chromium}
    done = subprocess.run(
        [*command, f"--chrome-flags={flags}", f"--max-wait-for-load={LOADED_WITHIN}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"Lighthouse ended with {done.returncode}:\n{done.stderr}", pytrace=False)
    return json.loads(report.read_text("utf-8"))


def faults_found(report: Any) -> list[str]:
    """What a page may be reproached with, however fast the machine is that shows it."""
    names = {it["id"] for name in CATEGORIES for it in report["categories"][name]["auditRefs"]}
    audits = [(name, report["audits"][name]) for name in sorted(names | SAME_ON_ANY_MACHINE)]
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}"
        for name, audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", first_of(["2021/08/kabul-falls.html", "index.html"]))
def test_lighthouse_finds_nothing_to_improve(
    web: str, path: str, lighthouse: str, chromium: str, tmp_path: Path
) -> None:
    report = lighthouse_report(lighthouse, chromium, web + path, tmp_path / "report.json")
    assert faults_found(report) == []


def test_style_sheet_is_valid(sample: Site, csstree: str, tmp_path: Path) -> None:
    sheets = sorted(sample.public.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        known = tmp_path / sheet.name
        known.write_text(PAGE_RULES.sub("", sheet.read_text("utf-8")), "utf-8")
        told = subprocess.run([csstree, str(known)], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stdout.strip()) == (0, "")
