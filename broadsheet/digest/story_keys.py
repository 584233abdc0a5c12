"""Finds stories that are likely one, because a key is misspelled."""

from collections.abc import Iterator, Sequence

from broadsheet.digest.listings import Term
from broadsheet.likeness import differ_by_a_letter
from broadsheet.problems import Problem

SHORTEST = 5  # letters of a key; shorter ones are often alike and mean two things


def mistyped_stories(stories: Sequence[Term]) -> Iterator[Problem]:
    """A warning for the smaller of two stories whose keys differ by a letter, at its articles;
    none if both have a note, because then they are meant to be two."""
    by_key = {story.slug: story for story in stories if len(story.slug) >= SHORTEST}
    for keys in differ_by_a_letter(by_key):
        one, other = sorted((by_key[key] for key in keys), key=_size)
        if one.note and other.note:
            continue
        for article in one.articles:
            text = f"its story {one.slug} is spelled almost like another story, {other.slug}"
            hint = (
                f"if they are one, write story: {other.slug}; if they are two, give each a file"
                " in content/stories/"
            )
            yield Problem(article.path, 0, text, hint)


def _size(story: Term) -> tuple[bool, int, str]:
    return story.note is not None, len(story.articles), story.slug
