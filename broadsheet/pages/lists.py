"""The pages of every taxonomy: its terms, in numbered parts that a new article never shifts, and
their index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.content.articles import Article
from broadsheet.digest.listings import Listing, Term
from broadsheet.pages.page_factory import PageFactory
from broadsheet.pages.pagination import Slice, paginate
from broadsheet.pages.stories import timeline_pages
from broadsheet.site.addresses import index_address, opml_address, part_address
from broadsheet.site.outputs import Page
from broadsheet.site.views import CountedLink, Link, SourceFacts, Use
from broadsheet.translations import Translations


@dataclass(frozen=True, slots=True)
class Part:
    """The place of one part of a list: its address, its number (0 for the newest, which is still
    open), and the addresses of the parts before and after it, empty if there are none."""

    address: str
    number: int = 0
    older: str = ""
    newer: str = ""
    newest: str = ""


def taxonomy_pages(factory: PageFactory) -> Iterator[Page]:
    """The pages, feeds and indexes of all taxonomies."""
    for taxonomy, listing in factory.catalog.listings.by_taxonomy.items():
        pages = timeline_pages if taxonomy.is_timeline else list_pages
        for term in listing.terms:
            yield from pages(factory, term)
        if taxonomy.has_index:
            yield index_page(factory, listing)
        if taxonomy.has_opml and _own_feeds(listing):
            yield own_feeds(factory, listing)


def list_pages(factory: PageFactory, term: Term) -> Iterator[Page]:
    """A list's newest part, its closed parts, and its feed."""
    whole = term.address
    newest, slices = paginate(term.articles, factory.settings.per_page)
    older = part_address(whole, len(slices)) if slices else ""
    yield _part(factory, term, Part(whole, older=older), newest)
    for each in slices:
        yield _part(factory, term, _place(whole, each), each.articles)
    if slices:
        # The last closed part links to a next part that is not closed yet. Until it is, that
        # address redirects to the list itself, so a closed part never changes.
        following = part_address(whole, len(slices) + 1)
        yield factory.redirect(following, whole, f"the {term.taxonomy.key} {term.title}")
    if term.taxonomy.has_feeds:
        yield from factory.feeds(factory.feed_link(term.title, whole), whole, term.articles)


def _place(whole: str, part: Slice) -> Part:
    older = part_address(whole, part.number - 1) if part.number > 1 else ""
    newer = part_address(whole, part.number + 1)
    return Part(part_address(whole, part.number), part.number, older, newer, whole)


def _part(factory: PageFactory, term: Term, part: Part, articles: Sequence[Article]) -> Page:
    taxonomy = term.taxonomy
    return factory.later(
        part.address,
        taxonomy.template,
        _asked_by(term),
        _whole_part,
        factory,
        term,
        part,
        articles,
        key=_key(factory, term, part, articles),
        in_sitemap=taxonomy.in_sitemap and not part.number,
        heading=term.title,
        kind=taxonomy.key,
        part=part,
    )


def _whole_part(factory: PageFactory, term: Term, part: Part, articles: Sequence[Article]) -> Page:
    taxonomy = term.taxonomy
    whole = taxonomy.address(term.slug)
    feed = factory.feed_link(term.title, whole) if taxonomy.has_feeds else None
    items: dict[str, Any] = {"feed": feed, "cards": factory.cards.all_of(articles)}
    if taxonomy.shows_reports:
        items = _uses(factory, term, part, articles)
    title = _title(term, factory.translations)
    return factory.page(
        part.address,
        taxonomy.template,
        f"{title} ({part.number})" if part.number else title,
        _asked_by(term),
        description=f"{title} – {factory.settings.title}",
        announced=[feed] if feed else [],
        heading=term.title,
        kind=taxonomy.key,
        label=factory.translations.gettext(taxonomy.label),
        website=term.note.url if term.note else "",
        note=factory.views.note(None if part.number else term.note, part.address),
        part=part,
        **items,
    )


def _key(factory: PageFactory, term: Term, part: Part, articles: Sequence[Article]) -> str:
    """What a part of a list is made from; the newest part also tells of all others."""
    named = (term.taxonomy.key, term.title, term.slug, term.note and term.note.path)
    return factory.key(*named, part.number, tuple(articles if part.number else term.articles))


def _title(term: Term, translations: Translations) -> str:
    """A list's title without its heading: a tag may have the name of a source."""
    named = term.taxonomy.titled
    return translations.gettext(named, name=term.title) if named else term.title


def _asked_by(term: Term) -> str:
    """The reason for a list: the note on it, or its name and the oldest article that has it."""
    if term.note:
        return term.note.path
    return f"the {term.taxonomy.key} {term.title} of {term.articles[-1].path}"


def _uses(
    factory: PageFactory, term: Term, part: Part, articles: Sequence[Article]
) -> dict[str, Any]:
    """What a source's page shows: the articles that use it and, on the newest part, how often."""
    uses = tuple(_use(factory, term, article) for article in articles)
    return {"uses": uses, "facts": None if part.number else _facts(factory, term)}


def _use(factory: PageFactory, term: Term, article: Article) -> Use:
    whole = term.address
    credits = (factory.views.credit(source) for source in article.sources)
    return Use(factory.cards.of(article), tuple(it for it in credits if it.page == whole))


def _facts(factory: PageFactory, term: Term) -> SourceFacts:
    languages = Counter(
        report.language
        for article in term.articles
        for report in _use(factory, term, article).reports
        if report.language
    )
    note = term.note
    if note and note.language:
        languages[note.language] += 1
    return SourceFacts(
        articles=len(term.articles),
        languages=tuple(sorted(languages, key=lambda tag: (-languages[tag], tag))),
        url=note.url if note else "",
        feed=note.feed if note else "",
    )


def index_page(factory: PageFactory, listing: Listing) -> Page:
    """The index of all terms of a taxonomy, each with how many articles it has."""
    taxonomy = listing.taxonomy
    items = (
        CountedLink(it.title, taxonomy.address(it.slug), len(it.articles)) for it in listing.terms
    )
    opml = opml_address(taxonomy) if taxonomy.has_opml and _own_feeds(listing) else ""
    title, source = factory.translations.gettext(taxonomy.title), f"the index of {taxonomy.notes}"
    return index_of(factory, index_address(taxonomy), title, source, taxonomy.key, items, opml)


def index_of(
    factory: PageFactory,
    address: str,
    title: str,
    source: str,
    kind: str,
    items: Iterable[CountedLink],
    opml: str = "",
) -> Page:
    """An index at an address; `source` is what asked for it, `opml` the address of the
    feeds of all that it lists."""
    shown: dict[str, Any] = {"kind": kind, "items": tuple(items), "opml": opml}
    return factory.page(
        address, "index.html", title, source, in_sitemap=True, heading=title, **shown
    )


def own_feeds(factory: PageFactory, listing: Listing) -> Page:
    """The feeds that the terms have of their own as OPML 2.0, for a feed reader."""
    address = opml_address(listing.taxonomy)
    source = f"the list of {listing.taxonomy.notes}"
    return factory.page(address, "sources.opml", "", source, feeds=_own_feeds(listing))


def _own_feeds(listing: Listing) -> tuple[Link, ...]:
    notes = (term.note for term in listing.terms)
    return tuple(Link(note.title, note.feed) for note in notes if note and note.feed)
