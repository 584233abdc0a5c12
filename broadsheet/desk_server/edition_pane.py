"""The edition of a day at the right of the desk: its cards in order, its note, and what is done to
them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from broadsheet.content.front_matter import Source
from broadsheet.counted import counted
from broadsheet.desk.completing import not_ready, ready
from broadsheet.desk.day import (
    Day,
    Item,
    Missing,
    day_of,
    finished_drafts,
    neighbours,
    period_of,
)
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.dropping import dropped
from broadsheet.desk.ordering import moved, one_down, one_up, with_words
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.answering import Row, done
from broadsheet.desk_server.asking import Asked, whole_number
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.writing import LOOKED_BACK, redoable, undoable, write
from broadsheet.editing.changes import Change, Past
from broadsheet.fingerprint import of_bytes
from broadsheet.periods import Period
from broadsheet.problems import ProblemsFound
from broadsheet.publishing.last_publish import last_published_ns

BADGES = {"draft": "warn", "ready": "good", "scheduled": ""}
STATES = {"draft": "Draft", "ready": "Ready", "scheduled": "Scheduled"}
NOTHING = "Nothing was changed."
NO_SECTION = "No section"


@dataclass(frozen=True, slots=True)
class Card:
    """An article of the edition, as its card shows it; `id` is fit for the ids of elements. `up`
    and `down` say what their buttons do."""

    id: str
    path: str
    place: int
    title: str
    summary: str
    section: str
    section_id: str
    tags: tuple[str, ...]
    story: str
    sources: tuple[Source, ...]
    words: int
    state: str
    badge: str
    is_draft: bool
    missing: tuple[Missing, ...]
    up: str
    down: str
    can_drop: bool
    has_readers: bool  # it is published


def edition(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The edition of the day that the query names, or of today."""
    site = files.site
    period = chosen_period(site, asked.view.get("day"), now)
    day = day_of(site, period, now)
    earlier, later = neighbours(site, period)
    drafts = sum(it.state == "draft" for it in day.items)
    cards = tuple(_cards(site, day, last_published_ns(files.root, site.settings.publish)))
    context = {
        "day": day,
        "cards": cards,
        "parts": _parts(cards),
        "drafts": drafts,
        "told": _told(day, drafts),
        "earlier": earlier,
        "later": later,
        "is_today": period == period_of(site, now.date()),
        "note_base": _note_base(day),
        **actions(files),
    }
    shows = day.address if day.has_page and day.items else "/"
    return Filled("edition.html", context, shows)


def actions(files: DeskFiles) -> dict[str, object]:
    """What the row of actions needs: whether mails are sent, and what can be undone and redone. A
    journal that cannot be opened, as on a full disk, takes only the undoing away."""
    history: tuple[Past, ...] = ()
    with suppress(OSError, ProblemsFound):  # the next change says what is wrong
        history = files.writer.history(LOOKED_BACK)
    return {
        "has_mail": bool(files.site.settings.mail.targets),
        "undo": undoable(history),
        "redo": redoable(history),
    }


def chosen_period(site: DeskSite, key: str, now: datetime) -> Period:
    """The edition that a query names by its key or a day in it; that of today if it names none."""
    try:
        return period_of(site, key or now.date())
    except CannotDo:
        return period_of(site, now.date())


def card_id(path: str) -> str:
    """What stands for a file in the ids of elements."""
    return of_bytes(path.encode())[:12]


def _cards(site: DeskSite, day: Day, published_ns: int) -> Iterator[Card]:
    titles = {it.slug: it.title for it in site.listings.stories}
    for item in day.items:
        article = item.article
        yield Card(
            id=card_id(article.path),
            path=article.path,
            place=item.place,
            title=article.title,
            summary=article.standfirst or article.body.summary,
            section=item.section_title or item.section,
            section_id=card_id(item.section),
            tags=article.tags,
            story=titles.get(article.story, article.story),
            sources=article.sources,
            words=article.body.words,
            state=_state_told(site, item, published_ns),
            badge=BADGES.get(item.state, ""),
            is_draft=article.draft,
            missing=item.missing,
            up=_step(day, item, -1),
            down=_step(day, item, 1),
            can_drop=article.draft and not site.was_published(article.path),
            has_readers=item.state == "ready" and site.was_published(article.path),
        )


def _state_told(site: DeskSite, item: Item, published_ns: int) -> str:
    """The state of an article, in words; `published_ns` is when the site was last published."""
    path = item.article.path
    if item.state == "ready" and site.was_published(path):
        signature = site.sources.content.texts.get(path)
        is_edited = published_ns and signature and signature.modified_ns > published_ns
        return "Published, edited since" if is_edited else "Published"
    return STATES.get(item.state, item.state)


def _step(day: Day, item: Item, by: int) -> str:
    """What one step up or down does to an article: at the edge of its section, the section goes."""
    place = item.place - 1 + by
    if not 0 <= place < len(day.items) or day.items[place].section == item.section:
        return "Up" if by < 0 else "Down"
    other = _named_section(day.items[place])
    return f"Move {_named_section(item)} {'above' if by < 0 else 'below'} {other}"


def _named_section(item: Item) -> str:
    return item.section_title or item.section or NO_SECTION


def _parts(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The cards of each section, with its title; without titles where there is only one."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(card.section or NO_SECTION, []).append(card)
    return [("" if len(found) == 1 else title, its) for title, its in found.items()]


def _told(day: Day, drafts: int) -> str:
    """How much the edition has, in a line."""
    count = len(day.items)
    named = f"No. {day.number} · " if day.number else ""
    return f"{named}{counted(count, 'article')}: {count - drafts} ready, {counted(drafts, 'draft')}"


def _note_base(day: Day) -> str:
    """The fingerprint of the note as the form shows it, to see whether it is another one since."""
    return of_bytes(f"{day.given_title}\0{day.note_text}".encode("utf-8", "replace"))


def _day(files: DeskFiles, key: str) -> Day:
    now = files.now()
    return day_of(files.site, period_of(files.site, key or now.date()), now)


def note_path_of(files: DeskFiles, path: str) -> tuple[str, ...]:
    """The path of the note on an article's edition; nothing for what is no article."""
    article, now = files.site.article(path), files.now()
    if article is None:
        return ()
    return (day_of(files.site, period_of(files.site, article.date.at.date()), now).note_path,)


NOWHERE = {"up": "It is the first one already.", "down": "It is the last one already."}
MOVES: dict[str, Callable[[DeskSite, Day, str], Change | None]] = {
    "up": one_up,
    "down": one_down,
}


async def order(desk: Desk, asked: Asked) -> Response:
    """Move an article up, down, or to a place."""
    form = asked.form

    def work(files: DeskFiles) -> str:
        path, to = form.one("path"), form.one("to")
        files.look_first(path, _day(files, form.one("day")).note_path)
        day = _day(files, form.one("day"))
        move = MOVES.get(to)
        change = move(files.site, day, path) if move else _to_place(files, day, path)
        if not write(files, change):
            return NOWHERE.get(to, "It is there already.")
        return _moved_told(day, _day(files, form.one("day")), path)

    def _to_place(files: DeskFiles, day: Day, path: str) -> Change | None:
        place = whole_number(form.one("place"), 5)
        if place is None:
            raise CannotDo("a place is a number")
        return moved(files.site, day, path, place)

    return done(desk, asked, await desk.work(work))


def _moved_told(before: Day, after: Day, path: str) -> str:
    """What a move has done: its article's number now, and which section went past which."""
    item = after.item(path)
    number = f"Now number {item.place}: {item.article.title}"
    was, now = ([*dict.fromkeys(map(_named_section, it.items))] for it in (before, after))
    own = _named_section(item)
    if was == now or own not in was:
        return number
    place = now.index(own)
    goes_up = place < was.index(own)
    where = f"above {now[place + 1]}" if goes_up else f"below {now[place - 1]}"
    return f"Moved {own} {where}. {number}"


async def set_ready(desk: Desk, asked: Asked) -> Response:
    """Mark a draft as ready: the next publish shows it to readers."""

    def work(files: DeskFiles) -> str:
        return _set_ready(files, (asked.form.one("path"),))

    return done(desk, asked, await desk.work(work))


async def set_all_ready(desk: Desk, asked: Asked) -> Response:
    """Mark all drafts of the day as ready."""

    def work(files: DeskFiles) -> str:
        day = _day(files, asked.form.one("day"))
        finished = finished_drafts(day)
        left = (it for it in day.items if it.article.draft and it.article.path not in finished)
        unfinished = "; ".join(told for it in left for told in _missing_told(it))
        told = _set_ready(files, finished) if finished else "No draft is finished."
        return f"{told} Drafts stay: {unfinished}." if unfinished else told

    return done(desk, asked, await desk.work(work))


def _set_ready(files: DeskFiles, paths: tuple[str, ...]) -> str:
    if not paths or not write(files, ready(files.site, paths)):
        return NOTHING
    missing = [*missing_of(files, *paths)]
    told = f"{len(paths)} articles are ready."
    if len(paths) == 1:
        told = f"Ready: {named(files, paths[0])}."
    return f"{told} Still: {'; '.join(missing)}." if missing else told


def named(files: DeskFiles, path: str) -> str:
    """An article's title, or its path where it cannot be read."""
    article = files.site.article(path)
    return article.title if article else path


def missing_of(files: DeskFiles, *paths: str) -> Iterator[str]:
    """What articles of one edition still lack, in the order of their forms."""
    article = files.site.article(paths[0])
    if article is None:
        return
    day = day_of(files.site, period_of(files.site, article.date.at.date()), files.now())
    for item in day.items:
        if item.article.path in paths:
            yield from _missing_told(item)


def _missing_told(item: Item) -> Iterator[str]:
    return (f"“{item.article.title}” {it.text}" for it in item.missing)


async def set_draft(desk: Desk, asked: Asked) -> Response:
    """Make an article a draft again."""

    def work(files: DeskFiles) -> str:
        path = asked.form.one("path")
        change = not_ready(files.site, path)
        return f"A draft again: {named(files, path)}." if write(files, change) else NOTHING

    return done(desk, asked, await desk.work(work))


async def drop(desk: Desk, asked: Asked) -> Response:
    """Delete a draft that was never published; its reports are read, and no longer kept."""

    def work(files: DeskFiles) -> str:
        path = asked.form.one("path")
        files.look_first(path, *note_path_of(files, path))  # it may be no draft any more
        change = dropped(files.site, path)
        if not write(files, change):
            return NOTHING
        return "Dropped the draft. Undo brings it back."

    return done(desk, asked, await desk.work(work), path=None)


async def note(desk: Desk, asked: Asked) -> Response:
    """Save the editor's note and the title of the edition."""
    form = asked.form

    def work(files: DeskFiles) -> str:
        files.look_first(_day(files, form.one("day")).note_path)
        day = _day(files, form.one("day"))
        is_other = form.one("base") != _note_base(day)
        if is_other and (form.one("title"), form.one("text")) != (day.given_title, day.note_text):
            raise CannotDo(
                "the note was changed elsewhere since this page was shown",
                "what you typed is kept in this window; see what the note says now, and save again",
            )
        change = with_words(files.site, day, form.one("title"), form.one("text"))
        return "Saved the note." if write(files, change) else NOTHING

    return done(desk, asked, await desk.work(work))


ROUTES: tuple[Row, ...] = (
    Row("POST", "order", order),
    Row("POST", "ready", set_ready),
    Row("POST", "all-ready", set_all_ready),
    Row("POST", "not-ready", set_draft),
    Row("POST", "drop-draft", drop),
    Row("POST", "edition-note", note),
)
