"""What front matter can say, in every form that it may take."""

from zoneinfo import ZoneInfo

import pytest

from broadsheet.content.front_matter import (
    FIELDS,
    Correction,
    FrontMatter,
    Image,
    Source,
    Split,
    Via,
    read_front_matter,
    split_front_matter,
)
from broadsheet.dates import Moment, PartialDate, parse_moment
from broadsheet.problems import ProblemLog

WHOLE = """\
title: "A: headline"
untitled: yes
date: 2021-08-15 09:00 +0430
updated: 2021-08-16
section: World
tags: [no, 1.10, 2021-01-02, "C#"]
summary: >-
  Two
  lines.
author: [Ann Lee, Bo Ek]
sources:
  - name: Jaraian
    url: https://jaraian.com/1400/
    title: خروج اشرف غنی
    author: A. Writer
    date: 2021-08
    language: fa
    access: paywall
    archive: https://archive.example/1
via: {name: Cy, url: "https://cy.example/"}
story: afghanistan-2021
image: {file: a.png, alt: A map, caption: The north, credit: Cy}
corrections: [{date: 2021-08-17, text: Kabul}]
lead: yes
slug: a-headline
aliases: [/old.html]
id: urn:x
draft: true
expires: 2030-01-01
language: en-GB
extra: {colour: [red, {deep: "1"}]}
"""


def read(text: str) -> tuple[FrontMatter | None, ProblemLog]:
    """The header in a text, and what is wrong with it."""
    log = ProblemLog("x.md")
    return read_front_matter(text, log, ZoneInfo("UTC")), log


def day(text: str) -> Moment:
    """A day as front matter gives it."""
    return parse_moment(text, ZoneInfo("UTC"))


EXPECTED = {
    "title": "A: headline",
    "untitled": True,
    "date": parse_moment("2021-08-15 09:00 +0430", ZoneInfo("UTC")),
    "updated": day("2021-08-16"),
    "section": "World",
    "tags": ("no", "1.10", "2021-01-02", "C#"),
    "summary": "Two lines.",
    "author": ("Ann Lee", "Bo Ek"),
    "sources": (
        Source(
            name="Jaraian",
            url="https://jaraian.com/1400/",
            title="خروج اشرف غنی",
            author=("A. Writer",),
            date=PartialDate(2021, 8),
            language="fa",
            access="paywall",
            archive="https://archive.example/1",
        ),
    ),
    "via": Via("Cy", "https://cy.example/"),
    "story": "afghanistan-2021",
    "image": Image("a.png", "A map", "The north", "Cy"),
    "corrections": (Correction(day("2021-08-17"), "Kabul"),),
    "lead": True,
    "slug": "a-headline",
    "aliases": ("/old.html",),
    "id": "urn:x",
    "draft": True,
    "expires": day("2030-01-01"),
    "language": "en-GB",
    "extra": {"colour": ("red", {"deep": "1"})},
}


def test_every_key_is_read() -> None:
    front, log = read(WHOLE)
    assert log.problems == [] and front
    assert EXPECTED.keys() == FIELDS.keys(), "add the new key to WHOLE and to EXPECTED"
    assert {key: getattr(front, key) for key in FIELDS} == EXPECTED


def test_no_key_of_the_test_has_the_value_that_it_has_when_left_out() -> None:
    bare, _ = read("title: x\n")
    assert bare and [key for key in FIELDS if getattr(bare, key) == EXPECTED[key]] == []


def test_line_of_every_key_and_item_is_that_of_the_file() -> None:
    front, _ = read(WHOLE)
    lines = WHOLE.splitlines()
    sources = lines.index("sources:") + 2  # the file's first line is ---
    assert front and front.line("title") == 2
    assert lines[front.line("via") - 2].startswith("via:")
    assert (front.line("sources"), front.line("sources", 0)) == (sources, sources + 1)
    assert front.line("aliases", 0) == front.line("aliases")
    bare, _ = read("title: x\n")
    assert bare and (bare.line("via"), bare.line("aliases", 0)) == (1, 1)


def test_one_author_is_a_list_of_one() -> None:
    header, _ = read("title: x\nauthor: Ann Lee\n")
    assert header and header.author == ("Ann Lee",)


def test_key_without_a_value_counts_as_left_out() -> None:
    header, log = read("title: x\ntags:\nsummary: ''\ndraft:\n")
    assert log.problems == [] and header
    assert (header.tags, header.summary, header.draft) == ((), "", False)


def test_front_matter_ends_at_its_own_line_and_a_rule_in_the_text_stays() -> None:
    split = split_front_matter("---\ntitle: x\n---\nOne\n\n---\n\nTwo", ProblemLog("x.md"))
    assert split and split.body == "One\n\n---\n\nTwo" and split.body_line == 4


@pytest.mark.parametrize(
    ("text", "front_matter", "body", "line"),
    [
        ("---\n---", "\n", "", 3),
        ("---\na: b\n---", "a: b\n", "", 4),
        ("---\na: b\n---\n", "a: b\n", "", 4),
        ("--- \na: b\n\n---\t\nOne\n", "a: b\n\n", "One\n", 5),
        ("---\n ---\n----\n---\nOne", " ---\n----\n", "One", 5),
    ],
)
def test_file_is_split_at_the_first_line_of_three_dashes(
    text: str, front_matter: str, body: str, line: int
) -> None:
    split = split_front_matter(text, ProblemLog("x.md"))
    assert split == Split(front_matter, body, line)


@pytest.mark.parametrize("text", ["---", "---\n", "---\na: b\n", "---\na: b\n -- -\n"])
def test_front_matter_without_an_end_is_a_problem(text: str) -> None:
    log = ProblemLog("x.md")
    assert split_front_matter(text, log) is None
    assert [it.text for it in log.problems] == ["has front matter without an end"]


def test_front_matter_in_toml_is_named_as_such() -> None:
    log = ProblemLog("a.md")
    assert split_front_matter("+++\ntitle = 'T'\n+++\nText.\n", log) is None
    (problem,) = log.problems
    assert problem.text == "has no front matter" and problem.hint.startswith("it is TOML")
