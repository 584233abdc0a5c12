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
