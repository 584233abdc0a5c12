"""What `site.yaml` says is changed by a program, and all that a person wrote around it stays."""

import pytest

from broadsheet.editing.settings_edits import settings_of, with_entries, with_items, with_settings
from broadsheet.problems import ProblemsFound

BASE = """\
# our site
title: "A site"   # short
url: https://site.example/
description: D
timezone: UTC
language: en
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "tags:\n  aliases:\n    Books: Novels\n"),
        ("tags:\n", "tags:\n  aliases:\n    Books: Novels\n"),
        ("tags: {aliases: {go: Go}}  # c\n", "tags: {aliases: {go: Go, Books: Novels}}  # c\n"),
        (
            "tags:\n  slugs: {C++: cpp}\n# end\n",
            "tags:\n  slugs: {C++: cpp}\n  aliases:\n    Books: Novels\n# end\n",
        ),
        (
            "tags:\n  aliases:\n    go: Go  # c\n# more\n",
            "tags:\n  aliases:\n    go: Go  # c\n    Books: Novels\n# more\n",
        ),
    ],
)
def test_entry_is_added_to_a_table_and_all_else_stays(before: str, after: str) -> None:
    assert with_entries(BASE + before, "tags", {"Books": "Novels"}, "aliases") == BASE + after


def test_entries_without_a_value_stay() -> None:
    gone = "gone:\n  /x.html:   # nobody should know\n  /y.html: Why\n"
    after = with_entries(BASE + gone, "gone", {"/z.html": ""})
    assert after == f"{BASE}{gone}  /z.html:\n"


def test_items_are_added_to_a_list_once() -> None:
    after = with_items(f"{BASE}gone: [/x.html]\n", "gone", ["/x.html", "/y.html"])
    assert after == f"{BASE}gone: [/x.html, /y.html]\n"
    assert settings_of(after)["gone"] == ["/x.html", "/y.html"]


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + BASE.replace("\n", "\r\n")
    after = with_settings(text, {"publisher": None, "language": "fr"})
    assert after == text.replace("language: en", "language: fr")


def test_settings_with_mistakes_and_changes_that_would_be_one_are_refused() -> None:
    with pytest.raises(ProblemsFound, match="unknown key"):
        with_settings(f"{BASE}odd: 1\n", {"language": "fr"})
    with pytest.raises(ProblemsFound, match="language"):
        with_settings(BASE, {"language": "no language"})
    with pytest.raises(ProblemsFound, match="only a person"):
        with_entries(f"{BASE}gone: [/x.html]\n", "gone", {"/y.html": ""})
