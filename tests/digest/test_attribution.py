"""What can be measured of an article's credits."""

from broadsheet.digest.attribution import same_page


def test_different_pages_of_a_paper_are_different() -> None:
    assert same_page("https://e.org/?p=1") != same_page("https://e.org/?p=2")
    assert same_page("https://e.org:8080/1") != same_page("https://e.org/1")


def test_pages_told_apart_by_a_bare_query_are_different() -> None:
    assert same_page("https://e.org/?p123") != same_page("https://e.org/?p456")
