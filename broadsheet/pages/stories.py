"""The timeline of each developing story, and its feed."""

from collections.abc import Iterator

from broadsheet.digest.listings import Term
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.outputs import Page


def timeline_pages(factory: PageFactory, term: Term) -> Iterator[Page]:
    """A timeline on one page, and its feed."""
    address = term.address
    yield _timeline(factory, term, address)
    if term.taxonomy.has_feeds:
        yield from factory.feeds(factory.feed_link(term.title, address), address, term.articles)


def _timeline(factory: PageFactory, term: Term, address: str) -> Page:
    taxonomy, note = term.taxonomy, term.note
    return factory.later(
        address,
        taxonomy.template,
        note.path if note else f"the {taxonomy.key} {term.title}",
        _whole_timeline,
        factory,
        term,
        address,
        key=factory.key(taxonomy.key, term.title, address, note and note.path, term.articles),
        in_sitemap=taxonomy.in_sitemap,
        heading=term.title,
    )


def _whole_timeline(factory: PageFactory, term: Term, address: str) -> Page:
    feed = factory.feed_link(term.title, address)
    note = term.note
    return factory.page(
        address,
        term.taxonomy.template,
        term.title,
        note.path if note else f"the {term.taxonomy.key} {term.title}",
        description=(note.body.summary if note else "") or term.title,
        announced=[feed],
        heading=term.title,
        note=factory.views.note(note, address),
        cards=tuple(reversed(factory.cards.all_of(term.articles))),
        feed=feed,
        book=factory.book(term.taxonomy.notes, address),
    )
