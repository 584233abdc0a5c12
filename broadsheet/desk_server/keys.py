"""Which keys do what at the desk, for the help that `?` shows."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """Keys, as they are named in the help, and what they do."""

    keys: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys of one part of the desk."""

    title: str
    keys: tuple[Key, ...]


KEYS: Sequence[KeyGroup] = (
    KeyGroup(
        "Everywhere",
        (
            Key(("j", "k"), "the next, the previous one in the list"),
            Key(("Enter",), "open it"),
            Key(("/",), "search the inbox"),
            Key(("g i",), "go to the inbox"),
            Key(("g e",), "go to the edition"),
            Key(("g v",), "go to the page as readers will see it"),
            Key(("z",), "undo"),
            Key(("?",), "show these keys, or hide them"),
            Key(("Esc",), "leave a field or this help"),
        ),
    ),
    KeyGroup(
        "In the inbox",
        (
            Key(("s",), "keep: make a draft of it"),
            Key(("x",), "drop"),
            Key(("u",), "mark as unread, or as read"),
            Key(("o",), "open the original in a new tab"),
            Key(("n", "b"), "the next page, the page before"),
            Key(("f",), "fetch the feeds"),
        ),
    ),
    KeyGroup(
        "In the edition",
        (
            Key(("e",), "edit"),
            Key(("p",), "publish"),
        ),
    ),
)
