"""A figure that no report has is named; one that only looks otherwise is left alone."""

import re
from time import process_time

import pytest

from broadsheet.content.front_matter import Source
from broadsheet.dates import PartialDate
from broadsheet.desk.figure_suggestions import figure_suggestions
from broadsheet.desk.suggestion import Suggestion
from tests.desk.drafts import draft, report, said, site_of, written

TEXT = (
    "The ministry counted 1,189 injured and three dead, or 7.2 per cent, on 20 August 2021."
    " Kernel 5.14.0 runs on 30 million phones; 2,810 voted, 1,814 of them for her."
)


def found(
    summary: str, text: str = TEXT, language: str = "en", other: str = "en"
) -> list[Suggestion]:
    """What is found in a summary written in a language after a report in another."""
    drafted = draft(summary=summary, language=language)
    return list(figure_suggestions(drafted, [report(text, language=other)]))


@pytest.mark.parametrize(
    "summary",
    [
        "1,189 were injured",
        "1189 were injured",
        "1.189 were injured",
        "3 are dead",
        "three are dead",
        "Some 1,200 were injured",
        "Nearly 1,200 were injured",
        "More than 1,100 were injured",
        "7.2%",
        "7.2 percent",
        "Linux 5.14.0",
        "30m phones",
        "30,000,000 phones",
        "on 20 August",
        "on Saturday, 21 August",
        "on 14 August",  # a day that a report can call "last Saturday"
        "in 2021",
        "next year, 2022",
        "A C-17 flew over the G7",
        "One of them said so",
        "five days ago",
        "two weeks later",
        "at 10:30",
        "at 8pm",
        "hundreds of thousands",
    ],
)
def test_figure_that_a_report_has_is_left_alone(summary: str) -> None:
    assert found(summary) == []


@pytest.mark.parametrize(
    ("summary", "what"),
    [
        ("1,198 were injured", "1,198"),
        ("1,89 were injured", "1,89"),
        ("four are dead", "four"),
        ("More than 1,200 were injured", "1,200"),
        ("Nearly 1,100 were injured", "1,100"),
        ("7.3 per cent", "7.3 per cent"),
        ("Linux 5.14.1", "5.14.1"),
        ("30 billion phones", "30 billion"),
        ("on 3 May 2020", "3 May 2020"),
        ("in 1994", "1994"),
        ("forty were hurt", "forty"),
    ],
)
def test_figure_that_no_report_has_is_named(summary: str, what: str) -> None:
    (suggestion,) = found(summary)
    assert suggestion.kind == "figure"
    assert what in suggestion.said


@pytest.mark.parametrize(
    ("language", "text", "right", "wrong"),
    [
        ("de", "Es gab 1.189 Verletzte und drei Tote.", "1189 und 3, rund 1.200", "1.198"),
        ("fr", "On compte 1 189 blessés et trois morts.", "1189 et 3", "quatre"),
        ("es", "Hay 1.189 heridos y tres muertos.", "unos 1.200 y 3", "1.198"),
        ("ar", "أصيب ١١٨٩ شخصا وقتل ثلاثة", "1189 و 3", "١١٩٨"),
        ("fa", "۱۱۸۹ نفر زخمی شدند", "1189", "۱۱۹۸"),
        ("hi", "१,१८९ घायल और तीन की मौत", "1189 और 3", "१,१९८"),
        ("ja", "1189人が負傷、3億円", "約1200人、3億円", "1198人"),
        ("zh", "1189人受伤,300万元", "1,189人、300万元", "1198人"),
    ],
)
def test_figures_are_compared_in_every_language(
    language: str, text: str, right: str, wrong: str
) -> None:
    assert found(right, text, language, language) == []
    assert len(found(wrong, text, language, language)) == 1


def test_report_in_another_language_has_the_same_figures() -> None:
    text = "Es gab 1.189 Verletzte, drei Tote und 1,5 Millionen Euro Schaden am 20. August."
    assert found("1,189 injured, 3 dead, 1.5 million, 20 August", text, other="de") == []


@pytest.mark.parametrize(
    "body",
    ["- one\n- two\n- **five**", "1. Calm\n2. Storm\n9. Rain", "## 6. Outlook", "* 12.\n* 13."],
)
def test_numbers_of_the_points_of_a_list_are_no_claims(body: str) -> None:
    drafted = draft(body=f"Own words.\n\n{body}")
    assert list(figure_suggestions(drafted, [report(TEXT)])) == []


def test_number_in_the_words_of_a_point_is_named() -> None:
    drafted = draft(body="1. Some 40 are hurt\n2. Six are dead")
    assert [it.said for it in figure_suggestions(drafted, [report(TEXT)])] == [
        "No report has the number 40",
        "No report has the number “six”",
    ]


def test_nearest_figures_of_the_reports_are_named_with_who_has_them() -> None:
    (suggestion,) = found("1,198 were injured")
    assert "1,189 (The Wire)" in suggestion.because
    assert "looked for in 1 text" in suggestion.because


def test_figure_that_is_rounded_without_a_word_is_named_as_such() -> None:
    (suggestion,) = found("1,200 were injured")
    assert suggestion.kind == "rounded-figure"
    assert "1,189" in suggestion.said


def test_number_is_not_taken_for_a_percentage() -> None:
    (suggestion,) = found("3 per cent")
    assert "not as a percentage" in suggestion.said


def test_difference_of_two_figures_is_explained() -> None:
    (suggestion,) = found("She led by 996")
    assert "it is 2,810 less 1,814" in suggestion.because


def test_part_of_a_text_is_said_to_be_a_part() -> None:
    drafted = draft(summary="40 were hurt")
    (suggestion,) = figure_suggestions(drafted, [report(TEXT, in_part=True)])
    assert "1 of them only in part" in suggestion.because


def test_nothing_is_said_where_no_text_of_a_report_is_known() -> None:
    assert list(figure_suggestions(draft(summary="40 were hurt"), [report("")])) == []


def test_figure_of_an_own_article_that_is_linked_is_known() -> None:
    site = site_of(
        [written("Kabul falls", "It fell after 34 provinces.", at="world/2021-08-15-kabul")]
    )
    drafted = draft(body="The last of [34 provinces](2021-08-15-kabul.md) is free.")
    assert said(drafted, [report(TEXT)], "figure", site) == []
    assert said(draft(body="The last of 34 provinces."), [report(TEXT)], "figure", site)


def test_day_of_a_credited_report_is_known() -> None:
    source = Source("B", "https://b.example/", date=PartialDate(2021, 3, 1))
    drafted = draft(summary="Since 2 March it is so.", sources=[source])
    assert list(figure_suggestions(drafted, [report(TEXT)])) == []


def test_material_in_the_draft_is_no_figure_of_the_draft() -> None:
    head = "From the report. No build shows these lines."
    body = f"Own.\n\n<!--\n{head}\n\nKey paragraphs:\n  41 hurt.\n-->"
    assert said(draft(body=body), [report(TEXT)], "figure") == []


def test_each_figure_is_named_once_and_not_too_many() -> None:
    many = " ".join(f"{number}7" for number in range(2_000, 3_000))
    suggestions = found(f"{many} {many}")
    assert len(suggestions) == 12
    assert len({re.sub(r"\D", "", it.said) for it in suggestions}) == 12


@pytest.mark.parametrize("figures", [["15"] * 6_000, [f"{it}" for it in range(11, 4_100)]])
def test_texts_of_nothing_but_figures_are_looked_at_in_bounded_time(figures: list[str]) -> None:
    text = "\n".join(figures)
    other = " ".join(f"{it}7" for it in figures)
    began = process_time()
    found = list(figure_suggestions(draft(body=text), [report(other, number=it) for it in (1, 2)]))
    assert process_time() - began < 10 and len(found) <= 12  # seconds; it was more than a minute
