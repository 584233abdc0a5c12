"""A name has one key in all languages and scripts."""

import pytest

from broadsheet.inbox.name_keys import name_key


@pytest.mark.parametrize(
    "forms",
    [
        ["Kabul", "Kaboul", "Кабул", "کابل", "カブール"],
        ["Taliban", "Talibans", "Талибан", "طالبان"],
        ["Medvedev", "Медведев", "Medwedew"],
        ["Barcelona", "Барселона", "برشلونة"],
    ],
)
def test_forms_of_a_name_have_one_key(forms: list[str]) -> None:
    assert len({name_key(it) for it in forms}) == 1 and name_key(forms[0])


def test_names_are_told_apart() -> None:
    names = ["Kabul", "Kandahar", "Panjshir", "Baghlan", "Haiti", "Solberg", "Raducanu"]
    keys = [name_key(it) for it in names if name_key(it)]
    assert len(set(keys)) == len(keys) == 6  # Haiti has too few consonants


@pytest.mark.parametrize("word", ["Io", "", "Ea", "日本"])
def test_word_with_few_consonants_has_no_key(word: str) -> None:
    assert name_key(word) == ""
