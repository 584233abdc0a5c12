"""Which field of an article's form is a mistake in, so that it can be told there?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from broadsheet.desk.completing import Opened
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.details import IMAGE, PARTS, picture_names
from broadsheet.desk_server.article_fields import KEYS, Typed, as_opened, credited_rows
from broadsheet.editing.changes import Change
from broadsheet.editing.front_matter_edits import root_of, split_of
from broadsheet.editing.node_spans import key_of
from broadsheet.problems import Problem, ProblemsFound

FIRST_LINE = 2  # of front matter, in its file
FIELDS = ("title", "summary", "section", "tags", "story", "date", "slug")  # with one of their own
ABOVE = ("f-title", "f-summary", "f-section", "f-story", "f-tags")  # the sources
ROW = re.compile(r"s(\d+)-")
NO_TITLE = "An article needs a headline."
NEEDED = {"name": "A source needs a publication.", "url": "A source needs an address."}
UNTICK = "Or take its tick away."


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in the fields of a form, by the ids of their elements, the first field of the
    form first; and what is wrong elsewhere in the file."""

    fields: Mapping[str, str]
    others: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The id of the first field that is wrong; empty if none is."""
        return next(iter(self.fields), "")


def unfit(typed: Typed, opened: Opened) -> Wrong:
    """What cannot be written as it was typed."""
    return Wrong(in_order(_unfit(typed, opened)))


def _unfit(typed: Typed, opened: Opened) -> Iterator[tuple[str, str]]:
    if opened.fields.title and not typed.title.strip():
        yield "f-title", NO_TITLE
    for number in credited_rows(typed):
        for key, said in NEEDED.items():
            if not typed.sources[number].values[key].strip():
                yield f"s{number}-{key}", f"{said} {UNTICK}"


def wrong_in(site: DeskSite, path: str, text: str, typed: Typed) -> Wrong:
    """What is wrong in a text of the article at a path, which has the sources of the form."""
    return placed(site.as_written(path, text).problems, text, typed)


def new_mistakes(
    site: DeskSite, opened: Opened, typed: Typed, change: Change | None, path: str
) -> Wrong:
    """What a change would write that is wrong in a field of the form, and was not before."""
    after = next((it.after for it in change.edits if it.path == path), None) if change else None
    if after is None:
        return Wrong({})
    before = wrong_in(site, opened.path, opened.text, as_opened(opened))
    now = wrong_in(site, path, after, typed)
    new = {it: said for it, said in now.fields.items() if said not in before.fields.values()}
    name, was = typed.details.get("image-file", "").strip(), opened.fields.details["image-file"]
    if name and name != was and name not in set(picture_names(site, opened.path)):
        new["f-image-file"] = "There is no such picture in the folder content."
    return Wrong(in_order(new.items()))


def placed(problems: Iterable[Problem], text: str, typed: Typed) -> Wrong:
    """Mistakes in a text, at the fields of the form that hold what is wrong."""
    found: list[tuple[str, str]] = []
    others: list[str] = []
    known = tuple(problems)
    root = _front_matter(text) if known else None
    for it in known:
        field = _field(root, it, credited_rows(typed)) if root else ""
        if field:
            found.append((field, f"{it.text[:1].upper()}{it.text[1:]}\n{it.hint}".strip()))
        else:
            others.append(str(it))
    return Wrong(in_order(found), tuple(others))


def in_order(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Mistakes by their fields, in the order of the form, one for each field."""
    said = dict(reversed(list(found)))
    return {name: said[name] for name in sorted(said, key=_place)}


def _place(name: str) -> tuple[int, int, str]:
    """Where a field stands in the form: the sources below the first fields, the details last."""
    if name in ABOVE:
        return 0, ABOVE.index(name), name
    row = ROW.match(name)
    return (1, int(row[1]), name) if row else (2, 0, name)


def _front_matter(text: str) -> yaml.MappingNode | None:
    try:
        split = split_of(text)
        return root_of(split.front_matter) if split else None
    except ProblemsFound:
        return None


def _field(root: yaml.MappingNode, problem: Problem, rows: Sequence[int]) -> str:
    """The id of the field that a mistake is in; empty if none holds it."""
    key, value = _at(root, problem)
    if key in FIELDS:
        return f"f-{key}"
    if key == IMAGE:
        inner = _at(value, problem)[0] if isinstance(value, yaml.MappingNode) else ""
        named = next((it for it in PARTS if f" {it}" in problem.text), "file")
        return f"f-image-{inner if problem.text.startswith(inner) and inner in PARTS else named}"
    if key != "sources" or not isinstance(value, yaml.SequenceNode):
        return ""
    starts = [it.start_mark.line + FIRST_LINE for it in value.value]
    place = sum(it <= problem.line for it in starts) - 1
    if not 0 <= place < len(rows) or len(starts) != len(rows):
        return ""
    inner = _at(value.value[place], problem)[0]
    return f"s{rows[place]}-{inner if inner in KEYS else KEYS[0]}"


def _at(node: yaml.Node, problem: Problem) -> tuple[str, yaml.Node | None]:
    """The key of a mapping in whose lines a mistake is, and its value: of several on a line the one
    that the message begins with."""
    found: tuple[str, yaml.Node | None] = "", None
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + FIRST_LINE
        if line > problem.line:
            break
        name = key_of(key)
        if line == problem.line and problem.text.startswith(f"{name} "):
            return name, value
        found = name, value
    return found
