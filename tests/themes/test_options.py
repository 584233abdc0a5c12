"""An accent is a color, and one that is too light to read is said to be darkened."""

from collections.abc import Callable

import pytest

from broadsheet.content.given_options import GivenOption
from broadsheet.images.colours import PAPER, channels, contrast
from broadsheet.problems import Problem
from broadsheet.themes.options import Declared, darkened_accents, options_of
from tests.sites import SITE_YAML, Site


def test_accent_of_a_kind_that_is_no_color_is_a_problem_of_the_theme() -> None:
    problems: list[Problem] = []
    declared = Declared((4, "red"), "choice", "A.", ("red", "blue"), key="accent", line=3)
    options_of([("own", "themes/own/theme.yaml", [declared])], problems)
    assert [str(it) for it in problems] == [
        "themes/own/theme.yaml:3: accent is a choice, and share images are drawn in it\n"
        "    write: kind: color"
    ]


@pytest.mark.parametrize("color", ["#ffee00", "#fe0", "#FFFFFF"])
def test_accent_too_light_to_read_is_named_with_the_one_that_is_used(color: str) -> None:
    (warning,) = darkened_accents([GivenOption("accent", color, 7)])
    assert (warning.path, warning.line) == ("site.yaml", 7)
    assert f"accent {color} is too light" in warning.text
    used = warning.hint.rpartition('"')[0].rpartition('"')[2]
    assert contrast(channels(used), channels(PAPER)) >= 7
    assert list(darkened_accents([GivenOption("accent", used, 7)])) == []


@pytest.mark.parametrize(
    ("key", "text"), [("accent", "#8a1c1c"), ("accent", "#048"), ("x", "#fff")]
)
def test_accent_that_can_be_read_is_taken_as_it_is(key: str, text: str) -> None:
    assert list(darkened_accents([GivenOption(key, text, 7)])) == []


def test_build_warns_of_a_yellow_accent(site: Callable[[str], Site]) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}theme_options: {{accent: '#ffee00'}}\n")
    (warning,) = made.build().warnings
    assert warning.text == "accent #ffee00 is too light to be read on the page's paper"
