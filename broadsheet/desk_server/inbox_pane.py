"""The left of the desk: what other newsrooms report, group by group, and what is done with it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from broadsheet.content.settings import Settings
from broadsheet.counted import counted
from broadsheet.desk.day import period_of
from broadsheet.desk.keeping import Wishes, kept
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.answering import Row, as_shown, done, refused
from broadsheet.desk_server.asking import Asked, View
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.feeds_work import can_change, new_address
from broadsheet.desk_server.jobs import Tell
from broadsheet.desk_server.pages import Filled
from broadsheet.files import MEMORY
from broadsheet.inbox.board import Chosen, Count
from broadsheet.inbox.gathering import gather
from broadsheet.inbox.health import Remark, remarks_on
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.listing import Group
from broadsheet.inbox.polling import Polled
from broadsheet.inbox.store import opened_inbox
from broadsheet.inbox.subscriptions import subscriptions
from broadsheet.languages import is_language
from broadsheet.site.inputs import reading_rules

FETCH = "fetch"
LONGEST = 200  # characters of a search
GONE = "This event is not in the inbox any more."
KEPT = "This event was kept, so it is not dropped."
STATES: Mapping[str, str] = {
    "dropped": "Dropped",
    "read": "Marked as read",
    "new": "Marked as unread",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The groups of a section on a page."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose by: its value, how it is called, and how much there is of it."""

    value: str
    title: str
    count: Count


def inbox(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The list of groups that the query asks for, one of them opened."""
    view = asked.view
    listing = files.board.groups(chosen_by(view))
    opened = files.board.group(view.number("group")) if view.get("group") else None
    titles = {it.key: it.title for it in files.site.sections}
    context = {
        "listing": listing,
        "parts": parts_of(listing.groups, opened, titles, view.get("section")),
        "opened": opened.number if opened else 0,
        "sections": _choices(listing.sections, titles, view.get("section")),
        "languages": _choices(listing.languages, {}, view.get("lang")),
        "titles": titles,
        "remarks": [
            (it, can_change(it.subscription), new_address(it)) for it in _remarks(files, now)
        ],
        "can_undo": files.undone[-1][0] if files.undone else "",
        "has_feeds": bool(files.feeds),
    }
    return Filled("inbox.html", context)


def chosen_by(view: View) -> Chosen:
    """The choice that a query makes."""
    shown = view.get("list")
    return Chosen(
        section=view.get("section"),
        words=view.get("q")[:LONGEST],
        unread=shown == "unread",
        language=view.get("lang"),
        covered=False if shown == "open" else None,
        dropped=shown == "dropped",
        kept=shown == "kept",
        page=max(1, view.number("page", 1)),
    )


def parts_of(
    groups: Sequence[Group], opened: Group | None, titles: Mapping[str, str], chosen: str = ""
) -> tuple[Part, ...]:
    """Groups under the titles of their sections, in the paper's order, each once: under the chosen
    one if it is among them. An opened one that the choice leaves out, as it is read now, comes
    first."""
    if opened is None:
        every = groups
    elif any(it.number == opened.number for it in groups):
        every = [opened if it.number == opened.number else it for it in groups]
    else:
        every = [opened, *groups]
    under: dict[str, list[Group]] = {key: [] for key in titles}
    for it in every:
        known = [key for key in (chosen, *titles) if key in it.sections]
        key = known[0] if known else next(iter(it.sections), "")
        under.setdefault(key, []).append(it)
    named = ((titles.get(key) or key or "No section", it) for key, it in under.items())
    return tuple(Part(title, tuple(it)) for title, it in named if it)


def _choices(
    counts: Mapping[str, Count], titles: Mapping[str, str], chosen: str
) -> tuple[Choice, ...]:
    """What there is to choose, and what is chosen even where nothing is left of it."""
    if chosen in titles or (chosen and not titles and is_language(chosen)):
        counts = {chosen: Count(0, 0), **counts}
    order = {key: place for place, key in enumerate(titles)}
    keys = sorted((it for it in counts if it), key=lambda it: (order.get(it, len(order)), it))
    return tuple(Choice(it, titles.get(it, it), counts[it]) for it in keys)


def _remarks(files: DeskFiles, now: datetime) -> tuple[Remark, ...]:
    """What to know of the feeds."""
    return remarks_on(files.feeds, files.board.inbox.feeds(), int(now.timestamp()))


async def mark(desk: Desk, asked: Asked) -> Response:
    """Drop a group, or mark it as read or unread: the button's name is the state, its value the
    group's number."""
    state, number = _wanted(asked)
    title = await desk.work(_mark, number, state)
    if title is None:
        return refused(desk, asked, GONE)
    if asked.form.one("quiet"):  # it was opened, and the page shows that itself
        desk.changed(besides=asked.window)
        return Response(status_code=204)
    opened = asked.form.one("view")
    is_gone = state == "dropped" and f"group={number}" in opened
    said = f"{STATES[state]}: {title}"
    return done(desk, asked, said, group=None) if is_gone else done(desk, asked, said)


async def keep(desk: Desk, asked: Asked) -> Response:
    """Make a draft of a group, in the edition that is shown."""
    text = await desk.work(_keep, number_of(asked, "keep"), as_shown(asked).view.get("day"))
    return done(desk, asked, text)


def _keep(files: DeskFiles, number: int, day: str) -> str:
    files.look_at_inbox()
    group = files.board.group(number)
    if group and any(it.state == "kept" for it in group.items):
        files.look(None)  # another program may have kept it a moment ago
    if group is None:
        raise CannotDo(GONE)
    now = files.now()
    wishes = Wishes(_day(files, day, now.date()))
    found = kept(files.site, group, wishes)
    if found.place > 1:
        files.look(None)  # another program may be keeping it at this moment
        found = kept(files.site, group, wishes)
    if found.change is None:
        where = found.covered.article.path if found.covered else "the site"
        raise CannotDo(f"Covered already: {where}", "Edit that article to add to it.")
    files.write(found.change, now)
    files.board.mark(found.numbers, "kept")
    files.undone.clear()  # what is undone next is this
    return f"Kept: {group.best.title}"


def _day(files: DeskFiles, key: str, today: date) -> date:
    """The day that a new draft of an edition gets: today, if that is one of its days."""
    period = period_of(files.site, key or today)
    return today if period.first <= today <= period.last else period.first


def _wanted(asked: Asked) -> tuple[str, int]:
    state = next((it for it in STATES if asked.form.one(it)), "read")
    return state, number_of(asked, state)


def number_of(asked: Asked, name: str) -> int:
    """The number in a field of the form; 0 if it holds none."""
    return View({name: asked.form.one(name)}).number(name)


def _mark(files: DeskFiles, number: int, state: str) -> str | None:
    group = files.board.group(number)
    if group is None:
        return None
    if state == "dropped" and any(it.state == "kept" for it in group.items):
        raise CannotDo(KEPT, "Drop its draft in the edition, if it has one.")
    ids = [it.id for it in group.items if it.state != "kept" and it.state != state]
    before = files.board.mark(ids, state)
    if state == "dropped":
        files.undone.append((group.best.title, before))
    return group.best.title


async def unmark(desk: Desk, asked: Asked) -> Response:
    """Take the last drop back."""
    title = await desk.work(_unmark)
    if title is None:
        return refused(desk, asked, "There is nothing to undo in the inbox.")
    return done(desk, asked, f"Back in the inbox: {title}")


def _unmark(files: DeskFiles) -> str | None:
    if not files.undone:
        return None
    title, before = files.undone.pop()
    for state in set(before.values()):
        files.board.mark([it for it, had in before.items() if had == state], state)
    return title


async def fetch(desk: Desk, asked: Asked) -> Response:
    """Begin to read the feeds."""
    if not await begin_fetch(desk):
        return refused(desk, asked, "The feeds are being read already.")
    return done(desk, asked, "")


async def begin_fetch(desk: Desk) -> bool:
    """Read the feeds in the background; returns False if that is under way. Raises ProblemsFound
    for lists of feeds that cannot be read."""
    feeds, settings = await desk.work(_to_fetch)
    options = desk.options

    def work(tell: Tell) -> str:
        if not feeds:
            return "site.yaml names no feeds to read"
        told = _Told(tell, len(feeds))
        now = int(options.now(settings.timezone).timestamp())
        with options.client(settings.url) as client, opened_inbox(options.root / MEMORY) as it:
            found = asyncio.run(gather(feeds, it, client, settings.inbox, now, told))
        parts = [counted(found.new, "new report"), f"{counted(found.asked, 'feed')} asked"]
        parts += [f"{found.failed} failed"] if found.failed else []
        parts += [f"{found.early} left alone for now"] if found.early else []
        return ", ".join(parts)

    return desk.jobs.start(FETCH, "Feeds", work)


def _to_fetch(files: DeskFiles) -> tuple[tuple[Subscription, ...], Settings]:
    settings = files.site.settings
    return subscriptions(files.root, settings, reading_rules(settings)), settings


@dataclass(slots=True)
class _Told:
    """Says what came of each feed, as it comes."""

    tell: Tell
    total: int
    done: int = 0

    def __call__(self, polled: Polled, new: int) -> None:
        """Take a feed's result."""
        self.done += 1
        name = polled.subscription.name or polled.state.title or polled.subscription.address
        said = polled.state.why if polled.state.failures else counted(new, "new report")
        self.tell(f"{name}: {said}", self.done, self.total)


ROUTES = (
    Row("POST", "mark", mark),
    Row("POST", "keep", keep),
    Row("POST", "unmark", unmark),
    Row("POST", "fetch", fetch),
)
