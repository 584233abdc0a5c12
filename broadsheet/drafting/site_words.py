"""The words that a site uses: its sections, stories and tags, found quickly and without a build.

They help a person to type, so a file that cannot be read is passed over here; a build says what is
wrong with it.
"""

import os
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.content.yaml_text import Listing, Mapping, Scalar, Value, YamlFault, read_yaml
from broadsheet.files import CONTENT, ROOT_FILES, TEXT_SUFFIXES

SETTINGS = "site.yaml"
# Folders of `content/` that are no sections, as `content.notes.FIELDS` and files have them.
NOT_SECTIONS = frozenset("pages editions sections stories authors tags sources media".split()) | {
    ROOT_FILES.partition("/")[2]
}
HEAD = 8192  # bytes in which front matter is looked for
FENCE = re.compile(rb"^---[ ]*\r?$", re.MULTILINE)
KEYS = {  # the lines of a key: its own and those that go on with its value
    key: re.compile(rb"^%s:[^\n]*(?:\n[ -][^\n]*)*" % key.encode(), re.MULTILINE)
    for key in ("story", "tags")
}
# A value that means the same to YAML and to a reader: words alone, or in brackets.
PLAIN = re.compile(r"\w+:[ ]*(?:(\w[\w-]*)|\[([\w ,.-]*)\])\s*")


def sections(root: Path) -> list[str]:
    """The keys of the sections: first those of `site.yaml` in their order, then other folders."""
    try:
        settings = _value((root / SETTINGS).read_text("utf-8-sig"), "sections")
    except (OSError, UnicodeDecodeError):
        settings = None
    keys = [_text(_under(item, "key")) for item in _items(settings)]
    return list(dict.fromkeys([*filter(None, keys), *sorted(_folders(root))]))


def _folders(root: Path) -> Iterator[str]:
    try:
        with os.scandir(root / CONTENT) as entries:
            names = [it.name for it in entries if it.is_dir() and not it.name.startswith(".")]
    except OSError:
        return
    yield from (name for name in names if name not in NOT_SECTIONS)


def stories(root: Path) -> list[str]:
    """The keys of stories, in alphabetical order: of the articles and of the notes."""
    noted = (path.stem for path in (root / CONTENT / "stories").glob("*.md"))
    return sorted({*noted, *_used(root, "story")})


def tags(root: Path) -> list[str]:
    """The tags that articles use, the most used first."""
    counts = Counter(_used(root, "tags"))
    return sorted(counts, key=lambda tag: (-counts[tag], tag))


def _used(root: Path, key: str) -> Iterator[str]:
    """The words that articles have under a key."""
    for path in _articles(root):
        lines = KEYS[key].search(_front_matter(path))
        if lines:
            yield from filter(None, words_in(lines[0].decode("utf-8", "replace"), key))


def words_in(lines: str, key: str) -> Iterable[str]:
    """The words in the lines of a key. YAML is read only where it is needed, for it is slow."""
    plain = PLAIN.fullmatch(lines)
    words = [" ".join(it.split()) for it in (plain[1] or plain[2]).split(",")] if plain else []
    if plain and not any(word.startswith((".", "-")) for word in words):
        return words
    value = _value(lines, key)
    return map(_text, _items(value) or [value])


def _articles(root: Path) -> Iterator[str]:
    for section in ["", *_folders(root)]:
        for folder, folders, names in os.walk(root / CONTENT / section):
            folders[:] = folders if section else []
            yield from (f"{folder}/{name}" for name in names if name.endswith(TEXT_SUFFIXES))


def _front_matter(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(HEAD).removeprefix(BOM_UTF8)
    except OSError:
        return b""
    end = FENCE.search(head, 4) if head.startswith(b"---") else None
    return head[3 : end.start()] if end else b""


def _value(text: str, key: str) -> Value | None:
    try:
        return _under(read_yaml(text), key)
    except YamlFault:
        return None


def _under(value: Value | None, key: str) -> Value | None:
    entries = value.entries if isinstance(value, Mapping) else ()
    return next((entry.value for entry in entries if entry.key == key), None)


def _items(value: Value | None) -> tuple[Value, ...]:
    return value.items if isinstance(value, Listing) else ()


def _text(value: Value | None) -> str:
    return " ".join(value.text.split()) if isinstance(value, Scalar) else ""
