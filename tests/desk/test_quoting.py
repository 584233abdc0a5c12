"""Words of a report are found in a draft, whatever the script, shown as a quotation or not."""

import pytest

from broadsheet.desk.quoting import quoting, unquoted
from tests.desk.drafts import report

TEXT = (
    "The bridge over the river was closed for good on Monday, and nobody knows when it will open."
)


def test_six_words_in_a_row_are_a_run_and_five_are_chance() -> None:
    assert quoting("They say the bridge over the river was shut.", [report(TEXT)]).copied == 6
    assert quoting("They say the bridge over the river is shut.", [report(TEXT)]).copied == 0


def test_case_accents_and_signs_between_do_not_matter() -> None:
    text = "THE BRIDGE, over the «river», wás closed"
    assert quoting(text, [report(TEXT)]).copied == 7


def test_share_is_of_the_words_that_readers_see() -> None:
    found = quoting(f"{TEXT} But this is ours and of our own making, as it is.", [report(TEXT)])
    assert (found.copied, found.words, found.share) == (18, 30, 60)


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (
            "昨日、首相は来月の国会で法案を提出すると述べた。",
            "首相は来月の国会で法案を提出すると述べ、野党は反対した。",
        ),
        (
            "总理表示,下个月将向议会提交新的法案草案",
            "下个月将向议会提交新的法案草案,反对党表示反对",
        ),
        ("นายกรัฐมนตรีจะเสนอร่างกฎหมายในเดือนหน้า", "นายกรัฐมนตรีจะเสนอร่างกฎหมายในเดือนหน้าแน่นอน"),
    ],
)
def test_script_without_spaces_is_compared_by_signs(own: str, text: str) -> None:
    found = quoting(own, [report(text, language="")])
    assert len(found.runs) == 1
    assert found.share > 50


def test_script_from_right_to_left_is_compared_by_words() -> None:
    text = "قال الوزير إن الجسر فوق النهر مغلق حتى إشعار آخر"
    assert quoting(f"وأضاف: {text}", [report(text, language="ar")]).copied == 10


@pytest.mark.parametrize(
    "body",
    [f"He wrote: “{TEXT}”", f"He wrote: «{TEXT}»", f"> {TEXT}", f'"{TEXT}"', f"„{TEXT}“"],
)
def test_quotation_is_told_from_what_stands_without_marks(body: str) -> None:
    found = quoting(body, [report(TEXT)])
    assert found.copied == 18
    assert list(unquoted(found, 6)) == []


def test_only_the_part_outside_of_the_marks_is_unquoted() -> None:
    body = "“The bridge over the river was closed for good” on Monday, and nobody knows when."
    (run,) = unquoted(quoting(body, [report(TEXT)]), 6)
    assert run.written == "on Monday, and nobody knows when"


def test_report_with_the_longest_row_is_named() -> None:
    found = quoting(TEXT, [report(TEXT[:50]), report(TEXT)])
    assert [it.report for it in found.runs] == [1]


def test_hostile_texts_are_compared_in_bounded_time() -> None:
    same = report("a " * 100_000)
    assert quoting("a " * 100_000, [same] * 3).share == 100
    assert quoting("“" * 100_000, [report("“" * 100_000)]).words == 0
    assert quoting("", []).share == 0
