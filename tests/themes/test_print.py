"""An edition and an article as Chromium prints them: pages, breaks, running heads and fonts."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import program
from tests.sites import Site, article, make_site

BODY = (
    "## The bridge\n\n" + "See [the report](https://r.example/a). " + "A long text goes on. " * 60
)
NEWS = "".join(
    f"-- content/world/2021-08-21-n{number}.md --\n"
    + article(
        f"Number {number}",
        "2021-08-21",
        "sources: [{name: R, title: The report, url: 'https://r.example/a'}]",
        "\n\n".join([BODY, BODY.replace("bridge", "river"), BODY.replace("bridge", "end")]),
    )
    for number in range(1, 5)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with an edition of four long articles, built."""
    made = make_site(tmp_path_factory.mktemp("print") / "site", NEWS)
    made.build()
    return made


def printed(browser: Browser, made: Site, path: str) -> Path:
    """A page of the site as a PDF file."""
    page = browser.new_page()
    page.goto((made.public / path).as_uri())
    file = made.root / f"{Path(path).stem}.pdf"
    page.pdf(path=file, prefer_css_page_size=True, format="A4")
    page.close()
    return file


def pages_of(file: Path) -> list[str]:
    """The text of each page of a PDF file, as it is laid out."""
    command = [program("pdftotext"), "-layout", str(file), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def test_edition_is_printed_on_pages_with_running_heads_and_numbers(
    browser: Browser, made: Site
) -> None:
    pages = pages_of(printed(browser, made, "editions/2021-08-21.html"))
    assert 4 <= len(pages) <= 9
    for number, text in enumerate(pages, 1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert lines[-1].replace(" ", "") == f"{number}/{len(pages)}"
        assert len(lines) > 4 or number == len(pages)
        head = "Saturday, August 21, 2021 – The Test"
        assert (lines[0] == head) == (number > 1)


def test_heading_is_never_the_last_line_of_a_page(browser: Browser, made: Site) -> None:
    for text in pages_of(printed(browser, made, "editions/2021-08-21.html")):
        *_, last, _ = [line.strip() for line in text.splitlines() if line.strip()]
        assert not last.startswith(("The bridge", "The river", "The end", "Number"))


def test_printed_article_spells_its_links_out_and_has_no_navigation(
    browser: Browser, made: Site
) -> None:
    text = "\n".join(pages_of(printed(browser, made, "2021/08/n1.html")))
    assert "the report (https://r.example/a)" in text
    assert "The report (https://r.example/a)" in text
    for absent in ("Subscribe", "Back to top", "Appearance", "Later", "Archive"):
        assert absent not in text


def test_fonts_are_in_the_file(browser: Browser, made: Site) -> None:
    file = printed(browser, made, "2021/08/n1.html")
    command = [program("pdffonts"), str(file)]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    fonts = table.splitlines()[2:]
    assert fonts and all(" yes " in line[line.index("Identity") :] for line in fonts)
