"""A name agrees with its forms in other scripts."""

import pytest

from broadsheet.inbox.name_sounds import chinese_sounds, name_sounds


@pytest.mark.parametrize(
    "forms",
    [
        ["Zuckerberg", "Цукерберг", "ザッカーバーグ", "저커버그", "扎克伯格"],
        ["Scholz", "Шольц", "شولتز", "ショルツ", "朔尔茨"],
        ["Hamdok", "Хамдук", "حمدوك", "وحمدوك", "哈姆杜克"],
        ["Burhan", "Burhane", "Бурхан", "البرهان", "والبرهان", "布尔汉"],
        ["Lewandowski", "Левандовский", "レワンドフスキ", "레반도프스키"],
        ["Messi", "Месси", "メッシ", "메시", "梅西"],
        ["Biden", "Байден", "بايدن", "バイデン", "拜登", "바이든"],
        ["Meta", "メタ", "메타로"],
    ],
)
def test_forms_of_a_name_agree(forms: list[str]) -> None:
    one, *others = [set(name_sounds(it)) for it in forms]
    assert all(one & it for it in others)


def test_names_that_sound_unlike_are_told_apart() -> None:
    names = ["Kabul", "Putin", "Macron", "Merkel", "Scholz", "Messi", "Meta", "Haiti"]
    forms = [form for it in names for form in name_sounds(it)]
    assert len(set(forms)) == len(forms)


def test_foreign_name_is_found_in_chinese_text() -> None:
    assert set(name_sounds("Hamdok")) <= set(chinese_sounds("苏丹总理哈姆杜克被扣押"))


@pytest.mark.parametrize("word", ["", "Io", "A", "-", "ة"])
def test_word_that_is_too_short_has_no_sound(word: str) -> None:
    assert name_sounds(word) == ()
