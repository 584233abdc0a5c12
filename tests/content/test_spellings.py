"""Spellings of tags, sources and authors."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.spellings import SpellingRules, spelling_rules, vocabulary

SPELLINGS = st.lists(st.lists(st.text(max_size=4), max_size=3).map(tuple), max_size=8)


@given(SPELLINGS)
def test_no_two_names_share_a_slug_and_every_spelling_has_one(uses: list[tuple[str, ...]]) -> None:
    words = vocabulary(uses, SpellingRules())
    names = set(words.by_spelling.values())
    assert len({name.slug for name in names}) == len(names)
    assert set(words.by_spelling) == {spelling for use in uses for spelling in use}


@given(SPELLINGS, st.lists(st.text(max_size=4), max_size=3).map(tuple))
def test_later_use_never_changes_an_older_ones_slug(
    uses: list[tuple[str, ...]], later: tuple[str, ...]
) -> None:
    before, after = vocabulary(uses, SpellingRules()), vocabulary([*uses, later], SpellingRules())
    assert all(after.by_spelling[it].slug == name.slug for it, name in before.by_spelling.items())


def test_settled_name_takes_its_title_its_slug_and_its_spellings() -> None:
    rules = spelling_rules([("BBC News", "bbc", ("BBC World", "British Broadcasting"))])
    words = vocabulary([("bbc news", "BBC", "BBC  WORLD", "Other")], rules)
    assert {name.title for name in words.names(("bbc news", "BBC", "BBC  WORLD"))} == {"BBC News"}
    assert words.by_spelling["BBC"].slug == "bbc" and words.disambiguated == ()


def test_notes_title_wins_over_another_notes_key() -> None:
    rules = spelling_rules([("The Times", "times", ()), ("The Times of London", "the-times", ())])
    words = vocabulary([("The Times", "the times of london", "times")], rules)
    assert [words.by_spelling[it].slug for it in words.by_spelling] == [
        "times",
        "the-times",
        "times",
    ]


def test_key_of_a_note_never_swallows_a_name_with_signs() -> None:
    words = vocabulary([("C++", "cpp")], spelling_rules([("cpp", "cpp", ())]))
    assert words.by_spelling["C++"] != words.by_spelling["cpp"]


def test_alias_of_an_alias_is_followed_and_a_circle_ends() -> None:
    rules = SpellingRules((("golang", "go"), ("Go", "Go (language)")), (), ("Go (language)",))
    assert vocabulary([("Golang", "go")], rules).by_spelling["Golang"].title == "Go (language)"
    circle = SpellingRules((("a", "b"), ("b", "a")))
    assert len(set(vocabulary([("a", "b")], circle).by_spelling.values())) <= 2


def test_title_stays_with_the_older_spelling_while_both_are_as_frequent() -> None:
    words = vocabulary([("golang x",), ("Golang X",)], SpellingRules())
    assert words.by_spelling["Golang X"].title == "golang x"
