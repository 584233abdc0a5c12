"""Builds a site: the order of the steps."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from broadsheet.building.collecting import clear_up, collecting_what_is_new, without_collecting
from broadsheet.building.page_record import MadeWith, new_stamp, opened_record
from broadsheet.building.up_to_date import (
    InputSnapshot,
    Stamps,
    ledgers_of,
    record_of,
    remember_build,
    snapshot_of,
)
from broadsheet.builds import BuildOptions, BuildReport, ClusterFailed, Lost, Placed, Progress
from broadsheet.content.articles import Article, last_changed
from broadsheet.content.ledger import Ledger
from broadsheet.content.store import FILE as STORE
from broadsheet.content.store import Damaged, quarantine
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.digest.schedule import next_change
from broadsheet.files import MEMORY, Content, Listing, manifest_signature, standing_files
from broadsheet.fingerprint import engine
from broadsheet.hosting.hosts import PROFILES
from broadsheet.hosting.limits import too_large
from broadsheet.output.asset_jobs import AssetEnvironment, batches, copy_assets, drawing_steps
from broadsheet.output.folder import Output
from broadsheet.output.foreign_files import told_foreign
from broadsheet.output.lost_addresses import shown_by, without_waiting
from broadsheet.output.manifest import asset_inputs
from broadsheet.output.page_jobs import RenderEnvironment, page_steps
from broadsheet.output.site_lock import locked
from broadsheet.output.staleness import FEW, StalePages, stale_assets, stale_pages
from broadsheet.pages.cadence import joining_periods
from broadsheet.pages.plan import Plan, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.dead_links import dead_links
from broadsheet.site.inputs import Inputs, read_inputs, reading_rules
from broadsheet.site.outputs import Page
from broadsheet.urls import address_of, output_path
from broadsheet.workers import Workers

MANY = 2_000  # pages; as many are recorded in a fifth of a second


def build(
    options: BuildOptions,
    progress: Progress,
    snapshot: InputSnapshot | None = None,
    listing: Listing | None = None,
) -> BuildReport:
    """Build the site. `snapshot` is how its inputs looked a moment ago, if that is known: what has
    changed since is found by the next build. `listing` is how the output looked then.

    Raises ProblemsFound when sources are wrong, with the old site untouched.
    """
    memory = options.root / MEMORY
    with locked(options.root, options.output, options.wait, progress):
        if listing and listing.manifest != manifest_signature(options.root, options.output):
            snapshot = listing = None  # another build came first
        try:
            return _build(options, progress, snapshot, listing)
        except Damaged as error:
            fault = quarantine(memory, error)
        try:
            return _build(options, progress, snapshot, listing, fault)
        except Damaged as error:
            text = f"is still damaged ({error})"
            raise ProblemsFound([Problem(f"{MEMORY}/{STORE}", 0, text, "delete it")]) from error


def _build(
    options: BuildOptions,
    progress: Progress,
    snapshot: InputSnapshot | None,
    listing: Listing | None,
    fault: str = "",
) -> BuildReport:
    """Build the site; `fault` says that its store was set aside. Raises Damaged if this one is."""
    text_store = TextStore(options.root / MEMORY)
    with without_collecting(), closing(text_store), _workers(options) as workers:
        snapshot = snapshot or snapshot_of(options.root, options.drafts, options.future)
        inputs = _read(options.root, workers, progress, fault, snapshot.content)
        settings = inputs.settings
        as_of = options.as_of(settings.timezone).astimezone(settings.timezone)
        shown = (options.drafts, options.future)
        catalog = arrange(inputs.articles, inputs.notes, settings, as_of, *shown)
        plan = plan_site(catalog, inputs, text_store, as_of)
        output = _output(options, plan, settings.url, listing)
        warnings = (*inputs.warnings, *plan.warnings, *told_foreign(output.folder, output.foreign))
        if options.strict and warnings:
            raise ProblemsFound(warnings)
        output.prepare()
        folders = (options.root, output.folder, output.stage)
        environment = RenderEnvironment(inputs.themes, inputs.translations, *folders)
        stale = stale_pages(plan.pages, environment, output)
        rendered = _make_pages(stale, environment, output, workers, progress)
        _make_assets(plan, options.root, output, workers, progress)
        warnings = (*warnings, *_near_sizes(settings.host, output.sizes(), options.strict))
        done = output.finish()
        done.lost = _lost(done.lost, inputs)
        report = _report(inputs.articles, catalog, done, rendered, warnings)
        until = next_change(inputs.articles, joining_periods(catalog, settings, as_of), as_of)
        made = Recorded(plan.pages, frozenset(address for address, _ in rendered), stale.alike)
        stamps = Stamps(inputs.stamp, _record_pages(options, made, inputs, text_store))
        with suppress(OSError):  # without a record the next build looks at everything
            signature = output.signature()
            ledgers = ledgers_of(snapshot, inputs.ledger, plan.published)
            remember_build(options, snapshot, signature, (as_of, until), report, stamps, ledgers)
    return report


def _read(root: Path, workers: Workers, progress: Progress, fault: str, content: Content) -> Inputs:
    """All sources, as `read_inputs` reads them; raises ProblemsFound."""
    inputs = read_inputs(root, workers, progress, fault, dead_links, content)
    if len(inputs.changed) > FEW:
        clear_up()
    return inputs


def _output(options: BuildOptions, plan: Plan, url: str, listing: Listing | None) -> Output:
    """The output folder during this build, listed now where it has not been."""
    standing = listing.files if listing else standing_files(options.output)
    published = partial(_published_as, plan.published)
    return Output(options.root, options.output, url, standing, plan.paths(), published)


def _published_as(published: Ledger, path: str) -> str:
    """What the ledger says of the file at a path; empty for one that does not count."""
    found = published.get(address_of(path))
    return found.encoded() if found else ""


def _near_sizes(host: str, sizes: Mapping[str, int], is_strict: bool) -> tuple[Problem, ...]:
    """What to warn of in the sizes of files; raises ProblemsFound if the host takes less."""
    profile = PROFILES.get(host)
    if profile is None:
        return ()
    found = too_large(profile.title, profile.limits, sizes)
    wrong = (*found.problems, *(found.warnings if is_strict else ()))
    if wrong:
        raise ProblemsFound(wrong)
    return found.warnings


@contextmanager
def _workers(options: BuildOptions) -> Iterator[Workers]:
    """The workers of this build, on this machine or on a cluster; raises ClusterFailed."""
    local = Workers(options.workers)
    if not options.cluster:
        yield local
        return
    try:
        from broadsheet.building.cluster import connected  # needs an extra, and is slow to import
    except ImportError as error:
        hint = "in your clone of Broadsheet: pip install -c constraints.txt '.[cluster]'"
        raise ClusterFailed(f"--cluster needs the package distributed; {hint}") from error
    with connected(options.cluster, local) as workers:
        yield workers


def _lost(lost: Sequence[Lost], inputs: Inputs) -> list[Lost]:
    """The lost addresses that the curator should know: none once a ledger says which readers know,
    for the build keeps these."""
    if inputs.ledger is not None:
        return []
    return without_waiting(lost, inputs.articles, inputs.notes, inputs.settings)


def _make_pages(
    stale: StalePages,
    environment: RenderEnvironment,
    output: Output,
    workers: Workers,
    progress: Progress,
) -> tuple[tuple[str, str], ...]:
    """Make every page whose inputs changed; returns what was rendered, and why."""
    jobs, rendered = stale.jobs, []
    with collecting_what_is_new():
        made = progress.making(workers.map(page_steps(environment), jobs), len(jobs))
        for job, ready in zip(jobs, made, strict=True):
            if not job.is_as_before(ready.inputs):
                rendered.append((job.page.address, stale.why(job, ready.inputs)))
            shown, key = shown_by(job.page), job.page.key
            output.take(job.path, job.staged, ready.staged, ready.inputs, shown, key)
    return tuple(rendered)


def _make_assets(
    plan: Plan, root: Path, output: Output, workers: Workers, progress: Progress
) -> None:
    """Copy or make every asset that is new or changed."""
    jobs = stale_assets(plan.assets, output)
    environment = AssetEnvironment(root, output.folder, output.stage)
    copied = tuple(batches(job for job in jobs if job.asset.recipe is None))
    drawn = tuple(batches(job for job in jobs if job.asset.recipe is not None))
    made = chain(
        map(partial(copy_assets, environment=environment), copied),
        progress.drawing(workers.map(drawing_steps(environment), drawn), len(drawn)),
    )
    for batch, staged_files in zip((*copied, *drawn), made, strict=True):
        for job, staged in zip(batch, staged_files, strict=True):
            output.take(job.path, job.staged, staged, asset_inputs(job.asset))


@dataclass(frozen=True, slots=True)
class Recorded:
    """All pages, the addresses of those that were made, and of those whose keys were the same."""

    pages: Sequence[Page]
    changed: frozenset[str]
    alike: frozenset[str]


def _record_pages(
    options: BuildOptions, made: Recorded, inputs: Inputs, text_store: TextStore
) -> str:
    """Record how pages were laid out, for edits of texts; returns the stamp of the record, which is
    empty if there is none. A build that makes very many pages, as one from nothing does, is often
    not followed by an edit of words, so it records none. The next one begins a partial record, with
    the pages that can show what has changed since: a text is often edited again and again."""
    if len(made.changed) > MANY:
        return ""
    last, stamp = record_of(options), new_stamp()
    stamps = Stamps(**last["stamps"]) if last else None
    quoted = inputs.settings.attribution.quoted
    rules = reading_rules(inputs.settings)
    with suppress(sqlite3.Error), opened_record(options.root, options.output, text_store) as record:
        goes_on = record.begin(stamps.pages if stamps else "")
        is_partial = record.is_partial() if goes_on else stamps == Stamps(inputs.stored, "")
        if is_partial and stamps and stamps.store == inputs.stored:
            record.cover(inputs.changed)  # a page with the key of the last build shows none of them
        alike = made.alike if goes_on or is_partial else frozenset[str]()
        is_all = not goes_on or is_partial
        for page in made.pages:
            if page.address in made.changed or (is_all and page.address not in alike):
                record.put(output_path(page.address), page)
        made_with = MadeWith(engine(), inputs.themes, inputs.translations, rules, quoted)
        record.finish(made.pages, alike, made_with, stamp)
        return stamp
    return ""


def _report(
    articles: Sequence[Article],
    catalog: Catalog,
    placed: Placed,
    rendered: Sequence[tuple[str, str]],
    warnings: Sequence[Problem],
) -> BuildReport:
    return BuildReport(
        articles_in=len(articles),
        articles_out=len(catalog.articles),
        unpublished=catalog.unpublished,
        placed=placed,
        rendered=tuple(rendered),
        warnings=tuple(sorted(warnings)),
        changed=max((last_changed(it).at for it in catalog.articles), default=None),
    )
