"""What feeds bring is only ever shown: nothing in it acts, whatever field it stands in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Dialog

from tests.desk_server.conftest import desk_site
from tests.desk_server.running import Running, report, reported, running_desk

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=//evil.example/x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' autofocus onfocus=alert(4) x='",
    "{{ 7*7 }}{% raw %}",
    "</title></textarea></style></script><script>alert(5)</script>",
    "javascript:alert(6)",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "\u202egpj.exe\u202c <a href=javascript:alert(8)>x</a>",
    "<iframe srcdoc='<script>parent.alert(9)</script>'></iframe><base href=//evil.example/>",
)
LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "//evil.example/",
    "http://",
    "https://[bad/",
    'https://good.example/" onclick="alert(1)',
    "",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose inbox has attacks in each field that a feed fills."""
    root = desk_site(tmp_path_factory.mktemp("desk") / "site")
    for number, attack in enumerate(ATTACKS, 100):
        fields: dict[str, object] = {
            "publisher": attack,
            "language": attack,
            "text": f"{attack} text",
            "links": (attack,),
        }
        title = f"{attack} {number}"
        reported(root, replace(report(number, title), **fields), section=attack)  # type: ignore[arg-type]
    for number, link in enumerate(LINKS, 200):
        reported(root, report(number, f"Link {number}", url=link, key=f"k{number}"))
    return root


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Running]:
    with running_desk(root) as running:
        yield running


def test_nothing_of_a_report_acts(browser: Browser, desk: Running) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked, dialogs, refused = list[str](), list[str](), list[str]()

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda it: asked.append(it.url))
    page.on("dialog", dismiss)
    page.on("console", lambda it: refused.append(it.text))
    page.on("pageerror", lambda it: refused.append(str(it)))
    page.goto(desk.entry)
    for number in range(page.locator("[data-open]").count()):
        link = page.locator("[data-open]").nth(number)
        link.focus()
        page.goto(f"{desk.address}{link.get_attribute('href')}")
        assert page.locator(".report").count() >= 1
    page.locator("button[name=keep]").first.click()
    page.wait_for_timeout(300)
    for script in page.locator("script").all():
        assert script.get_attribute("src") == "static/desk.js"
    assert (dialogs, refused) == ([], [])
    assert all(it.startswith((desk.origin, desk.preview)) for it in asked)
    context.close()


def test_only_web_addresses_become_links(desk: Running) -> None:
    curator = desk.let_in()
    page = curator.get("?q=link")
    assert "javascript:" not in page.text.lower()
    for number in range(200, 200 + len(LINKS)):
        group = page.text.partition(f"Link {number}</a>")[0].rpartition("?")[2].partition('"')[0]
        opened = curator.get(f"?{group.replace('&amp;', '&')}")
        shown = opened.text.partition('class="report-title"')[2].partition("</p>")[0]
        assert f"Link {number}" in shown and "href" not in shown, shown


@pytest.mark.parametrize("attack", ATTACKS[:6])
def test_query_of_the_page_is_only_shown(desk: Running, attack: str) -> None:
    keys = (
        "q",
        "section",
        "lang",
        "list",
        "page",
        "group",
        "side",
        "at",
        "shows",
        "told",
        "day",
        "help",
    )
    page = desk.let_in().get(f"?{urlencode(dict.fromkeys(keys, attack))}").text
    assert "<script>alert" not in page and "<svg onload" not in page and "<img" not in page
