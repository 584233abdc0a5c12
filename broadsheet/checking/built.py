"""What a build would report of a site, each under the name of a check; writes no page."""

import re
from collections.abc import Iterable, Iterator, Mapping

from broadsheet.checking.desk import Desk
from broadsheet.checking.findings import CHECKS, Finding
from broadsheet.content.articles import NO_TEXT, is_empty
from broadsheet.content.settings import FILE as SETTINGS
from broadsheet.content.texts import TextStore
from broadsheet.files import CONTENT
from broadsheet.pages.plan import linked, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site import checks

NAMES: Mapping[str, str] = {  # of the functions in `site.checks`
    "articles_without_a_source": "no-source",
    "long_quotations": "long-quotation",
    "sources_newer_than_the_article": "newer-source",
    "links_used_before": "covered-before",
    "future_corrections": "future-correction",
    "links_to_unpublished_articles": "unpublished-link",
    "notes_on_unused_terms": "unused-note",
    "notes_on_empty_editions": "unused-note",
    "disambiguated_terms": "odd-address",
    "files_not_copied": "not-copied",
    "mistyped_story_keys": "similar-story",
    "mistyped_section_keys": "similar-section",
    "accents_too_light": "light-accent",
}
OTHER = "other-warning"
# The checks that what reading a file warns of belongs to, by a part of the message.
READING = (
    (re.compile(r"has no alt text$"), "missing-alt"),
    (re.compile(r"^has no text$"), "no-text"),
    (re.compile(r"^is named as "), "picture-kind"),
    (re.compile(r"^has its address from its title"), "odd-address"),
    (re.compile(r"was left out$|^a remote <\w+> became a link"), "left-out"),
)
LINK = re.compile(r"^the link |^there is no (?:page|article|file) |^the file .* is of a kind")


def warned(desk: Desk) -> Iterator[Finding]:
    """The warnings of a build."""
    inputs, catalog = desk.inputs, desk.catalog
    for problem in (*inputs.warnings, *_empty_drafts(desk)):
        yield _finding(_of_reading(problem), problem)
    _, links = linked(catalog, inputs.content, inputs.settings.permalink)
    media = tuple(inputs.content.media)
    checked = checks.Checked(
        desk.everything, desk.notes, media, catalog, links, inputs.settings, desk.as_of
    )
    for check in checks.CHECKS:
        for problem in check(checked):
            yield _finding(NAMES.get(check.__name__, OTHER), problem)


def _empty_drafts(desk: Desk) -> Iterator[Problem]:
    """The drafts without a text among what is looked at, of which a build does not warn."""
    for article in desk.articles:
        if article.draft and is_empty(article.body):
            yield Problem(article.path, 0, *NO_TEXT)


def stopped(desk: Desk, text_store: TextStore) -> Iterator[Finding]:
    """The problems at which a build would stop after all files have been read."""
    try:
        plan_site(desk.catalog, desk.inputs, text_store, desk.as_of)
    except ProblemsFound as found:
        yield from as_findings(found.problems)


def as_findings(problems: Iterable[Problem]) -> Iterator[Finding]:
    """Problems at which a build stops, under the name of their check."""
    for problem in problems:
        yield _finding(_of_problem(problem), problem)


def _finding(check: str, problem: Problem) -> Finding:
    return Finding(check, CHECKS[check].level, problem)


def _of_reading(problem: Problem) -> str:
    return next((name for pattern, name in READING if pattern.search(problem.text)), OTHER)


def _of_problem(problem: Problem) -> str:
    if LINK.search(problem.text):
        return "broken-link"
    if problem.path == SETTINGS:
        return "bad-setting"
    return "bad-file" if problem.path.split("/")[0] == CONTENT else "bad-theme"
