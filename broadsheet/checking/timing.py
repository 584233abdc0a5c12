"""Checks of time: what waits, what has ended, and what has been quiet for long."""

from collections.abc import Iterator
from datetime import timedelta

from broadsheet.checking.desk import Desk
from broadsheet.problems import Problem


def old_drafts(desk: Desk) -> Iterator[Problem]:
    """Drafts that are as many days old as the site says."""
    for article in desk.everything:
        days = (desk.as_of - article.date.at).days
        if article.draft and days >= desk.limits.draft_days:
            text = f"has been a draft for {days} days, since {article.date.at:%Y-%m-%d}"
            hint = "finish it and remove draft: true, or delete the file"
            yield Problem(article.path, article.line("draft"), text, hint)


def scheduled_articles(desk: Desk) -> Iterator[Problem]:
    """Articles that are published later."""
    for article in desk.everything:
        if article.date.at > desk.as_of and not article.draft:
            text = f"is published on {article.date.at:%Y-%m-%d %H:%M %z}"
            hint = "build the site again then; until then readers do not see it"
            yield Problem(article.path, article.line("date"), text, hint)


def expired_articles(desk: Desk) -> Iterator[Problem]:
    """Articles that have left the site."""
    for article in desk.everything:
        if article.expires and article.expires.at <= desk.as_of and not article.draft:
            text = f"left the site on {article.expires.at:%Y-%m-%d}"
            hint = "remove expires: to show it again, or delete the file"
            yield Problem(article.path, article.line("expires"), text, hint)


def quiet_stories(desk: Desk) -> Iterator[Problem]:
    """Stories that are not closed and have had no article for as many days as the site says."""
    most = timedelta(desk.limits.quiet_days)
    for story in desk.catalog.listings.stories:
        newest = story.articles[0]
        quiet = desk.as_of - newest.date.at
        if quiet < most or (story.note and story.note.closed):
            continue
        text = f"the story {story.slug} has had no article for {quiet.days} days"
        if story.note:
            path, line, where = story.note.path, 0, "this file"
        else:
            path, line = newest.path, newest.line("story")
            where = f"content/stories/{story.slug}.md"
        hint = f"tell what became of it, or add closed: true to {where}"
        yield Problem(path, line, text, hint)
