"""A problem says where, what is wrong and what to do, in one fixed form and order."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.problems import (
    SHOWN,
    Problem,
    ProblemLog,
    ProblemsFound,
    did_you_mean,
    listed,
    problem_lines,
)

PROBLEMS = st.builds(Problem, st.sampled_from("ab"), st.integers(0, 3), st.sampled_from("xy"))


def test_problem_prints_file_line_text_and_indented_hint() -> None:
    problem = Problem("content/a.md", 3, "tags must be a list", "write it as: tags: [a]\nor not")
    assert str(problem) == (
        "content/a.md:3: tags must be a list\n    write it as: tags: [a]\n    or not"
    )


def test_problem_of_a_whole_file_prints_no_line() -> None:
    assert str(Problem("content", 0, "there is no such folder")) == (
        "content: there is no such folder"
    )


def test_problems_found_are_sorted_by_file_and_line_as_a_number() -> None:
    found = [Problem("b.md", 1, "x"), Problem("a.md", 10, "x"), Problem("a.md", 9, "x")]
    assert str(ProblemsFound(found)) == "a.md:9: x\na.md:10: x\nb.md:1: x"


@given(st.lists(PROBLEMS), st.randoms(use_true_random=False))
def test_order_and_repeats_do_not_change_what_is_reported(found: list[Problem], r: Random) -> None:
    again = [*found, *found]
    r.shuffle(again)
    assert ProblemsFound(again).problems == ProblemsFound(found).problems
    assert set(ProblemsFound(found).problems) == set(found)


def test_report_keeps_problems_and_warnings_apart_under_its_file() -> None:
    report = ProblemLog("a.md")
    report.problem(2, "is wrong", "mend it")
    report.warning(1, "is odd")
    assert report.problems == [Problem("a.md", 2, "is wrong", "mend it")]
    assert report.warnings == [Problem("a.md", 1, "is odd")]


def test_two_reports_share_nothing() -> None:
    ProblemLog("a.md").problem(1, "x")
    assert ProblemLog("a.md").problems == []


@pytest.mark.parametrize("word", ["tag", "Tags", "tgas", "TAGS"])
def test_near_word_is_suggested_whatever_its_case(word: str) -> None:
    assert did_you_mean(word, ["title", "tags", "date"]) == "did you mean tags?"


def test_word_near_to_none_gets_all_known_ones_in_order() -> None:
    assert did_you_mean("zzzz", ["title", "date"]) == "known here: date, title"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert listed(words) == sentence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("there is no article a.md", "there is no article 2021-01-02-b.md"),
        ("unknown key sumary", "unknown key colour"),
        ('date must be a date, found the text "a b"', 'date must be a date, found the text "1"'),
        ("has the address a/b.html, as does x", "has the address c/d.html, as does x"),
        ("already covered on 2021-08-20", "already covered on 2021-08-21"),
    ],
)
def test_problems_that_differ_in_a_name_alone_are_of_one_kind(one: str, other: str) -> None:
    assert Problem("x", 1, one).kind == Problem("y", 2, other).kind
    assert Problem("x", 1, one).kind != Problem("x", 1, "is empty").kind


def test_kind_of_a_value_that_needs_keys_says_so_in_whole() -> None:
    text = 'image must be written as key: value pairs, found the text "a: b"'
    kind = "image must be written as key: value pairs, found the text …"
    assert Problem("x", 1, text).kind == kind


def test_of_many_problems_of_one_kind_the_rest_is_counted() -> None:
    found = [Problem(f"{n}.md", 1, f"there is no article {n}.md") for n in range(518)]
    lines = list(problem_lines([*found, Problem("a.md", 1, "is empty")], everything=False))
    assert len(lines) == SHOWN + 2
    assert lines[-1] == ("and 498 more like this: there is no article … (--explain shows them all)")
    assert len(list(problem_lines(found, everything=True))) == 518
