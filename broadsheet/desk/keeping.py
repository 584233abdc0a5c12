"""A group of the inbox becomes a draft of the edition of a day, with credit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from broadsheet.clipping.covered import Covered
from broadsheet.clipping.draft import Choices, draft_file, draft_path
from broadsheet.clipping.report import Report, merged
from broadsheet.clipping.sections import UnknownSection, section_folder
from broadsheet.content.articles import default_id
from broadsheet.dates import day_in_name, parse_moment
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, Edit
from broadsheet.inbox.items import Item
from broadsheet.inbox.listing import Group
from broadsheet.urls import permalink, slugify


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a group is to be kept: in the edition of which day, in which section (by default that of
    the feed), with which story and tags.

    `credited` are the numbers of the reports that become sources; None credits the best one.
    `fuller` are reports read from their own pages, by number: they tell more than a feed does.
    `again` writes a second draft of what is covered already.
    """

    day: date
    section: str = ""
    story: str = ""
    tags: Sequence[str] = ()
    credited: frozenset[int] | None = None
    fuller: Mapping[int, Report] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a group comes to: the change that writes the draft, and the path of it. Where
    an article has the address of a report already, there is neither, but `covered` says which.

    `numbers` are the reports to mark as kept once that is written. `place` is above 1 if another
    file has the path that the draft would have had.
    """

    change: Change | None
    path: str
    numbers: tuple[int, ...]
    covered: Covered | None = None
    place: int = 1


def kept(site: DeskSite, group: Group, wishes: Wishes) -> Kept:
    """The draft of a group of reports. Raises CannotDo for a section that the site lacks."""
    covered = _covered(site, group)
    numbers = tuple(it.id for it in group.items)
    if covered and covered.by_address and not wishes.again:
        return Kept(None, "", numbers, covered)
    first, credited, others = _chosen(group, wishes.credited)
    report, *more = [
        report_of(site, it, wishes.fuller.get(it.id)) for it in (first, *credited, *others)
    ]
    choices = _choices(site, group, wishes)
    number = next(it for it in count(1) if _is_free(site, report, choices, it))
    path = draft_path(report, choices, number)
    parts = more[: len(credited)], more[len(credited) :]
    text = draft_file(report, choices, "", number, *parts)
    change = Change(f"keep “{report.title}”", (Edit(path, None, text),))
    return Kept(change, path, numbers, covered, number)


def states_after(
    site: DeskSite, paths: Collection[str], items: Iterable[Item]
) -> dict[str, list[int]]:
    """What a change of files, or its undoing, means for reports of the inbox, by their new state:
    `kept` for those that the files at these paths name now, `read` for kept ones that no text of
    the site names any more. The site must have looked again since."""
    named = {key for it in site.site_texts if it.article.path in paths for key in it.keys}
    states: dict[str, list[int]] = {}
    for item in items:
        if item.state == "kept" and not site.naming([item.key]):
            states.setdefault("read", []).append(item.id)
        elif item.state != "kept" and item.key in named:
            states.setdefault("kept", []).append(item.id)
    return states


def _covered(site: DeskSite, group: Group) -> Covered | None:
    """What covers a group: by an address as the files are now, else as the inbox found it."""
    path = site.naming([it.key for it in group.items])
    if path:
        known = next((it.article for it in site.site_texts if it.article.path == path), None)
        return Covered(known, True) if known else None
    found = group.covered
    return found if found and not found.by_address else None


def _chosen(group: Group, wanted: frozenset[int] | None) -> tuple[Item, list[Item], list[Item]]:
    """The report that a draft is made of, those that it credits besides, and the others, the first
    to report first."""
    by_time = sorted(group.items, key=lambda it: (it.at, it.id))
    ticked = [it for it in by_time if wanted and it.id in wanted]
    first = group.best if not ticked or group.best in ticked else ticked[0]
    credited = [it for it in ticked if it is not first]
    others = [it for it in by_time if it is not first and it not in credited]
    return first, credited, others


def report_of(site: DeskSite, item: Item, fuller: Report | None = None) -> Report:
    """A report of the inbox as clipping knows one; what its own page says comes first. Its
    publication is spelled as the site spells it."""
    is_cut = item.length > len(item.text)
    text = f"{item.text.rstrip('…')}…" if is_cut and item.text else item.text
    told = Report(
        name=item.publisher,
        title=item.title,
        day=datetime.fromtimestamp(item.at, site.settings.timezone).date(),
        language=item.language,
        url=item.url,
        paragraphs=(text,) if text else (),
    )
    whole = merged([fuller, told]) if fuller else told
    return replace(whole, name=site.known.publication(whole.name, whole.url))


def _choices(site: DeskSite, group: Group, wishes: Wishes) -> Choices:
    settings = site.settings
    moment = parse_moment(wishes.day.isoformat(), settings.timezone)
    return Choices(
        _section(site, group, wishes.section),
        moment,
        slugify(wishes.story) if wishes.story else "",
        tuple(dict.fromkeys(filter(None, (" ".join(it.split()) for it in wishes.tags)))),
        settings.markdown.raw_html,
        settings.permalink,
        settings.url,
    )


def _section(site: DeskSite, group: Group, wanted: str) -> str:
    """The folder of the section: of the one that is asked for, else of the best report's feed, else
    of another report's, else the site's first."""
    try:
        if wanted:
            return section_folder(site.root, site.settings, wanted)
    except UnknownSection as error:
        raise CannotDo(str(error)) from None
    for key in filter(None, (group.best.section, *group.sections)):
        try:
            return section_folder(site.root, site.settings, key)
        except UnknownSection:
            continue
    return section_folder(site.root, site.settings, "")


def _is_free(site: DeskSite, report: Report, choices: Choices, number: int) -> bool:
    """Whether the draft with this number has its path, its address and its identity for itself."""
    path = draft_path(report, choices, number)
    slug = day_in_name(path.rsplit("/", 1)[1].removesuffix(".md"))[1]
    day = choices.moment.at.date()
    section = slugify(choices.section) if choices.section else "news"
    address = permalink(choices.permalink, day, slug, section)
    identity = default_id(choices.site_url, choices.moment, slug)
    is_taken = site.at_address(address) or site.has_identity(identity)
    return not is_taken and not (site.root / path).exists()
