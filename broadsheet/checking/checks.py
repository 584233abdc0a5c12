"""Every check that looks at a site itself, and all that the checks find."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from broadsheet.checking import (
    credits,
    headlines,
    pictures,
    tags,
    timing,
    weekdays,
    wording,
)
from broadsheet.checking.built import stopped, warned
from broadsheet.checking.desk import Desk
from broadsheet.checking.findings import CHECKS, Finding
from broadsheet.checking.selection import Selection
from broadsheet.content.texts import TextStore
from broadsheet.problems import Problem

FINDERS: Mapping[str, Callable[[Desk], Iterator[Problem]]] = {
    "bare-source": credits.bare_sources,
    "incomplete-source": credits.incomplete_sources,
    "repeated-source": credits.repeated_sources,
    "thin-correction": credits.thin_corrections,
    "long-title": headlines.long_titles,
    "capital-title": headlines.titles_in_capitals,
    "missing-summary": headlines.missing_summaries,
    "long-summary": headlines.long_summaries,
    "repeated-summary": headlines.repeated_summaries,
    "file-name-alt": pictures.alts_that_are_file_names,
    "heavy-picture": pictures.heavy_pictures,
    "large-picture": pictures.large_pictures,
    "vague-link": wording.vague_links,
    "template-code": wording.template_code,
    "skipped-heading": wording.skipped_headings,
    "double-word": wording.double_words,
    "wrong-weekday": weekdays.wrong_weekdays,
    "similar-tag": tags.similar_tags,
    "quiet-story": timing.quiet_stories,
    "old-draft": timing.old_drafts,
    "scheduled": timing.scheduled_articles,
    "expired": timing.expired_articles,
}


def findings_of(desk: Desk, text_store: TextStore, selection: Selection) -> tuple[Finding, ...]:
    """All that the chosen checks find, in order of files and lines."""
    found = [*stopped(desk, text_store), *warned(desk)]
    for name, find in FINDERS.items():
        if name in selection.names:
            found += (Finding(name, CHECKS[name].level, problem) for problem in find(desk))
    return in_order(it for it in found if selection.holds(it))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file and line, each once."""
    return tuple(sorted(set(findings), key=lambda it: (it.problem, it.check)))
