"""Brings a site up to date after an edit of texts, without arranging and laying out all of it.

Most edits change the words of a text and no more. This is why it is right to make only the pages
that show that text, from the record of how they were laid out:

1. Nothing else changed. The last build's record says that its output and all inputs but texts are
   the same, that time alone changes nothing, and that the store and the record of pages are its.
   `body_change` says that of each edited text only what depends on its words changed.
2. So the site's layout, a function of these inputs, changes only where it uses what depends on
   words. Contexts hold that as `Text`, `PlainText` and `Counted`, which know their text. The record
   has found them in each page, wherever they stood, and puts the new ones in their place.
3. Sizes also decide which entries a feed or a part of the search index has. The layout says of each
   by how much sizes may change before that would (`Weighed`). Edits keep within it.
4. Warnings depend on words by too long quotations, which must be as before, and by lines of links.

Where any of this does not hold, the answer is None and the site is built in full. As a last check,
each page from the record, with its old texts, must be what the manifest says stands in the output.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from broadsheet.building.body_change import BodyChange
from broadsheet.building.changed_texts import are_the_same, changed_texts
from broadsheet.building.collecting import without_collecting
from broadsheet.building.page_record import PageRecord, new_stamp, opened_record
from broadsheet.building.up_to_date import (
    LastBuild,
    Stamps,
    record_of,
    remember_build,
    signatures_of,
)
from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.content.store import Damaged, standing_store
from broadsheet.content.texts import TextStore
from broadsheet.files import MEMORY, Standing
from broadsheet.fingerprint import Fingerprints, engine, of_signatures, remember_engine
from broadsheet.output.manifest import ManifestEntry, page_inputs, why
from broadsheet.output.page_jobs import Job, RenderEnvironment, page_steps
from broadsheet.output.page_jobs import Made as MadePage
from broadsheet.output.partial import PartialOutput, RecordLost
from broadsheet.output.site_lock import locked
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.workers import Workers

FEW = 40  # pages; to start processes for them takes longer


class NotPossible(Exception):
    """The site must be built in full."""


def edit_texts(options: BuildOptions, last: LastBuild, progress: Progress) -> BuildReport | None:
    """Bring the site up to date, if only words of texts changed; None if it must be built in full.

    Mistakes in texts and damaged records are left to the build in full to report and to mend.
    """
    with locked(options.root, options.output, options.wait, progress), without_collecting():
        if record_of(options) != last.record:
            return None
        try:
            return _edit_texts(options, last, progress)
        except (NotPossible, RecordLost, Damaged, sqlite3.Error, ProblemsFound):
            return None


def _edit_texts(options: BuildOptions, last: LastBuild, progress: Progress) -> BuildReport:
    memory = options.root / MEMORY
    with (
        closing(TextStore(memory)) as text_store,
        standing_store(memory) as store,
        opened_record(options.root, options.output, text_store) as record,
    ):
        if not are_the_same(last.snapshot, store):
            raise NotPossible
        with_what = record.made_with()
        if with_what is None or Stamps(store.stamp(), record.stamp()) != last.stamps():
            raise NotPossible
        remember_engine(with_what.engine)
        read = changed_texts(options.root, last.snapshot, store, with_what, progress)
        before = last.report()
        warnings = warnings_after(before.warnings, read.changes) if read else ()
        if read is None or (options.strict and warnings):
            raise NotPossible
        output = PartialOutput(options.root, options.output)
        environment = RenderEnvironment(
            with_what.themes, with_what.translations, options.root, output.folder, output.stage
        )
        jobs = list(_jobs(record, read.changes, output, environment))
        store.keep(read.made)
        workers = Workers(options.workers if len(jobs) > FEW else 1)
        made = workers.map(page_steps(environment), jobs)
        rendered = _taken(jobs, progress.making(made, len(jobs)), output, record)
        stamps = Stamps(store.stamp(), new_stamp())
        record.finish_edit(stamps.pages)
        written = output.finish()
    unchanged = [path for path in before.placed.unchanged if path not in written]
    placed = replace(before.placed, written=list(written), unchanged=unchanged)
    report = replace(before, placed=placed, rendered=rendered, warnings=warnings)
    _remember(options, last, report, written, stamps)
    return report


def _jobs(
    record: PageRecord,
    changes: Sequence[BodyChange],
    output: PartialOutput,
    environment: RenderEnvironment,
) -> Iterator[Job]:
    """The pages that show a changed text, as they are to be made."""
    paths = [it.path for it in changes]
    if not record.covers(paths):
        record.want_more()
        raise NotPossible
    if not record.takes(paths, sum(it.growth for it in changes)):
        raise NotPossible
    bodies = {it.path: it.body for it in changes}
    fingerprints, signatures = Fingerprints(), cache(environment.template_fingerprint)
    for number, path in enumerate(record.paths_showing(paths)):
        before, as_it_was, page = output.before(path), record.page(path), record.page(path, bodies)
        signature = signatures(page.template, page.theme)
        if page_inputs(as_it_was, signature, engine(), fingerprints) != before.inputs:
            raise NotPossible
        inputs = page_inputs(page, signature, engine(), fingerprints)
        yield Job(page, path, before.size, str(number), inputs)


def _taken(
    jobs: Sequence[Job], made: Iterable[MadePage], output: PartialOutput, record: PageRecord
) -> tuple[tuple[str, str], ...]:
    """Use and record the pages that were made; returns their addresses, and why they were."""
    rendered = []
    for job, ready in zip(jobs, made, strict=True):
        rendered.append((job.page.address, why(job.inputs, output.before(job.path))))
        output.take(job.path, job.staged, ready.staged, job.inputs)
        record.put(job.path, job.page)
    return tuple(rendered)


def warnings_after(before: Sequence[Problem], changes: Sequence[BodyChange]) -> tuple[Problem, ...]:
    """All warnings of the site, with those of changed texts as they are now; raises NotPossible
    where only laying out the site can tell."""
    paths = {it.path for it in changes}
    others = [it for it in before if it.path not in paths]
    own = Counter(it for it in before if it.path in paths)
    of_reading = Counter(warning for it in changes for warning in it.warnings_before)
    moved = {(it.path, line) for it in changes for line in it.moved_lines}
    of_layout = own - of_reading
    if any(it.path.startswith(MEMORY) for it in others):  # said once, by the build that mended it
        raise NotPossible
    if of_reading - own or any((it.path, it.line) in moved for it in of_layout):
        raise NotPossible
    now = [warning for it in changes for warning in it.warnings]
    return tuple(sorted([*others, *of_layout.elements(), *now]))


def _remember(
    options: BuildOptions,
    last: LastBuild,
    report: BuildReport,
    written: Mapping[str, ManifestEntry],
    stamps: Stamps,
) -> None:
    """Remember this build as the last one."""
    now = {path: Standing(it.size, it.mtime_ns, True) for path, it in written.items()}
    seen = signatures_of({**last.listing.files, **now})
    zone = ZoneInfo(last.record["zone"])
    times = options.as_of(zone).astimezone(zone), last.until()
    with suppress(OSError):  # without a record the next build looks at everything
        signature = of_signatures(seen)
        ledgers = last.record["ledgers"]
        remember_build(options, last.snapshot, signature, times, report, stamps, ledgers)
