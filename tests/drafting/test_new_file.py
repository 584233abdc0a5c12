"""A new file is whole or not there, and never takes the place of another."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.drafting.new_file import put_new, safe_name, standing_title
from broadsheet.problems import ProblemsFound
from tests.sites import Site


def without_links(*_: object) -> None:
    """What a file system without hard links answers."""
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("has_links", [True, False])
def test_file_is_written_whole_and_nothing_is_left_beside_it(
    site: Callable[[str], Site], monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    made = site("")
    if not has_links:
        monkeypatch.setattr(os, "link", without_links)
    put_new(made.root, "content/world/a.md", "Ä\n")
    assert (made.root / "content/world/a.md").read_bytes() == "Ä\n".encode()
    with pytest.raises(ProblemsFound):
        put_new(made.root, "content/world/a.md", "other")
    assert [it.name for it in (made.root / "content/world").iterdir()] == ["a.md"]
    assert (made.root / "content/world/a.md").read_bytes() == "Ä\n".encode()


def test_link_that_leads_nowhere_is_not_followed(site: Callable[[str], Site]) -> None:
    made = site("-- content/world/b.md --\nx")
    (made.root / "content/world/a.md").symlink_to(made.root / "elsewhere.md")
    with pytest.raises(ProblemsFound):
        put_new(made.root, "content/world/a.md", "x")
    assert not (made.root / "elsewhere.md").exists()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: A\n---\n", "A"),
        ("---\ntitle: 'A: \"b\"'\n---\n", 'A: "b"'),
        ("no front matter", ""),
    ],
)
def test_title_of_what_stands_there_is_told(tmp_path: Path, text: str, title: str) -> None:
    (tmp_path / "a.md").write_text(text)
    assert standing_title(tmp_path / "a.md") == title


@pytest.mark.parametrize(
    ("name", "safe"), [("con", "con-page"), ("com1", "com1-page"), ("conference", "conference")]
)
def test_names_of_devices_are_avoided(name: str, safe: str) -> None:
    assert safe_name(name, "page") == safe
