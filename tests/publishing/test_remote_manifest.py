"""The manifest at a target comes from outside: what is wrong in it is refused."""

import json

import pytest

from broadsheet.publishing.remote_manifest import (
    NAME,
    VERSION,
    RemoteManifest,
    Unreadable,
    decoded,
    is_safe,
)

WHOLE = RemoteManifest(
    {"index.html": "12", "tags/a.html": ""},
    {"old.html": "2026-11-26T12:00:00+00:00"},
    {"new.html": ""},
    "https://example.org/",
    "2026-11-26T12:00:00+00:00",
)


def changed(**values: object) -> bytes:
    """The manifest with other values."""
    return json.dumps({**json.loads(WHOLE.encoded()), **values}).encode()


def test_manifest_is_read_as_it_was_written() -> None:
    assert decoded(WHOLE.encoded()) == WHOLE


def test_same_manifest_has_the_same_bytes() -> None:
    turned = RemoteManifest(
        dict(reversed(list(WHOLE.files.items()))),
        WHOLE.gone,
        WHOLE.arriving,
        WHOLE.url,
        WHOLE.published,
    )
    assert turned.encoded() == WHOLE.encoded()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "a/",
        ".",
        "a/./b",
        "a\\b",
        "a\0b",
        "a\nb",
        "\ud800",
        NAME,
        f"{NAME}/x",
    ],
)
def test_path_out_of_the_site_is_refused(path: str) -> None:
    assert not is_safe(path)
    for name in ("files", "gone", "arriving"):
        with pytest.raises(Unreadable, match="it names the path"):
            decoded(changed(**{name: {path: "x"}}))


@pytest.mark.parametrize("path", ["index.html", "a/b/c.html", ".well-known/x", "é/ü.html", "..a"])
def test_path_in_the_site_is_fine(path: str) -> None:
    assert is_safe(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"version": 1}',
        b"[" * 100_000,
        changed(version=VERSION + 1),
        changed(files=[]),
        changed(files={"a": 1}),
        changed(files={"a": None}),
        changed(gone="x"),
        changed(arriving=None),
        changed(url=1),
        changed(url=None),
        changed(published={}),
    ],
)
def test_content_of_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(content)


def test_newer_version_is_named() -> None:
    with pytest.raises(Unreadable, match=f"it has version {VERSION + 1}, and this is {VERSION}"):
        decoded(changed(version=VERSION + 1))
