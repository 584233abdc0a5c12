"""A name that is almost one of the reports' is asked about; what is right is left alone."""

import pytest

from tests.desk.drafts import draft, report, said, site_of, written

TEXT = (
    "Fighters near Pul-e-Hesar in Baghlan said that Amrullah Saleh had met the Afghan minister"
    " Bismillah Mohammadi, his Iranians and the NATO envoy."
)


@pytest.mark.parametrize(
    ("summary", "meant"),
    [
        ("They are in Bhaglan now.", "Baghlan"),
        ("They are in Baghlam now.", ""),  # only an ending differs
        ("Then Amrulah Saleh came.", "Amrullah"),
        ("Then Bismillah Mohamadi came.", "Mohammadi"),
        ("They took Pol-e-Hesar.", "Pul-e-Hesar"),
    ],
)
def test_slip_in_a_name_is_asked_about(summary: str, meant: str) -> None:
    questions = [it for it in said(draft(summary=summary), [report(TEXT)], "name") if "meant" in it]
    assert [f"meant to be {meant}?" in it for it in questions] == ([True] if meant else [])


@pytest.mark.parametrize(
    "summary",
    [
        "They are in Baghlan now.",
        "Afghans and Iran, the Afghan and an Iranian.",
        "Where this ends, nobody knows. Perhaps on Friday in August.",
        "The Baghlan-based group and NATO.",
        "BAGHLAN IS FREE",
        "The Wire has it.",
        "“Nobody knows”, he said.",
    ],
)
def test_name_that_a_report_has_is_left_alone(summary: str) -> None:
    assert said(draft(summary=summary), [report(TEXT)], "name") == []


def test_name_that_neither_reports_nor_the_site_have_is_told() -> None:
    drafted = draft(summary="They are in Kandahar now.")
    assert said(drafted, [report(TEXT)], "name") == [
        "No report names Kandahar, and no article of yours"
    ]
    site = site_of([written("In the south", "Kandahar is calm.")])
    assert said(drafted, [report(TEXT)], "name", site) == []


def test_name_in_the_text_is_asked_about_only_if_it_is_a_slip() -> None:
    drafted = draft(body="They are in Kandahar, and in Bhaglan.")
    assert said(drafted, [report(TEXT)], "name") == ["Is Bhaglan meant to be Baghlan?"]


def test_spelling_that_the_site_uses_is_no_slip() -> None:
    site = site_of([written("In the north", "They are in Bhaglan now.")])
    assert said(draft(summary="They are in Bhaglan now."), [report(TEXT)], "name", site) == []


def test_name_is_spelled_in_another_way_in_another_language() -> None:
    reports = [report("Ils sont à Kaboul.", language="fr"), report("В Кабуле тихо.", language="ru")]
    assert said(draft(summary="They are in Kabul now."), reports, "name") == []


def test_nouns_have_capitals_in_german() -> None:
    reports = [report("In Baghlan sind Kämpfer.", language="de")]
    drafted = draft(summary="Die Regierung sucht in Bhaglan einen Ausweg.", language="de")
    assert said(drafted, reports, "name") == ["Is Bhaglan meant to be Baghlan?"]


def test_slip_in_katakana_is_asked_about() -> None:
    reports = [report("バグラーン州で戦闘。", language="ja")]
    drafted = draft(summary="今日バグラン州で戦闘。", language="ja")
    assert said(drafted, reports, "name") == ["Is バグラン meant to be バグラーン?"]
    assert said(draft(summary="バグラーン州。", language="ja"), reports, "name") == []


@pytest.mark.parametrize(
    ("language", "text", "summary"),
    [
        ("ar", "قال محمدي إن القتال في بغلان", "القتال في بغلان ومحمدي"),
        ("fa", "در بغلان جنگ است", "جنگ در بغلان"),
        ("hi", "बगलान में लड़ाई", "लड़ाई बगलान में"),
        ("zh", "巴格兰省发生战斗", "战斗在巴格兰省"),
    ],
)
def test_script_without_capitals_gives_no_false_alarm(
    language: str, text: str, summary: str
) -> None:
    drafted = draft(summary=summary, language=language)
    assert said(drafted, [report(text, language=language)], "name") == []


def test_title_with_capitals_throughout_tells_no_names() -> None:
    drafted = draft(title="Local Fighters Push Taliban Out Of Three Districts, Minister Says")
    assert said(drafted, [report(TEXT)], "name") == []


def test_one_letter_in_long_names_of_two_people_is_asked_about_once() -> None:
    drafted = draft(summary="So Mohamadi came; it was Mohamadi.", body="Then Mohamadi left.")
    assert len(said(drafted, [report(TEXT)], "name")) == 1
