"""Queries and forms become values, whatever they hold."""

import pytest

from broadsheet.desk_server.asking import View, read_form, read_view


def test_view_keeps_what_has_a_value() -> None:
    assert read_view("q=bridge&section=&page=2").keys == {"q": "bridge", "page": "2"}


ODD = ("", "%", "&&&", "=x", "a;b", "%ff=%ff", "&".join(["a=1"] * 9_000))


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_read_too(query: str) -> None:
    read_view(query).link(q="x")


def test_control_characters_are_taken_out() -> None:
    assert read_view("q=a%00b%1bc").get("q") == "abc"


def test_link_changes_some_keys_and_keeps_the_others() -> None:
    view = read_view("q=a+b&group=7")
    assert view.link(group=None, page=2) == "?q=a+b&page=2"
    assert view.link() == "?q=a+b&group=7"


def test_link_holds_whatever_a_value_is() -> None:
    odd = "\"'&<>?#\n %آ"
    assert read_view(View().link(q=odd).removeprefix("?")).get("q") == odd


@pytest.mark.parametrize("value", ["", "-1", "1.5", "x", "٣", "9" * 30])
def test_what_is_no_number_is_the_other_value(value: str) -> None:
    assert View({"page": value}).number("page", 1) == 1


def test_form_has_the_fields_of_a_name_in_order() -> None:
    form = read_form(b"tags=a&tags=b&text=one%0D%0Atwo")
    assert form.all("tags") == ("a", "b")
    assert (form.one("text"), form.one("missing")) == ("one\ntwo", "")


def test_search_form_keeps_what_it_has_no_field_for() -> None:
    assert list(read_view("q=a&day=2026-01-31").others("q")) == [("day", "2026-01-31")]
