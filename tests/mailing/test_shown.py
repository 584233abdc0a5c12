"""How a mail looks in a browser, the strictest of the programs that show mails."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browsing import faults_of
from tests.mailing.letters import DIGEST, made
from tests.sites import ROOT, Site
from tests.sizes import first_of

Make = Callable[[str], Site]
SCREENS = first_of([(320, "dark"), (320, "light"), (600, "dark"), (1000, "light")])


@pytest.fixture(params=["left to right", "right to left"])
def mail(request: pytest.FixtureRequest, site: Make, tmp_path: Path) -> str:
    """The address of a mail on disk: of the small digest, and of the Arabic one."""
    digest = site(DIGEST)
    if request.param == "right to left":
        (digest.root / "site.yaml").write_bytes((ROOT / "tests/arabic/site.yaml").read_bytes())
        for path in (ROOT / "tests/arabic/content").rglob("*"):
            if path.is_file():
                digest.put(path.relative_to(ROOT / "tests/arabic").as_posix(), path.read_bytes())
        (digest.root / "content/editions/2021-12-31.md").unlink()
        for name in ("world/bridge.md", "arts/book.md"):
            (digest.root / "content" / name).unlink()
    (tmp_path / "mail.html").write_text(made(digest.root).letter.html, "utf-8")
    return (tmp_path / "mail.html").as_uri()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_mail_fits_and_is_readable_in_every_width_and_light(
    mail: str, browser: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    page.goto(mail)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(23, 22, 20)" if scheme == "dark" else "rgb(253, 252, 249)")
    assert faults_of(page) == []
    context.close()


@pytest.mark.slow
def test_sheet_is_six_hundred_pixels_wide_at_most(mail: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(mail)
    widths = page.eval_on_selector_all("table", "all => all.map(it => it.offsetWidth)")
    assert widths[1] == 600
    page.close()
