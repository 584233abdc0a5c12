"""Options of a theme: what a site can choose, the defaults, and what it chose.

A theme declares options in its `theme.yaml`. A theme that extends it inherits them and can change
their defaults. A site sets them under `theme_options` in `site.yaml`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from broadsheet.content import shapes
from broadsheet.content.fields import (
    NO,
    WHOLE,
    YES,
    Field,
    Place,
    choice,
    list_of,
    mapping_of,
    read_count,
    read_slug,
    read_text,
    shape_of,
    shaped,
    table_of,
    with_line,
)
from broadsheet.content.foreign_keys import nearest_key
from broadsheet.content.given_options import GivenOption
from broadsheet.content.yaml_text import Mapping as YamlMapping
from broadsheet.content.yaml_text import Value
from broadsheet.files import SETTINGS
from broadsheet.images.colours import channels, readable
from broadsheet.problems import Problem, shortened

OptionValue = str | bool | int
KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
ACCENT = "accent"  # the option whose color share images and icons take
COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a site can choose: `values` are the words of a choice, `least` and `most` the
    limits of a count; `theme` is the name of the theme that declares it."""

    key: str
    kind: str
    about: str
    theme: str
    values: tuple[str, ...] = ()
    least: int = 1
    most: int = 999_999_999
    default: OptionValue = ""

    def meant(self, text: str) -> OptionValue | None:
        """The value that a text stands for; None when it is not allowed."""
        return KINDS[self.kind](text, self)

    @property
    def allowed(self) -> str:
        """The allowed values in words, for a hint: their form, or the words to choose from."""
        told = {
            "color": "#rgb or #rrggbb, in quotes",
            "choice": f"one of: {', '.join(self.values)}",
            "count": f"a whole number from {self.least} to {self.most}",
            "yes-no": "yes or no",
            "text": "a text",
        }
        return told[self.kind]


def _flag(text: str, _: Option) -> bool | None:
    word = text.casefold()
    return word in YES if word in YES or word in NO else None


def _choice(text: str, option: Option) -> str | None:
    return text.casefold() if text.casefold() in option.values else None


def _color(text: str, _: Option) -> str | None:
    return text if COLOR.fullmatch(text) else None


def _count(text: str, option: Option) -> int | None:
    is_in = WHOLE.fullmatch(text) and option.least <= int(text) <= option.most
    return int(text) if is_in else None


KINDS: Mapping[str, Callable[[str, Option], OptionValue | None]] = {
    "text": lambda text, _: text,
    "color": _color,
    "choice": _choice,
    "yes-no": _flag,
    "count": _count,
}


@dataclass(frozen=True, slots=True)
class Declared:
    """An option as `theme.yaml` declares it; `default` is its line and text."""

    default: tuple[int, str]
    kind: str = ""
    about: str = ""
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    key: str = ""
    line: int = 0


FIELDS = {
    "kind": Field(choice(*KINDS), f"one of {', '.join(KINDS)}"),
    "default": Field(
        with_line(read_text), "its value where a site chooses none, a color in quotes", True
    ),
    "values": Field(list_of(read_slug, "[serif, sans]"), "the words of a choice"),
    "least": Field(read_count, "the smallest count (1)"),
    "most": Field(read_count, "the largest count"),
    "about": Field(read_text, "what it changes, a sentence"),
}
ABOUT_KIND = {"values": "choice", "least": "count", "most": "count"}


@shaped(shapes.table_of(shape_of(FIELDS)))
def read_declared(value: Value, place: Place) -> tuple[Declared, ...] | None:
    """The options that a `theme.yaml` declares, each with the line of its key."""
    pairs = table_of(mapping_of(FIELDS, Declared))(value, place)
    if pairs is None or not isinstance(value, YamlMapping):
        return None
    lines = {entry.key: entry.line + place.offset for entry in value.entries}
    for entry in value.entries:
        if entry.key not in dict(pairs):
            place.problem(entry, f"{entry.key} has no default", f"give it: {', '.join(FIELDS)}")
    return tuple(replace(declared, key=key, line=lines[key]) for key, declared in pairs)


def options_of(
    themes: Iterable[tuple[str, str, Sequence[Declared]]], problems: list[Problem]
) -> dict[str, Option]:
    """All options of a chain of themes, by key. `themes` are names, files and declarations, the
    base of the chain first. Adds to `problems`."""
    options: dict[str, Option] = {}
    for name, path, declarations in themes:
        for declared in declarations:
            before = options.get(declared.key)
            faults = tuple(_known_faults(declared, before) if before else _new_faults(declared))
            problems += (Problem(path, declared.line, *fault) for fault in faults)
            if not faults:
                option = before or _new(declared, name)
                line, text = declared.default
                value = option.meant(text)
                if value is None:
                    problems.append(_refused(path, line, option, text))
                else:
                    options[declared.key] = replace(option, default=value)
    return options


def _new(declared: Declared, theme: str) -> Option:
    option = Option(declared.key, declared.kind, declared.about, theme, declared.values)
    return replace(option, least=declared.least or option.least, most=declared.most or option.most)


def _new_faults(declared: Declared) -> Iterator[tuple[str, str]]:
    key, kind = declared.key, declared.kind
    if not KEY.fullmatch(key) or hasattr(dict, key):  # `options.items` would be a method
        yield f"an option cannot be named {shortened(key)}", "write it as front_items"
    for name in ("kind", "about"):
        if not getattr(declared, name):
            yield f"{key} has no {name}", f"add a line: {name}: {FIELDS[name].about}"
    for name, its_kind in ABOUT_KIND.items():
        if getattr(declared, name) and kind not in ("", its_kind):
            yield f"{name} is for a {its_kind}, and {key} is a {kind}", f"remove {name}"
    if key == ACCENT and kind not in ("", "color"):
        yield f"{ACCENT} is a {kind}, and share images are drawn in it", "write: kind: color"
    if kind == "choice" and not declared.values:
        yield f"{key} has no values", "add a line: values: [serif, sans]"


def _known_faults(declared: Declared, option: Option) -> Iterator[tuple[str, str]]:
    for name in FIELDS:
        if name != "default" and getattr(declared, name):
            text = f"{declared.key} is an option of {option.theme}: its {name} cannot change"
            yield text, f"remove {name}; only default can differ"


def chosen(
    options: Mapping[str, Option], given: Iterable[GivenOption], problems: list[Problem]
) -> dict[str, OptionValue]:
    """The value of every option on a site: the one in `site.yaml`, else the default.

    Adds to `problems` what is wrong with the values.
    """
    values = {key: option.default for key, option in options.items()}
    for it in given:
        option = options.get(it.key)
        if option is None:
            hint = nearest_key(it.key, options) if options else "remove it"
            text = f"the theme has no option {shortened(it.key)}"
            problems.append(Problem(SETTINGS, it.line, text, hint))
            continue
        value = option.meant(it.text)
        if value is None:
            problems.append(_refused(SETTINGS, it.line, option, it.text))
        else:
            values[it.key] = value
    return values


def darkened_accents(given: Iterable[GivenOption]) -> Iterator[Problem]:
    """A warning of an accent that is too light to be read on the paper, with what is used."""
    for it in given:
        if it.key == ACCENT and COLOR.fullmatch(it.text):
            used = readable(it.text)
            if channels(used) != channels(it.text):
                text = f"{ACCENT} {it.text} is too light to be read on the page's paper"
                hint = (
                    f"share images and icons use the darker {used}, and links a shade as dark;"
                    f' choose a darker color, or write {ACCENT}: "{used}"'
                )
                yield Problem(SETTINGS, it.line, text, hint)


def _refused(path: str, line: int, option: Option, text: str) -> Problem:
    return Problem(
        path, line, f'{option.key} cannot be the text "{shortened(text)}"', option.allowed
    )


def written(value: OptionValue) -> str:
    """A value in the form that `site.yaml` has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"' if isinstance(value, str) and value.startswith("#") else str(value)
