"""The front page."""

from collections.abc import Collection, Sequence

from broadsheet.content.articles import Article, section_slug
from broadsheet.digest.front_order import in_front_order, lead_of
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
    editions = catalog.editions
    articles = in_front_order(catalog.articles, editions, factory.settings.front_page.order)
    lead = lead_of(articles, editions)
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
        date_line=catalog.articles[0].date if articles else None,
        number=note.number if note else "",
        lead=cards.of(lead) if lead else None,
        second=cards.all_of(second),
        groups=_groups(factory, articles, above),
        story=_story(factory, above),
        edition=latest[0] if latest else None,
        editions=latest,
    )


def _groups(
    factory: PageFactory, articles: Sequence[Article], above: Collection[str]
) -> tuple[Group, ...]:
    """The first of each section, in the order of all articles, but for those shown above.

    Articles without a section, and those of sections with a single article left, are gathered in a
    last group without a section: one headline under a label of its own looks lost.
    """
    left = _left(factory, articles, above)
    if sum(_is_few(*each) for each in left) > 1:
        own = [each for each in left if not _is_few(*each)]
        few = {it.path for each in left if _is_few(*each) for it in each[1]}
        left = [*own, (None, [it for it in articles if it.path in few])]
    most = BRIEFS if len(left) > 1 else BRIEFS_ALONE
    return tuple(Group(section, factory.cards.all_of(it[:most])) for section, it in left)


def _is_few(section: Link | None, members: Sequence[Article]) -> bool:
    return section is None or len(members) == 1


def _left(
    factory: PageFactory, articles: Sequence[Article], above: Collection[str]
) -> list[tuple[Link | None, Sequence[Article]]]:
    """Each section with the first of its articles that are not shown above, if it has any; those
    without a section last."""
    members: dict[str, list[Article]] = {}
    for it in articles:
        listed = members.setdefault(section_slug(it), [])
        if len(listed) < BRIEFS_ALONE and it.path not in above:
            listed.append(it)
    sections = [(list_link(it), it.slug) for it in factory.catalog.listings.sections]
    found = [(link, members.get(slug, [])) for link, slug in (*sections, (None, ""))]
    return [(link, shown) for link, shown in found if shown]


def _story(factory: PageFactory, above: Collection[str]) -> StoryCard | None:
    """The story with the newest article, if it has gone on for more than one, with those of its
    articles that are not shown above."""
    story = next((it for it in factory.catalog.listings.stories if len(it.articles) > 1), None)
    if story is None:
        return None
    steps = [it for it in story.articles if it.path not in above][:STEPS]
    address = story.address
    return StoryCard(story.title, address, factory.cards.all_of(steps))
