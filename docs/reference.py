"""The tables in the documents: keys, commands and languages, made from the code's own tables.

A document marks each of these parts with two comments; what stands between them is made anew.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from babel import Locale

from broadsheet.checking.findings import CHECKS, Level
from broadsheet.cli import main
from broadsheet.content import front_matter, notes, publish_settings, settings
from broadsheet.content.fields import Fields, Reader
from broadsheet.images.pictures import SUFFIXES
from broadsheet.problems import listed
from broadsheet.site.addresses import MEDIA
from broadsheet.text.html_rules import TAGS

FOLDER = Path(__file__).parent
LOCALE = FOLDER.parent / "broadsheet/data/locale"
LEVELS: Mapping[Level, str] = {
    "problem": "**Problems** stop a build, and cannot be turned off.",
    "warning": "**Warnings** are most likely not what you meant; `--strict` makes them problems.",
    "note": "**Notes** tell what you may want to know.",
}
PART = re.compile(r"(<!-- made by `make docs`: ([\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def keys(fields: Fields) -> Iterator[str]:
    """A table of keys, followed by a table for each key that holds keys of its own."""
    yield from _keys(fields)
    for key, field in fields.items():
        inner = keys_within(field.read)
        if inner:
            yield f"\nKeys of `{key}`:\n"
            yield from _keys(inner)


def _keys(fields: Fields) -> Iterator[str]:
    rows = [
        (f"`{key}`", field.about + (" (required)" if field.required else ""))
        for key, field in fields.items()
    ]
    yield from table(("key", "what it says"), rows)


def keys_within(read: Reader[Any]) -> Fields:
    """The keys of the mapping that a reader reads, or of each mapping in its list; else none."""
    return read.keys or {}


def note_keys() -> Iterator[str]:
    """A table of keys for each kind of note."""
    for kind, fields in notes.FIELDS.items():
        yield f"\nKeys in `content/{kind}/`:\n"
        yield from _keys(fields)


def commands() -> Iterator[str]:
    """Every command with its help and its options, in order of names."""
    for name, command in sorted(_commands("broadsheet", main)):
        yield f"\n## `{name}`\n"
        with click.Context(command, info_name=name) as context:
            yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
        yield inspect.cleandoc(command.help or "")
        options = [it for it in command.params if isinstance(it, click.Option)]
        if options:
            yield ""
            yield from table(("option", "what it does"), map(_option, options))


def _commands(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for key in group.list_commands(context):
        inner = group.get_command(context, key)
        if isinstance(inner, click.Group):
            yield from _commands(f"{name} {key}", inner)
        elif inner:
            yield f"{name} {key}", inner


def _option(option: click.Option) -> tuple[str, str]:
    kind = option.type.name.split()[0].upper()
    takes = "" if option.is_flag else f" {option.metavar or kind}"
    return ", ".join(f"`{name}{takes}`" for name in option.opts), option.help or ""


def languages() -> Iterator[str]:
    """The languages that the interface speaks, in one sentence."""
    tags = ["en", *(path.name for path in LOCALE.iterdir() if path.is_dir())]
    names = sorted(Locale.parse(tag.split("_")[0]).get_display_name("en") or tag for tag in tags)
    yield f"{', '.join(names[:-1])} and {names[-1]}."


def elements() -> Iterator[str]:
    """The HTML elements that an article's text may hold."""
    yield " ".join(f"`{tag}`" for tag in sorted(TAGS))


def picture_files() -> Iterator[str]:
    """The endings of the names of pictures' files."""
    yield " ".join(f"`{suffix}`" for suffix in SUFFIXES)


def other_files() -> Iterator[str]:
    """The endings of the names of files that are copied as they are."""
    yield " ".join(f"`{suffix}`" for suffix in MEDIA if suffix not in SUFFIXES)


def checks() -> Iterator[str]:
    """A table of the checks of each level: what each finds, and why that matters."""
    for level, meaning in LEVELS.items():
        yield f"\n{meaning}\n"
        named = [(name, check) for name, check in CHECKS.items() if check.level == level]
        rows = [
            (f"`{name}`", check.finds + ("" if check.is_on else " (off)"), check.why)
            for name, check in named
        ]
        yield from table(("check", "what it finds", "why"), rows)


def targets() -> Iterator[str]:
    """A table of the keys of every target, and one for the kinds that have the same keys."""
    yield "Keys of every target:\n"
    yield from _keys(publish_settings.COMMON)
    alike: dict[int, tuple[Fields, list[str]]] = {}
    for kind, (fields, _) in publish_settings.KINDS.items():
        alike.setdefault(id(fields), (fields, []))[1].append(f"`{kind}`")
    for fields, kinds in alike.values():
        yield f"\nKeys of {listed(kinds)}:\n"
        yield from _keys(fields)


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "front matter": lambda: keys(front_matter.FIELDS),
    "notes": note_keys,
    "targets": targets,
    "settings": lambda: keys(settings.FIELDS),
    "commands": commands,
    "checks": checks,
    "languages": languages,
    "elements": elements,
    "picture files": picture_files,
    "other files": other_files,
}


def documents() -> list[Path]:
    """The documents that have made parts, in order of names."""
    return [path for path in sorted(FOLDER.glob("*.md")) if PART.search(path.read_text("utf-8"))]


def renewed(text: str) -> str:
    """A document with its made parts as the code has them now."""
    return PART.sub(lambda part: f"{part[1]}\n{_made(part[2])}\n\n{part[3]}", text)


def _made(name: str) -> str:
    return "\n".join(PARTS[name]()).strip("\n")
