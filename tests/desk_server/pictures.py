"""Pictures of the desk for the documents, taken while a test walks through a day.

    BROADSHEET_PICTURES=1 pytest tests/desk_server/test_stopwatch.py

writes them to `docs/desk/`; without that nothing is taken.
"""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.sites import ROOT

FOLDER = ROOT / "docs/desk"
MOST = 120_000  # bytes of a picture
SCROLLED = """it => {
  const part = it.closest("main > section");
  part.scrollTop += it.getBoundingClientRect().top - part.getBoundingClientRect().top - 64;
}"""
IS_ASKED_FOR = os.environ.get("BROADSHEET_PICTURES") == "1"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where pictures go, if they are wanted."""

    folder: Path | None = FOLDER if IS_ASKED_FOR else None

    def take(
        self, page: Page, name: str, width: int = 1280, height: int = 800, top: str = ""
    ) -> None:
        """Take a picture of what a page shows in a window of that size, scrolled so that the
        element `top` stands at the top."""
        if self.folder is None:
            return
        before = page.viewport_size
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.getElementById('told').replaceChildren()")
        if top:
            page.locator(top).evaluate(SCROLLED)
        page.wait_for_timeout(600)  # fonts, and the page in the frame
        shot = page.screenshot(animations="disabled", caret="hide")
        if before:
            page.set_viewport_size(before)
        self.folder.mkdir(exist_ok=True)
        path = self.folder / f"{name}.webp"
        Image.open(BytesIO(shot)).convert("RGB").save(path, lossless=True, method=6)
        assert path.stat().st_size < MOST, name
