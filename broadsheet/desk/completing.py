"""The fields of an article as its file says them, and the file after a curator has changed some."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.clipping.draft import OWN_TITLE
from broadsheet.clipping.material import HEAD
from broadsheet.desk import other_reports
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.details import changed_details, details_of, line_of, with_identity
from broadsheet.desk.headlines import named_by_headline
from broadsheet.desk.other_reports import Credit, others_in
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk.sections import folder_of, with_section
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.front_matter_edits import body_of, keys_of, with_body, with_keys
from broadsheet.editing.values import Given, is_same
from broadsheet.files import CONTENT
from broadsheet.problems import ProblemsFound
from broadsheet.urls import slugify

BEGIN, END = f"<!--\n{HEAD}\n", "-->"  # of material in a comment
DEFINED = "[//]: # ("  # how its lines begin where HTML is shown as text
REMARK = re.compile(rf"^# {re.escape(OWN_TITLE)}\r?\n", re.MULTILINE)
READY, DRAFT_AGAIN = "make “{}” ready", "make “{}” a draft again"  # what changes are called
LINES = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Fields:
    """What the desk edits of an article: its words as they are written, not typeset.

    `section` is the section's key, as its folder or the key `section` gives it. `sources` are the
    credits with all keys that the file gives them. `body` is the text without the material of its
    reports, which stays in the file as it is. `details` are its date, slug and picture by the names
    of `details.DETAILS`; what is not among them stays.
    """

    title: str
    summary: str
    body: str
    section: str
    tags: tuple[str, ...]
    story: str
    sources: tuple[Credit, ...]
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as its file was when it was opened: its whole text, its fields, the material of
    its reports, and the other reports of its event that it names but does not credit."""

    path: str
    text: str
    fields: Fields
    material: str
    others: tuple[Credit, ...]


def opened(site: DeskSite, path: str, text: str | None = None) -> Opened:
    """An article to be edited, also one with mistakes as long as its front matter can be read. With
    a `text`, it is taken as it was then. Raises CannotDo, and OSError."""
    is_known = path in site.broken or site.article(path) is not None
    if not path.startswith(f"{CONTENT}/") or not is_known:
        raise CannotDo(f"there is no article {path}")
    whole = site.text(path) if text is None else text
    try:
        keys, body = keys_of(whole, path), body_of(whole)
    except ProblemsFound as found:
        raise CannotDo.for_mistakes(path, found.problems) from None
    words, material = _divided(body)
    fields = Fields(
        title=line_of(keys.get("title")),
        summary=line_of(keys.get("summary")),
        body=words.strip("\n"),
        section=line_of(keys.get("section")) or folder_of(path),
        tags=_words(keys.get("tags")),
        story=line_of(keys.get("story")),
        sources=_credits(keys.get("sources")),
        details=details_of(keys, path),
    )
    return Opened(path, whole, fields, material, others_in(whole))


def completed(
    site: DeskSite, before: Opened, fields: Fields, draft: bool | None = None
) -> Change | None:
    """An article with other fields; None if they say nothing new. Only what differs is written.
    With `draft` it becomes a draft, or ready, by the same change. A draft that no reader has seen
    is named after its headline.

    Raises CannotDo for what no article can have: no title, a section that the site lacks.
    """
    old = before.fields
    if not fields.title.strip() and old.title:
        raise CannotDo("an article needs a title", "without one it would need `untitled: true`")
    new = _new_values(old, fields)
    details = changed_details(keys_of(before.text), old.details, fields.details)
    text = _edited(before, {**new, **details}, fields)
    if details.keys() & {"date", "slug"}:
        text = with_identity(site, before.path, text)
    if draft is not None and (bool(draft) != _is_draft(before.text)):
        text = with_keys(text, {"draft": draft or None}, before.path)
    label = _label(fields.title, before.text, text)
    if _one_line(fields.section) == old.section:
        change = _change(before, text, label)
    else:
        section = _one_line(fields.section)
        change = with_section(site, before.path, before.text, text, section)
        change = replace(change, label=label) if change and text != before.text else change
    return named_by_headline(site, change, before.path, before.text) if change else None


def _new_values(old: Fields, fields: Fields) -> dict[str, Given | None]:
    """The keys of front matter that fields say anew, None for what is left out now."""
    values: dict[str, Given | None] = {
        "title": _one_line(fields.title),
        "summary": _one_line(fields.summary),
        "tags": list(dict.fromkeys(filter(None, map(_one_line, fields.tags)))),
        "story": slugify(fields.story) if fields.story.strip() else "",
        "sources": [dict(it) for it in fields.sources],
    }
    known: dict[str, object] = {
        "title": _one_line(old.title),
        "summary": _one_line(old.summary),
        "tags": list(old.tags),
        "story": old.story,
        "sources": [dict(it) for it in old.sources],
    }
    if fields.story.strip() == old.story:
        values["story"] = old.story
    return {key: it or None for key, it in values.items() if it != known[key]}


def ready(site: DeskSite, paths: Sequence[str]) -> Change | None:
    """Drafts that are to be published with the next build; None if all of them are ready."""
    edits = [it for path in paths for it in _draft_edit(site, path, None)]
    title = site.asked(edits[0].path).title if len(edits) == 1 else ""
    label = READY.format(title) if title else f"make {len(edits)} drafts ready"
    return Change(label, tuple(edits)) if edits else None


def not_ready(site: DeskSite, path: str) -> Change | None:
    """An article that is a draft again; None if it is one. If readers have seen it, its page will
    say that there is nothing at the moment."""
    edits = _draft_edit(site, path, True)
    return Change(DRAFT_AGAIN.format(site.asked(path).title), edits) if edits else None


def _draft_edit(site: DeskSite, path: str, draft: bool | None) -> tuple[Edit, ...]:
    if site.asked(path).draft is bool(draft):
        return ()
    text = site.text(path)
    return (Edit(path, text, with_keys(text, {"draft": draft}, path)),)


def _is_draft(text: str) -> bool:
    return is_same(keys_of(text).get("draft", ""), True)


def _label(title: str, before: str, after: str) -> str:
    """What an edit of an article is called: by what it means for readers, where it means that."""
    if _is_draft(before) == _is_draft(after):
        return f"edit “{_one_line(title)}”"
    return DRAFT_AGAIN.format(title) if _is_draft(after) else READY.format(title)


def _edited(before: Opened, new: Mapping[str, Given | None], fields: Fields) -> str:
    text = with_keys(before.text, new, before.path) if new else before.text
    if "title" in new:
        text = REMARK.sub("", text, count=1)
    if "sources" in new:
        text = other_reports.without(text, {str(it.get("url")) for it in fields.sources})
    words = LINES.sub("\n", fields.body).strip("\n")
    if words == before.fields.body:
        return text
    return with_body(text, _joined(body_of(before.text), before.material, words))


def _joined(body: str, material: str, words: str) -> str:
    """A body with other words, between the blank lines that stood around the old ones."""
    old = body.removesuffix(material)
    if not old.strip("\n"):
        gap = "\n\n" if material else "\n"
        return f"\n{words}{gap}{material}" if words else old + material
    lead = old[: len(old) - len(old.lstrip("\n"))]
    trail = old[len(old.rstrip("\n")) :] or "\n"
    return f"{lead}{words}{trail}{material}"


def _divided(body: str) -> tuple[str, str]:
    """A body's own words, and the material of its reports if that is all that follows."""
    whole = body.rstrip()
    start = _comment_start(whole) if whole.endswith(END) else _definitions_start(whole)
    return (body, "") if start < 0 else (body[:start], body[start:])


def _comment_start(whole: str) -> int:
    """Where the comment with material begins with which a text ends; -1 if it does not."""
    inside = whole.removesuffix(END)
    before = inside.rfind(END)
    return inside.find(BEGIN, before + len(END) if before >= 0 else 0)


def _definitions_start(whole: str) -> int:
    """Where the lines of material begin with which a text ends; -1 if it does not."""
    start, at = -1, len(whole) + 1
    for line in reversed(whole.split("\n")):
        at -= len(line) + 1
        if not (line.startswith(DEFINED) and line.endswith(")")):
            return start
        if line == f"{DEFINED}{HEAD})":
            start = at
    return start


def _change(before: Opened, text: str, label: str) -> Change | None:
    if text == before.text:
        return None
    return Change(label, (Edit(before.path, before.text, text),))


def _words(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(it for it in map(line_of, items) if it)


def _credits(value: object) -> tuple[Credit, ...]:
    items = value if isinstance(value, list) else []
    return tuple(it for it in items if isinstance(it, dict))


def _one_line(text: str) -> str:
    return " ".join(text.split())
