"""The order of a build's steps."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from broadsheet.articles import Article
from broadsheet.assets import AssetBench, AssetJob, batches, make_assets
from broadsheet.builds import Account, Published, Request, Watch
from broadsheet.catalog import Catalog, arrange
from broadsheet.dead_links import dead_links
from broadsheet.files import MEMORY
from broadsheet.fingerprint import Fingerprints, engine
from broadsheet.making import Bench, Job, make_page
from broadsheet.manifest import asset_inputs, page_inputs, why
from broadsheet.plan import Plan, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publish import Output, kept_from_others
from broadsheet.schedule import next_change
from broadsheet.seal import seal, sight_of
from broadsheet.sources import read_sources
from broadsheet.store import FILE as STORE
from broadsheet.store import Damaged, set_aside
from broadsheet.texts import Library
from broadsheet.urls import output_path
from broadsheet.workers import Workers

Item = TypeVar("Item")
NEW_OBJECTS = 20_000  # so many more of them, and garbage is looked for among them


def build(request: Request, watch: Watch) -> Account:
    """Build the site: raises ProblemsFound, with the old site untouched, when sources are wrong."""
    memory = request.root / MEMORY
    with kept_from_others(request.root, request.output, request.wait, watch.waiting):
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
    """Build the site; `fault` says that its store was set aside. Raises Damaged if that is due."""
    workers = Workers(request.workers)
    with without_collecting(), closing(Library(request.root / MEMORY)) as library:
        sight = sight_of(request.root, request.drafts)
        sources = read_sources(request.root, workers, watch, fault, dead_links)
        settings = sources.settings
        as_of = request.as_of(settings.timezone).astimezone(settings.timezone)
        catalog = arrange(sources.articles, sources.notes, settings, as_of, request.drafts)
        plan = plan_site(catalog, sources, library, as_of)
        warnings = (*sources.warnings, *plan.warnings)
        if request.strict and warnings:
            raise ProblemsFound(warnings)
        output = Output(request.root, request.output, settings.url)
        bench = Bench(sources.themes, sources.words, output.folder, output.stage)
        with collecting_what_is_new():
            rendered = _make_pages(plan, bench, output, workers, watch)
        _make_assets(plan, request.root, output, workers, watch)
        published = output.finish()
        account = _account(sources.articles, catalog, published, rendered, warnings)
        periods = [edition.period for edition in catalog.editions]
        until = next_change(sources.articles, periods, as_of)
        seal(request, sight, output.look(), as_of, until, account)
    return account


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cyclic garbage alone: laying out makes next to none, and looking for it takes long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def collecting_what_is_new() -> Iterator[None]:
    """Look for cyclic garbage, which templates make, but not among what is there already."""
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
) -> list[tuple[str, str]]:
    """Make every page whose inputs changed; returns what was rendered, and why."""
    fingerprints, looks = Fingerprints(), cache(bench.look_of)
    jobs: list[Job] = []
    rendered = []
    for page in plan.pages:
        path = output_path(page.address)
        before = output.before.files.get(path)
        look = looks(page.template, page.theme)
        inputs = page_inputs(page, look, engine(), fingerprints) if before else ""
        if before and before.inputs == inputs and output.is_untouched(path):
            output.keep(path, before.inputs)
            continue
        rendered.append((page.address, why(inputs, before)))
        jobs.append(Job(page, path, output.size(path), str(len(jobs)), inputs))
    made = watch.making(workers.map(partial(make_page, bench=bench), jobs), len(jobs))
    for job, ready in zip(jobs, made, strict=True):
        output.take(job.path, job.aside, ready.aside, ready.inputs)
    return rendered


def _make_assets(plan: Plan, root: Path, output: Output, workers: Workers, watch: Watch) -> None:
    """Copy or make every asset that is new or changed."""
    jobs = []
    for number, asset in enumerate(plan.assets):
        path, inputs = output_path(asset.address), asset_inputs(asset)
        before = output.before.files.get(path)
        same = before is not None and before.inputs == inputs and asset.look != ""
        if same and output.is_untouched(path):
            output.keep(path, inputs)
            continue
        jobs.append(AssetJob(asset, path, output.size(path), f"asset-{number}"))
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
