"""Puts the articles of an edition in order, and gives it a title, a number and the editor's note.

A note on an edition names the articles that come first. The page shows articles by section: in each
those that are named, then the rest by time; sections with a named article come first. So a name is
written only for what time and the paper's order of sections would not put there by themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from posixpath import basename

from broadsheet.content.articles import Article, section_slug
from broadsheet.desk.day import Day, calendar, names_of, note_on
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.drafting.archetypes import archetype
from broadsheet.drafting.drafts import edition_draft
from broadsheet.drafting.neighbours import next_number
from broadsheet.drafting.schema import FILES
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.front_matter_edits import with_body, with_keys
from broadsheet.files import CONTENT
from broadsheet.periods import PERIODS

Parts = list[tuple[str, list[Article]]]  # sections with their articles, in order


def moved(site: DeskSite, day: Day, path: str, place: int) -> Change | None:
    """An article goes to a place in its edition, counted from 1; None if it is there already.

    Sections stay together: a place within another section moves the article's whole section
    before or behind that one.
    """
    item = day.item(path)
    wanted = max(1, min(place, len(day.items)))
    if wanted == item.place:
        return None
    target = _with_moved(_parts(day.articles), item.place - 1, wanted - 1)
    return _ordered(site, day, target, item.article)


def one_up(site: DeskSite, day: Day, path: str) -> Change | None:
    """An article goes one place up; the first of a section takes it up before the last one."""
    return moved(site, day, path, day.item(path).place - 1)


def one_down(site: DeskSite, day: Day, path: str) -> Change | None:
    """An article goes one place down; the last of a section takes it down behind the next one."""
    return moved(site, day, path, day.item(path).place + 1)


def with_note(site: DeskSite, day: Day, text: str) -> Change | None:
    """The edition with another editor's note, in Markdown; empty takes the note away."""
    return with_words(site, day, None, text)


def with_title(site: DeskSite, day: Day, title: str) -> Change | None:
    """The edition with another title; empty gives it its date in words again."""
    return with_words(site, day, title, None)


def with_words(site: DeskSite, day: Day, title: str | None, text: str | None) -> Change | None:
    """The edition with another title and another note by one change; None leaves either as it is,
    and is what comes back where both say nothing new."""
    words = " ".join((day.given_title if title is None else title).split())
    clean = (day.note_text if text is None else text).replace("\r\n", "\n").strip("\n")
    is_titled, is_noted = words != day.given_title, clean != day.note_text.strip("\n")
    if not (is_titled or is_noted):
        return None
    named = [*["the title"] * is_titled, *["the editor's note"] * is_noted]
    label = f"change {' and '.join(named)} of the edition {day.period.key}"

    def edited(whole: str) -> str:
        titled = with_keys(whole, {"title": words or None}) if is_titled else whole
        return with_body(titled, f"{clean}\n" if clean else "") if is_noted else titled

    return _noted(site, day, label, edited)


def renamed(site: DeskSite, article: Article, path: str = "") -> tuple[Edit, ...]:
    """What the note on an article's edition needs when the article's file gets another path, or,
    without one, is deleted: the name in its order follows, or goes."""
    period = PERIODS[calendar(site)](article.date.at.date())
    note = note_on(site, period)
    names = [name for _, name in note.order] if note else []
    below = article.path.removeprefix(f"{CONTENT}/")
    whole = {below, f"/{below}"}
    is_other = basename(path) != basename(below) and _is_alone(site, article)
    own = {*whole, *([basename(below)] if is_other else [])}
    if note is None or own.isdisjoint(names):
        return ()
    whole_now = path.removeprefix(CONTENT)
    new = {it: whole_now if it in whole else basename(path) for it in own}
    order = [new.get(it, it) for it in names if path or it not in own]
    before = site.text_as_read(note.path)
    return (Edit(note.path, before, with_keys(before, {"order": order or None}, note.path)),)


def _is_alone(site: DeskSite, article: Article) -> bool:
    """Whether no other article's file has the same name."""
    return sum(basename(it.path) == basename(article.path) for it in site.articles) == 1


def _parts(articles: Sequence[Article]) -> Parts:
    """Articles by section, both in the order in which they come first."""
    found: dict[str, list[Article]] = {}
    for it in articles:
        found.setdefault(section_slug(it), []).append(it)
    return list(found.items())


def _with_moved(parts: Parts, place: int, wanted: int) -> Parts:
    """The parts after an article was moved, by its place and the wanted one, counted from 0."""
    flat = [(section, it) for section, articles in parts for it in articles]
    section, article = flat[place]
    other = flat[wanted][0]
    if other == section:
        rest = [it for it in flat if it[1] is not article]
        return _parts([it for _, it in (*rest[:wanted], flat[place], *rest[wanted:])])
    goes_up = wanted < place
    own = [it for it in dict(parts)[section] if it is not article]
    own = [article, *own] if goes_up else [*own, article]
    others = [it for it in parts if it[0] != section]
    at = [it[0] for it in others].index(other) + (0 if goes_up else 1)
    return [*others[:at], (section, own), *others[at:]]


def _ordered(site: DeskSite, day: Day, target: Parts, article: Article | None) -> Change | None:
    named = {path for path in (_named(day, it) for it in _written_names(day)) if path}
    rank = {it.slug: number for number, it in enumerate(site.listings.sections)}
    first = [it.path for it in first_named(target, named, rank)]
    names = _names(day, first)
    if names == _written_names(day):
        return None
    label = f"move “{article.title}”" if article else f"put the edition {day.period.key} in order"
    return _noted(site, day, label, lambda it: with_keys(it, {"order": names or None}))


def first_named(
    target: Sequence[tuple[str, Sequence[Article]]], named: set[str], rank: Mapping[str, int]
) -> list[Article]:
    """The articles that a note must name for this order of sections and articles, first the fewest
    that do, then those that are `named` already by their paths, which stay named.

    `rank` is the place of each section in the paper's order.
    """
    counts = [_named_of(articles, named) for _, articles in target]
    left = [rank.get(section, len(rank)) for section, _ in target]
    last = next(
        (
            number
            for number in range(len(target) + 1)
            if not any(counts[number:]) and left[number:] == sorted(left[number:])
        ),
        len(target),
    )
    return [
        it
        for (_, articles), count in list(zip(target, counts, strict=True))[:last]
        for it in articles[: max(count, 1)]
    ]


def _named_of(articles: Sequence[Article], named: set[str]) -> int:
    """How many articles of a section must be named: all before those that stand by time, and as
    many as reach to the last one that is named already."""
    by_time = [(it.date.at, it.path) for it in articles]
    until = [number for number, it in enumerate(articles, 1) if it.path in named]
    counts = range(max(until, default=0), len(articles) + 1)
    return next(it for it in counts if by_time[it:] == sorted(by_time[it:]))


def _written_names(day: Day) -> list[str]:
    return [name for _, name in day.note.order] if day.note else []


def _named(day: Day, name: str) -> str:
    """The path of the article of a day that a note names; empty for one of another day."""
    ways = ((it.path, it.path.removeprefix(f"{CONTENT}/")) for it in day.articles)
    found = [path for path, below in ways if name in (basename(below), below, f"/{below}")]
    return found[0] if len(found) == 1 else ""


def _names(day: Day, paths: Sequence[str]) -> list[str]:
    """What the note will name: these articles, each as it is named now if it is, and then what it
    names besides, such as an article that has expired."""
    before = {_named(day, name): name for name in reversed(_written_names(day))}
    names = names_of(day.articles)
    others = [name for name in _written_names(day) if not _named(day, name)]
    return [*(before.get(path) or names[path] for path in paths), *others]


def _noted(site: DeskSite, day: Day, label: str, edited: Callable[[str], str]) -> Change | None:
    """A change of the note on an edition, or a new note as `new edition` makes it."""
    if not day.has_page:
        hint = "add `editions: {every: day}` to site.yaml, or order by the times of the articles"
        raise CannotDo("this site has no editions", hint)
    if day.note_path in site.broken:
        raise CannotDo.for_mistakes(day.note_path, site.broken[day.note_path])
    if day.note is None:
        text = edited(_new_note(site, day))
        return Change(label, (Edit(day.note_path, None, text),))
    before = site.text_as_read(day.note_path)
    after = edited(before)
    return Change(label, (Edit(day.note_path, before, after),)) if after != before else None


def _new_note(site: DeskSite, day: Day) -> str:
    root: Path = site.root
    schemas = frozenset(it for it in FILES.values() if (root / it).is_file())
    settings, kind = site.settings, archetype(root, "edition")
    draft = edition_draft(day.period, next_number(root), (), settings, kind, schemas)
    return draft.text
