"""The front page."""

from collections.abc import Iterator, Set

from broadsheet.addresses import FRONT, term_address
from broadsheet.cards import list_link
from broadsheet.layout.editions import edition_link
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import Group, StoryCard

BRIEFS = 12  # of each section at most; a theme may show fewer
SECOND = 3  # articles of the second rank, beside the lead
STEPS = 3  # articles of the story in progress


def front_page(paper: Paper) -> Page:
    """The front page: date line, lead, second rank, briefs of each section, story, edition."""
    catalog, cards = paper.catalog, paper.cards
    articles, editions = catalog.articles, catalog.editions
    lead = next((it for it in articles if it.lead), next(iter(articles), None))
    first = [lead] if lead else []
    second = [it for it in articles if it is not lead][:SECOND]
    note = editions[-1].note if editions else None
    return paper.page(
        FRONT,
        "front.html",
        "",
        "the front page",
        image=paper.cards.of(lead).image if lead else None,
        in_sitemap=True,
        date_line=articles[0].date if articles else None,
        number=note.number if note else "",
        lead=cards.of(lead) if lead else None,
        second=cards.all_of(second),
        groups=tuple(_groups(paper, {it.path for it in (*first, *second)})),
        story=_story(paper),
        edition=edition_link(paper, editions[-1]) if editions else None,
    )


def _groups(paper: Paper, shown_above: Set[str]) -> Iterator[Group]:
    """The newest of each section, but for those that stand above."""
    catalog = paper.catalog
    listed = [(list_link(it), it.articles) for it in catalog.groups.sections]
    loose = tuple(it for it in catalog.articles if not it.section)
    for section, members in [*listed, *([(None, loose)] if loose else [])]:
        shown = [it for it in members if it.path not in shown_above][:BRIEFS]
        if shown:
            yield Group(section, paper.cards.all_of(shown))


def _story(paper: Paper) -> StoryCard | None:
    """The story with the newest article, if it has gone on for more than one."""
    story = next((it for it in paper.catalog.groups.stories if len(it.articles) > 1), None)
    if story is None:
        return None
    cards = paper.cards.all_of(story.articles[:STEPS])
    return StoryCard(story.title, term_address(story.taxonomy, story.slug), cards)
