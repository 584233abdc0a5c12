"""A figure is the same, whatever way a text writes it."""

import pytest

from broadsheet.desk.figures import Figure, figures_in


def only(text: str, language: str = "en") -> Figure:
    (found,) = figures_in(text, language)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "1,200",
        "1.200",
        "1 200",
        "1\u00a0200",
        "1\u202f200",
        "1’200",
        "1200",
        "1.2 thousand",
        "1.2k",
        "١٢٠٠",
        "۱۲۰۰",
        "१,२००",
        "１２００",
        "one thousand two hundred",
        "twelve hundred",
    ],
)
def test_twelve_hundred_is_one_figure_in_every_way(text: str) -> None:
    assert any(1_200 in it.values for it in figures_in(f"there were {text} people", "en"))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "three", 3),
        ("en", "twenty-one", 21),
        ("en", "two hundred and five", 205),
        ("en", "two dozen", 24),
        ("en", "three million", 3_000_000),
        ("en", "3.5bn", 3_500_000_000),
        ("en", "1,20,000", 120_000),
        ("en", "five lakh", 500_000),
        ("de", "einundzwanzig", 21),
        ("de", "zweihundertdreißig", 230),
        ("de", "1,5 Mio.", 1_500_000),
        ("de", "drei Milliarden", 3_000_000_000),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "vingt et un", 21),
        ("es", "treinta y dos", 32),
        ("es", "tres mil", 3_000),
        ("es", "3.000 millones", 3_000_000_000),
        ("ru", "двадцать пять", 25),
        ("ru", "40 тысяч", 40_000),
        ("ar", "خمسة وعشرين", 25),
        ("ar", "٧٫٢", 7.2),
        ("fa", "بیست و پنج", 25),
        ("hi", "5 लाख", 500_000),
        ("ja", "1億2000万", 120_000_000),
        ("ja", "三百五十", 350),
        ("zh", "4万8千", 48_000),
    ],
)
def test_number_is_read_in_its_language(language: str, text: str, value: float) -> None:
    assert value in only(text, language).values


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12%", "en"),
        ("12 per cent", "en"),
        ("12 Prozent", "de"),
        ("12 pour cent", "fr"),
        ("12 por ciento", "es"),
        ("١٢ في المئة", "ar"),
        ("百分之12", "zh"),
        ("12パーセント", "ja"),
    ],
)
def test_percentage_is_told_from_a_number(text: str, language: str) -> None:
    assert only(text, language).is_percent


@pytest.mark.parametrize(
    ("text", "language", "rounding"),
    [
        ("some 1,200", "en", "about"),
        ("rund 1.200", "de", "about"),
        ("unos 1.200", "es", "about"),
        ("約1200", "ja", "about"),
        ("حوالي ١٢٠٠", "ar", "about"),
        ("more than $1,200", "en", "more"),
        ("at least 40", "en", "more"),
        ("plus de 40", "fr", "more"),
        ("超过40", "zh", "more"),
        ("nearly 40", "en", "less"),
        ("knapp 40", "de", "less"),
        ("exactly 40", "en", ""),
    ],
)
def test_word_before_a_figure_says_how_it_is_meant(text: str, language: str, rounding: str) -> None:
    assert only(text, language).rounding == rounding


def test_version_is_no_number() -> None:
    assert only("5.14.0").version == "5.14.0"
    assert not only("5.14.0").values


@pytest.mark.parametrize("text", ["at 10:30", "at 8pm", "um 8 Uhr", "hundreds of them", "once"])
def test_time_of_day_and_vague_words_are_no_figures(text: str) -> None:
    assert figures_in(text, "de" if "Uhr" in text else "en") == []


@pytest.mark.parametrize("text", ["C-17", "COVID-19", "G7"])
def test_number_in_a_name_is_marked(text: str) -> None:
    assert only(text).is_in_name


@pytest.mark.parametrize(
    "text",
    [
        "9" * 200_000,
        "1," * 100_000,
        "1 000" * 40_000,
        "twenty-" * 30_000,
        "two hundred and " * 20_000,
        "百" * 100_000,
        "1億" * 50_000,
        "百分之" * 50_000,
        "million " * 30_000,
        "١" * 100_000,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    assert len(figures_in(text, "en")) < 12_000
