"""Share images: what a link to an article looks like where it is passed on."""

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.images.colours import ACCENT, INK, PAPER, channels, contrast, readable
from broadsheet.images.icons import Icon, draw_icon
from broadsheet.images.share_images import (
    BOTTOM,
    MARGIN,
    RULE,
    TOP,
    WIDTH,
    ShareCard,
    draw_card,
    drawable,
    fitted,
)
from tests.sites import SITE_YAML, Site, article, mtimes, tree

Make = Callable[[str], Site]
ROOT = Path(__file__).parents[2]
WITH_SHARES = SITE_YAML.replace("share_images: false\n", "")
CARD = ShareCard("The Test", "World", "Rivers rise again", "20 August 2021", "2021-08-20")
LABEL_BOX, TITLE_BOX = (0, RULE + 10, WIDTH, TOP), (0, TOP, WIDTH, BOTTOM)


def with_two(site: Make, settings: str = WITH_SHARES) -> Site:
    """A site of two articles."""
    return site(
        f"-- site.yaml --\n{settings}"
        f"-- content/world/one.md --\n{article('One', '2021-05-01')}"
        f"-- content/world/two.md --\n{article('Two', '2021-05-02')}"
    )


def shown(content: bytes) -> Image.Image:
    """A share image, decoded."""
    return Image.open(BytesIO(content)).convert("RGB")


def ink(content: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of an image are not paper."""
    part = shown(content).crop(box)
    factory = Image.new("RGB", (1, 1), PAPER).getpixel((0, 0))
    return sum(count for count, colour in part.getcolors(10_000) or [] if colour != factory)


def test_every_article_and_the_site_have_a_share_image(site: Make) -> None:
    made = with_two(site)
    made.build()
    shares = {path: it for path, it in made.tree().items() if path.startswith("share/")}
    assert set(shares) == {"share/site.png", "share/2021/05/one.png", "share/2021/05/two.png"}
    for it in shares.values():
        image = Image.open(BytesIO(it))
        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(it) < 60_000


def test_templates_see_the_share_image_of_the_article_and_of_the_site(site: Make) -> None:
    made = with_two(site).write(
        "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"
        "-- themes/own/templates/article.html --\n"
        "{{ article.share.address | absolute }} {{ article.share.width }} {{ article.share.alt }}\n"
        "-- themes/own/templates/404.html --\n{{ site.share.address }} {{ site.share.height }}\n"
    )
    made.write(f"-- site.yaml --\n{WITH_SHARES}theme: own\n").build()
    assert made.page("2021/05/one.html") == "https://example.org/share/2021/05/one.png 1200 One"
    assert made.page("404.html") == "/share/site.png 630"


def test_share_image_is_drawn_again_only_when_its_words_change(site: Make) -> None:
    made = with_two(site)
    made.build()
    before = mtimes(made.public / "share")
    text = article("One", "2021-05-01", "tags: [Peace]", "Another text, and a longer one.")
    made.write(f"-- content/world/one.md --\n{text}").build()
    assert mtimes(made.public / "share") == before
    made.write(f"-- content/world/one.md --\n{article('Won', '2021-05-01')}")
    assert "share/2021/05/one.png" in made.build().placed.written
    after = mtimes(made.public / "share")
    assert {path for path in before if after[path] != before[path]} == {"2021/05/one.png"}
    made.write(f"-- site.yaml --\n{WITH_SHARES.replace('The Test', 'The Trial')}").build()
    assert not set(mtimes(made.public / "share").items()) & set(before.items())


def test_share_image_goes_with_its_article(site: Make) -> None:
    made = with_two(site)
    made.build()
    (made.root / "content/world/one.md").unlink()
    assert "share/2021/05/one.png" in made.build().placed.removed
    clean = made.root / "clean"
    made.build(output=clean)
    assert tree(clean) == made.tree()


def test_site_without_share_images_draws_none_and_never_loads_pillow(site: Make) -> None:
    made = with_two(site, SITE_YAML)
    code = (
        "import sys; from broadsheet.cli import main\n"
        f"main(['build', '--site', {str(made.root)!r}], standalone_mode=False)\n"
        "assert 'PIL' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)
    assert not (made.public / "share").exists()
    assert '"image"' not in made.page("2021/05/one.html")


def test_addresses_of_another_permalink_have_share_images_too(site: Make) -> None:
    made = with_two(site, f"{WITH_SHARES}permalink: /{{year}}/{{slug}}/\n")
    made.build()
    assert (made.public / "share/2021/one.png").is_file()


def test_same_words_make_the_same_bytes() -> None:
    code = (
        "import sys; from tests.images.test_share_images import CARD\n"
        "from broadsheet.images.share_images import draw_card\n"
    )
    write = "sys.stdout.buffer.write(draw_card(CARD))"
    command = [sys.executable, "-c", code + write]
    elsewhere = subprocess.run(command, check=True, cwd=ROOT, capture_output=True).stdout
    assert elsewhere == draw_card(CARD)


def test_all_parts_of_a_share_image_stand_apart() -> None:
    whole = draw_card(CARD)
    assert ink(whole, TITLE_BOX) > 5000 and ink(whole, LABEL_BOX) > 300
    for box in ((0, 16, MARGIN, 630), (WIDTH - MARGIN + 1, 16, WIDTH, 630), (0, 600, WIDTH, 630)):
        assert ink(whole, box) == 0
    without = draw_card(ShareCard("The Test", "", "Rivers rise again", "20 August 2021", ""))
    assert ink(without, LABEL_BOX) == 0


@pytest.mark.parametrize(
    "title",
    ["کابل سقوط کرد", "喀布尔陷落", "काबुल का पतन", "Kabul 陷落", "ქაბული", "a\u0323\u0310b"],
)
def test_title_in_letters_that_the_font_lacks_leaves_nameplate_and_numerals(title: str) -> None:
    card = ShareCard("The Test", "World", title, "۲۰ اوت", "2021-08-20")
    assert drawable(title) == ""
    assert draw_card(card) == draw_card(ShareCard("The Test", "Mundo", "", "", "2021-08-20"))
    assert ink(draw_card(card), TITLE_BOX) > 2000  # the nameplate, large
    bare = draw_card(ShareCard("新聞", "World", title, "", ""))
    assert ink(bare, TITLE_BOX) == 0 and ink(bare, (0, 0, WIDTH, 630)) > 0


@pytest.mark.parametrize(
    "title",
    ["Łódź, Đà Nẵng, İstanbul, Ţara", "Κυβέρνηση: «Ναι»", "Київ – це місто", "1 ½ € “so” – ok…"],
)
def test_latin_greek_and_cyrillic_are_drawn(title: str) -> None:
    assert drawable(title) == title


@pytest.mark.parametrize("pair", ["QQ", "fj", "Qu"])
def test_letter_under_which_another_reaches_takes_nothing_away_from_it(pair: str) -> None:
    first, second, both = (
        ink(draw_card(ShareCard("The Test", "", it, "", "")), TITLE_BOX) for it in (*pair, pair)
    )
    assert both == first + second


def test_emoji_and_joiners_in_a_title_are_left_out() -> None:
    assert drawable("Heat 🔥 rec\u00adords ❤\ufe0f\u200d fall") == "Heat records fall"
    assert drawable("Cafe\u0301") == "Café"


@pytest.mark.parametrize("words", [1, 5, 12, 25, 60, 300])
def test_title_of_any_length_fits_its_place(words: int) -> None:
    title = " ".join(["Negotiators", "met", "again"][number % 3] for number in range(words))
    _, lines = fitted(title, WIDTH - 2 * MARGIN, BOTTOM - TOP)
    assert lines[-1].endswith("…") == (words > 25)
    drawn = draw_card(ShareCard("The Test", "World", title, "", ""))
    assert ink(drawn, (WIDTH - MARGIN + 1, 16, WIDTH, 630)) == 0
    assert ink(drawn, (0, BOTTOM + 6, WIDTH, BOTTOM + 13)) == 0


def test_word_longer_than_a_line_is_cut() -> None:
    for card in (
        ShareCard("The Test", "World", "x" * 400, "", ""),
        ShareCard("N" * 300, "W" * 300, "x", "", ""),
    ):
        assert ink(draw_card(card), (WIDTH - MARGIN + 1, 16, WIDTH, 630)) == 0


@pytest.mark.parametrize("colour", ["#ffff00", "#7a1f1f", "#000000", "#00ff7f", "#8888ff"])
def test_text_can_be_read_in_any_accent(colour: str) -> None:
    factory = channels(PAPER)
    assert contrast(channels(readable(colour)), factory) >= 7
    assert contrast(channels(INK), factory) >= 7 and readable(ACCENT) == ACCENT
    assert contrast((0, 0, 0), (255, 255, 255)) == 21


def test_font_comes_with_its_licence() -> None:
    fonts = ROOT / "broadsheet/data/fonts"
    assert (fonts / "literata.ttf").stat().st_size < 300_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / "OFL.txt").read_text("utf-8")


def test_images_and_icons_are_drawn_in_the_accent_that_the_site_chose(site: Make) -> None:
    made = with_two(site)
    made.build()
    before = made.tree()
    made.write(f"-- site.yaml --\n{WITH_SHARES}theme_options: {{accent: '#048'}}\n")
    made.build()
    after = made.tree()
    drawn = {path for path in after if path.endswith(".png")}
    assert {"icon-192.png", "icon-512.png", "apple-touch-icon.png", "share/site.png"} <= drawn
    assert all(after[path] != before[path] for path in drawn)
    assert shown(after["icon-192.png"]).getpixel((4, 4)) == (0, 0x44, 0x88)
    assert shown(after["apple-touch-icon.png"]).size == (180, 180)


def test_icon_of_a_letter_that_the_font_lacks_shows_rules() -> None:
    arabic, latin = (shown(draw_icon(Icon(letter, 192, "#8a1c1c"))) for letter in "جB")
    assert arabic.tobytes() != latin.tobytes()
    assert len(arabic.getcolors(10_000) or []) == 2
