"""Three versions of a list of lines are told apart part by part."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.editing.three_way import three_way

letters = st.text("abc", max_size=8)


def parts(base: str, theirs: str, mine: str) -> list[tuple[str, str, str, str]]:
    """The parts that are not the same in all, of texts whose letters are lines."""
    found = three_way(base, theirs, mine)
    return [
        (it.whose, "".join(it.base), "".join(it.theirs), "".join(it.mine))
        for it in found
        if it.whose != "all"
    ]


def test_change_of_one_is_his() -> None:
    assert parts("abc", "axc", "abc") == [("theirs", "b", "x", "b")]
    assert parts("abc", "abc", "abcd") == [("mine", "", "", "d")]


def test_same_change_of_both_is_no_conflict() -> None:
    assert parts("abc", "axc", "axc") == [("both", "b", "x", "x")]


def test_different_changes_of_one_place_are_a_conflict() -> None:
    assert parts("abc", "axc", "ayc") == [("conflict", "b", "x", "y")]
    assert parts("abc", "ac", "ayc") == [("conflict", "b", "", "y")]


@given(letters, letters, letters)
def test_parts_hold_every_line_of_each_version(base: str, theirs: str, mine: str) -> None:
    found = list(three_way(base, theirs, mine))
    for name, whole in (("base", base), ("theirs", theirs), ("mine", mine)):
        assert "".join("".join(getattr(it, name)) for it in found) == whole
