"""Forty saved pages of the shapes that publications use give the credits that a person would write.

The pages are in `pages/`, with what they must give in `pages/expected.yaml`. A value that is wrong
is worse than one that is missing: a curator sees a gap, but not a mistake.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from broadsheet.clipping.page import read_page
from broadsheet.clipping.report import Report

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 11, 26)
VALUES = ("name", "title", "authors", "day", "language", "access", "url")
LEAST_RIGHT = 38


def expected() -> Mapping[str, Mapping[str, Any]]:
    """What each page must give, by its name."""
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load((PAGES / "expected.yaml").read_text())
    return read


def report(name: str, known: Mapping[str, Any]) -> Report:
    """The report of a saved page."""
    content = (PAGES / f"{name}.html").read_bytes()
    return read_page(content, TODAY, known.get("from", ""), known.get("charset", ""))


def faults(found: Report, wanted: Mapping[str, Any]) -> Mapping[str, tuple[str, object, object]]:
    """The values that are not as wanted: `missing` or `wrong`, what was found, what was wanted."""
    pairs = {it: (getattr(found, it), wanted.get(it) or None) for it in VALUES}
    found_wanted = {
        it: (list(have) if isinstance(have, tuple) else have, want)
        for it, (have, want) in pairs.items()
    }
    return {
        it: ("wrong" if have else "missing", have, want)
        for it, (have, want) in found_wanted.items()
        if (have or None) != want
    }


def test_forty_pages_are_credited_right(capsys: pytest.CaptureFixture[str]) -> None:
    found = {name: faults(report(name, it), it) for name, it in expected().items()}
    for name, wrong in found.items():
        print(f"{name:34} {wrong or 'right'}")
    assert len(found) == 40
    assert sum(not wrong for wrong in found.values()) >= LEAST_RIGHT
    worse = [name for name, it in found.items() if any(kind == "wrong" for kind, *_ in it.values())]
    assert worse == []


def test_every_saved_page_is_expected() -> None:
    assert {it.stem for it in PAGES.glob("*.html")} == set(expected())


TEXT = """<p>The council voted on Tuesday to extend the tram line to the hospital, the mayor said, \
at a cost of 41 million euros over four years.</p>"""


def read(html: str, encoding: str = "utf-8") -> Report:
    """The report in a page of the East Post."""
    return read_page(html.encode(encoding), TODAY, "https://www.eastpost.example/2026/tram")


def test_name_in_the_head_of_the_page_is_no_headline() -> None:
    logo = "<title>Tram to reach hospital | East Post</title><h1><a href='/'>East Post</a></h1>"
    found = read(f"<html lang=en>{logo}<h2>Tram to reach hospital</h2>{TEXT}")
    assert (found.title, found.name) == ("Tram to reach hospital", "East Post")


def test_author_and_day_of_another_report_are_not_taken() -> None:
    other = "<div><span class=author>Zed Quill</span><time datetime=2026-01-01></time></div>"
    found = read(f"<html lang=en><title>Tram</title><h1>Tram to reach hospital</h1>{TEXT}{other}")
    assert (found.authors, found.day) == ((), None)


def test_jobs_and_newsrooms_are_no_authors() -> None:
    for byline in ("By East Post Staff", "By Ann Lee Transport correspondent, EP News", "By admin"):
        found = read(f"<html lang=en><h1>Tram opens</h1><p class=byline>{byline}</p>{TEXT}")
        assert found.authors == ()


def test_dash_in_a_headline_stays() -> None:
    found = read(f"<html lang=en><title>Tram - a story</title><h1>Tram - a story</h1>{TEXT}")
    assert (found.title, found.name) == ("Tram - a story", "eastpost.example")


@pytest.mark.parametrize("encoding", ["koi8_r", "cp1251", "utf-8", "utf-16"])
def test_russian_is_read_in_each_of_its_encodings(encoding: str) -> None:
    page = "<html lang=ru><title>Мост открыт</title><h1>Мост открыт</h1><p>Сообщили в городе.</p>"
    assert read(page, encoding).title == "Мост открыт"


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp", "cp932", "utf-8"])
def test_japanese_is_read_in_each_of_its_encodings(encoding: str) -> None:
    page = "<html lang=ja><title>図書館が再開</title><h1>図書館が再開</h1><p>図書館が開館した。"
    assert read(page, encoding).title == "図書館が再開"
