"""Mistakes in front matter and dead links in texts are told at once."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import Site, article

Make = Callable[[str], Site]
WRONG = "---\ntitle: X\ndate: soon\n---\n## Head\n\n"


def said(made: Site) -> list[str]:
    """What a build says is wrong, without hints."""
    with pytest.raises(ProblemsFound) as found:
        made.build()
    return [f"{it.path}:{it.line}: {it.text}" for it in found.value.problems]


def test_mistake_in_the_front_matter_hides_no_dead_link_in_the_same_text(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{WRONG}[x](gone.md) ![x](gone.png) [x](#head) [x](#no)\n")
    assert said(made) == [
        'content/a/x.md:3: date must be a date, found the text "soon"',
        "content/a/x.md:7: the link #no leads nowhere in content/a/x.md",
        "content/a/x.md:7: there is no article gone.md",
        "content/a/x.md:7: there is no file gone.png",
    ]


def test_yaml_that_cannot_be_read_hides_no_dead_link(site: Make) -> None:
    made = site("-- content/a/x.md --\n---\ntitle: 'X\n---\n[x](gone.md)\n")
    assert said(made)[1:] == ["content/a/x.md:4: there is no article gone.md"]


def test_mistake_in_one_text_hides_no_dead_link_in_another_or_in_a_note(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{WRONG}"
        f"-- content/a/y.md --\n{article('Y', '2021-01-01', body='[x](gone.md)')}"
        "-- content/pages/about.md --\n---\ntitle: About\n---\n[x](gone.md)\n"
    )
    assert [it.split(":")[0] for it in said(made)] == [
        "content/a/x.md",
        "content/a/y.md",
        "content/pages/about.md",
    ]


def test_link_between_texts_that_are_wrong_or_drafts_is_not_called_dead(site: Make) -> None:
    made = site(
        f"-- content/a/x.md --\n{WRONG}[y](y.md#anywhere) [z](z.md) [w](w.md#head)\n"
        "-- content/a/y.md --\nno front matter\n"
        f"-- content/a/z.md --\n{article('Z', '2021-01-01', 'draft: yes', '[x](gone.md)')}"
        f"-- content/a/w.md --\n{WRONG}"
    )
    assert [it.split(": ")[0] for it in said(made)] == [
        "content/a/w.md:3",
        "content/a/x.md:3",
        "content/a/y.md:1",
    ]
