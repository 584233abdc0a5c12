"""The order of a build's steps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.articles import Article, Reading, ReadingRules, read_article
from broadsheet.catalog import Catalog, Held, arrange
from broadsheet.feed import render_feed
from broadsheet.files import Content, ContentFile, read_bytes, read_content
from broadsheet.fingerprint import engine
from broadsheet.manifest import page_inputs, why
from broadsheet.notes import Note, NoteReading, is_note, read_note
from broadsheet.pages import FEED, Asset, Page
from broadsheet.plan import Plan, plan_site
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publish import Output, Published, opened
from broadsheet.render import Renderer
from broadsheet.settings import FILE, Settings, read_settings
from broadsheet.themes import Theme, read_theme
from broadsheet.urls import output_path


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build. `as_of` reads a moment in the site's time zone."""

    root: Path
    output: Path
    as_of: Callable[[Settings], datetime]
    drafts: bool = False
    strict: bool = False  # a warning stops the build like a problem
    wait: float = 30.0  # seconds for another build to end


@dataclass(frozen=True, slots=True)
class Account:
    """What a build took in, held back and did, and what the curator should know."""

    articles_in: int
    articles_out: int
    held: tuple[Held, ...]
    published: Published
    rendered: tuple[tuple[str, str], ...]  # addresses of pages, each with the reason
    warnings: tuple[Problem, ...]


class Watch:
    """Shows how far a build has come; this one shows nothing."""

    def articles(self, files: Sequence[ContentFile]) -> Iterable[ContentFile]:
        """The files to read, one at a time."""
        return files

    def pages(self, pages: Sequence[Page]) -> Iterable[Page]:
        """The pages to make, one at a time."""
        return pages

    def waiting(self) -> None:
        """Another build is running, and this one waits for it."""


def build(request: Request, watch: Watch) -> Account:
    """Build the site: raises ProblemsFound, with the old site untouched, when sources are wrong."""
    sources = _read(request.root, watch)
    settings, as_of = sources.settings, request.as_of(sources.settings)
    catalog = arrange(sources.articles, sources.notes, settings, as_of, request.drafts)
    plan = plan_site(catalog, sources.content, settings, sources.theme, as_of)
    warnings = (*sources.warnings, *plan.warnings)
    if request.strict and warnings:
        raise ProblemsFound(warnings)
    place = request.root, request.output, settings.url, request.wait
    with opened(*place, watch.waiting) as output:
        rendered = _make(plan, sources.theme, output, request.root, watch)
        published = output.finish()
    return _account(sources.articles, catalog, published, rendered, warnings)


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a site is made from, read and free of problems."""

    settings: Settings
    theme: Theme
    content: Content
    articles: tuple[Article, ...]
    notes: tuple[Note, ...]
    warnings: tuple[Problem, ...]


def _read(root: Path, watch: Watch) -> Sources:
    """Read all sources; raises ProblemsFound with everything that is wrong in any of them."""
    settings, report = read_settings(_settings_bytes(root))
    theme, theme_problems = read_theme(root, settings.theme)
    content = read_content(root)
    rules = _reading_rules(settings)
    readings = [_read_text(file, rules) for file in watch.articles(content.texts)]
    problems = [*report.problems, *theme_problems, *content.problems]
    problems += [problem for reading in readings for problem in reading.problems]
    if problems:
        raise ProblemsFound(problems)
    return Sources(
        settings=settings,
        theme=theme,
        content=content,
        articles=tuple(it.article for it in readings if isinstance(it, Reading) and it.article),
        notes=tuple(it.note for it in readings if isinstance(it, NoteReading) and it.note),
        warnings=tuple(warning for reading in readings for warning in reading.warnings),
    )


def _read_text(file: ContentFile, rules: ReadingRules) -> Reading | NoteReading:
    return read_note(file, rules) if is_note(file.path) else read_article(file, rules)


def _settings_bytes(root: Path) -> bytes | None:
    try:
        return read_bytes(root, FILE)
    except FileNotFoundError:
        return None


def _reading_rules(settings: Settings) -> ReadingRules:
    return ReadingRules(
        zone=settings.timezone,
        language=settings.language,
        authors=settings.author,
        site_url=settings.url,
        raw_html=settings.markdown.raw_html,
    )


def _make(
    plan: Plan, theme: Theme, output: Output, root: Path, watch: Watch
) -> list[tuple[str, str]]:
    """Make every page whose inputs changed, copy every asset; returns what was rendered, why."""
    renderer, look = Renderer(theme), theme.fingerprint()
    rendered = []
    for page in watch.pages(plan.pages):
        path = output_path(page.address)
        inputs = page_inputs(page, look, engine())
        before = output.before.files.get(path)
        if before and before.inputs == inputs and output.is_untouched(path):
            output.keep(path, inputs)
            continue
        rendered.append((page.address, why(inputs, before)))
        output.put(path, _bytes(page, renderer), inputs)
    for asset in plan.assets:
        output.put(output_path(asset.address), _asset_bytes(asset, root), {})
    return rendered


def _bytes(page: Page, renderer: Renderer) -> bytes:
    return render_feed(page.context["channel"]) if page.template == FEED else renderer.page(page)


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
