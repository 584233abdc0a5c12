"""An edition as one HTML file and as plain text, as the reader who keeps them sees them."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image
from playwright.sync_api import Browser

from broadsheet.text.columns import columns_of
from broadsheet.text.text_layout import WIDTH
from tests.browsing import complaints_of
from tests.sites import SITE_YAML, Site, article, assert_same_tree, found

ROOT = Path(__file__).parent.parent.parent
SETTINGS = f"{SITE_YAML}editions: {{files: [html, text]}}\n"
TEXT = "See [the report](https://r.example/a), [the other](2021-08-21-b.md) and ![A chart](c.png)."
MORE = "image: {file: c.png, alt: A bridge}\nsources: [{name: R, url: 'https://r.example/a'}]"
NEWS = (
    f"-- site.yaml --\n{SETTINGS}"
    f"-- content/world/2021-08-21-a.md --\n{article('Kabul & more', '2021-08-21', MORE, TEXT)}"
    f"-- content/world/2021-08-21-b.md --\n{article('Other', '2021-08-21')}"
)
FILE, PLAIN = "editions/2021-08-21.one.html", "editions/2021-08-21.txt"
Make = Callable[[str], Site]


def parsed(written: str) -> Any:
    """A page as a tree."""
    return html.fromstring(written)


def picture(width: int = 900, noise: int = 0) -> bytes:
    """A picture's file; one of noise is large."""
    image = Image.effect_noise((width, width), noise) if noise else Image.new("L", (width, 400))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def made(site: Make) -> Site:
    """A site with an edition of two articles and a picture, built."""
    made = site(NEWS).put("content/world/c.png", picture())
    made.build()
    return made


def test_page_of_an_edition_leads_to_its_files(made: Site) -> None:
    links = found(made.page("editions/2021-08-21.html"), "//nav[@class='files']//a")
    assert [(it.get("href"), it.get("type")) for it in links] == [
        ("2021-08-21.one.html", "text/html"),
        ("2021-08-21.txt", "text/plain"),
    ]


def test_without_the_setting_there_are_no_files(site: Make) -> None:
    made = site(f"-- content/world/2021-08-21-a.md --\n{article('A', '2021-08-21')}")
    made.build()
    assert not (made.public / FILE).exists() and not (made.public / PLAIN).exists()
    assert "files" not in made.page("editions/2021-08-21.html")


def test_one_file_holds_its_pictures_and_asks_the_web_for_nothing(made: Site) -> None:
    page = parsed(made.page(FILE))
    sources = page.xpath("//@src")
    assert len(sources) == 2 and all(it.startswith("data:image/webp;base64,") for it in sources)
    assert page.xpath("//@srcset|//script|//link[@rel='stylesheet']") == []
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    edition = "https://example.org/editions/2021-08-21.html"
    assert page.xpath("//link[@rel='canonical']/@href") == [edition]


def test_links_in_one_file_are_whole_or_stay_in_it(made: Site) -> None:
    page = parsed(made.page(FILE))
    links = page.xpath("//@href")
    assert all(link.startswith(("https://", "#")) for link in links)
    assert "#_article-b" in page.xpath("//div[@class='body'][1]//a/@href")
    anchors = {f"#{it}" for it in page.xpath("//@id")}
    assert {link for link in links if link.startswith("#")} <= anchors


def test_one_file_is_not_for_search_engines(made: Site) -> None:
    assert "one.html" not in made.page("sitemap.xml")


def test_pictures_that_would_make_the_file_too_large_become_links(site: Make) -> None:
    texts = "".join(
        f"-- content/world/2021-08-21-n{number}.md --\n"
        f"{article(f'N {number}', '2021-08-21', f'image: {{file: n{number}.png, alt: Noise}}')}"
        for number in range(3)
    )
    made = site(f"-- site.yaml --\n{SETTINGS}{texts}")
    for number in range(3):
        made.put(f"content/world/n{number}.png", picture(720, noise=100 + number))
    made.build()
    content = (made.public / FILE).read_bytes()
    assert len(content) < 1_000_000
    page = parsed(content.decode())
    placed = page.xpath("//img")
    left_out = page.xpath("//figure//a[text()='Noise']/@href")
    assert 0 < len(placed) < 3 and len(placed) + len(left_out) == 3
    assert all(it.startswith("https://example.org/media/world/n") for it in left_out)
    assert f"in the place of {len(left_out)} of its pictures" in page.text_content()


def test_one_file_is_shown_with_its_styles_and_without_complaints(
    browser: Browser, made: Site, tmp_path: Path
) -> None:
    saved = shutil.copy(made.public / FILE, tmp_path / "saved.html")
    page = browser.new_page()
    complaints = complaints_of(page)
    page.goto(Path(saved).as_uri())
    shown = page.evaluate("[...document.images].map((it) => it.complete && it.naturalWidth > 0)")
    assert shown == [True, True]
    assert page.evaluate("getComputedStyle(document.querySelector('.nameplate')).textAlign") == (
        "center"
    )
    assert complaints == []
    page.close()


def test_plain_theme_makes_a_file_without_styles_and_pictures(site: Make) -> None:
    made = site(NEWS.replace("editions:", "theme: plain\neditions:"))
    made.put("content/world/c.png", picture()).build()
    page = parsed(made.page(FILE))
    assert page.xpath("//img|//style") == []
    assert "A chart" in page.xpath("//a/text()")
    assert (made.public / FILE).stat().st_size < 10_000


def test_plain_text_tells_the_whole_edition(made: Site) -> None:
    content = (made.public / PLAIN).read_bytes()
    assert content.startswith(b"\xef\xbb\xbfThe Test: ") and b"\r" not in content
    text = content.decode("utf-8-sig")
    assert "Kabul & more [1]\n----------------\n" in text
    assert "Picture: A bridge [2]\n\nSee the report [3], the other [4] and A chart [2].\n" in text
    assert "[3] https://r.example/a\n[4] https://example.org/2021/08/b.html\n\n" in text
    assert "https://example.org/editions/2021-08-21.html" in text
    assert "<" not in text and "&amp;" not in text


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_plain_text_is_right_in_every_script(site: Make, language: str) -> None:
    body = (
        "一段很长的中文文字没有空格所以每一行都要在字符之间断开，但是标点符号不能在行首出现。" * 3
        + "\n\n"
        + "متن فارسی که می\u200cشود شکست. " * 12
        + "\n\n"
        + "हिन्दी का पाठ। " * 12
    )
    made = site(
        f"-- site.yaml --\n{SETTINGS.replace('language: en', f'language: {language}')}"
        f"-- content/world/2021-08-21-a.md --\n{article('見出し', '2021-08-21', MORE, body)}"
    )
    made.put("content/world/c.png", picture()).build()
    lines = (made.public / PLAIN).read_bytes().decode("utf-8-sig").split("\n")
    assert all(line == line.rstrip() for line in lines)
    assert all(columns_of(line) <= WIDTH for line in lines if "https://" not in line)
    assert not [line for line in lines if line.startswith(("，", "。", "।"))]
    assert any(columns_of(line) > WIDTH - 4 for line in lines)
    assert "\u200c" in "".join(lines)


def test_edit_of_words_and_of_a_picture_renews_the_files_as_a_clean_build_makes_them(
    made: Site, tmp_path: Path
) -> None:
    changed = article("Kabul & more", "2021-08-21", MORE, TEXT.replace("See", "Look at"))
    made.write(f"-- content/world/2021-08-21-a.md --\n{changed}").build()
    assert "Look at the report" in made.page(PLAIN) and "Look at" in made.page(FILE)
    made.put("content/world/c.png", picture(880))
    assert {FILE, "editions/2021-08-21.html"} <= set(made.build().placed.written)
    made.build(output=tmp_path / "clean")
    assert_same_tree(made.tree(), made.tree(tmp_path / "clean"), "incremental", "clean")


def test_added_article_changes_only_the_files_of_its_edition(made: Site) -> None:
    made.write(f"-- content/world/2021-08-22-c.md --\n{article('C', '2021-08-22')}")
    written = [path for path in made.build().placed.written if path.endswith((".one.html", "txt"))]
    assert written == ["editions/2021-08-22.one.html", "editions/2021-08-22.txt"]


def test_text_only_copy_leads_to_the_same_files(site: Make) -> None:
    made = site(NEWS.replace("editions:", "lite: true\neditions:"))
    made.put("content/world/c.png", picture()).build()
    links = found(made.page("lite/editions/2021-08-21.html"), "//nav[@class='files']//a/@href")
    assert links == ["../../editions/2021-08-21.one.html", "../../editions/2021-08-21.txt"]
    assert not (made.public / "lite" / FILE).exists()
