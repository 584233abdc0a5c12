"""What reports say is read back from the inbox and from the material that a draft keeps."""

import pytest

from broadsheet.clipping.draft import Choices, draft_file
from broadsheet.clipping.report import Report
from broadsheet.content.front_matter import split_front_matter
from broadsheet.dates import parse_moment
from broadsheet.desk.drafted import material_in, own_words, reports_of
from broadsheet.inbox.items import Item
from broadsheet.problems import ProblemLog
from tests.desk.drafts import RULES

REPORT = Report(
    name="The Wire",
    title="A bridge falls",
    url="https://wire.example/1",
    standfirst="A bridge fell on Monday.",
    paragraphs=(
        "Nobody was hurt, the mayor of the town said.",
        'He added: "We shall build it again (soon) & better --> than before."',
    ),
)


def body_of(raw_html: str) -> str:
    choices = Choices("world", parse_moment("2021-08-20", RULES.zone), raw_html=raw_html)
    split = split_front_matter(draft_file(REPORT, choices), ProblemLog("content/x.md"))
    assert split
    return split.body


@pytest.mark.parametrize("raw_html", ["sanitize", "escape"])
def test_material_of_a_clipped_draft_is_read_back(raw_html: str) -> None:
    material = material_in(body_of(raw_html))
    assert material.startswith("A bridge fell on Monday.\nNobody was hurt, the mayor")
    assert "We shall build it again" in material
    assert "No build shows" not in material
    assert "Key paragraphs" not in material


@pytest.mark.parametrize("raw_html", ["sanitize", "escape"])
def test_material_is_none_of_the_curators_words(raw_html: str) -> None:
    assert own_words(body_of(raw_html)) == ""
    assert own_words(f"It fell.\n\n{body_of(raw_html)}") == "It fell."


def test_words_are_those_that_readers_see() -> None:
    body = (
        "A [bridge](https://x.example/7) fell. `code 9`\n\n<!-- 8 -->\n\n[1]: https://y.example/6\n"
    )
    assert own_words(body).split() == ["A", "[bridge]", "fell."]


def test_other_comments_are_no_material() -> None:
    assert material_in("<!-- My note: ask the mayor. -->") == ""
    assert material_in("[//]: # (My note)") == ""


def test_items_of_a_group_come_before_the_material() -> None:
    item = Item(
        id=1, feed="f", url="https://wire.example/1", key="wire.example/1?", title="A bridge falls",
        publisher="The Wire", language="en", at=1_629_500_000, text="It fell.", length=900,
        section="world",
    )  # fmt: skip
    first, second = reports_of([item], body_of("sanitize"))
    assert (first.publisher, first.section, first.in_part) == ("The Wire", "world", True)
    assert second.text.startswith("A bridge fell on Monday.")
    assert reports_of([], "It fell.") == ()


@pytest.mark.parametrize(
    "body",
    [
        "<!--\nFrom the report. No build shows these lines.\n" + "x " * 200_000,
        "<!--" * 100_000,
        "[//]: # (" * 50_000,
        "`" * 100_000,
        "[" * 100_000,
        "---\n" * 50_000,
        "\x00\ud800" * 1_000,
    ],
)
def test_hostile_body_is_read_in_bounded_time(body: str) -> None:
    assert len(own_words(body)) <= 20_000
    assert len(material_in(body)) <= 20_000
