"""A key is changed, and everything else stays as a person wrote it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.editing.front_matter_edits import body_of, keys_of, with_body, with_keys
from broadsheet.editing.values import Given, is_same
from broadsheet.problems import ProblemsFound
from tests.editing.written_texts import BODIES, ENDS, KEYS, Chunk, chunks, values, whole

ends, marks = st.sampled_from(ENDS), st.sampled_from(("", "\ufeff"))
bodies = st.sampled_from(BODIES)
changes = st.dictionaries(st.sampled_from(KEYS), st.none() | values, min_size=1, max_size=3)

ARTICLE = """\
---
# yaml-language-server: $schema=../article.schema.json
title: "Kabul falls"   # too short?
date: 2021-08-15
tags: [Kabul, 'no']  # two

summary: >-
  The government left
  the city.
sources:
  # the first to report
  - name: Reuters   # a wire
    url: https://example.org/?a=1
  # seen later
  - name: Tolo
    url: https://tolo.example/ # in Dari
draft: true # until noon
story:
# - name: The publication
---

Text.
"""


def edited(**keys: Given | None) -> list[str]:
    """The lines that changing keys of the article takes away and adds, marked."""
    old, new = ARTICLE.splitlines(), with_keys(ARTICLE, keys).splitlines()
    gone = [f"-{line}" for line in old if line not in new]
    return gone + [f"+{line}" for line in new if line not in old]


def test_comment_at_the_end_of_a_changed_line_stays() -> None:
    assert edited(title="Kabul has fallen") == [
        '-title: "Kabul falls"   # too short?',
        '+title: "Kabul has fallen"   # too short?',
    ]
    assert edited(draft=False) == ["-draft: true # until noon", "+draft: false # until noon"]


def test_value_is_written_as_a_person_would() -> None:
    written = with_keys(
        "---\ntitle: A\n---\n",
        {
            "summary": "Prices rose: by 3%",
            "date": date(2026, 1, 31),
            "updated": "2026-02-01 10:30",
            "tags": ["Rust 1.99", "no", "1.10", "2026-01-31", "C#", "a, b"],
            "story": "# one",
            "lead": True,
            "via": {"name": "Ann Lee", "url": "https://example.org/?a=1"},
            "sources": [{"name": "Le Monde", "url": "https://lm.example/", "author": ["A", "B"]}],
            "extra": {"text": "one\ntwo"},
        },
    )
    assert written == (
        "---\ntitle: A\n"
        'summary: "Prices rose: by 3%"\n'
        "date: 2026-01-31\n"
        "updated: 2026-02-01 10:30\n"
        'tags: [Rust 1.99, "no", "1.10", "2026-01-31", C#, "a, b"]\n'
        'story: "# one"\n'
        "lead: true\n"
        "via:\n  name: Ann Lee\n  url: https://example.org/?a=1\n"
        "sources:\n  - name: Le Monde\n    url: https://lm.example/\n    author: [A, B]\n"
        "extra:\n  text: |-\n    one\n    two\n"
        "---\n"
    )


def test_list_in_brackets_stays_in_brackets_with_the_quotes_of_what_stays() -> None:
    assert edited(tags=["Kabul", "no", "Herat"])[1] == "+tags: [Kabul, 'no', Herat]  # two"
    assert edited(tags=["no"])[1] == "+tags: ['no']  # two"
    assert edited(tags=["War", "Kabul"])[1] == "+tags: [War, Kabul]  # two"


def test_one_source_changes_and_the_comments_of_the_others_stay() -> None:
    first = {"name": "Reuters", "url": "https://example.org/?a=1"}
    assert edited(sources=[first, {"name": "Tolo", "url": "https://tolo.example/1"}]) == [
        "-    url: https://tolo.example/ # in Dari",
        "+    url: https://tolo.example/1 # in Dari",
    ]
    third = {"name": "AP", "url": "https://ap.example/"}
    second = {"name": "Tolo", "url": "https://tolo.example/"}
    added = ["+  - name: AP", "+    url: https://ap.example/"]
    assert edited(sources=[first, second, third]) == added
    assert edited(sources=[first, third, second]) == added
    assert edited(sources=[second]) == [
        "-  - name: Reuters   # a wire",
        "-    url: https://example.org/?a=1",
    ]


def test_folded_text_stays_folded() -> None:
    long = "The government left the city, and nobody knows where it has gone since the morning."
    assert edited(summary=long)[2:] == [
        "+  The government left the city, and nobody knows where it",
        "+  has gone since the morning.",
    ]


def test_value_that_is_missing_is_filled_in_on_its_line() -> None:
    assert edited(story="kabul") == ["-story:", "+story: kabul"]


def test_new_key_goes_below_all_others() -> None:
    assert with_keys(ARTICLE, {"slug": "kabul"}).splitlines()[-4:-2] == ["slug: kabul", "---"]


def test_comment_never_becomes_a_part_of_a_text() -> None:
    text = "---\nsummary: |\n  One\ntitle: A\n\n  # two\nstory: x\n---\n"
    assert with_keys(text, {"title": None}) == ("---\nsummary: |\n  One\n# two\nstory: x\n---\n")
    assert 'title: "a\\nb"\n\n  # two\n' in with_keys(text, {"title": "a\nb"})


def test_text_without_front_matter_gets_some() -> None:
    assert with_keys("\ufeffText.\r\n", {"title": "A"}) == (
        "\ufeff---\r\ntitle: A\r\n---\r\nText.\r\n"
    )
    assert with_keys("---\n---\nText.", {"title": "A"}) == "---\ntitle: A\n---\nText."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: A\n", "has front matter without an end"),
        ("+++\ntitle = 1\n+++\n", "has no front matter"),
        ("---\ntitle: a: b\n---\n", "has a colon in the value of title"),
        ("---\ntitle: a\ntitle: b\n---\n", "title appears twice"),
        ("---\n- a\n---\n", "must be key: value pairs"),
    ],
)
def test_front_matter_that_cannot_be_read_is_not_touched(text: str, said: str) -> None:
    with pytest.raises(ProblemsFound, match=re.escape(said)) as found:
        with_keys(text, {"title": "New"}, "content/a.md")
    assert found.value.problems[0].path == "content/a.md"


def test_front_matter_in_braces_stays_in_braces() -> None:
    text = "---\n{title: A, tags: [b]}\n---\n"
    assert with_keys(text, {"title": "B", "story": "c"}) == (
        "---\n{title: B, tags: [b], story: c}\n---\n"
    )


def test_body_changes_and_front_matter_stays() -> None:
    text = "\ufeff---\r\ntitle:  A # x\r\n---\r\nOld\r\n"
    assert (
        with_body(text, "New\nlines\n") == "\ufeff---\r\ntitle:  A # x\r\n---\r\nNew\r\nlines\r\n"
    )
    assert with_body(text, "Old\r\n") == text
    assert with_body("---\na: b\n---", "New") == "---\na: b\n---\nNew"
    assert with_body("Old", "---\nx\n---\n") == "\n---\nx\n---\n"


@given(chunks(), bodies, ends, marks, changes)
def test_only_lines_of_changed_keys_change(
    parts: list[Chunk], body: str, end: str, mark: str, keys: dict[str, Given | None]
) -> None:
    text = whole(parts, body, end, mark)
    before, result = keys_of(text), with_keys(text, keys)
    after = keys_of(result)
    for key, value in keys.items():
        assert key not in after if value is None else is_same(after[key], value)
    assert {key: it for key, it in after.items() if key not in keys} == {
        key: it for key, it in before.items() if key not in keys
    }
    kept = "".join(
        ".*" if it.key in keys else re.escape(it.text.replace("\n", end)) for it in parts
    )
    fence, tail = f"---{end}", re.escape(f"---\n{body}".replace("\n", end))
    assert re.fullmatch(f"(?s){mark}{fence}{kept}.*{tail}", result)


@given(chunks(), bodies, ends, marks)
def test_own_values_change_nothing(parts: list[Chunk], body: str, end: str, mark: str) -> None:
    text = whole(parts, body, end, mark)
    assert with_keys(text, dict(keys_of(text))) == text
    assert with_body(text, body_of(text)) == text


@given(chunks(), bodies, ends, marks, values)
def test_key_that_is_added_and_removed_leaves_no_trace(
    parts: list[Chunk], body: str, end: str, mark: str, value: Given
) -> None:
    text = whole(parts, body, end, mark)
    assert with_keys(with_keys(text, {"slug": value}), {"slug": None}) == text
