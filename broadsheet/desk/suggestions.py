"""All suggestions for a draft: what a careful colleague would say, each with its reason.

They are computed from the draft, its reports' texts and what the site has. Nothing is written, and
no text is made: `value` holds only words that the site or a feed has already.
"""

from collections.abc import Collection, Iterator, Sequence

from broadsheet.content.check_settings import DEFAULT_CHECKS, CheckSettings
from broadsheet.desk.coverage_suggestions import (
    coverage_suggestions,
    linked_from,
    section_suggestion,
)
from broadsheet.desk.credit_suggestions import (
    credit_suggestions,
    quotation_suggestions,
    title_suggestions,
)
from broadsheet.desk.drafted import Drafted, Reported, own_words, texts_of
from broadsheet.desk.figure_suggestions import figure_suggestions
from broadsheet.desk.heading_suggestions import heading_suggestions
from broadsheet.desk.name_suggestions import name_suggestions
from broadsheet.desk.quoting import quoting
from broadsheet.desk.site_index import Entry, SiteIndex, words_of
from broadsheet.desk.story_suggestions import story_suggestion
from broadsheet.desk.suggestion import Suggestion
from broadsheet.desk.tag_suggestions import tag_suggestions
from broadsheet.desk.telling_words import written

LIKE = 40  # articles like a draft that are looked at
QUOTED = 40  # per cent of a text that may be quotation, as `attribution: quoted` has it
# How much the words of each text count when articles like a draft are looked for.
IN_TITLE, IN_DRAFT, IN_REPORT = 3.0, 1.0, 0.5
LEAD = 600  # characters of a report that count


def suggestions_for(
    drafted: Drafted,
    reports: Sequence[Reported],
    site: SiteIndex,
    limits: CheckSettings = DEFAULT_CHECKS,
    quoted: int = QUOTED,
    closed: Collection[str] = (),
) -> tuple[Suggestion, ...]:
    """All suggestions for a draft: first what to mend in its texts and credits, then its section,
    story and tags, then what the site has written on it.

    `limits` are the site's for titles and summaries, `quoted` the per cent of a text that may be
    quotation, `closed` the keys of stories that have ended.
    """
    return (
        *_to_mend(drafted, reports, site, limits, quoted),
        *_to_add(drafted, reports, site, closed),
    )


def _to_mend(
    drafted: Drafted,
    reports: Sequence[Reported],
    site: SiteIndex,
    limits: CheckSettings,
    quoted: int,
) -> Iterator[Suggestion]:
    found = quoting(own_words(drafted.body), reports)
    linked = [_as_report(it) for it in linked_from(drafted.body, site)]
    yield from credit_suggestions(drafted, reports, found)
    yield from title_suggestions(drafted, reports)
    yield from heading_suggestions(drafted, limits)
    yield from figure_suggestions(drafted, reports, linked)
    yield from name_suggestions(drafted, reports, site, linked)
    yield from quotation_suggestions(found, reports, quoted)


def _to_add(
    drafted: Drafted, reports: Sequence[Reported], site: SiteIndex, closed: Collection[str]
) -> Iterator[Suggestion]:
    own = dict(texts_of(drafted))
    texts = [*own.values(), *(it.title for it in reports), *(it.text[:LEAD] for it in reports)]
    weights = [IN_TITLE, *[IN_DRAFT] * (len(own) - 1), *[IN_REPORT] * (2 * len(reports))]
    words = written(texts)
    weighted = words_of(zip(texts, weights, strict=True))
    alike = site.alike(weighted, drafted.path, LIKE)
    yield from section_suggestion(drafted, reports, alike, words)
    yield from story_suggestion(alike, drafted.story, drafted.day, words, closed)
    yield from tag_suggestions(site, texts, alike, drafted, words)
    yield from coverage_suggestions(drafted, reports, alike, site, words)


def _as_report(entry: Entry) -> Reported:
    article = entry.article
    text = f"{article.standfirst}\n{entry.text}"
    return Reported(article.title, text, "", article.language, day=entry.day)
