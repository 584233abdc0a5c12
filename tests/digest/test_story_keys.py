"""A mistyped story is named, and two that are meant are not."""

from collections.abc import Callable

from tests.sites import Site, article

Make = Callable[[str], Site]


def stories(*keys: str) -> str:
    """Articles of one day each, in stories of these keys."""
    return "".join(
        f"-- content/a/{number}.md --\n{article('X', f'2021-01-0{number}', f'story: {key}')}"
        for number, key in enumerate(keys, start=1)
    )


def said(made: Site) -> list[str]:
    """What a build warns of about stories."""
    found = [it for it in made.build().warnings if "its story" in it.text]
    return [f"{it.path}: {it.text}" for it in found]


def test_mistyped_story_is_named_at_its_article(site: Make) -> None:
    assert said(site(stories("harbour-strike", "harbor-strike", "harbour-strike"))) == [
        "content/a/2.md: its story harbor-strike is spelled almost like another story,"
        " harbour-strike"
    ]


def test_story_with_a_note_is_the_one_that_is_meant(site: Make) -> None:
    note = "-- content/stories/harbor-strike.md --\n---\ntitle: Harbor\n---\nText.\n"
    made = site(stories("harbour-strike", "harbor-strike", "harbour-strike") + note)
    assert [it.split(":")[0] for it in said(made)] == ["content/a/1.md", "content/a/3.md"]


def test_two_stories_with_notes_or_other_numbers_are_two(site: Make) -> None:
    notes = "".join(
        f"-- content/stories/{key}.md --\n---\ntitle: T\n---\nText.\n"
        for key in ("harbour-strike", "harbor-strike")
    )
    made = site(stories("harbour-strike", "harbor-strike", "vote-2020", "vote-2024") + notes)
    assert said(made) == []
