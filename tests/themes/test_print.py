"""An edition and an article as Chromium prints them: pages, breaks, running heads and fonts."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.conftest import program
from tests.samples import LATER
from tests.sites import ROOT, Site, article, make_site

WIDTH, MARGIN = 595, 44  # points: of A4, and of 16 millimetres, into which letters reach a little
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
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


def places_of(file: Path, word: str) -> set[int]:
    """How far from the left of the page, in points, a word stands wherever it is."""
    command = [program("pdftotext"), "-bbox", str(file), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {round(float(it)) for it in re.findall(f'xMin="([0-9.]+)"[^>]*>{word}<', done.stdout)}


def test_articles_of_an_edition_stand_in_two_columns(browser: Browser, made: Site) -> None:
    left, right = sorted(places_of(printed(browser, made, "editions/2021-08-21.html"), "See"))
    assert MARGIN <= left <= MARGIN + 2 and right > WIDTH / 2


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


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site in Arabic, with three long articles more in one of its editions, built."""
    made = Site(tmp_path_factory.mktemp("print") / "arabic")
    shutil.copytree(ROOT / "tests/arabic", made.root)
    text = "## الجسر\n\nانظر [التقرير](https://r.example/a). " + "كلام طويل يمضي قدما. " * 60
    for number in range(1, 4):
        long = article(f"خبر {number}", "2021-08-16", body="\n\n".join([text] * 3))
        made.write(f"-- content/world/2021-08-16-n{number}.md --\n{long}")
    made.build(as_of=LATER)
    return made


def test_arabic_edition_has_running_heads_and_numbers_from_right_to_left(
    browser: Browser, arabic: Site
) -> None:
    pages = pages_of(printed(browser, arabic, "editions/2021-08-16.html"))
    assert len(pages) >= 3
    for number, text in enumerate(pages, 1):
        lines = [DIRECTIONS.sub("", line).strip() for line in text.splitlines()]
        first, *_, last = filter(None, lines)
        assert last.replace(" ", "") == f"{len(pages)}/{number}"  # as the eye finds it
        assert ("حشود على مدرج المطار – الجريدة" in first) == (number > 1)


def lines_of(file: Path) -> Iterator[tuple[int, int]]:
    """Where each line of a PDF file begins and ends across its page, in points, as it is drawn."""
    folder = file.with_suffix("")
    folder.mkdir()
    subprocess.run([program("pdftoppm"), "-r", "72", "-gray", file, folder / "page"], check=True)
    for leaf in sorted(folder.iterdir()):
        with Image.open(leaf) as picture:
            ink = picture.point([255] * 200 + [0] * 56)
        rows = [ink.crop((0, top, ink.width, top + 1)).getbbox() for top in range(ink.height)]
        for is_blank, line in groupby(rows, key=lambda row: row is None):
            if not is_blank:
                across = [row for row in line if row]
                yield min(row[0] for row in across), max(row[2] for row in across)


def test_arabic_lines_begin_at_the_right_and_nothing_stands_in_the_margins(
    browser: Browser, arabic: Site
) -> None:
    lines = list(lines_of(printed(browser, arabic, "editions/2021-08-16.html")))
    assert all(left >= MARGIN and right <= WIDTH - MARGIN for left, right in lines)
    for column in (range(WIDTH // 2), range(WIDTH // 2, WIDTH)):
        begins = [right for left, right in lines if left in column and right in column]
        assert len(begins) > 5 and max(begins) - min(begins) <= 2


def test_arabic_letters_are_in_the_file_with_the_fonts_that_draw_them(
    browser: Browser, arabic: Site
) -> None:
    file = printed(browser, arabic, "2021/08/kabul.html")
    command = [program("pdffonts"), str(file)]
    head, _, *fonts = subprocess.run(
        command, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert fonts and all(font[head.index("emb") :].startswith("yes") for font in fonts)
    text = "\n".join(pages_of(file))
    for words in ("طالبان تدخل كابول والرئيس", "ما تقوله طالبان", "المصادر"):
        assert words in text
    assert "\ufffd" not in text


def test_address_within_arabic_text_is_spelled_out_in_its_own_direction(
    browser: Browser, arabic: Site
) -> None:
    page = browser.new_page()
    page.goto((arabic.public / "2021/08/n1.html").as_uri())
    page.emulate_media(media="print")
    spelled = page.eval_on_selector_all(
        ".body a, .sources a", "links => links.map((it) => getComputedStyle(it, '::after').content)"
    )
    page.close()
    assert spelled == ['" (\u2066https://r.example/a\u2069)"'] * 3
    text = "\n".join(pages_of(printed(browser, arabic, "2021/08/n1.html")))
    assert "https://r.example/a" in text
