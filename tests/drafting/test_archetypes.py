"""Archetypes become front matter that reads back as the words that were filled in."""

from datetime import UTC, date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.front_matter import read_front_matter, split_front_matter
from broadsheet.content.yaml_text import UNPRINTABLE
from broadsheet.drafting.archetypes import Archetype, Word, archetype, filled, origins, with_key
from broadsheet.drafting.one_line import one_line
from broadsheet.problems import ProblemLog, ProblemsFound

TEXT = (
    "---\ntitle: {{ title }}\ntags: {{ tags }}\nid: tag:x,{{ day }}:{{ slug }}\n---\n{{ title }}\n"
)
words = st.text(st.characters(exclude_categories=["Cs"])).map(one_line)


@given(words.filter(bool), st.lists(words.filter(bool), max_size=3))
def test_every_text_reads_back(title: str, tags: list[str]) -> None:
    if UNPRINTABLE.search(title + "".join(tags)):
        return  # one_line keeps a few signs that YAML has no place for
    day = date(2026, 1, 5)
    asked: dict[str, Word] = {"title": title, "tags": tags, "day": day, "slug": "a-b"}
    text = filled(Archetype("archetypes/article.md", TEXT.encode()), asked)
    log = ProblemLog("x.md")
    split = split_front_matter(text, log)
    assert split is not None and split.body == f"{title}\n"
    found = read_front_matter(split.front_matter, log, UTC)
    assert found is not None, log.problems
    assert (found.title, found.tags) == (title, tuple(tags))
    assert found.id == "tag:x,2026-01-05:a-b"


def test_own_archetype_of_a_site_comes_before_that_of_broadsheet(tmp_path: Path) -> None:
    assert b"{{ title }}" in archetype(tmp_path, "article").content
    (tmp_path / "archetypes").mkdir()
    (tmp_path / "archetypes/article.md").write_text("mine")
    assert archetype(tmp_path, "article") == Archetype("archetypes/article.md", b"mine")


def test_lines_are_known_where_tags_leave_lines_out_or_repeat_them() -> None:
    text = (
        "---\n{% if no %}\nleft: out\n{% endif %}\ntitle: T\n{% for it in tags %}\n"
        "# {{ it }}\n{% endfor %}\nlead: true\n---\n"
    )
    made = Archetype("a.md", text.encode())
    asked: dict[str, Word] = {"no": False, "tags": ["a", "b"]}
    lines = filled(made, asked).split("\n")[1:5]
    assert lines == ["title: T", "# a", "# b", "lead: true"]
    assert list(origins(made, asked))[:4] == [5, 7, 7, 9]


def test_template_cannot_reach_what_python_keeps_inside() -> None:
    for text in ("{{ title.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ tags.append(1) }}"):
        made = Archetype("a.md", f"---\ntitle: {text}\n---\n".encode())
        with pytest.raises(ProblemsFound):
            filled(made, {"title": "T", "tags": []})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A", "title: A\nstory: s"),
        ("story:\ntitle: A", "story: s\ntitle: A"),
        ("story: # which?\ntitle: A", "story: s # which?\ntitle: A"),
        ("story: []\ntitle: A", "story: s\ntitle: A"),
        ("via:\n  story:\ntitle: A", "via:\n  story:\ntitle: A\nstory: s"),
    ],
)
def test_key_takes_the_place_of_an_empty_one_or_comes_last(before: str, after: str) -> None:
    assert with_key(f"---\n{before}\n---\nstory:\n", "story", "s") == f"---\n{after}\n---\nstory:\n"
