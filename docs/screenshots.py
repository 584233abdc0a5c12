"""Pictures of the sample sites as readers see them: `make screenshots`.

Every kind of page, and the site in Arabic, at a phone's and a desk's width, light and dark. They go
to `build/screenshots/`; those that the README shows go to `docs/` besides.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "build/screenshots"
SAMPLE = {
    "front": "index.html",
    "article": "2021/08/haiti-earthquake.html",
    "story": "stories/afghanistan-2021.html",
    "edition": "editions/2021-08-31.html",
    "tag": "tags/afghanistan.html",
}
ARABIC = {"arabic": "index.html", "arabic-article": "2021/08/haiti.html"}
WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES = ("light", "dark")
SHOWN = {"front-desk-light": 1100, "story-phone-dark": 844, "arabic-desk-light": 760}  # height
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Build both sites beside each other, and take every picture."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        print("Chromium is needed for this: apt-get install chromium", file=sys.stderr)
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        for name, pages in (("content", SAMPLE), ("tests/arabic/content", ARABIC)):
            _take(browser, _built(ROOT / name, Path(place)), pages)
        browser.close()
    print(f"{len(list(TARGET.iterdir()))} pictures in {TARGET.relative_to(ROOT)}")
    return 0


def _built(content: Path, place: Path) -> Path:
    """A copy of the site with this content, built; returns its output folder."""
    site = place / str(len(list(place.iterdir())))
    shutil.copytree(content, site / "content")
    shutil.copy(content.parent / "site.yaml", site)
    command = [sys.executable, str(ROOT / "build.py"), "--site", str(site)]
    subprocess.run([*command, "--as-of", "2024-06-01", "--quiet"], check=True)
    return site / "public"


def _take(browser: Browser, public: Path, pages: dict[str, str]) -> None:
    for place, width in WIDTHS.items():
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            for name, path in pages.items():
                page.goto((public / path).as_uri())
                shot = f"{name}-{place}-{scheme}"
                page.screenshot(path=TARGET / f"{shot}.png", full_page=True)
                if shot in SHOWN:
                    page.set_viewport_size({"width": width, "height": SHOWN[shot]})
                    page.screenshot(path=ROOT / f"docs/{shot}.png")
                    page.set_viewport_size({"width": width, "height": 900})
            page.close()


if __name__ == "__main__":
    sys.exit(main())
