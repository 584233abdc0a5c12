"""The front page."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from broadsheet.content.articles import Article, in_order
from broadsheet.pages.editions import edition_link
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import FRONT
from broadsheet.site.cards import list_link
from broadsheet.site.outputs import Page
from broadsheet.site.views import Group, Link, StoryCard

BRIEFS = 12  # at most, of each section; a theme can show fewer
BRIEFS_ALONE = 48  # of the only section
SECOND = 3  # articles of the second rank, below the lead
STEPS = 3  # articles of the story in progress
EDITIONS = 8  # the latest, and those before it


def front_page(factory: PageFactory) -> Page:
    """The front page: date line, lead, second rank, briefs of each section, story, editions."""
    catalog, cards = factory.catalog, factory.cards
    articles, editions = catalog.articles, catalog.editions
    lead = next((it for it in articles if it.lead), next(iter(articles), None))
    first = [lead] if lead else []
    second = [it for it in articles if it is not lead][:SECOND]
    above = {it.path for it in (*first, *second)}
    note = editions[-1].note if editions else None
    latest = tuple(edition_link(factory, it) for it in reversed(editions[-EDITIONS:]))
    return factory.page(
        FRONT,
        "front.html",
        "",
        "the front page",
        image=factory.cards.of(lead).image if lead else None,
        in_sitemap=True,
        date_line=articles[0].date if articles else None,
        number=note.number if note else "",
        lead=cards.of(lead) if lead else None,
        second=cards.all_of(second),
        groups=_groups(factory, above),
        story=_story(factory, above),
        edition=latest[0] if latest else None,
        editions=latest,
    )


def _groups(factory: PageFactory, above: Collection[str]) -> tuple[Group, ...]:
    """The newest of each section, but for those shown above.

    Articles without a section, and those of sections with a single article left, are gathered in a
    last group without a section: one headline under a label of its own looks lost.
    """
    left = list(_left(factory, above))
    if sum(_is_few(*each) for each in left) > 1:
        own = [each for each in left if not _is_few(*each)]
        few = [article for each in left if _is_few(*each) for article in each[1]]
        left = [*own, (None, in_order(few))]
    most = BRIEFS if len(left) > 1 else BRIEFS_ALONE
    return tuple(Group(section, factory.cards.all_of(it[:most])) for section, it in left)


def _is_few(section: Link | None, members: Sequence[Article]) -> bool:
    return section is None or len(members) == 1


def _left(
    factory: PageFactory, above: Collection[str]
) -> Iterator[tuple[Link | None, Sequence[Article]]]:
    """Each section with the newest of its articles that are not shown above, if it has any; those
    without a section last."""
    catalog = factory.catalog
    listed = [(list_link(it), it.articles) for it in catalog.listings.sections]
    loose = tuple(it for it in catalog.articles if not it.section)
    for section, members in (*listed, (None, loose)):
        shown = tuple(islice((it for it in members if it.path not in above), BRIEFS_ALONE))
        if shown:
            yield section, shown


def _story(factory: PageFactory, above: Collection[str]) -> StoryCard | None:
    """The story with the newest article, if it has gone on for more than one, with those of its
    articles that are not shown above."""
    story = next((it for it in factory.catalog.listings.stories if len(it.articles) > 1), None)
    if story is None:
        return None
    steps = [it for it in story.articles if it.path not in above][:STEPS]
    address = story.address
    return StoryCard(story.title, address, factory.cards.all_of(steps))
