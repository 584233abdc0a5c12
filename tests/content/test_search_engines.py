"""The key of IndexNow in `site.yaml`."""

import pytest

from broadsheet.content.search_engines import key_address
from broadsheet.content.settings import read_settings
from tests.sites import SITE_YAML

GOOD = "5a31c9e0-7F2b4d68"


def test_key_has_a_file_of_its_own() -> None:
    settings, log = read_settings(f"{SITE_YAML}indexnow: {GOOD}\n".encode())
    assert log.problems == [] and settings.indexnow == GOOD
    assert key_address(GOOD) == f"/{GOOD}.txt"


def test_search_engines_are_told_nothing_unless_the_site_says_so() -> None:
    assert read_settings(SITE_YAML.encode())[0].indexnow == ""


@pytest.mark.parametrize(
    "key", ["short", "x" * 129, "../../etc/passwd", "with space1", "Ключ12345"]
)
def test_what_is_no_key_is_a_mistake(key: str) -> None:
    _, log = read_settings(f"{SITE_YAML}indexnow: '{key}'\n".encode())
    (problem,) = log.problems
    assert problem.text.startswith("indexnow must be a key of IndexNow, found")
    assert "8 to 128 letters, digits and hyphens" in problem.hint
