"""Two people changed a text: both changes are kept, and where they disagree both are shown."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.yaml_text import YamlFault, read_yaml
from broadsheet.editing.front_matter_edits import body_of, keys_of, with_keys
from broadsheet.editing.merging import MIDDLE, MINE, THEIRS, merged, settled
from broadsheet.editing.values import Given
from broadsheet.problems import ProblemLog
from broadsheet.text.plain_text import has_conflict
from tests.editing.written_texts import BODIES, ENDS, KEYS, Chunk, chunks, values, whole

BASE = """\
---
title: Kabul falls
date: 2021-08-15
# about the tags
tags: [Kabul]
sources:
  - name: Reuters
    url: https://example.org/1
draft: true
---
One.

Two.

Three.
"""


def test_keys_beside_each_other_are_merged() -> None:
    theirs = BASE.replace("Kabul falls", "Kabul has fallen  # better")
    mine = with_keys(BASE, {"date": "2021-08-16", "draft": None, "lead": True})
    found = merged(BASE, theirs, mine)
    assert found.conflicts == ()
    assert found.text == with_keys(theirs, {"date": "2021-08-16", "draft": None, "lead": True})


def test_new_keys_of_both_are_kept() -> None:
    theirs, mine = with_keys(BASE, {"story": "kabul"}), with_keys(BASE, {"lead": True})
    assert keys_of(merged(BASE, theirs, mine).text).keys() == {
        *keys_of(BASE),
        "story",
        "lead",
    }


def test_tags_and_sources_that_both_added_come_together() -> None:
    first = {"name": "Reuters", "url": "https://example.org/1"}
    second, third = {"name": "AP", "url": "https://ap/"}, {"name": "Tolo", "url": "https://tolo/"}
    theirs = with_keys(BASE, {"tags": ["Kabul", "War"], "sources": [first, second]})
    mine = with_keys(BASE, {"tags": ["Kabul", "Exile"], "sources": [first, third]})
    found = merged(BASE, theirs, mine)
    assert found.conflicts == ()
    assert keys_of(found.text)["tags"] == ["Kabul", "War", "Exile"]
    assert keys_of(found.text)["sources"] == [first, second, third]


def test_conflict_of_a_key_is_named_with_both_versions() -> None:
    theirs, mine = BASE.replace("falls", "fell"), BASE.replace("falls", "has fallen")
    found = merged(BASE, theirs, mine)
    (conflict,) = found.conflicts
    assert (conflict.name, conflict.line) == ("title", 2)
    assert (conflict.theirs, conflict.mine) == ("title: Kabul fell\n", "title: Kabul has fallen\n")
    assert f"{THEIRS}\ntitle: Kabul fell\n{MIDDLE}\ntitle: Kabul has fallen\n{MINE}\n" in found.text
    assert has_conflict(found.text, ProblemLog("a.md"))
    assert settled(BASE, theirs, mine, "mine") == mine
    assert settled(BASE, theirs, mine, "theirs") == theirs


def test_conflict_of_lines_is_named_with_both_versions() -> None:
    theirs = BASE.replace("Two.", "Two and\na half.")
    mine = BASE.replace("Two.", "Second.").replace("Three", "Third")
    found = merged(BASE, theirs, mine)
    (conflict,) = found.conflicts
    assert (conflict.key, conflict.name) == ("", "lines 13 to 14")
    assert (conflict.theirs, conflict.mine) == ("Two and\na half.", "Second.")
    assert settled(BASE, theirs, mine, "theirs") == theirs.replace("Three", "Third")


def test_key_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    theirs, mine = with_keys(BASE, {"tags": None}), with_keys(BASE, {"tags": ["War"]})
    assert [it.key for it in merged(BASE, theirs, mine).conflicts] == ["tags"]


def test_comments_of_both_are_kept() -> None:
    theirs = BASE.replace("draft: true", "# hold it\ndraft: false")
    mine = BASE.replace("draft: true", "# ask Ann\ndraft: true").replace("falls", "fell")
    found = merged(BASE, theirs, mine)
    assert found.conflicts == () and "# hold it\n# ask Ann\ndraft: false\n" in found.text


def test_line_ends_are_those_of_the_file() -> None:
    theirs = BASE.replace("\n", "\r\n").replace("falls", "fell")
    found = merged(BASE, "\ufeff" + theirs, BASE.replace("Three", "Four"))
    assert found.text == "\ufeff" + theirs.replace("Three", "Four") and not found.conflicts


def test_file_that_is_no_yaml_now_is_merged_by_lines() -> None:
    theirs = BASE.replace("title: Kabul falls", "title: Kabul: falls")
    assert merged(BASE, theirs, BASE.replace("Three", "Four")).text == theirs.replace(
        "Three", "Four"
    )


text_lines = st.lists(st.sampled_from(["a", "b", "", "# c", "d  "]), max_size=7)
changes = st.dictionaries(st.sampled_from(KEYS), st.none() | values, max_size=3)
bodies = st.sampled_from(BODIES) | text_lines.map("\n".join)


@given(text_lines, text_lines, text_lines)
def test_no_line_that_somebody_wrote_is_dropped(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    found = merged(*("\n".join(it) for it in (base, theirs, mine)))
    written = Counter(found.text.split("\n"))
    for new in (theirs, mine):
        added = Counter(new) - Counter(base)
        assert all(written[line] >= count for line, count in added.items() if line)
    again = merged(*("\n".join(it) for it in (base, mine, theirs)))
    assert len(again.conflicts) == len(found.conflicts)


@given(chunks(), bodies, st.sampled_from(ENDS), changes, bodies, changes, bodies)
def test_each_key_has_the_value_that_somebody_gave_it_last(
    parts: list[Chunk],
    body: str,
    end: str,
    their_keys: dict[str, Given | None],
    their_body: str,
    my_keys: dict[str, Given | None],
    my_body: str,
) -> None:
    base = whole(parts, body, "\n", "")
    theirs = with_keys(whole(parts, their_body, end, ""), their_keys)
    mine = with_keys(whole(parts, my_body, "\n", ""), my_keys)
    found = merged(base, theirs, mine)
    old, their, my = keys_of(base), keys_of(theirs), keys_of(mine)
    disputed = {it.key for it in found.conflicts if it.key}
    both = {it for it in KEYS if old.get(it) not in (their.get(it), my.get(it))}
    assert disputed <= {it for it in both if their.get(it) != my.get(it)}
    for side in ("theirs", "mine"):
        text = settled(base, theirs, mine, side)
        values_now = keys_of(text)
        for key in KEYS:
            changed = my if their.get(key) == old.get(key) else their
            if key in disputed:
                changed = my if side == "mine" else their
            if key in disputed or key not in both:
                assert values_now.get(key) == changed.get(key)
    if body in (my_body, their_body):
        assert body_of(settled(base, theirs, mine, "mine")) == (
            their_body if my_body == body else my_body
        )


def test_marks_never_read_as_front_matter() -> None:
    theirs, mine = BASE.replace("falls", "fell"), BASE.replace("falls", "has fallen")
    text = merged(BASE, theirs, mine).text
    try:
        read_yaml(text.split("---\n")[1])
    except YamlFault:
        return
    raise AssertionError(text)
