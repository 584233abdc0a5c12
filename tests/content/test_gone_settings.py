"""What `gone:` in `site.yaml` may say."""

import pytest

from broadsheet.content.gone_settings import Gone
from broadsheet.content.settings import read_settings
from tests.sites import SITE_YAML


def gone(written: str) -> tuple[Gone, ...]:
    """The tombstones of settings that have no problems."""
    settings, log = read_settings(f"{SITE_YAML}{written}".encode())
    assert log.problems == []
    return settings.gone


def test_gone_is_a_list_or_a_table_with_reasons() -> None:
    assert gone("gone: [/a.html, /b/]\n") == (Gone("/a.html", "", 7), Gone("/b/", "", 7))
    assert gone("gone:\n  /a.html: A court said so.\n  /b/:\n") == (
        Gone("/a.html", "A court said so.", 8),
        Gone("/b/", "", 9),
    )


def test_star_stands_for_any_text() -> None:
    pattern = Gone("/tags/*.json", "", 1)
    assert pattern.is_pattern and pattern.fits("/tags/go.json")
    assert not pattern.fits("/tags/go.xml") and not pattern.fits("/x/tags/go.json")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("gone: /a.html", "gone must name addresses, found the text"),
        ("gone: [a.html]", "gone: the address a.html must start with one slash"),
        ("gone: [/a.html, /a.html]", "gone: the address /a.html appears twice"),
        ("gone: [[/a.html]]", "gone: the address (empty) must start"),
        ("gone: {/../x: no}", "gone: the address /../x must not hold"),
    ],
)
def test_mistake_in_gone_is_a_problem_at_its_line(written: str, told: str) -> None:
    _, log = read_settings(f"{SITE_YAML}{written}\n".encode())
    (problem,) = log.problems
    assert problem.line == 7 and problem.text.startswith(told)
