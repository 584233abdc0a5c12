"""What `site.yaml` says of the places to publish to, and what can be wrong there."""

from datetime import timedelta

import pytest

from broadsheet.content.publish_settings import (
    BucketTarget,
    FolderTarget,
    GitTarget,
    ServiceTarget,
    SshTarget,
    TargetSetting,
)
from broadsheet.content.settings import read_settings
from tests.sites import SITE_YAML

FIRST = SITE_YAML.count("\n") + 1  # the line of `publish:`


def targets(text: str) -> tuple[TargetSetting, ...]:
    """The targets in the text of `publish:`, which has no mistakes."""
    settings, log = read_settings(f"{SITE_YAML}publish:\n{text}".encode())
    assert log.problems == []
    return settings.publish


def problems(text: str) -> list[str]:
    """What is wrong in it, with lines that count from that of `publish:`."""
    _, log = read_settings(f"{SITE_YAML}publish:{text}".encode())
    return [f"{it.line - FIRST}: {it.text}" for it in log.problems]


def test_each_kind_is_read() -> None:
    found = targets(
        "  a: {to: folder, path: /srv/www, keep: 2, delete_after: 7 days}\n"
        "  b: {to: sftp, host: me@host.example, path: www, port: 2222}\n"
        "  c: {to: s3, bucket: news, endpoint: 'https://s3.example/', region: auto}\n"
        "  d: {to: git, repository: 'git@host.example:me/news', history: 1, domain: news.example}\n"
        "  e: {to: netlify, project: news, after: ./tell}\n"
    )
    assert [it.name for it in found] == list("abcde")
    assert [it.line for it in found] == [FIRST + line for line in range(1, 6)]
    assert [it.place for it in found] == [
        FolderTarget("/srv/www", 2),
        SshTarget("me@host.example", "www", 2222),
        BucketTarget("news", endpoint="https://s3.example/", region="auto"),
        GitTarget("git@host.example:me/news", history=1, domain="news.example"),
        ServiceTarget("news"),
    ]
    assert found[0].delete_after == timedelta(days=7)
    assert found[4].after == "./tell"


def test_file_that_leaves_stays_a_day_unless_told_otherwise() -> None:
    assert targets("  a: {to: folder, path: www}\n")[0].delete_after == timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" [a]\n", ["0: publish must name each place, found a list"]),
        ("\n  a: {path: www}\n", ["1: a has no to"]),
        (
            "\n  a: {to: ftp, path: www}\n",
            ['1: to cannot be the text "ftp"'],
        ),
        ("\n  a:\n    to: folder\n", ["2: a has no path"]),
    ],
)
def test_mistake_has_its_line(text: str, found: list[str]) -> None:
    assert problems(text) == found


@pytest.mark.parametrize("kind", ["folder", "sftp", "rsync", "s3", "gcs", "git", "cloudflare"])
def test_key_of_another_kind_is_a_mistake(kind: str) -> None:
    found = problems(f"\n  a:\n    to: {kind}\n    colour: red\n")
    assert any(it.startswith("3: ") and "unknown key" in it and "colour" in it for it in found)


@pytest.mark.parametrize("span", ["soon", "1 week", "-1h", "[1]"])
def test_span_of_another_form_is_a_mistake(span: str) -> None:
    (found,) = problems(f"\n  a:\n    to: folder\n    path: www\n    delete_after: {span}\n")
    assert found.startswith("4: ") and "delete_after must be a span of time" in found


def test_others_are_told_of_a_place_unless_it_says_no() -> None:
    found = targets("  a: {to: folder, path: a}\n  b: {to: folder, path: b, announce: false}\n")
    assert [it.announce for it in found] == [True, False]
