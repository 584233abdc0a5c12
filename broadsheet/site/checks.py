"""What a build warns of: articles, notes and files that are most likely not what was meant.

Each check is one function in `CHECKS`. It yields a warning for every place that it finds, with the
file, the line and what to do; `--strict` makes them problems.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.content.articles import Article
from broadsheet.content.notes import Note
from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import TAXONOMIES
from broadsheet.digest.attribution import first_day, last_day_of_change, same_page, too_much_quoted
from broadsheet.digest.catalog import Catalog
from broadsheet.digest.section_keys import mistyped_sections
from broadsheet.digest.story_keys import mistyped_stories
from broadsheet.periods import PERIODS, period_named
from broadsheet.problems import Problem
from broadsheet.site.addresses import KINDS, is_media, unshown_advice
from broadsheet.site.links import Links
from broadsheet.themes.options import darkened_accents
from broadsheet.urls import slugify

DAYS_APART = 1  # where a report was written it may already be tomorrow


@dataclass(frozen=True, slots=True)
class Checked:
    """What checks look at: `articles` and `notes` are all, `catalog` has those that are published;
    `media` are the files under `content/` that are not texts."""

    articles: Sequence[Article]
    notes: Sequence[Note]
    media: Sequence[str]
    catalog: Catalog
    links: Links
    settings: Settings
    as_of: datetime


def warnings_of(checked: Checked) -> Iterator[Problem]:
    """All that the checks find."""
    for check in CHECKS:
        yield from check(checked)


def articles_without_a_source(checked: Checked) -> Iterator[Problem]:
    """Articles that credit nobody, unless the site allows it."""
    if checked.settings.attribution.uncredited != "warn":
        return
    for article in checked.catalog.articles:
        if not article.sources:
            hint = "add sources: name and url of the report; see attribution: in site.yaml"
            yield Problem(article.path, 1, "credits no source", hint)


def long_quotations(checked: Checked) -> Iterator[Problem]:
    """Articles that are mostly other people's words."""
    most = checked.settings.attribution.quoted
    for article in checked.catalog.articles:
        share = too_much_quoted(article.body, most)
        if share:
            text = f"{share} per cent of its text is quotation, more than {most}"
            yield Problem(article.path, article.line("body"), text, "say it in your own words")


def sources_newer_than_the_article(checked: Checked) -> Iterator[Problem]:
    """Sources that are newer than an article and all its corrections."""
    for article in checked.catalog.articles:
        changed = last_day_of_change(article)
        for number, source in enumerate(article.sources):
            line = article.line("sources", number)
            first = first_day(source.date).toordinal() if source.date else 0
            if first - DAYS_APART > changed.toordinal():
                text = f"is dated {changed}, before its source of {source.date}: {source.name}"
                yield Problem(article.path, line, text, "set updated:, or correct one of the dates")


def links_used_before(checked: Checked) -> Iterator[Problem]:
    """Sources that an older article credits already."""
    covered: dict[str, Article] = {}
    for article in reversed(checked.catalog.articles):
        for number, source in enumerate(article.sources):
            line = article.line("sources", number)
            first = covered.setdefault(same_page(source.url), article)
            if first is not article:
                text = f"already covered on {first.date.at.date()}: {source.url}"
                yield Problem(article.path, line, text, f"the same link is in {first.path}")


def future_corrections(checked: Checked) -> Iterator[Problem]:
    """Corrections whose day is still to come."""
    for article in checked.articles:
        for correction in article.corrections:
            if correction.date.at > checked.as_of:
                text = f"the correction of {correction.date.at:%Y-%m-%d} is in the future"
                yield Problem(article.path, 0, text, "it appears on that day")


def links_to_unpublished_articles(checked: Checked) -> Iterator[Problem]:
    """Links that are left out until the article that they lead to is published."""
    yield from checked.links.warnings


def _not_expired(checked: Checked) -> Iterator[Article]:
    """The articles that are published, or may be one day: drafts too."""
    return (it for it in checked.articles if not it.expires or it.expires.at > checked.as_of)


def notes_on_unused_terms(checked: Checked) -> Iterator[Problem]:
    """Notes on a story, tag or the like that no article has, nor a draft if it is a story."""
    used = {term.note.path for term in checked.catalog.listings.terms if term.note}
    stories = {slugify(article.story) for article in _not_expired(checked)}
    kinds = {taxonomy.notes for taxonomy in TAXONOMIES}
    for note in checked.notes:
        if note.kind == "stories" and note.key in stories:
            continue
        if note.kind in kinds and note.path not in used:
            yield Problem(
                note.path, 0, f"no article has this key: {note.key}", "the note is not shown"
            )


def notes_on_empty_editions(checked: Checked) -> Iterator[Problem]:
    """Notes on editions that no article is in, nor a draft; or on a site without editions."""
    used = {edition.note.path for edition in checked.catalog.editions if edition.note}
    every = checked.settings.editions.every
    articles = _not_expired(checked) if every in PERIODS else ()
    periods = {PERIODS[every](article.date.at.date()) for article in articles}
    for note in checked.notes:
        if note.kind != "editions" or note.path in used:
            continue
        if every == "none":
            yield Problem(note.path, 0, "is not shown: site.yaml has editions: {every: none}")
        elif period_named(note.key, every) not in periods:
            yield Problem(note.path, 0, "this edition has no article", "the note is not shown")


def disambiguated_terms(checked: Checked) -> Iterator[Problem]:
    """Terms whose address has a digest, as an older one has the plain address."""
    for taxonomy, listing in checked.catalog.listings.by_taxonomy.items():
        for name in listing.vocabulary.disambiguated:
            address = taxonomy.address(name.slug)
            text = f"the {taxonomy.key} {name.title} has the address {address}"
            folder = f"content/{taxonomy.notes}/"
            older = f"an older {taxonomy.key} has the plain one"
            hint = f"{older}; a file in {folder} can choose another"
            yield Problem("site.yaml", 0, text, hint)


def files_not_copied(checked: Checked) -> Iterator[Problem]:
    """Files of a kind that is not copied to the site."""
    for path in checked.media:
        if not is_media(path):
            hint = unshown_advice(path) or KINDS
            yield Problem(path, 0, "was not copied to the site", hint)


def mistyped_story_keys(checked: Checked) -> Iterator[Problem]:
    """Stories that are likely one, as their keys differ by a letter."""
    yield from mistyped_stories(checked.catalog.listings.stories)


def mistyped_section_keys(checked: Checked) -> Iterator[Problem]:
    """Sections that site.yaml does not list, and that are spelled almost like a listed one."""
    listed = [it.key for it in checked.settings.sections]
    yield from mistyped_sections(checked.catalog.listings.sections, listed)


def accents_too_light(checked: Checked) -> Iterator[Problem]:
    """An accent that is darkened so that it can be read."""
    yield from darkened_accents(checked.settings.theme_options)


CHECKS: tuple[Callable[[Checked], Iterator[Problem]], ...] = (
    articles_without_a_source,
    long_quotations,
    sources_newer_than_the_article,
    links_used_before,
    future_corrections,
    links_to_unpublished_articles,
    notes_on_unused_terms,
    notes_on_empty_editions,
    disambiguated_terms,
    files_not_copied,
    mistyped_story_keys,
    mistyped_section_keys,
    accents_too_light,
)
