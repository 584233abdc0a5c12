"""Every check finds what it looks for, and says nothing of what is right."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree

import pytest
from PIL import Image

from broadsheet.checking.built import NAMES
from broadsheet.checking.checks import FINDERS
from broadsheet.checking.findings import CHECKS, OUTSIDE
from broadsheet.site.checks import CHECKS as OF_A_BUILD
from tests.checking.examined import findings, said
from tests.pictures import encoded
from tests.sites import ROOT, SITE_YAML, Site, article

Make = Callable[[str], Site]
SOURCE = "sources: [{{name: Paper, url: 'https://e.org/1'{}}}]"
FINE = article(
    "A bridge opens",
    "2021-12-30",
    "tags: [Bridges]\nsummary: The new bridge takes its first cars.\n"
    + SOURCE.format(", title: Bridge opens, date: 2021-12-30, language: en"),
    "After ten years of work, people walked over it on Thursday, 30 December 2021.\n\n"
    "## What is new\n\nIt has a path for cyclists, [the city says](https://e.org/city).\n\n"
    "### The path\n\nIt is wide, and that that is so was the wish of many.\n",
)


def one(title: str = "X", more: str = "", body: str = "A short text.") -> str:
    """A site with one article of 30 December 2021, a Thursday, at content/a/x.md."""
    return f"-- content/a/x.md --\n{article(title, '2021-12-30', more, body)}"


# For each check a site, and what the check says of it. The body of `one()` starts on line 5, or
# later after more lines of front matter.
CARELESS = {
    "bare-source": (
        one(more=SOURCE.format("")),
        "content/a/x.md:4: the source Paper has no title and no date and no language",
    ),
    "incomplete-source": (
        one(more=SOURCE.format(", title: Bridge opens")),
        "content/a/x.md:4: the source Paper has no date and no language | add date: when it was",
    ),
    "repeated-source": (
        one(
            more="sources:\n  - {name: A, url: 'https://e.org/1'}\n"
            "  - {name: B, url: 'https://www.e.org/1?utm_source=x'}"
        ),
        "content/a/x.md:6: credits the same report twice: https://www.e.org/1?utm_source=x"
        " | the first is on line 5",
    ),
    "thin-correction": (
        one(more="corrections: [{date: 2021-12-31, text: Fixed a typo.}]"),
        'content/a/x.md:4: the correction says too little: "Fixed a typo."',
    ),
    "long-title": (
        one("Bridge " * 13 + "opens"),
        "content/a/x.md:2: the title is 96 characters long, more than 90 | shorten it",
    ),
    "capital-title": (
        one("THE NEW BRIDGE OPENS"),
        "content/a/x.md:2: the title is all in capitals | write it as a sentence",
    ),
    "missing-summary": (one(), "content/a/x.md:1: has no summary | add a line summary:"),
    "long-summary": (
        one(more=f"summary: {'It opens. ' * 31}"),
        "content/a/x.md:4: the summary is 309 characters long, more than 300",
    ),
    "repeated-summary": (
        one(
            more="summary: The new bridge opened on Monday.",
            body="The new bridge opened on Monday! It took long.",
        ),
        "content/a/x.md:4: the summary repeats the first sentence of the text:"
        ' "The new bridge opened on Monday!"',
    ),
    "file-name-alt": (
        f"{one(body='![IMG_2034](b.png)')}-- content/a/c.md --\n"
        f"{article('C', '2021-12-30', 'image: {file: b.png, alt: b.png}')}",
        'content/a/c.md:4: the alternative text is a file\'s name: "b.png"',
        'content/a/x.md:5: the alternative text is a file\'s name: "IMG_2034"',
    ),
    "heavy-picture": (
        f"-- site.yaml --\n{SITE_YAML}checks: {{picture_kilobytes: 1}}\n{one()}",
        "content/a/b.png: the picture's file has ",
    ),
    "large-picture": (
        f"-- site.yaml --\n{SITE_YAML}checks: {{picture_pixels: 99}}\n{one()}",
        "content/a/b.png: the picture has 200 x 100 pixels, more than 99 | scale it down to 99",
    ),
    "vague-link": (
        one(body="More is [here](x.md).\n\nOr <a href='x.md'>Click here!</a>"),
        'content/a/x.md:5: the words of a link say nothing of where it leads: "here"',
        'content/a/x.md:7: the words of a link say nothing of where it leads: "Click here!"',
    ),
    "template-code": (
        one(body="A film: {{< youtube abc >}}\n\n{% include map.html %} `{{ x }}` {.y}"),
        "content/a/x.md:5: readers see the code of another program: {{< youtube abc >}}",
        "content/a/x.md:7: readers see the code of another program: {% include map.html %}"
        " | say it in Markdown",
    ),
    "skipped-heading": (
        one(body="## One\n\nText.\n\n#### Two\n\nText.\n"),
        "content/a/x.md:9: a heading of level 4 follows one of level 2 | write it with ###",
    ),
    "double-word": (
        one(body="It is the the bridge,\nand it was built for\nfor cars."),
        'content/a/x.md:5: a word stands twice in a row: "the the" | delete one of the two',
        'content/a/x.md:6: a word stands twice in a row: "for for"',
    ),
    "wrong-weekday": (
        one(
            more="summary: It opens on Friday, 31st of December.",
            body="It opened on Monday, 30 December 2021.",
        ),
        "content/a/x.md:6: the weekday does not fit the date: Monday, 30 December 2021"
        " | 2021-12-30 is a Thursday; correct the weekday or the date",
    ),
    "similar-tag": (
        f"{one(more='tags: [Infrastucture]')}-- content/a/b.md --\n"
        f"{article('B', '2021-12-29', 'tags: [Infrastructure]')}-- content/a/c.md --\n"
        f"{article('C', '2021-12-29', 'tags: [Infrastructure]')}",
        "content/a/x.md:4: only this article has the tag Infrastucture, and 2 articles have"
        " Infrastructure | if they mean the same, write Infrastructure here",
    ),
    "quiet-story": (
        f"-- content/a/x.md --\n{article('X', '2021-10-01', 'story: bridge')}",
        "content/a/x.md:4: the story bridge has had no article for 92 days | tell what became of"
        " it, or add closed: true to content/stories/bridge.md",
    ),
    "old-draft": (
        f"-- content/a/x.md --\n{article('X', '2021-12-01', 'draft: true')}",
        "content/a/x.md:4: has been a draft for 31 days, since 2021-12-01 | finish it",
    ),
    "scheduled": (
        f"-- content/a/x.md --\n{article('X', '2022-01-05')}",
        "content/a/x.md:3: is published on 2022-01-05 00:00 +0000 | build the site again then",
    ),
    "expired": (
        one(more="expires: 2021-12-31"),
        "content/a/x.md:4: left the site on 2021-12-31 | remove expires: to show it again",
    ),
}


def with_picture(made: Site) -> Site:
    """The site with the picture content/a/b.png, of some 20 kilobytes."""
    return made.put("content/a/b.png", encoded(Image.effect_noise((200, 100), 90), "PNG"))


def test_every_check_has_an_example() -> None:
    assert set(CARELESS) == set(FINDERS)


def test_every_check_is_listed_and_every_listed_one_runs() -> None:
    stops = {name for name, check in CHECKS.items() if check.level == "problem"}
    of_reading = {"missing-alt", "no-text", "picture-kind", "left-out", "other-warning"}
    run = {*FINDERS, *NAMES.values(), *of_reading, *stops, *OUTSIDE}
    assert run == set(CHECKS)


def test_every_warning_of_a_build_has_the_name_of_a_check() -> None:
    assert {check.__name__ for check in OF_A_BUILD} == set(NAMES)


@pytest.mark.parametrize("check", CARELESS)
def test_careless_site_is_told_file_line_and_what_to_do(check: str, site: Make) -> None:
    text, *expected = CARELESS[check]
    told = said(with_picture(site(text)), check)
    assert len(told) == len(expected)
    for line, start in zip(told, expected, strict=True):
        assert line.startswith(start)
        assert " | " in line, "it says what to do"


def test_careful_site_has_no_finding(site: Make) -> None:
    made = with_picture(site(f"-- content/a/x.md --\n{FINE}"))
    assert findings(made, only=tuple(CHECKS)) == ()


def test_sample_site_has_notes_only(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    copy(ROOT / "site.yaml", tmp_path)
    found = findings(Site(tmp_path), as_of="2026-11-26")
    assert {it.level for it in found} <= {"note"}
    assert {it.check for it in found} == {"bare-source"}
