"""`site.yaml` is checked as strictly as front matter."""

import pytest

from broadsheet.content.settings import read_settings
from tests.sites import SITE_YAML


def said(text: str | None) -> list[str]:
    """What is wrong with these settings."""
    content = None if text is None else text.encode()
    return [str(it).replace("\n    ", " | ") for it in read_settings(content)[1].problems]


def test_settings_are_read_with_their_defaults() -> None:
    settings, log = read_settings(SITE_YAML.encode())
    assert log.problems == []
    assert (settings.title, str(settings.timezone), settings.theme, settings.per_page) == (
        "The Test",
        "UTC",
        "broadsheet",
        20,
    )


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("them: plain", "site.yaml:7: unknown key them | did you mean theme?"),
        ("title: x", "site.yaml:7: title appears twice | the first is on line 1"),
        (
            "per_page: none",
            'site.yaml:7: per_page must be a whole number above 0, found the text "none"',
        ),
        ("per_page: 0", 'site.yaml:7: per_page must be a whole number above 0, found the text "0"'),
        (
            "offline: 0",
            "site.yaml:7: offline must be true, false or a number from 1 to 100,"
            ' found the text "0" | write it as: offline: true',
        ),
        ("theme: ../x", 'site.yaml:7: theme must be a theme\'s name, found the text "../x"'),
        (
            "permalink: /{year}/{slag}.html",
            "site.yaml:7: permalink has the unknown placeholder {slag} | write it as"
            " /{year}/{month}/{slug}.html; it can contain {day} and {section} too",
        ),
        (
            "sections: [{key: World}]",
            "site.yaml:7: World cannot be part of an address | write world",
        ),
        (
            "feeds: {content: none}",
            'site.yaml:7: content cannot be the text "none" | one of: full, summary, headlines',
        ),
        (
            "markdown: {raw_html: yes}",
            'site.yaml:7: raw_html cannot be the text "yes" | one of: sanitize, allow, escape',
        ),
        (
            "images: {quality: 101}",
            'site.yaml:7: quality must be at most 100, found the text "101"',
        ),
        (
            "images: {widths: [480, 9000]}",
            'site.yaml:7: widths must be at most 8192, found the text "9000"',
        ),
        (
            "tags: {slugs: {Go: Go Lang}}",
            "site.yaml:7: Go Lang cannot be part of an address | write go-lang",
        ),
    ],
)
def test_mistake_in_settings_has_its_line_and_what_to_do(more: str, problem: str) -> None:
    assert problem in said(f"{SITE_YAML}{more}\n")


@pytest.mark.parametrize("permalink", ["{slug}", "//{slug}", "/a/../{slug}", "/{year}", "/{slug"])
def test_permalink_that_would_leave_the_site_or_clash_is_a_problem(permalink: str) -> None:
    assert len(said(f"{SITE_YAML}permalink: '{permalink}'\n")) == 1


@pytest.mark.parametrize("url", ["example.org", "javascript:x", "ftp://x.org", "https://x.org/?a"])
def test_url_must_be_a_web_address(url: str) -> None:
    assert len(said(SITE_YAML.replace("https://example.org/", url))) == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "CEST"])
def test_time_zone_must_be_a_known_one(zone: str) -> None:
    (problem,) = said(SITE_YAML.replace("UTC", zone))
    assert "timezone is not a known time zone" in problem


def test_missing_file_and_missing_keys_are_problems() -> None:
    assert said(None) == [
        "site.yaml: there is no such file | `broadsheet init DIR` makes a new site"
    ]
    assert len(said("title: x\n")) == 4


def test_settings_that_are_no_yaml_or_no_text_are_problems() -> None:
    assert said("a: b: c\n") and said("- a\n") and said("")
    assert read_settings(b"\xff")[1].problems


@pytest.mark.parametrize(
    ("line", "editions"),
    [
        ("", None),
        ("offline: true", 7),
        ("offline: No", 0),
        ("offline: 14", 14),
        ("offline: '1'", 1),
    ],
)
def test_offline_says_whether_and_how_many_editions(line: str, editions: int | None) -> None:
    settings, log = read_settings(f"{SITE_YAML}{line}\n".encode())
    assert (log.problems, settings.offline) == ([], editions)
