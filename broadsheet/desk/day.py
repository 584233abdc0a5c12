"""The edition of a day as its curator works on it: articles and drafts in order, and its note."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from posixpath import basename, splitext

from broadsheet.content.articles import Article, is_empty, section_slug
from broadsheet.content.front_matter import composed, split_front_matter
from broadsheet.content.notes import Note
from broadsheet.content.yaml_text import Mapping as YamlMapping
from broadsheet.content.yaml_text import Scalar
from broadsheet.dates import day_in_name
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.digest.editions import Edition, gather
from broadsheet.digest.schedule import scheduled
from broadsheet.files import CONTENT
from broadsheet.languages import period_in_words
from broadsheet.periods import PERIODS, Period, period_named
from broadsheet.problems import Problem, ProblemLog
from broadsheet.site.addresses import edition_address
from broadsheet.text.plain_text import decode

NO_EDITIONS = "none"
FORMS = {"day": "2026-01-31", "week": "2026-w05 or a day", "month": "2026-01 or a day"}


@dataclass(frozen=True, slots=True)
class Missing:
    """What an article still needs; `key` is a stable name, `text` says it to a person."""

    key: str
    text: str


NO_TITLE = Missing("title", "has no title of its own")
REPORTS_TITLE = Missing("own-title", "has the title of its report")
NO_TEXT = Missing("text", "has no text")
NO_SOURCE = Missing("sources", "credits no source")
NO_SECTION = Missing("section", "is in no section")


@dataclass(frozen=True, slots=True)
class Item:
    """An article or draft of a day. `place` counts from 1, in the order of the edition's page;
    `state` is `draft`, `ready`, or `scheduled` for one of a later moment."""

    article: Article
    place: int
    section: str
    section_title: str
    state: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """An edition as it will be when all its drafts are ready.

    `given_title` and `note_text` are what the note's file says, as it says it; without a file
    both are empty, and `note_path` is where it would be. `left_out` are articles that have expired;
    `broken` are files of the day that cannot be read. A site without editions has days all the
    same, but no page of them: `has_page` is False.
    """

    period: Period
    title: str
    dates: str
    number: str
    given_title: str
    note: Note | None
    note_path: str
    note_text: str
    address: str
    has_page: bool
    items: tuple[Item, ...]
    left_out: tuple[tuple[Article, str], ...]
    broken: Mapping[str, tuple[Problem, ...]]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """Its articles and drafts in order."""
        return tuple(it.article for it in self.items)

    def item(self, path: str) -> Item:
        """The article or draft at a path; raises CannotDo if the day does not have it."""
        found = next((it for it in self.items if it.article.path == path), None)
        if found is None:
            raise CannotDo(f"{path} is not in the edition {self.period.key}")
        return found


def calendar(site: DeskSite) -> str:
    """The site's calendar of editions: `day`, `week` or `month`. One without editions is worked on
    day by day."""
    every = site.settings.editions.every
    return every if every in PERIODS else "day"


def period_of(site: DeskSite, day: date | str) -> Period:
    """The edition of a day, or one named by its key. Raises CannotDo for a key that is none."""
    every = calendar(site)
    if isinstance(day, date):
        return PERIODS[every](day)
    period = period_named(day.strip(), every)
    if period is None:
        raise CannotDo(f"there is no edition {day}", f"write it as {FORMS[every]}")
    return period


def neighbours(site: DeskSite, period: Period) -> tuple[Period | None, Period | None]:
    """The last edition before this one and the next one after it that have articles or drafts."""
    of = PERIODS[calendar(site)]
    days = {it.date.at.date() for it in site.articles}
    earlier = max((it for it in days if it < period.first), default=None)
    later = min((it for it in days if it > period.last), default=None)
    return of(earlier) if earlier else None, of(later) if later else None


def day_of(site: DeskSite, period: Period, as_of: datetime) -> Day:
    """The edition of a period as things stand at the moment `as_of`."""
    every = calendar(site)
    members = [it for it in site.articles if _is_within(it.date.at.date(), period)]
    schedule = scheduled(members, as_of, drafts=True, future=True)
    by_path = {it.path: it for it in members}
    left_out = tuple((by_path[it.path], it.reason) for it in schedule.unpublished)
    note = note_on(site, period)
    sections = [it.slug for it in site.listings.sections]
    waiting = (it for it in site.articles if state_of(it, as_of) != "ready")
    unpublished = [it.path for it in schedule.unpublished]
    unpublished += [it.path for it in waiting if not _is_within(it.date.at.date(), period)]
    editions = gather(schedule.published, unpublished, every, sections, [note] if note else [])
    edition = editions.all[0] if editions.all else Edition(period, (), note)
    path = note.path if note else note_path(site, period)
    is_there = note is not None or path in site.broken  # and no link that leads out of the content
    given, text = _written(site, path) if is_there else ("", "")
    dates = period_in_words(period.first, period.last, site.settings.language)
    return Day(
        period=period,
        title=(note.title if note else "") or dates,
        dates=dates,
        number=note.number if note else "",
        given_title=given,
        note=note,
        note_path=path,
        note_text=text,
        address=edition_address(period.key),
        has_page=site.settings.editions.every != NO_EDITIONS,
        items=tuple(_items(site, edition, as_of)),
        left_out=left_out,
        broken={it: found for it, found in site.broken.items() if _is_of(it, period, every)},
        problems=editions.problems,
    )


def note_on(site: DeskSite, period: Period) -> Note | None:
    """The note on an edition, if there is one that can be read."""
    every = calendar(site)
    notes = (it for it in site.notes if it.kind == "editions")
    return next((it for it in notes if _period_of_file(it.path, every) == period), None)


def note_path(site: DeskSite, period: Period) -> str:
    """The path of the file about an edition: of the one that is there, else of a new one."""
    every, folder = calendar(site), f"{CONTENT}/editions/"
    paths = [it.path for it in site.notes if it.kind == "editions"]
    paths += [it for it in site.broken if it.startswith(folder)]
    found = (it for it in sorted(paths) if _period_of_file(it, every) == period)
    return next(found, f"{folder}{period.key}.md")


def _period_of_file(path: str, every: str) -> Period | None:
    return period_named(splitext(basename(path))[0], every)


def _is_within(day: date, period: Period) -> bool:
    return period.first <= day <= period.last


def _is_of(path: str, period: Period, every: str) -> bool:
    """Whether a file that cannot be read belongs to a period, by its name."""
    if path.startswith(f"{CONTENT}/editions/"):
        return _period_of_file(path, every) == period
    named, _ = day_in_name(splitext(basename(path))[0])
    try:
        return _is_within(date.fromisoformat(named), period)
    except ValueError:
        return False


def _written(site: DeskSite, path: str) -> tuple[str, str]:
    """The title and the text in the file of a note as they are written there; empty without."""
    try:
        content = (site.root / path).read_bytes()
    except OSError:
        return "", ""
    log = ProblemLog(path)
    text = decode(content, log)
    split = split_front_matter(text, log) if text is not None else None
    if split is None:
        return "", ""
    value = composed(split.front_matter, log) if split.front_matter.strip() else None
    entries = value.entries if isinstance(value, YamlMapping) else ()
    titles = (it.value.text for it in entries if it.key == "title" and isinstance(it.value, Scalar))
    return next(titles, ""), split.body


def _items(site: DeskSite, edition: Edition, as_of: datetime) -> Iterator[Item]:
    titles = {it.slug: it.title for it in site.listings.sections}
    has_sections = bool(site.settings.sections)
    for place, article in enumerate(edition.articles, 1):
        key = section_slug(article)
        missing = tuple(missing_of(article, has_sections))
        state = state_of(article, as_of)
        yield Item(article, place, key, titles.get(key, ""), state, missing)


def state_of(article: Article, as_of: datetime) -> str:
    """`draft`, `scheduled` for an article of a later moment, else `ready`."""
    if article.draft:
        return "draft"
    return "scheduled" if article.date.at > as_of else "ready"


def missing_of(article: Article, has_sections: bool) -> Iterator[Missing]:
    """What an article still needs before readers may see it."""
    titles = {_plain(it.title) for it in article.sources if it.title}
    if article.untitled and not (article.sources or article.body.words):
        yield NO_TITLE
    elif not article.untitled and _plain(article.title) in titles:
        yield REPORTS_TITLE
    if is_empty(article.body):
        yield NO_TEXT
    if not article.sources:
        yield NO_SOURCE
    if has_sections and not article.section:
        yield NO_SECTION


def _plain(title: str) -> str:
    """A title in one way of writing: quotes and spaces differ by language when it is typeset."""
    return "".join(it for it in title.casefold() if it.isalnum())


def names_of(articles: Sequence[Article]) -> dict[str, str]:
    """The shortest name of each article that means no other one of them, by its path."""
    counts: dict[str, int] = {}
    for it in articles:
        counts[basename(it.path)] = counts.get(basename(it.path), 0) + 1
    return {
        it.path: basename(it.path)
        if counts[basename(it.path)] == 1
        else it.path.removeprefix(CONTENT)
        for it in articles
    }
