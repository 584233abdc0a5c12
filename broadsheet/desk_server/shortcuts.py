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
            Key(("J", "K"), "the first one of the next section, of the one before"),
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
            Key(("Alt+↑", "Alt+↓"), "move up, move down"),
            Key(("r",), "ready, or a draft again"),
            Key(("A",), "make all drafts ready"),
            Key(("x",), "drop the draft"),
            Key(("N",), "open the title and the note of the editor"),
            Key(("[", "]", "t"), "the edition before, the one after, that of today"),
            Key(("p",), "publish: see what it would do"),
            Key(("l", "m"), "check links, mail"),
            Key(("y",), "do what was announced"),
            Key(("c",), "correct an article"),
            Key(("Z",), "redo"),
        ),
    ),
    KeyGroup(
        "In an article",
        (
            Key(("Ctrl+s",), "save"),
            Key(("Ctrl+Enter",), "save, and go back to the edition"),
            Key(("Alt+r",), "save, and mark as ready"),
            Key(("Alt+Enter",), "save, mark as ready, and open the next draft"),
            Key(("Alt+1", "…", "Alt+9"), "add the tag that is suggested"),
            Key(("q",), "back to the edition, without saving"),
        ),
    ),
    KeyGroup(
        "In a correction",
        (
            Key(("Ctrl+s",), "save"),
            Key(("w",), "see where readers will see it"),
            Key(("q",), "back to the edition"),
        ),
    ),
)
