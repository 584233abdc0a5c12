"""The front page."""

from broadsheet.addresses import FRONT
from broadsheet.desk import section_link
from broadsheet.layout.editions import edition_link
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import Group

CARDS = 12  # of each section, so many as a theme may be asked to show


def front_page(paper: Paper) -> Page:
    """The front page: date line, lead, the newest of each section, the latest edition."""
    catalog, desk = paper.catalog, paper.desk
    articles, editions = catalog.articles, catalog.editions
    lead = next((it for it in articles if it.lead), next(iter(articles), None))
    listed = [(section_link(it), it.articles) for it in catalog.groups.sections]
    loose = tuple(it for it in articles if not it.section)
    groups = []
    for section, members in [*listed, *([(None, loose)] if loose else [])]:
        shown = [it for it in members if it is not lead][:CARDS]
        if shown:
            groups.append(Group(section, desk.cards(shown)))
    return paper.page(
        FRONT,
        "front.html",
        "",
        "the front page",
        date_line=articles[0].date if articles else None,
        lead=desk.card(lead) if lead else None,
        groups=tuple(groups),
        edition=edition_link(paper, editions[-1]) if editions else None,
    )
