"""The timeline of each developing story, its feed, and the index of all stories."""

from collections.abc import Iterator

from broadsheet.addresses import list_address
from broadsheet.groups import Listed
from broadsheet.layout.lists import index_page
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page


def story_pages(paper: Paper) -> Iterator[Page]:
    """Every story's timeline and feed, and the index."""
    stories = paper.catalog.groups.stories
    for story in stories:
        address = list_address("story", story.slug)
        yield _timeline(paper, story, address)
        yield paper.feed(paper.feed_link(story.title, address), address, story.articles)
    yield index_page(paper, "story", paper.words.gettext("Stories"), stories)


def _timeline(paper: Paper, story: Listed, address: str) -> Page:
    feed = paper.feed_link(story.title, address)
    note = story.note
    return paper.page(
        address,
        "story.html",
        story.title,
        note.path if note else f"the story {story.title}",
        description=(note.body.summary if note else "") or story.title,
        announced=[feed],
        heading=story.title,
        note=paper.views.note(note, address),
        cards=tuple(reversed(paper.cards.all_of(story.articles))),
        feed=feed,
    )
