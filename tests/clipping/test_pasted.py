"""A text that was pasted with menus, subheads and lists around it gives the report within it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.clipping.material import comment, quotations_in
from broadsheet.clipping.pasted import read_pasted

TODAY = date(2026, 11, 26)
PASTED = """\
Home
World News

Rescue Teams Reopen 2 Mountain Roads in Karsk, Reach over 400 Villagers: Officials

Engineers have cleared the passes of Ulm and Tarn after nine days of snow.

By Mira Holt | November 20, 2026
Share this article
Facebook

Rescue teams have reopened two mountain roads in Karsk, officials said on Friday. Since \
the storm of 11 November 400 villagers had been cut off.

At least 60 metres of road were gone. “We worked day and night with two machines,” said \
the head of the teams, Jonas Reed.

Supplies on the Way

Trucks with food and fuel left the valley at noon and are expected by evening.

“The worst is over for the upper villages,” Reed told reporters in Karsk.

Related Articles

Snow Closes Schools in Three Provinces of the North

Minister Visits the Valley for the First Time

Back to top button
"""


def test_report_is_found_in_its_furniture() -> None:
    (report,) = read_pasted(PASTED, TODAY)
    assert report.title.startswith("Rescue Teams Reopen 2 Mountain Roads")
    assert report.standfirst.startswith("Engineers have cleared")
    assert (report.authors, report.day) == (("Mira Holt",), date(2026, 11, 20))
    assert len(report.paragraphs) == 4


def test_menus_subheads_and_lists_are_left_out() -> None:
    (report,) = read_pasted(PASTED, TODAY)
    text = comment(report, "sanitize")
    for furniture in ("World News", "Home", "Facebook", "Supplies on the Way", "Back to top"):
        assert furniture not in text
    assert "Snow Closes Schools" not in text and "Related" not in text


def test_quotations_say_who_said_them() -> None:
    (report,) = read_pasted(PASTED, TODAY)
    assert [str(it) for it in quotations_in(report.paragraphs)] == [
        "“We worked day and night with two machines” (said the head of the teams, Jonas Reed)",
        "“The worst is over for the upper villages” (Reed told reporters in Karsk)",
    ]


def test_several_reports_in_one_text_are_several() -> None:
    second = PASTED.replace("Rescue Teams Reopen", "Army Teams Open").replace(
        "20, 2026", "21, 2026"
    )
    found = read_pasted(PASTED + second, TODAY)
    assert [it.title[:10] for it in found] == ["Rescue Tea", "Army Teams"]
    assert [it.day for it in found] == [date(2026, 11, 20), date(2026, 11, 21)]


def test_address_and_publication_are_taken_where_they_stand() -> None:
    text = f"https://karskpost.example/roads?utm_source=x\n{PASTED}\n"
    (report,) = read_pasted(text.replace("Home\n", "Source: Karsk Post\n"), TODAY)
    assert (report.url, report.name) == ("https://karskpost.example/roads", "Karsk Post")


def test_rights_name_the_publication() -> None:
    (report,) = read_pasted(PASTED + "", TODAY)
    assert report.name == ""
    text = PASTED.replace("Related Articles", "© 2026 Karsk Post. All rights reserved.")
    assert read_pasted(text, TODAY)[0].name == "Karsk Post"


def test_dateline_names_the_agency() -> None:
    text = PASTED.replace("Rescue teams have", "KARSK, Nov 20 (Apex) - Rescue teams have")
    assert read_pasted(text, TODAY)[0].name in ("", "Apex")


def test_day_after_today_is_none() -> None:
    assert read_pasted(PASTED, date(2026, 11, 1))[0].day is None


def test_chinese_text_has_a_headline_too() -> None:
    text = (
        "首页\n\n江口跨江大桥正式通车首日四万辆车通过\n\n"
        "江口市新建的跨江大桥周一正式通车，市政府表示，工程历时五年，总投资约为二十三亿元。\n\n"
        "渡轮将于本月底停运，住在对岸的教师李雯说她等这座桥等了二十年。\n\n返回顶部\n"
    )
    (report,) = read_pasted(text, TODAY)
    assert (report.title, report.language) == ("江口跨江大桥正式通车首日四万辆车通过", "zh")


def test_text_without_a_report_gives_none() -> None:
    for text in ("", "Home\nMenu\n", "Just a line", "\n" * 1000, "a " * 20_000):
        assert read_pasted(text, TODAY) == ()


@pytest.mark.parametrize(
    "text",
    ["a" * 4_000_000, "https://a.example/x\n" * 20_000, PASTED * 500, "\n" * 1_000_000],
    ids=["one word", "addresses", "very many reports", "blank lines"],
)
def test_very_long_text_gives_few_reports(text: str) -> None:
    assert len(read_pasted(text, TODAY)) <= 20  # without bounds, this test takes minutes


@given(st.text() | st.text("-*(): \n“”©Aa.1/", max_size=300))
def test_any_text_can_be_pasted(text: str) -> None:
    for report in read_pasted(f"{text}\n{PASTED}\n{text}", TODAY):
        assert report.title and report.title.isprintable()
