"""Copies or makes assets, and stages those that are new or changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from broadsheet.images.icons import Icon, draw_icon
from broadsheet.images.making import make, read_source, unread
from broadsheet.images.renditions import Sized, Whole
from broadsheet.images.share_images import ShareCard, draw_card
from broadsheet.output.page_jobs import StagedFile, stage_copy, stage_file
from broadsheet.site.later import Once
from broadsheet.site.outputs import Asset
from broadsheet.workers import Steps

Recipe = Sized | Whole | ShareCard | Icon


@dataclass(frozen=True, slots=True)
class AssetJob:
    """An asset to make: its file, the file's size now (-1: missing), and its staged name."""

    asset: Asset
    path: str
    size: int
    staged: str


@dataclass(frozen=True, slots=True)
class AssetEnvironment:
    """Where assets are made: the site, and the folders of its output."""

    root: Path
    output: Path
    stage: Path

    def staged(self, jobs: Sequence[AssetJob], contents: Sequence[bytes]) -> tuple[StagedFile, ...]:
        """Stage the files of assets that were drawn."""
        pairs = zip(jobs, contents, strict=True)
        return tuple(_staged(content, job, self) for job, content in pairs)


def batches(jobs: Iterable[AssetJob]) -> Iterator[tuple[AssetJob, ...]]:
    """Jobs grouped by source, so that a picture is decoded once for all its sizes."""
    for _, batch in groupby(jobs, key=lambda job: job.asset.source):
        yield tuple(batch)


def copy_assets(jobs: Sequence[AssetJob], environment: AssetEnvironment) -> tuple[StagedFile, ...]:
    """Copy the assets of one source; raises ProblemsFound."""
    return tuple(
        _staged_copy(job, environment)
        if job.asset.content is None
        else _staged(job.asset.content, job, environment)
        for job in jobs
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """The recipes of all files that are drawn from one source, and the source's bytes."""

    recipes: tuple[Recipe, ...]
    content: bytes


def drawing_steps(
    environment: AssetEnvironment,
) -> Steps[Sequence[AssetJob], Drawing, tuple[bytes, ...], tuple[StagedFile, ...]]:
    """How to draw the assets of one source that have recipes; raises ProblemsFound."""
    return Steps(partial(_taken, root=environment.root), _drawn, environment.staged)


def _taken(jobs: Sequence[AssetJob], root: Path) -> Drawing:
    found = (job.asset.recipe for job in jobs)
    recipes = tuple(it() if isinstance(it, Once) else it for it in found if it)
    sized = [it.original.path for it in recipes if isinstance(it, Sized | Whole)]
    return Drawing(recipes, read_source(sized[0], root) if sized else b"")


def _drawn(drawing: Drawing) -> tuple[bytes, ...]:
    sized = [it for it in drawing.recipes if isinstance(it, Sized | Whole)]
    if sized:
        return tuple(make(sized, drawing.content))
    return tuple(_single(recipe) for recipe in drawing.recipes)


def _single(recipe: Recipe) -> bytes:
    if isinstance(recipe, ShareCard):
        return draw_card(recipe)
    if isinstance(recipe, Icon):
        return draw_icon(recipe)
    raise TypeError(recipe)


def _staged(content: bytes, job: AssetJob, environment: AssetEnvironment) -> StagedFile:
    return stage_file(
        content, job.path, job.size, job.staged, environment.output, environment.stage
    )


def _staged_copy(job: AssetJob, environment: AssetEnvironment) -> StagedFile:
    source = environment.root / job.asset.source
    try:
        source.open("rb").close()
    except OSError as error:
        raise unread(job.asset.source, error) from error
    return stage_copy(source, job.path, job.size, job.staged, environment.output, environment.stage)
