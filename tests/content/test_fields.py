"""Readers type a header's values; what they cannot read is told by key, line and remedy."""

from collections.abc import Mapping as Table
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.fields import (
    Field,
    Place,
    Reader,
    choice,
    is_web_address,
    list_of,
    mapping_of,
    read_anything,
    read_count,
    read_extra,
    read_fields,
    read_flag,
    read_language,
    read_moment,
    read_partial_date,
    read_text,
    read_web_address,
    table_of,
    with_line,
)
from broadsheet.content.yaml_text import Entry, Listing, Mapping, Scalar, Value, read_yaml
from broadsheet.dates import Moment, PartialDate
from broadsheet.problems import ProblemLog, shortened

DATE_HINT = "write it as 2026-01-31, or with a time as 2026-01-31 09:00 +0200"
SOURCE = mapping_of(
    {"name": Field(read_text, "its name", required=True), "url": Field(read_web_address, "where")},
    lambda name, url="": (name, url),
)
NO_WEB_ADDRESSES = (
    *("", "example.org", "//example.org", "/a", "mailto:a@b.c", "javascript:alert(1)", "ftp://a/b"),
    *("https://", "http:///a", "https://a b/", "https://a/\n", "https://a/\x00", "https://a\\b"),
    *("http://a:b/", "http://a:99999/", "http://[::1/", 'https://a/"><script>', "https://a/`"),
)
FIELDS = {
    "title": Field(read_text, "the headline", required=True),
    "date": Field(read_moment, "a date"),
    "tags": Field(list_of(read_text, "[rust, news]"), "topics"),
    "sources": Field(list_of(SOURCE, "[{name: A}]"), "who is credited"),
}


def read(text: str, fields: Table[str, Field] = FIELDS) -> tuple[dict[str, Any] | None, list[str]]:
    """The fields of a front matter that begins on line 2 of `a.md`, and the problems as printed."""
    log = ProblemLog("a.md")
    value = read_yaml(text)
    assert value
    results = read_fields(value, fields, Place("the front matter", log, UTC, offset=1))
    return results, [str(problem) for problem in log.problems]


def read_one(reader: Reader[Any], text: str) -> tuple[Any, list[str]]:
    """What a reader makes of the value of `key`, and the problems as printed."""
    results, problems = read(f"key: {text}", {"key": Field(reader, "anything")})
    return results and results.get("key"), problems


def refused(reader: Reader[Any], text: str) -> str:
    result, (problem,) = read_one(reader, text)
    assert result is None
    return problem


def test_front_matter_without_a_fault_gives_its_values() -> None:
    results, problems = read("title: Rust  1.10\ntags: [no, 1.10]\ndate: 2026-01-31\n")
    assert problems == []
    assert results == {
        "title": "Rust 1.10",
        "tags": ("no", "1.10"),
        "date": Moment(datetime(2026, 1, 31, tzinfo=UTC), False),
    }


def test_text_for_a_list_is_told_how_a_list_is_written() -> None:
    assert read("title: A\ntags: rust, news\n")[1] == [
        'a.md:3: tags must be a list, found the text "rust, news"\n'
        "    write it as: tags: [rust, news]"
    ]


@pytest.mark.parametrize(
    ("text", "list_of_it"),
    [("Burundi, élections", "[Burundi, élections]"), ("'a: [b'", "[rust, news]")],
)
def test_list_is_written_with_the_words_that_stand_there_where_they_fit(
    text: str, list_of_it: str
) -> None:
    assert read(f"title: A\ntags: {text}\n")[1][0].endswith(f"write it as: tags: {list_of_it}")


def test_unknown_key_near_to_a_known_one_is_corrected() -> None:
    assert read("title: A\ntgas: [a]\n")[1] == ["a.md:3: unknown key tgas\n    did you mean tags?"]


def test_unknown_key_near_to_none_lists_the_known_ones() -> None:
    assert read("title: A\nzzzz: b\n'': c\n")[1] == [
        "a.md:3: unknown key zzzz\n    known here: date, sources, tags, title",
        "a.md:4: unknown key (empty)\n    known here: date, sources, tags, title",
    ]


def test_repeated_key_names_the_line_of_the_first() -> None:
    assert read("title: A\ntags: [a]\ntitle: B\n")[1] == [
        "a.md:4: title appears twice\n    the first is on line 2"
    ]


@pytest.mark.parametrize("text", ["tags: [a]", "title:\ntags: [a]", "title: ' '\ntags: [a]"])
def test_missing_or_empty_required_key_is_asked_for(text: str) -> None:
    assert read(text)[1] == [
        "a.md:2: the front matter has no title\n    add a line: title: the headline"
    ]


def test_key_without_a_value_is_left_out() -> None:
    assert read("title: A\ndate:\ntags: ''\n") == ({"title": "A"}, [])


def test_front_matter_that_is_no_mapping_lists_its_keys() -> None:
    assert read("- title\n")[1] == [
        "a.md:2: the front matter must be written as key: value pairs, found a list\n"
        "    its keys are: title, date, tags, sources"
    ]


def test_all_problems_are_found_at_once_each_on_its_line() -> None:
    results, problems = read("tags: a\ndate: soon\nsources:\n- url: x\n- name: B\n  nam: C\n")
    assert results is None
    assert sorted(problem.split("\n")[0] for problem in problems) == [
        'a.md:2: tags must be a list, found the text "a"',
        "a.md:2: the front matter has no title",
        'a.md:3: date must be a date, found the text "soon"',
        "a.md:5: sources has no name",
        'a.md:5: url must be a web address, found the text "x"',
        "a.md:7: unknown key nam",
    ]


@pytest.mark.parametrize("text", ["[a]", "{a: b}"])
def test_text_is_neither_list_nor_mapping(text: str) -> None:
    found = "a list" if text == "[a]" else "key: value pairs"
    assert refused(read_text, text) == f"a.md:2: key must be a text, found {found}"


@pytest.mark.parametrize("word", ["true", "yes", "on", "True", "YES"])
def test_words_for_yes_are_true(word: str) -> None:
    assert read_one(read_flag, word) == (True, [])


@pytest.mark.parametrize("word", ["false", "no", "off", "False", "NO"])
def test_words_for_no_are_false(word: str) -> None:
    assert read_one(read_flag, word) == (False, [])


def test_other_word_is_no_flag() -> None:
    text = 'a.md:2: key must be true or false, found the text "maybe"\n    write it as: key: true'
    assert refused(read_flag, "maybe") == text


def test_count_is_a_whole_number_above_zero() -> None:
    assert read_one(read_count, "010") == (10, [])


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "ten", "1e3", "9999999999", "٣"])
def test_other_text_is_no_count(text: str) -> None:
    assert refused(read_count, text) == (
        f'a.md:2: key must be a whole number above 0, found the text "{text}"'
    )


@pytest.mark.parametrize("text", ["2026-13-40", "soon", "0001-01-01 00:00 +0200"])
def test_bad_date_is_told_the_forms(text: str) -> None:
    assert refused(read_moment, text) == (
        f'a.md:2: key must be a date, found the text "{text}"\n    {DATE_HINT}'
    )


def test_list_is_no_date() -> None:
    assert refused(read_moment, "[2026-01-01]").startswith(
        "a.md:2: key must be a date, found a list\n"
    )


def test_partial_date_is_read_or_told_its_forms() -> None:
    assert read_one(read_partial_date, "2026-01") == (PartialDate(2026, 1), [])
    assert refused(read_partial_date, "0000") == (
        'a.md:2: key must be a date, found the text "0000"\n'
        "    write it as 2026-01-31, 2026-01 or 2026"
    )


def test_language_is_a_tag() -> None:
    assert read_one(read_language, "pt-BR") == ("pt-BR", [])
    assert refused(read_language, "pt_BR") == (
        'a.md:2: key must be a language tag, found the text "pt_BR"\n    write it as: key: pt-BR'
    )
    assert refused(read_language, "gibberish") == (
        'a.md:2: key must be a language tag, found the text "gibberish"\n'
        "    write it as en, fr or pt-BR (BCP 47)"
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c&d#e",
        "https://例え.jp/漢",
        "http://[::1]/",
    ],
)
def test_address_with_its_scheme_is_a_web_address(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize("text", NO_WEB_ADDRESSES)
def test_other_text_is_no_web_address(text: str) -> None:
    assert not is_web_address(text)


def test_address_without_its_scheme_is_told_so() -> None:
    assert refused(read_web_address, "www.afp.com/talks") == (
        'a.md:2: key must be a web address, found the text "www.afp.com/talks"\n'
        "    write it with its scheme: https://www.afp.com/talks"
    )


def test_choice_is_one_of_its_words_in_any_case() -> None:
    read_every = choice("day", "week")
    assert read_one(read_every, "Day") == ("day", [])
    assert refused(read_every, "year") == (
        'a.md:2: key cannot be the text "year"\n    one of: day, week'
    )


def test_single_value_stands_for_a_list_where_that_is_allowed() -> None:
    read_names = list_of(read_text, "[Ann, Bob]", one=True)
    assert read_one(read_names, "Ann") == (("Ann",), [])
    assert read_one(read_names, "[Ann, Bob]") == (("Ann", "Bob"), [])


def test_each_wrong_item_of_a_list_is_reported() -> None:
    result, problems = read_one(list_of(read_count, "[1]"), "[1, x,\n  y]")
    assert result is None
    assert problems == [
        'a.md:2: key must be a whole number above 0, found the text "x"',
        'a.md:3: key must be a whole number above 0, found the text "y"',
    ]


def test_value_can_bring_its_line_in_the_file() -> None:
    assert read_one(list_of(with_line(read_text), "[a]"), "\n- a\n- b")[0] == ((3, "a"), (4, "b"))


def test_table_keeps_its_keys_in_order_and_refuses_a_repeated_one() -> None:
    assert read_one(table_of(read_text), "{b: x, a: y}") == ((("b", "x"), ("a", "y")), [])
    assert refused(table_of(read_text), "\n  a: x\n  a: y") == (
        "a.md:4: a appears twice\n    the first is on line 3"
    )
    assert refused(table_of(read_text), "[a]") == (
        "a.md:2: key must be written as key: value pairs, found a list"
    )


def test_text_where_keys_belong_is_shown_the_whole_form() -> None:
    image = mapping_of({"file": Field(read_text, "a file")}, dict, "{file: bridge.png}")
    assert refused(image, "bridge.png") == (
        'a.md:2: key must be written as key: value pairs, found the text "bridge.png"\n'
        "    write it as: key: {file: bridge.png}"
    )


def test_extra_that_holds_no_keys_is_refused() -> None:
    assert refused(read_extra, "words") == (
        'a.md:2: key must be written as key: value pairs, found the text "words"'
    )


def test_anything_is_read_as_texts_tuples_and_dicts() -> None:
    assert read_one(read_anything, "{a: [1.10, {b: no}], c: d}") == (
        {"a": ("1.10", {"b": "no"}), "c": "d"},
        [],
    )


@given(st.text())
def test_shortened_text_is_one_line_of_at_most_sixty_characters(text: str) -> None:
    assert len(shortened(text)) <= 60
    assert len(shortened(text).splitlines()) <= 1


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.builds(Scalar, st.text(max_size=12), st.integers(1, 9)),
    lambda inner: (
        st.builds(Listing, st.lists(inner, max_size=3).map(tuple), st.integers(1, 9))
        | st.builds(
            Mapping,
            st.lists(
                st.builds(Entry, st.sampled_from((*FIELDS, "x")), inner, st.integers(1, 9)),
                max_size=4,
            ).map(tuple),
            st.integers(1, 9),
        )
    ),
    max_leaves=8,
)


@given(VALUES)
def test_reading_gives_values_or_problems_and_never_both(value: Value) -> None:
    log = ProblemLog("a.md")
    results = read_fields(value, FIELDS, Place("the front matter", log, UTC, offset=1))
    assert (results is None) == bool(log.problems)
    assert all(2 <= problem.line <= 10 for problem in log.problems)
    if results is not None:
        assert results["title"]
        assert None not in results.values()
