"""The order of a build's steps."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from broadsheet.articles import Article, Reading, ReadingRules
from broadsheet.builds import Account, Published, Request, Watch
from broadsheet.catalog import Catalog, arrange, next_change
from broadsheet.files import MEMORY, Content, list_content, read_bytes
from broadsheet.fingerprint import Fingerprints, engine
from broadsheet.making import Bench, Job, lay_aside, make_page
from broadsheet.manifest import page_inputs, why
from broadsheet.notes import Note, NoteReading
from broadsheet.pages import Asset
from broadsheet.plan import Plan, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publish import Output, kept_from_others
from broadsheet.reading import read_all, read_file
from broadsheet.seal import seal, sight_of
from broadsheet.settings import FILE, Settings, read_settings
from broadsheet.store import FILE as STORE
from broadsheet.store import Damaged, opened_store, set_aside
from broadsheet.texts import Library
from broadsheet.themes import Theme, read_theme
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
        sources = _read(request.root, workers, watch, fault)
        settings, as_of = sources.settings, request.as_of(sources.settings.timezone)
        catalog = arrange(sources.articles, sources.notes, settings, as_of, request.drafts)
        plan = plan_site(catalog, sources.content, settings, sources.theme, library, as_of)
        warnings = (*sources.warnings, *plan.warnings)
        if request.strict and warnings:
            raise ProblemsFound(warnings)
        output = Output(request.root, request.output, settings.url)
        with collecting_what_is_new():
            rendered = _make_pages(plan, sources.theme, output, workers, watch)
        _copy_assets(plan, request.root, output)
        published = output.finish()
        account = _account(sources.articles, catalog, published, rendered, warnings)
        until = next_change(sources.articles, catalog.editions, as_of)
        seal(request, sight, output.look(), as_of, until, account)
    return account


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a site is made from, read and free of problems."""

    settings: Settings
    theme: Theme
    content: Content
    articles: tuple[Article, ...]
    notes: tuple[Note, ...]
    warnings: tuple[Problem, ...]


def _read(root: Path, workers: Workers, watch: Watch, fault: str) -> Sources:
    """Read all sources; raises ProblemsFound with everything that is wrong in any of them."""
    settings, report = read_settings(_settings_bytes(root))
    theme, theme_problems = read_theme(root, settings.theme, settings.theme_options)
    content = list_content(root)
    work = partial(read_file, root=root, rules=reading_rules(settings))
    with opened_store(root / MEMORY) as store:
        texts = read_all(
            root,
            content.texts,
            reading_rules(settings),
            store,
            lambda paths: watch.reading(workers.map(work, paths), len(paths)),
        )
    problems = [*report.problems, *theme_problems, *content.problems, *texts.problems]
    problems += [problem for reading in texts.readings for problem in reading.problems]
    if problems:
        raise ProblemsFound(problems)
    warnings = [warning for reading in texts.readings for warning in reading.warnings]
    if store.fault or fault:
        warnings.append(Problem(f"{MEMORY}/{STORE}", 0, store.fault or fault))
    return Sources(
        settings=settings,
        theme=theme,
        content=content,
        articles=tuple(it.article for it in _of(Reading, texts.readings) if it.article),
        notes=tuple(it.note for it in _of(NoteReading, texts.readings) if it.note),
        warnings=tuple(warnings),
    )


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


def _of(kind: type[Item], readings: Iterable[object]) -> Iterator[Item]:
    return (it for it in readings if isinstance(it, kind))


def _settings_bytes(root: Path) -> bytes | None:
    try:
        return read_bytes(root, FILE)
    except FileNotFoundError:
        return None


def reading_rules(settings: Settings) -> ReadingRules:
    """What a site's settings say about how one text is read."""
    return ReadingRules(
        zone=settings.timezone,
        language=settings.language,
        authors=settings.author,
        site_url=settings.url,
        raw_html=settings.markdown.raw_html,
    )


def _make_pages(
    plan: Plan, theme: Theme, output: Output, workers: Workers, watch: Watch
) -> list[tuple[str, str]]:
    """Make every page whose inputs changed; returns what was rendered, and why."""
    bench = Bench(theme.fingerprint(), theme, output.folder, output.stage)
    fingerprints, looks = Fingerprints(), cache(theme.look)
    jobs: list[Job] = []
    rendered = []
    for page in plan.pages:
        path = output_path(page.address)
        before = output.before.files.get(path)
        inputs = page_inputs(page, looks(page.template), engine(), fingerprints) if before else {}
        if before and before.inputs == inputs and output.is_untouched(path):
            output.keep(path, inputs)
            continue
        rendered.append((page.address, why(inputs, before)))
        jobs.append(Job(page, path, output.size(path), str(len(jobs)), inputs))
    made = watch.making(workers.map(partial(make_page, bench=bench), jobs), len(jobs))
    for job, ready in zip(jobs, made, strict=True):
        output.take(job.path, job.aside, ready.aside, ready.inputs)
    return rendered


def _copy_assets(plan: Plan, root: Path, output: Output) -> None:
    """Copy every asset that is new or changed."""
    for number, asset in enumerate(plan.assets):
        path, name = output_path(asset.address), f"asset-{number}"
        inputs = {"asset": asset.look}
        before = output.before.files.get(path)
        same = before is not None and before.inputs == inputs and asset.look != ""
        if same and output.is_untouched(path):
            output.keep(path, inputs)
            continue
        content = _asset_bytes(asset, root)
        aside = lay_aside(content, path, output.size(path), name, output.folder, output.stage)
        output.take(path, name, aside, inputs)


def _asset_bytes(asset: Asset, root: Path) -> bytes:
    if asset.content is not None:
        return asset.content
    try:
        return read_bytes(root, asset.source)
    except OSError as error:
        text = f"cannot be read: {error.strerror or error}"
        raise ProblemsFound([Problem(asset.source, 0, text)]) from error


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
        held=catalog.held,
        published=published,
        rendered=tuple(rendered),
        warnings=tuple(sorted(warnings)),
    )
