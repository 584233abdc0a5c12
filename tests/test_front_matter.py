"""What a header can say, in every form that it may take."""

from zoneinfo import ZoneInfo

from broadsheet.dates import PartialDate
from broadsheet.front_matter import Header, Source, Via, read_header, split_header
from broadsheet.problems import Report

WHOLE = """\
title: "A: headline"
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
lead: yes
aliases: [/old.html]
id: urn:x
draft: false
expires: 2030-01-01
language: en-GB
extra: {colour: [red, {deep: "1"}]}
"""


def read(text: str) -> tuple[Header | None, Report]:
    """The header in a text, and what is wrong with it."""
    report = Report("x.md")
    return read_header(text, report, ZoneInfo("UTC")), report


def test_every_key_is_read() -> None:
    header, report = read(WHOLE)
    assert report.problems == [] and header
    assert header.title == "A: headline"
    assert header.date and header.date.at.isoformat() == "2021-08-15T04:30:00+00:00"
    assert header.tags == ("no", "1.10", "2021-01-02", "C#")
    assert header.summary == "Two lines."
    assert header.author == ("Ann Lee", "Bo Ek")
    assert [source for _, source in header.sources] == [
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
    ]
    assert header.via == Via("Cy", "https://cy.example/")
    assert (header.lead, header.draft, header.id) == (True, False, "urn:x")
    assert header.aliases == ((23, "/old.html"),)
    assert header.extra == {"colour": ("red", {"deep": "1"})}


def test_line_of_every_key_is_that_of_the_file() -> None:
    header, _ = read(WHOLE)
    assert header and (header.lines["title"], header.lines["via"]) == (2, 20)


def test_one_author_is_a_list_of_one() -> None:
    header, _ = read("title: x\nauthor: Ann Lee\n")
    assert header and header.author == ("Ann Lee",)


def test_key_without_a_value_counts_as_left_out() -> None:
    header, report = read("title: x\ntags:\nsummary: ''\ndraft:\n")
    assert report.problems == [] and header
    assert (header.tags, header.summary, header.draft) == ((), "", False)


def test_header_ends_at_its_own_line_and_a_rule_in_the_text_stays() -> None:
    split = split_header("---\ntitle: x\n---\nOne\n\n---\n\nTwo", Report("x.md"))
    assert split and split.body == "One\n\n---\n\nTwo" and split.body_line == 4
