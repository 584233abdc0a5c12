"""What hosts take at most, and what a build says of it."""

import pytest

from broadsheet.hosting.limits import (
    CLOUDFLARE,
    GITHUB,
    MIB,
    NETLIFY,
    NO_LIMITS,
    Limits,
    Output,
    fitting,
    rules_in,
    too_large,
    too_many_files,
    too_many_headers,
)
from broadsheet.hosting.redirects import Redirect
from broadsheet.problems import Problem
from broadsheet.site.outputs import LITE, Asset, Page


def pages(count: int, theme: str = "", folder: str = "") -> list[Output]:
    """Some pages of a theme."""
    return [
        Page(f"{folder}/{theme}{it}.html", "article.html", {}, "x", theme=theme)
        for it in range(count)
    ]


def said(problems: tuple[Problem, ...]) -> list[str]:
    """Problems as texts."""
    return [f"{it.text} | {it.hint}" for it in problems]


def test_few_files_are_no_news() -> None:
    found = too_many_files("Cloudflare Pages", CLOUDFLARE, pages(17_999))
    assert (found.problems, found.warnings) == ((), ())
    assert too_many_files("nginx", NO_LIMITS, pages(200_000)).problems == ()


def test_build_warns_at_nine_tenths_and_says_what_would_save_most() -> None:
    outputs = [*pages(10_000), *pages(8_000, LITE), Asset("/a.css", "x", "")]
    found = too_many_files("Cloudflare Pages", CLOUDFLARE, outputs)
    assert found.problems == ()
    assert said(found.warnings) == [
        "the site has 18,001 files; Cloudflare Pages takes 20,000"
        " | fewer files: lite: false (up to 8,000)"
    ]


def test_more_files_than_are_free_is_a_warning_and_more_than_any_a_problem() -> None:
    found = too_many_files("Cloudflare Pages", CLOUDFLARE, pages(20_001))
    assert "20,000 from those who do not pay, and 100,000 from others" in found.warnings[0].text
    assert found.problems == ()
    found = too_many_files("Cloudflare Pages", CLOUDFLARE, pages(100_001))
    assert "has 100,001 files, and Cloudflare Pages takes 100,000" in found.problems[0].text


def test_host_counts_the_files_of_each_folder() -> None:
    outputs = [*pages(54_001, folder="/many"), *pages(10)]
    found = too_many_files("Netlify", NETLIFY, outputs)
    assert found.problems[0].text == "the folder many has 54,001 files; Netlify takes 54,000"
    assert too_many_files("Netlify", NETLIFY, outputs[1_000:]).problems == ()
    assert too_many_files("Netlify", NETLIFY, outputs[1_000:]).warnings


@pytest.mark.parametrize(
    ("size", "problems", "warnings"), [(22 * MIB, 0, 0), (23 * MIB, 0, 1), (26 * MIB, 1, 0)]
)
def test_file_that_is_too_large_is_named(size: int, problems: int, warnings: int) -> None:
    found = too_large("Cloudflare Pages", CLOUDFLARE, {"a.html": 1, "media/film.mp4": size})
    assert (len(found.problems), len(found.warnings)) == (problems, warnings)
    for it in (*found.problems, *found.warnings):
        assert it.text.startswith("media/film.mp4 has 2")
        assert it.text.endswith(" MB; Cloudflare Pages takes 26.2 MB a file")


def test_site_that_is_too_large_says_what_it_consists_of() -> None:
    sizes = {f"media/{it}.jpg": 50 * MIB for it in range(18)} | {"a.html": 10, "CNAME": 5}
    found = too_large("GitHub Pages", GITHUB, sizes)
    assert (
        found.problems == ()
        and "943.7 MB; GitHub Pages takes 1,000.0 MB" in said(found.warnings)[0]
    )
    found = too_large("GitHub Pages", GITHUB, sizes | {"b.epub": 90 * MIB})
    assert "most of it is in: *.jpg 943.7 MB, *.epub 94.4 MB" in said(found.problems)[0]


def test_redirects_that_fit_are_the_first_ones_and_the_others_are_told_of() -> None:
    moved = [Redirect(f"/{it}.html", "/new.html") for it in range(12)]
    kept, found = fitting("X", Limits(redirects=10), moved)
    assert kept == moved[:10]
    assert "2 old addresses stay pages that lead on" in said(found.warnings)[0]
    kept, found = fitting("X", Limits(redirects=10), moved[:9])
    assert kept == moved[:9] and "has 9 redirects; X takes 10" in said(found.warnings)[0]
    assert fitting("X", Limits(redirects=10), moved[:8])[1].warnings == ()


def test_redirect_of_two_spellings_counts_twice() -> None:
    moved = [Redirect("/(a).html", "/new.html"), Redirect("/b.html", "/new.html")]
    assert fitting("X", Limits(redirects=2), moved)[0] == moved[:1]


def test_rule_that_is_too_long_is_left_out() -> None:
    moved = [Redirect(f"/{'é' * 200}.html", "/new.html"), Redirect("/b.html", "/new.html")]
    kept, found = fitting("Cloudflare Pages", CLOUDFLARE, moved)
    assert kept == moved[1:]
    assert "1 old addresses stay" in said(found.warnings)[0]


def test_curators_own_rules_count_too() -> None:
    own = b"# comment\n/a /b 301\n\n/c/*\n  X-One: 1\n\tX-Two: 2\n/d /e"
    assert rules_in(own) == 3
    moved = [Redirect("/1.html", "/new.html"), Redirect("/2.html", "/new.html")]
    assert fitting("X", Limits(redirects=4), moved, own=3)[0] == moved[:1]


def test_rules_for_headers_are_counted() -> None:
    assert too_many_headers("Cloudflare Pages", CLOUDFLARE, 89).warnings == ()
    assert too_many_headers("Cloudflare Pages", CLOUDFLARE, 90).warnings
    (problem,) = too_many_headers("Cloudflare Pages", CLOUDFLARE, 101).problems
    assert problem.text == "the site has 101 rules for headers; Cloudflare Pages takes 100"
    assert too_many_headers("Netlify", NETLIFY, 500) == too_many_headers("nginx", NO_LIMITS, 0)
