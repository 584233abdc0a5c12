"""Builds a site: the order of the steps."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from broadsheet.building.up_to_date import seal, sight_of
from broadsheet.builds import Account, Published, Request, Watch
from broadsheet.content.articles import Article
from broadsheet.content.store import FILE as STORE
from broadsheet.content.store import Damaged, set_aside
from broadsheet.content.texts import Library
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.digest.schedule import next_change
from broadsheet.files import MEMORY
from broadsheet.output.asset_jobs import AssetBench, batches, make_assets
from broadsheet.output.folder import Output
from broadsheet.output.foreign_files import told_foreign
from broadsheet.output.lost_addresses import shown_by, without_waiting
from broadsheet.output.manifest import asset_inputs
from broadsheet.output.page_jobs import Bench, make_page
from broadsheet.output.site_lock import kept_from_others
from broadsheet.output.staleness import stale_assets, stale_pages
from broadsheet.pages.plan import Plan, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.dead_links import dead_links
from broadsheet.site.inputs import read_sources
from broadsheet.workers import Workers

Item = TypeVar("Item")
NEW_OBJECTS = 20_000  # after so many new objects, garbage is collected among them


def build(request: Request, watch: Watch) -> Account:
    """Build the site. Raises ProblemsFound when sources are wrong, with the old site untouched."""
    memory = request.root / MEMORY
    with kept_from_others(request.root, request.output, request.wait, watch):
        try:
            return _build(request, watch)
        except Damaged as error:
            fault = set_aside(memory, error)
        try:
            return _build(request, watch, fault)
        except Damaged as error:
            text = f"is damaged ({error}), now as before"
            raise ProblemsFound([Problem(f"{MEMORY}/{STORE}", 0, text, "delete it")]) from error


def _build(request: Request, watch: Watch, fault: str = "") -> Account:
    """Build the site; `fault` says that its store was set aside. Raises Damaged if it should be."""
    workers = Workers(request.workers)
    with without_collecting(), closing(Library(request.root / MEMORY)) as library:
        sight = sight_of(request.root, request.drafts)
        sources = read_sources(request.root, workers, watch, fault, dead_links)
        settings = sources.settings
        as_of = request.as_of(settings.timezone).astimezone(settings.timezone)
        catalog = arrange(sources.articles, sources.notes, settings, as_of, request.drafts)
        plan = plan_site(catalog, sources, library, as_of)
        warnings = (*sources.warnings, *plan.warnings)
        planned = plan.paths()
        output = Output(request.root, request.output, settings.url, planned)
        warnings = (*warnings, *told_foreign(request.output, output.foreign))
        if request.strict and warnings:
            raise ProblemsFound(warnings)
        output.prepare()
        bench = Bench(sources.themes, sources.words, output.folder, output.stage)
        with collecting_what_is_new():
            rendered = _make_pages(plan, bench, output, workers, watch)
        _make_assets(plan, request.root, output, workers, watch)
        published = output.finish()
        published.lost = without_waiting(published.lost, sources.articles, sources.notes, settings)
        account = _account(sources.articles, catalog, published, rendered, warnings)
        periods = [edition.period for edition in catalog.editions]
        until = next_change(sources.articles, periods, as_of)
        with suppress(OSError):  # without a seal the next build looks at everything
            seal(request, sight, output.look(), as_of, until, account)
    return account


@contextmanager
def without_collecting() -> Iterator[None]:
    """Turn off the garbage collector: layout makes almost no garbage, and collecting is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def collecting_what_is_new() -> Iterator[None]:
    """Collect the garbage that templates make, but do not look at older objects."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
    try:
        yield
    finally:
        gc.disable()
        gc.set_threshold(*before)
        gc.unfreeze()


def _make_pages(
    plan: Plan, bench: Bench, output: Output, workers: Workers, watch: Watch
) -> tuple[tuple[str, str], ...]:
    """Make every page whose inputs changed; returns what was rendered, and why."""
    stale = stale_pages(plan.pages, bench, output)
    jobs = stale.jobs
    made = watch.making(workers.map(partial(make_page, bench=bench), jobs), len(jobs))
    for job, ready in zip(jobs, made, strict=True):
        output.take(job.path, job.aside, ready.aside, ready.inputs, shown_by(job.page))
    return stale.reasons


def _make_assets(plan: Plan, root: Path, output: Output, workers: Workers, watch: Watch) -> None:
    """Copy or make every asset that is new or changed."""
    jobs = stale_assets(plan.assets, output)
    work = partial(make_assets, bench=AssetBench(root, output.folder, output.stage))
    copied = tuple(batches(job for job in jobs if job.asset.recipe is None))
    drawn = tuple(batches(job for job in jobs if job.asset.recipe is not None))
    made = watch.drawing(workers.map(work, drawn), len(drawn))
    for batch, asides in zip((*copied, *drawn), chain(map(work, copied), made), strict=True):
        for job, aside in zip(batch, asides, strict=True):
            output.take(job.path, job.aside, aside, asset_inputs(job.asset))


def _account(
    articles: Sequence[Article],
    catalog: Catalog,
    published: Published,
    rendered: Sequence[tuple[str, str]],
    warnings: Sequence[Problem],
) -> Account:
    return Account(
        articles_in=len(articles),
        articles_out=len(catalog.articles),
        held=catalog.unpublished,
        published=published,
        rendered=tuple(rendered),
        warnings=tuple(sorted(warnings)),
    )
