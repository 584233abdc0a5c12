"""One suggestion: what it is about, what it says, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence for a curator who may do as it says, or not.

    `kind` is its stable name, `field` the part of the draft that it is about: `title`, `summary`,
    `body`, `section`, `tags`, `story` or `sources`. `value` is what would be put there, empty where
    only a person can know. `because` explains it. `path` is the file of an article that it names.
    """

    kind: str
    field: str
    said: str
    because: str
    value: str = ""
    path: str = ""


def many_articles(count: int) -> str:
    """So many articles of the curator, in words."""
    return "your 1 article" if count == 1 else f"your {count} articles"


def looked_for_in(texts: str, in_part: int) -> str:
    """In how many texts something was looked for; feeds often give a report only in part."""
    return f"looked for in {texts}{f', {in_part} of them only in part' if in_part else ''}"
