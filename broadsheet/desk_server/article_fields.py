"""What the form of an article holds, as it was opened or typed, and the fields that it means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from broadsheet.desk.completing import Fields, Opened
from broadsheet.desk.details import DETAILS
from broadsheet.desk.other_reports import Credit
from broadsheet.desk_server.asking import Form
from broadsheet.urls import slugify

KEYS = ("name", "url", "title", "author", "date", "language", "access")  # of a credit, in the form
FREE = "free"  # what access is where a credit says nothing
MOST_ROWS = 200
LINE_END = re.compile(r"\s*\n\s*")  # in a headline, whose field has more than one line
TEXTS = ("title", "summary", "body", "section", "tags", "story")  # the fields that are texts


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A report in the form. `was` says which credit of the opened file it is: `c0` the first that
    is credited, `o0` the first that is only named; empty for a row that a person fills in."""

    was: str
    values: Mapping[str, str]
    is_credited: bool

    @property
    def is_new(self) -> bool:
        """Whether it is no report of the file."""
        return not self.was

    @property
    def is_open(self) -> bool:
        """Whether its fields are shown: where something is missing."""
        is_begun = bool(self.was) or any(_written(self))
        return is_begun and not (self.values["name"] and self.values["url"])


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of an article: texts as they stand in its fields; `details` by the names of
    DETAILS."""

    path: str
    title: str
    summary: str
    body: str
    section: str
    tags: str
    story: str
    sources: tuple[SourceRow, ...] = field(default=())
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """What was changed here and elsewhere: its name, and both versions."""

    name: str
    theirs: str
    mine: str


def as_opened(opened: Opened) -> Typed:
    """The form of an article as its file has it, with an empty row for another report."""
    fields = opened.fields
    rows = (_row(was, credit) for was, credit in _known(opened).items())
    return Typed(
        opened.path,
        fields.title,
        fields.summary,
        fields.body,
        fields.section,
        _tags(fields.tags),
        fields.story,
        (*rows, _empty()),
        fields.details,
    )


def as_typed(form: Form, opened: Opened) -> Typed:
    """The form of an article as it came from a browser."""
    rows = tuple(_rows(form, opened))
    has_empty = any(it.is_new and not any(_written(it)) for it in rows)
    return Typed(
        opened.path,
        LINE_END.sub(" ", form.one("title")),
        form.one("summary"),
        form.one("body"),
        form.one("section"),
        form.one("tags"),
        form.one("story"),
        rows if has_empty else (*rows, _empty()),
        {**opened.fields.details, **{name: it for name, it in form.fields if name in DETAILS}},
    )


def fields_of(typed: Typed, opened: Opened) -> Fields:
    """The fields that a form means; what was not touched is as the file has it, to the letter."""
    known, old = _known(opened), opened.fields
    credited = [typed.sources[number] for number in credited_rows(typed)]
    tags = old.tags if typed.tags == _tags(old.tags) else split_list(typed.tags)
    return Fields(
        _kept(typed.title, old.title),
        _kept(typed.summary, old.summary),
        typed.body,
        typed.section,
        tags,
        typed.story.strip(),
        tuple(_credit(it, known.get(it.was, {})) for it in credited),
        typed.details,
    )


def credited_rows(typed: Typed) -> list[int]:
    """The places of the reports of a form that are credited, in the order of the credits."""
    return [
        number for number, it in enumerate(typed.sources) if it.is_credited and any(_written(it))
    ]


def with_taken(typed: Typed, taken: str) -> Typed:
    """The form with a suggestion that was taken, such as `tags:Floods` or `sources:https://…`."""
    name, _, value = taken.partition(":")
    match name:
        case "tags" if value not in split_list(typed.tags):
            return replace(typed, tags=_tags((*split_list(typed.tags), value)))
        case "story":
            return replace(typed, story=value)
        case "section":
            return replace(typed, section=value)
        case "sources":
            rows = (
                replace(it, is_credited=True) if it.values["url"] == value else it
                for it in typed.sources
            )
            return replace(typed, sources=tuple(rows))
    return typed


def rebased(before: Typed, mine: Typed, theirs: Typed) -> tuple[Typed, tuple[Clash, ...]]:
    """The form upon a file that was changed elsewhere since it was opened: what was typed stays,
    what was not touched is as it is there; and what both have changed."""
    taken: dict[str, str] = {}
    clashes = []
    all_was, all_own, all_other = map(_texts, (before, mine, theirs))
    for name, own in all_own.items():
        was, other = all_was[name], all_other[name]
        if own.strip() == was.strip():
            taken[name] = other
        elif other.strip() not in (was.strip(), own.strip()):
            clashes.append(Clash(name, other, own))
    is_same = before.sources == mine.sources
    sources = theirs.sources if is_same else _replaced(mine.sources, theirs.sources)
    if not is_same and theirs.sources != before.sources:
        clashes.append(Clash("sources", _named(theirs.sources), _named(mine.sources)))
    texts = {name: it for name, it in taken.items() if name in TEXTS}
    details = {name: it for name, it in {**all_own, **taken}.items() if name in DETAILS}
    return replace(mine, sources=sources, details=details, **texts), tuple(clashes)


def _texts(typed: Typed) -> dict[str, str]:
    """All texts of a form but those of its sources, by their names."""
    own = {name: str(getattr(typed, name)) for name in TEXTS}
    return {**own, **{name: typed.details.get(name, "") for name in DETAILS}}


def _replaced(mine: Sequence[SourceRow], theirs: Sequence[SourceRow]) -> tuple[SourceRow, ...]:
    """The reports of my form, each as the credit that the file now has of it, by its address."""
    known = {it.values["url"]: it.was for it in theirs if it.was}
    return tuple(replace(it, was=known.get(it.values["url"], "")) for it in mine)


def _named(sources: Sequence[SourceRow]) -> str:
    lines = (f"{it.values['name']}: {it.values['url']}" for it in sources if it.is_credited)
    return "\n".join(it for it in lines if it != ": ")


def _known(opened: Opened) -> dict[str, Credit]:
    """The credits of a file, those that it only names last, by what the form calls them."""
    credited = {f"c{number}": it for number, it in enumerate(opened.fields.sources)}
    return {**credited, **{f"o{number}": it for number, it in enumerate(opened.others)}}


def _rows(form: Form, opened: Opened) -> Iterator[SourceRow]:
    known, there = _known(opened), {name for name, _ in form.fields}
    for number in range(MOST_ROWS):
        names = [f"s{number}-{key}" for key in KEYS]
        if f"s{number}-was" not in there:
            return
        was = form.one(f"s{number}-was")
        values = dict(zip(KEYS, (form.one(name) for name in names), strict=True))
        is_credited = bool(form.one(f"s{number}-on"))
        yield SourceRow(was if was in known else "", values, is_credited)


def _row(was: str, credit: Credit) -> SourceRow:
    return SourceRow(was, _shown(credit), was.startswith("c"))


def _empty() -> SourceRow:
    return SourceRow("", _shown({}), True)


def _shown(credit: Credit) -> dict[str, str]:
    """A credit as the fields of the form show it."""
    values = {key: _text(credit.get(key)) for key in KEYS}
    return {**values, "access": values["access"] or FREE}


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)


def _credit(row: SourceRow, before: Credit) -> Credit:
    """A credit with what was typed; keys that the form does not show stay."""
    shown = _shown(before)
    found = dict(before)
    for key in KEYS:
        value = " ".join(row.values[key].split())
        if value == shown[key]:
            continue
        found[key] = _meant(key, value)
        if not value or (key == "access" and value == FREE):
            del found[key]
    return found


def _meant(key: str, value: str) -> object:
    """The value of a key that stands in a field: names are a list, and a day is a date."""
    names = split_list(value)
    if key == "author" and len(names) > 1:
        return list(names)
    try:
        return date.fromisoformat(value) if key == "date" else value
    except ValueError:
        return value


def _written(row: SourceRow) -> Iterator[str]:
    """What a row says, besides what every row says."""
    return (value.strip() for key, value in row.values.items() if key != "access")


def _kept(typed: str, before: str) -> str:
    return before if typed.strip() == before.strip() else typed


def _tags(tags: Sequence[str]) -> str:
    return ", ".join(tags)


def split_list(text: str) -> tuple[str, ...]:
    """The words of a list, with commas of any script between them."""
    for comma in "،、，":
        text = text.replace(comma, ",")
    found = (" ".join(it.split()) for it in text.split(","))
    first: dict[str, str] = {}  # of those that differ in case alone, which are one
    for it in filter(None, found):
        first.setdefault(slugify(it), it)
    return tuple(first.values())
