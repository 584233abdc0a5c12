"""Lists in numbered parts, as a new article never shifts: sections, tags, authors, sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.addresses import FOLDERS, index_address, list_address, part_address
from broadsheet.articles import Article
from broadsheet.catalog import Slice, paginate
from broadsheet.groups import Listed
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import CountedLink, Link, SourceFacts, Use


@dataclass(frozen=True, slots=True)
class Part:
    """Where one part of a list stands: its address, its number (0 for the newest, open one), and
    the addresses of its neighbours, empty where there is none."""

    address: str
    number: int = 0
    older: str = ""
    newer: str = ""
    newest: str = ""


def list_pages(paper: Paper, listed: Listed) -> Iterator[Page]:
    """A list's newest part, its closed parts, and its feed unless it is a source's."""
    whole = list_address(listed.kind, listed.slug)
    newest, slices = paginate(listed.articles, paper.settings.per_page)
    older = part_address(whole, len(slices)) if slices else ""
    yield _part(paper, listed, Part(whole, older=older), newest)
    for each in slices:
        yield _part(paper, listed, _place(whole, each), each.articles)
    if slices:
        # The last closed part links to a next one that is not closed yet: that address leads
        # to the list itself until it is, so a closed part never changes.
        following = part_address(whole, len(slices) + 1)
        yield paper.redirect(following, whole, f"the {listed.kind} {listed.title}")
    if listed.kind != "source":
        yield paper.feed(paper.feed_link(listed.title, whole), whole, listed.articles)


def _place(whole: str, part: Slice) -> Part:
    older = part_address(whole, part.number - 1) if part.number > 1 else ""
    newer = part_address(whole, part.number + 1)
    return Part(part_address(whole, part.number), part.number, older, newer, whole)


def _part(paper: Paper, listed: Listed, part: Part, articles: Sequence[Article]) -> Page:
    whole = list_address(listed.kind, listed.slug)
    is_source = listed.kind == "source"
    feed = None if is_source else paper.feed_link(listed.title, whole)
    items: dict[str, Any] = {"feed": feed, "cards": paper.desk.cards(articles)}
    if is_source:
        items = _uses(paper, listed, part, articles)
    return paper.page(
        part.address,
        "source.html" if is_source else "list.html",
        f"{listed.title} ({part.number})" if part.number else listed.title,
        _asked_by(listed),
        description=f"{listed.title} – {paper.settings.title}",
        announced=[feed] if feed else [],
        heading=listed.title,
        kind=listed.kind,
        website=listed.note.url if listed.note else "",
        note=paper.desk.note(None if part.number else listed.note, part.address),
        part=part,
        **items,
    )


def _asked_by(listed: Listed) -> str:
    """What asks for a list: the note on it, or its name and the oldest article that has it."""
    if listed.note:
        return listed.note.path
    return f"the {listed.kind} {listed.title} of {listed.articles[-1].path}"


def _uses(paper: Paper, listed: Listed, part: Part, articles: Sequence[Article]) -> dict[str, Any]:
    """What a source's page shows: where it was used, and on the newest part how often."""
    uses = tuple(_use(paper, listed, article) for article in articles)
    return {"uses": uses, "facts": None if part.number else _facts(listed, paper)}


def _use(paper: Paper, listed: Listed, article: Article) -> Use:
    whole = list_address("source", listed.slug)
    credits = (paper.desk.credit(source) for source in article.sources)
    return Use(paper.desk.card(article), tuple(it for it in credits if it.page == whole))


def _facts(listed: Listed, paper: Paper) -> SourceFacts:
    languages = Counter(
        report.language
        for article in listed.articles
        for report in _use(paper, listed, article).reports
        if report.language
    )
    note = listed.note
    if note and note.language:
        languages[note.language] += 1
    return SourceFacts(
        articles=len(listed.articles),
        languages=tuple(sorted(languages, key=lambda tag: (-languages[tag], tag))),
        url=note.url if note else "",
        feed=note.feed if note else "",
    )


def index_page(paper: Paper, kind: str, title: str, lists: Sequence[Listed]) -> Page:
    """The index of all lists of a kind, each with how many articles it has."""
    items = (
        CountedLink(it.title, list_address(it.kind, it.slug), len(it.articles)) for it in lists
    )
    source = f"the index of {FOLDERS[kind]}"
    return index_of(paper, index_address(kind), title, source, kind, items)


def index_of(
    paper: Paper, address: str, title: str, source: str, kind: str, items: Iterable[CountedLink]
) -> Page:
    """An index at an address; `source` is what asked for it."""
    return paper.page(
        address, "index.html", title, source, heading=title, kind=kind, items=tuple(items)
    )


def source_list(paper: Paper, address: str, sources: Sequence[Listed]) -> Page:
    """The sources' own feeds as OPML 2.0, for a feed reader."""
    notes = (listed.note for listed in sources)
    feeds = tuple(Link(note.title, note.feed) for note in notes if note and note.feed)
    return paper.page(address, "sources.opml", "", "the list of sources", feeds=feeds)
