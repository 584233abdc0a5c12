"""The pages' own content security policy as a header."""

from datetime import timedelta

import pytest

from broadsheet.hosting.policy import FRAMES, page_policy, safety_headers
from broadsheet.site.views import Site

META = '<meta http-equiv="Content-Security-Policy" content="{}">'
SITE = Site("T", "D", "en", "ltr", "https://example.org/", (), (), (), "", "/feed.xml", "", None)


def policy_of(written: str) -> str:
    """The header for pages with this policy."""
    return page_policy([META.format(written)], SITE, False)


def test_header_is_the_policy_of_pages_and_what_these_cannot_say() -> None:
    written = (
        "default-src 'none'; {% if site.offline %}worker-src 'self'; {% endif %}img-src 'self'"
    )
    assert policy_of(written) == f"default-src 'none'; img-src 'self'; {FRAMES}"


def test_files_of_the_readers_own_disk_are_left_out() -> None:
    assert policy_of("img-src 'self' file:") == f"img-src 'self'; {FRAMES}"


def test_nearest_template_with_a_policy_counts() -> None:
    templates = ["<p>", META.format("img-src a.example"), META.format("img-src b.example")]
    assert page_policy(templates, SITE, False) == f"img-src a.example; {FRAMES}"


def test_references_of_html_are_read() -> None:
    assert policy_of("default-src &#39;self&#39;") == f"default-src 'self'; {FRAMES}"


@pytest.mark.parametrize(
    "written",
    [
        "default-src {{ nothing }}",
        "{% if %}",
        "default-src $uri",
        "default-src &quot;x",
        "default-src x{y}",
        "default-src x\\",
        "default-src x%1",
        "default-src é",
        "a, b",
    ],
)
def test_policy_that_could_mean_something_to_a_server_is_left_out(written: str) -> None:
    assert policy_of(written) == FRAMES


def test_nothing_written_leaves_what_only_headers_can_say() -> None:
    assert page_policy([], SITE, True) == FRAMES


def test_hsts_is_said_only_where_it_is_asked_for() -> None:
    assert "Strict-Transport-Security" not in dict(safety_headers(None))
    said = dict(safety_headers(timedelta(days=2)))
    assert said["Strict-Transport-Security"] == "max-age=172800"
