"""Makes the bytes of a page, and stages them if they are new or changed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from io import BufferedReader, FileIO
from pathlib import Path

from broadsheet.content.texts import Embedding, PlainText, Text
from broadsheet.fingerprint import Fingerprints, engine
from broadsheet.images.making import read_source
from broadsheet.output.manifest import AND, page_inputs
from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.formats import Tools, needs_of, rendered, templates_of
from broadsheet.rendering.templates import Renderer
from broadsheet.site.later import Later
from broadsheet.site.outputs import Page
from broadsheet.site.search_index import SearchEntry
from broadsheet.site.views import (
    ArticleView,
    Channel,
    EditionItem,
    EditionPart,
    EditionView,
    PageHead,
    RelatedGroup,
)
from broadsheet.themes.theme import Theme
from broadsheet.translations import Translations
from broadsheet.workers import Steps

OF_ONE_PAGE = (  # not shared
    *(PageHead, ArticleView, EditionView, EditionPart, EditionItem, Text, Embedding),
    *(RelatedGroup, Channel, SearchEntry, PlainText),
)
NO_FILES: Mapping[str, bytes] = {}
PIECE = 1 << 20  # bytes that a copy takes at a time


@dataclass(frozen=True, slots=True)
class RenderEnvironment:
    """What all pages are made with: themes, translations and folders."""

    themes: Mapping[str, Theme]
    translations: Translations
    root: Path
    output: Path
    stage: Path

    def __hash__(self) -> int:
        return hash((self.translations.digest, self.output))

    def template_fingerprint(self, template: str, theme: str) -> str:
        """What stands for all but the values that can affect a page of a theme's template: a
        fingerprint of the theme, and one of the translations."""
        names = templates_of(template)
        return f"{self.themes[theme].template_fingerprint(*names)}{AND}{self.translations.digest}"

    def staged(self, job: "Job", rendered: "RenderedPage") -> "Made":
        """Stage a page that was rendered."""
        if job.is_as_before(rendered.inputs):
            return Made(StagedFile(False, job.size, 0), rendered.inputs)
        staged = stage_file(
            rendered.content, job.path, job.size, job.staged, self.output, self.stage
        )
        return Made(staged, rendered.inputs)


@dataclass(frozen=True, slots=True)
class Job:
    """A page to make: its file, the file's size now (-1: missing), and its staged name.

    `inputs` is empty if they are not known yet. `before` is what the page in place was made from:
    it need not be made if that is the same; empty if it must be. `files` are the bytes of files
    that the page needs, by their paths.
    """

    page: Page
    path: str
    size: int
    staged: str
    inputs: str
    before: str = ""
    files: Mapping[str, bytes] = field(default_factory=lambda: NO_FILES, repr=False)

    def is_as_before(self, inputs: str) -> bool:
        """Whether the page in place was made from these inputs, and may stay."""
        return self.before != "" and inputs == self.before


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A staged file; `is_new` is false if the same bytes are in place already."""

    is_new: bool
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made, and what it was made from; or one that is as it was before."""

    staged: StagedFile
    inputs: str


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page's bytes, and what they were made from; no bytes if the page is as it was before."""

    content: bytes
    inputs: str


def page_steps(
    environment: RenderEnvironment,
) -> Steps[Job, Job | RenderedPage, RenderedPage, Made]:
    """How to make a page."""
    return Steps(
        partial(with_files, root=environment.root),
        partial(render_page, environment=environment),
        environment.staged,
        partial(_forget, environment=environment),
    )


def with_files(job: Job, root: Path) -> Job:
    """A page to make with the files that it needs; raises ProblemsFound."""
    paths = needs_of(job.page)
    return replace(job, files={it: read_source(it, root) for it in paths}) if paths else job


def render_page(job: Job, environment: RenderEnvironment) -> RenderedPage:
    """Render one page, unless it is as it was before; raises TemplateFailed."""
    tools = _tools(environment)
    page = _with_all_values(job.page)
    inputs = tools.inputs_of(page) if job.before else job.inputs
    if job.is_as_before(inputs):
        made = RenderedPage(b"", inputs)
    else:
        given = replace(tools.of_formats, files=job.files) if job.files else tools.of_formats
        content = rendered(page, given)
        made = RenderedPage(content, inputs or tools.inputs_of(page))
    _let_go(page)
    return made


def _let_go(page: Page) -> None:
    """Forget what the entries of a feed show: their bytes and fingerprints are known now."""
    for entry in page.context.get("entries", ()):
        context = getattr(entry, "context", None)
        if isinstance(context, Later):
            context.let_go()


def _with_all_values(page: Page) -> Page:
    """A page whose values are there, and are gone with it: many pages would need much memory."""
    context = page.context
    return replace(page, context=context.whole()) if isinstance(context, Later) else page


def stage_file(
    content: bytes, path: str, size: int, name: str, output: Path, stage: Path
) -> StagedFile:
    """Stage a file, unless the same bytes are in place already."""
    if size == len(content) and (output / path).read_bytes() == content:
        return StagedFile(False, size, 0)
    with open(f"{stage}/{name}", "wb", buffering=0) as staged:
        return _written(content, staged)


def stage_copy(
    source: Path, path: str, size: int, name: str, output: Path, stage: Path
) -> StagedFile:
    """Stage a copy of a file, made in pieces, unless the same bytes are in place already."""
    with source.open("rb") as content:
        if size == os.fstat(content.fileno()).st_size and _are_same(content, output / path):
            return StagedFile(False, size, 0)
        content.seek(0)
        with open(f"{stage}/{name}", "wb", buffering=0) as staged:
            while piece := content.read(PIECE):
                _written(piece, staged)
            return _staged_file(staged)


def _written(content: bytes, staged: FileIO) -> StagedFile:
    """Write all of some bytes: a single write may take a part of them, as on a disk that fills."""
    left = memoryview(content)
    while left:
        left = left[staged.write(left) :]
    return _staged_file(staged)


def _staged_file(staged: FileIO) -> StagedFile:
    status = os.fstat(staged.fileno())
    return StagedFile(True, status.st_size, status.st_mtime_ns)


def _are_same(content: BufferedReader, path: Path) -> bool:
    with path.open("rb") as standing:
        while piece := content.read(PIECE):
            if standing.read(PIECE) != piece:
                return False
        return not standing.read(1)


class _Tools:
    """What renders pages, and what it remembers of their values."""

    def __init__(self, environment: RenderEnvironment) -> None:
        self._renderers = {
            name: Renderer(theme, environment.translations, environment.root)
            for name, theme in environment.themes.items()
        }
        self._template_fingerprints = cache(environment.template_fingerprint)
        self.forget()

    def inputs_of(self, page: Page) -> str:
        """What a page is made from."""
        template_fingerprint = self._template_fingerprints(page.template, page.theme)
        return page_inputs(page, template_fingerprint, engine(), self.fingerprints)

    def forget(self) -> None:
        """Forget values. They are known by identity, and kept for as long as they are known."""
        self.fingerprints = Fingerprints(OF_ONE_PAGE)
        self.of_formats = Tools(self._renderers, Items(self._renderers[""].part))
        for renderer in self._renderers.values():
            renderer.forget()


@lru_cache(maxsize=1)
def _tools(environment: RenderEnvironment) -> _Tools:
    return _Tools(environment)


def _forget(environment: RenderEnvironment) -> None:
    _tools(environment).forget()
