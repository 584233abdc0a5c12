"""A build's account, as the curator reads it."""

from dataclasses import replace

from broadsheet.building.report import reason_lines, report_lines, warning_lines
from broadsheet.builds import BuildReport, Lost, Placed, Unpublished
from broadsheet.problems import SHOWN, Problem

REPORT = BuildReport(
    articles_in=3,
    articles_out=2,
    unpublished=(Unpublished("content/a/x.md", "a draft"),),
    placed=Placed(["a", "b"], ["c"], []),
    rendered=(("/a.html", "new"), ("/longer.html", "body changed")),
    warnings=(),
)


def test_account_adds_up_and_names_what_is_held() -> None:
    assert list(report_lines(REPORT, 1.234)) == [
        "unpublished: content/a/x.md  a draft",
        "articles: 3 read = 2 published + 1 unpublished",
        "files: 2 written, 1 unchanged, 0 removed; 2 pages rendered",
        "0 warnings, 0 problems; 1.23 seconds",
    ]


def test_lost_addresses_are_one_line_until_everything_is_asked_for() -> None:
    gone = [Lost(f"/{n}.html", "", f"content/a/{n}.md", n > 1) for n in range(30)]
    report = replace(REPORT, placed=Placed(removed=["x"] * 30, lost=gone))
    lines = list(report_lines(report, 1))
    assert lines[1] == "30 addresses of earlier builds are gone; --explain lists them"
    assert not any(line.startswith("gone") for line in lines)
    everything = list(report_lines(report, 1, everything=True))
    assert sum(line.startswith("gone: /") for line in everything) == 30
    assert any("aliases: [/0.html]" in line for line in everything)
    assert not any("--explain" in line for line in everything)


def test_one_lost_address_is_said_in_the_singular() -> None:
    report = replace(REPORT, placed=Placed(lost=[Lost("/0.html", "", "content/a/0.md")]))
    assert list(report_lines(report, 1))[1] == (
        "1 address of earlier builds is gone; --explain lists it"
    )


def test_lost_page_of_a_kind_that_has_no_advice_of_its_own_is_named_too() -> None:
    lost = Placed(lost=[Lost("/places/kabul.html", "place", "Kabul", is_new=True)])
    lines = list(report_lines(replace(REPORT, placed=lost), 1, everything=True))
    assert lines[1:3] == [
        "gone: /places/kabul.html  was the page of the place Kabul",
        "  the address comes back as soon as an article has this place again",
    ]


def test_reasons_stand_under_one_another() -> None:
    assert list(reason_lines(REPORT)) == ["/a.html       new", "/longer.html  body changed"]


def test_warnings_of_one_kind_are_counted_after_the_first_ones() -> None:
    many = [
        Problem("x.md", n, f"a remote <img> became a link: https://x.org/{n}") for n in range(50)
    ]
    lines = list(warning_lines([*many, Problem("y.md", 1, "something else")], False))
    assert len(lines) == SHOWN + 2
    assert lines[-1].startswith(f"warning: and {50 - SHOWN} more like this: a remote <img> became")
    assert len(list(warning_lines(many, True))) == 50
