"""Copies or makes assets, and stages those that are new or changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from broadsheet.files import read_bytes
from broadsheet.images.icons import Icon, draw_icon
from broadsheet.images.renditions import Sized, SourceChanged, Whole, made
from broadsheet.images.share_images import ShareCard, draw_card
from broadsheet.output.page_jobs import StagedFile, lay_copy_aside, stage_file
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.outputs import Asset


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


def batches(jobs: Iterable[AssetJob]) -> Iterator[tuple[AssetJob, ...]]:
    """Jobs grouped by source, so that a picture is decoded once for all its sizes."""
    for _, batch in groupby(jobs, key=lambda job: job.asset.source):
        yield tuple(batch)


def make_assets(jobs: Sequence[AssetJob], environment: AssetEnvironment) -> tuple[StagedFile, ...]:
    """Make the assets of one source; raises ProblemsFound. Can be mapped over workers."""
    sized = [it.asset.recipe for it in jobs if isinstance(it.asset.recipe, Sized | Whole)]
    if not sized:
        return tuple(_single(job, environment) for job in jobs)
    pictures = zip(jobs, _pictures(sized, environment.root), strict=True)
    return tuple(_laid_aside(content, job, environment) for job, content in pictures)


def _single(job: AssetJob, environment: AssetEnvironment) -> StagedFile:
    asset = job.asset
    if isinstance(asset.recipe, ShareCard):
        return _laid_aside(draw_card(asset.recipe), job, environment)
    if isinstance(asset.recipe, Icon):
        return _laid_aside(draw_icon(asset.recipe), job, environment)
    if asset.content is not None:
        return _laid_aside(asset.content, job, environment)
    return _copied_aside(job, environment)


def _laid_aside(content: bytes, job: AssetJob, environment: AssetEnvironment) -> StagedFile:
    return stage_file(
        content, job.path, job.size, job.staged, environment.output, environment.stage
    )


def _copied_aside(job: AssetJob, environment: AssetEnvironment) -> StagedFile:
    source = environment.root / job.asset.source
    try:
        source.open("rb").close()
    except OSError as error:
        raise _unread(job.asset.source, error) from error
    return lay_copy_aside(
        source, job.path, job.size, job.staged, environment.output, environment.stage
    )


def _pictures(recipes: Sequence[Sized | Whole], root: Path) -> Iterator[bytes]:
    path = recipes[0].original.path
    content = _read(path, root)
    try:
        yield from made(recipes, content)
    except SourceChanged:
        problem = Problem(path, 0, "was changed while the site was built", "build again")
    except (OSError, ValueError) as error:
        problem = Problem(path, 0, f"cannot be resized: {error}", "save it again")
    else:
        return
    raise ProblemsFound([problem])


def _read(path: str, root: Path) -> bytes:
    try:
        return read_bytes(root, path)
    except OSError as error:
        raise _unread(path, error) from error


def _unread(path: str, error: OSError) -> ProblemsFound:
    return ProblemsFound([Problem(path, 0, f"cannot be read: {error.strerror or error}")])
