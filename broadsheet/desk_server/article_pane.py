"""The form of one article at the right of the desk: opened, checked while one types, and saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from starlette.responses import HTMLResponse, Response

from broadsheet.clipping.addresses import same_report
from broadsheet.content.articles import Article
from broadsheet.content.front_matter import Source
from broadsheet.counted import counted
from broadsheet.desk.completing import Opened, completed, opened
from broadsheet.desk.day import day_of, period_of, state_of
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.details import DETAILS, picture_names
from broadsheet.desk.drafted import Drafted, Reported, reports_of
from broadsheet.desk.lengths import lengths_of
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk.suggestion import Suggestion
from broadsheet.desk.suggestions import suggestions_for
from broadsheet.desk_server.answering import Row, as_shown, done, fragment, words_of
from broadsheet.desk_server.article_fields import (
    Clash,
    Typed,
    as_opened,
    as_typed,
    fields_of,
    rebased,
    split_list,
    with_taken,
)
from broadsheet.desk_server.asking import CONTROLS, Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.edition_pane import (
    BADGES,
    STATES,
    actions,
    card_id,
    edition,
    missing_of,
    note_path_of,
)
from broadsheet.desk_server.field_mistakes import Wrong, new_mistakes, placed, unfit
from broadsheet.desk_server.memory import reports_at
from broadsheet.desk_server.messages import Message
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.whole_page import whole_page
from broadsheet.desk_server.writing import write
from broadsheet.editing.changes import Change, Edit, EditedElsewhere
from broadsheet.files import is_text
from broadsheet.inbox.items import Item
from broadsheet.problems import ProblemsFound
from broadsheet.urls import slugify

HAS_READERS = " Readers have this article: if it was wrong, correct it below as well."
TAKEN = frozenset(["tags", "story", "section", "sources"])  # fields that one click fills
LABELS = {"tags": "Add", "story": "Use", "section": "Use", "sources": "Credit"}
DETAIL_FIELDS = frozenset(f"f-{it}" for it in DETAILS)
PICTURES = 300  # that can be chosen, those beside the article first
STORIES = 300  # that are offered while one types, the latest
NUMBERED = 9  # tags that a digit adds


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion as the form shows it. `taken` is what its button sends, empty where it is advice
    only; `id` is fit for the ids of elements, `key` the key that takes it."""

    id: str
    kind: str
    said: str
    because: str
    value: str
    taken: str
    label: str
    key: str
    path: str


@dataclass(frozen=True, slots=True)
class _Saved:
    """What came of saving: what to say, which article is shown now (none: the edition of a day, and
    in it the one that was saved); or the form again. `goal` is the id of the field that has the
    focus then, `is_mistaken` that the file has mistakes."""

    said: str = ""
    goal: str = ""
    is_mistaken: bool = False
    path: str = ""
    day: str = ""
    shown: str = ""
    again: Filled | None = None


def article(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The form of the article that the query names; the edition, if there is none any more."""
    path = files.memory.now_at(files.site, asked.view.get("path"))
    try:
        form = opened(files.site, path)
    except (CannotDo, OSError):
        return edition(files, asked, now)
    return _filled(files, form, as_opened(form), now)


def _filled(
    files: DeskFiles,
    form: Opened,
    typed: Typed,
    now: datetime,
    clashes: Sequence[Clash] = (),
    wrong: Wrong | None = None,
) -> Filled:
    site = files.site
    known = site.article(form.path)
    reports = _items_of(files, form)
    state = state_of(known, now) if known else "broken"
    in_file = _mistakes(files, form)
    wrong = wrong or in_file
    stories = sorted(site.listings.stories, key=lambda it: it.slug)[:STORIES]
    context = {
        "form": typed,
        "heading": form.fields.title or form.path,
        "wrong": wrong.fields,
        "bad_rows": {it.partition("-")[0] for it in wrong.fields},
        "details_open": any(it in wrong.fields for it in DETAIL_FIELDS),
        **_details(site, form.path, known),
        "base": form.text,
        "was_at": files.memory.was_at(form.path),
        "material": form.material,
        "sections": _sections(files, typed.section),
        "stories": stories,
        "state": STATES.get(state, "Has mistakes"),
        "badge": BADGES.get(state, "bad"),
        "is_draft": bool(known and known.draft),
        "has_readers": site.was_published(form.path),
        "can_drop": bool(known and known.draft and not site.was_published(form.path)),
        "day_key": period_of(site, known.date.at.date()).key if known else None,
        "reports": reports,
        "clashes": clashes,
        **checks_of(files, form, typed, reports),
        "problems": wrong.others or in_file.others,
        **actions(files),
    }
    return Filled("article.html", context, site.address(known) if known else "")


def _details(site: DeskSite, path: str, known: Article | None) -> dict[str, object]:
    """What the form shows of an article's picture and address."""
    return {
        "pictures": list(islice(picture_names(site, path), PICTURES)),
        "identity": known.id if known else "",
        "address": site.address(known) if known else "",
        "slug": known.slug if known else "",
    }


def _sections(files: DeskFiles, current: str) -> list[tuple[str, str]]:
    """The sections to choose from, as keys and titles, with the one that the article is in."""
    found = {it.key: it.title for it in files.site.sections}
    if current and slugify(current) not in found and current not in found:
        found[current] = current
    return list(found.items())


def _items_of(files: DeskFiles, form: Opened) -> tuple[Item, ...]:
    """The reports in the inbox that an article credits or names, with others of their events: those
    that it credits first."""
    credits = (*form.fields.sources, *form.others)
    found = reports_at(files.board, [str(it.get("url", "")) for it in credits])
    credited = {same_report(str(it.get("url", ""))) for it in form.fields.sources}
    return tuple(sorted(found, key=lambda it: (it.key not in credited, not it.text)))


def checks_of(
    files: DeskFiles, form: Opened, typed: Typed, items: Sequence[Item]
) -> dict[str, object]:
    """What the checks and suggestions say of a form as it was typed so far."""
    site = files.site
    index = files.memory.index(site)
    drafted = _drafted(files, form, typed)
    reports: tuple[Reported, ...] = reports_of(items, form.material)
    limits, quoted = site.settings.checks, site.settings.attribution.quoted
    found = suggestions_for(drafted, reports, index, limits, quoted, site.closed_stories)
    return {
        "lengths": lengths_of(drafted, limits),
        "suggestions": tuple(_offers(found)),
    }


def _mistakes(files: DeskFiles, form: Opened) -> Wrong:
    """What is wrong in the file of an article, at the fields of its form."""
    return placed(files.site.broken.get(form.path, ()), form.text, as_opened(form))


def _drafted(files: DeskFiles, form: Opened, typed: Typed) -> Drafted:
    known = files.site.article(form.path)
    sources = (
        Source(name=it.values["name"], url=it.values["url"], title=it.values["title"])
        for it in typed.sources
        if it.is_credited and (it.values["name"] or it.values["url"])
    )
    return Drafted(
        language=known.language if known else files.site.settings.language,
        path=form.path,
        title=typed.title,
        summary=typed.summary,
        body=typed.body,
        section=typed.section,
        tags=split_list(typed.tags),
        story=typed.story,
        sources=tuple(sources),
        day=known.date.at.date() if known else None,
    )


def _offers(found: Sequence[Suggestion]) -> Iterator[Offer]:
    numbers = iter(range(1, NUMBERED + 1))
    for place, it in enumerate(found):
        taken = f"{it.field}:{it.value}" if it.value and it.field in TAKEN else ""
        number = next(numbers, None) if taken and it.field == "tags" else None
        key = f"Alt+{number}" if number else ""
        label = LABELS.get(it.field, "Use")
        shown = it.value if it.field != "sources" else ""
        name = f"{it.kind}-{place}"
        yield Offer(name, it.kind, it.said, it.because, shown, taken, label, key, it.path)


async def check(desk: Desk, asked: Asked) -> Response:
    """Check a form that is not saved; what comes back takes the place of the checks below it."""

    def work(files: DeskFiles) -> Filled:
        form = _opened_in_form(files, asked)
        typed = as_typed(asked.form, form)
        checks = checks_of(files, form, typed, _items_of(files, form))
        return Filled("article_checks.html", {**checks, "problems": _mistakes(files, form).others})

    return await fragment(desk, asked, await desk.work(work))


async def save(desk: Desk, asked: Asked) -> Response:
    """Save the form; where that cannot be done, show it again with what was typed, and why."""
    found = await desk.work(_save, asked)
    if found.again is not None:
        message = Message(found.said, is_refusal=True, goal=found.goal)
        view = as_shown(asked)
        page = await desk.work(_written_again, desk, view, found.again, message)
        return HTMLResponse(page, 409)
    what, is_bad = asked.form.one("what"), found.is_mistaken
    if found.shown:
        goal = found.goal or ("back" if what == "ready" else "")
        return done(desk, asked, found.said, goal, is_bad, path=found.shown)
    card = f"open-{card_id(found.path)}"
    return done(desk, asked, found.said, card, is_bad, side="edition", path=None, day=found.day)


def _written_again(
    files: DeskFiles, desk: Desk, asked: Asked, filled: Filled, message: Message
) -> str:
    return whole_page(files, desk, asked, filled, message, files.now())


def _opened_in_form(files: DeskFiles, asked: Asked) -> Opened:
    """The article as it was when the form was opened. A browser knows no line ends but its own and
    no control characters, so a file that differs in these alone is the same."""
    base = asked.form.one("base")
    path = files.memory.now_at(files.site, asked.form.one("path"))
    now = opened(files.site, path)
    return now if as_in_form(now.text) == base else opened(files.site, path, base)


def as_in_form(text: str) -> str:
    """A text as it comes back from a form."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


def _save(files: DeskFiles, asked: Asked) -> _Saved:
    named = files.memory.now_at(files.site, asked.form.one("path"))
    files.look_first(*note_path_of(files, named))  # a new name of the file goes into it
    try:
        form = _opened_in_form(files, asked)
    except (CannotDo, OSError) as gone:
        lost = {"said": words_of(gone), "form": asked.form}
        return _Saved(words_of(gone), again=Filled("article_lost.html", lost))
    typed = with_taken(as_typed(asked.form, form), asked.form.one("take"))
    now = files.now()
    if (wrong := unfit(typed, form)).fields:
        return _corrected_first(files, form, typed, wrong)
    try:
        draft = {"ready": False, "next": False, "draft": True}.get(asked.form.one("what"))
        change = completed(files.site, form, fields_of(typed, form), draft)
        path = _path_after(change, form.path) if change else form.path
        if (wrong := new_mistakes(files.site, form, typed, change, path)).fields:
            return _corrected_first(files, form, typed, wrong)
        written = write(files, change)
    except EditedElsewhere as elsewhere:
        return _clashing(files, form, typed, elsewhere, now)
    except (CannotDo, OSError, ProblemsFound) as refusal:
        said = words_of(refusal)
        wrong = Wrong({}, (said,))
        return _again(_filled(files, form, typed, now, wrong=wrong), said)
    said = "Saved." if change else "Nothing was changed."
    if written and written.merged:
        said = "Saved, and merged with what was changed elsewhere."
    what = asked.form.one("what")
    said += _state_told(files, path) if change and draft is not None else ""
    saved = files.site.article(path)
    day = period_of(files.site, saved.date.at.date()).key if saved else ""
    if change and draft is not True and files.site.was_published(path):
        said += HAS_READERS
    shown = _path_shown(files, path, what)
    if problems := files.site.broken.get(path):
        said += f" The file has mistakes: {problems[0].text}"
        goal = placed(problems, files.site.text(path), as_opened(opened(files.site, path))).first
        return _Saved(said, goal, True, path, day, shown)
    return _Saved(said, path=path, day=day, shown=shown)


def _corrected_first(files: DeskFiles, form: Opened, typed: Typed, wrong: Wrong) -> _Saved:
    """The form again, with what has to be corrected before it can be saved at its fields."""
    said = wrong.fields[wrong.first].partition("\n")[0]
    more = len(wrong.fields) - 1
    others = f" And {counted(more, 'other field')} must be corrected." if more else ""
    again = _filled(files, form, typed, files.now(), wrong=wrong)
    return _again(again, f"Not saved. {said}{others}", wrong.first)


def _state_told(files: DeskFiles, path: str) -> str:
    """What to say of an article that was saved as ready, or as a draft."""
    article = files.site.article(path)
    if article is None:
        return ""
    if article.draft:
        return " It is a draft again."
    missing = "; ".join(missing_of(files, path))
    return " It is ready." + (f" Still: {missing}." if missing else "")


def _path_shown(files: DeskFiles, path: str, what: str) -> str:
    """Which article is shown after one was saved: itself, the next draft of its edition, or none
    where the edition is to be shown."""
    article = files.site.article(path)
    if what == "close":
        return ""
    if what != "next" or article is None:
        return path
    day = day_of(files.site, period_of(files.site, article.date.at.date()), files.now())
    paths = [it.article.path for it in day.items]
    at = paths.index(path) if path in paths else -1
    later = (*day.items[at + 1 :], *day.items[: max(at, 0)])
    return next((it.article.path for it in later if it.state == "draft"), "")


def _path_after(change: Change, path: str) -> str:
    """Where an article is after a change that may have moved its file."""
    is_moved = any(it.path == path and it.after is None for it in change.edits)
    new = (it.path for it in change.edits if it.before is None and it.after is not None)
    return next(new, path) if is_moved else path


def _again(filled: Filled, said: str, goal: str = "edition-title") -> _Saved:
    """The form again, with what is to be said of it."""
    return _Saved(said, goal, again=filled)


def _clashing(
    files: DeskFiles, form: Opened, typed: Typed, elsewhere: EditedElsewhere, now: datetime
) -> _Saved:
    """The form again with what was typed, upon the file as it is elsewhere, and both versions of
    what clashes. All that was changed elsewhere and not here is taken over."""
    found = next((it for it in elsewhere.files if it.path == form.path), None)
    if found is None or found.found is None:
        wrong = Wrong({}, (str(elsewhere),))
        return _again(_filled(files, form, typed, now, wrong=wrong), str(elsewhere))
    theirs = opened(files.site, form.path, found.found)
    again, clashes = rebased(as_opened(form), typed, as_opened(theirs))
    said = "Not saved: the article was changed elsewhere too. Compare, and save again."
    return _again(_filled(files, theirs, again, now, clashes), said, "clashes")


async def write_again(desk: Desk, asked: Asked) -> Response:
    """Write a file again that was deleted elsewhere, then what was typed."""

    def work(files: DeskFiles) -> None:
        path, text = asked.form.one("path"), asked.form.one("base")
        if not is_text(path):
            raise CannotDo(f"{path} is no article")
        title = " ".join(asked.form.one("title").split()) or path
        write(files, Change(f"write “{title}” again", (Edit(path, None, text),)))

    await desk.work(work)
    return await save(desk, asked)


ROUTES: tuple[Row, ...] = (
    Row("POST", "write-again", write_again),
    Row("POST", "save", save),
    Row("POST", "check-article", check),
)
