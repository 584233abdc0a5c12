"""Assets' bytes, copied or made, and written aside unless they stand in place already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from broadsheet.files import read_bytes
from broadsheet.icons import Icon, draw_icon
from broadsheet.making import Aside, lay_aside
from broadsheet.pages import Asset
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.renditions import Sized, SourceChanged, Whole, made
from broadsheet.share import ShareCard, draw_card


@dataclass(frozen=True, slots=True)
class AssetJob:
    """An asset to be made: its file, how large that is now (-1: not there), its name aside."""

    asset: Asset
    path: str
    size: int
    aside: str


@dataclass(frozen=True, slots=True)
class AssetBench:
    """Where assets are made: the site, and the folders of its output."""

    root: Path
    output: Path
    stage: Path


def batches(jobs: Iterable[AssetJob]) -> Iterator[tuple[AssetJob, ...]]:
    """The jobs, those of one source together, so that a picture is decoded once for all sizes."""
    for _, batch in groupby(jobs, key=lambda job: job.asset.source):
        yield tuple(batch)


def make_assets(jobs: Sequence[AssetJob], bench: AssetBench) -> tuple[Aside, ...]:
    """Make the assets of one source; raises ProblemsFound. Fit to be mapped over workers."""
    contents = _contents([job.asset for job in jobs], bench.root)
    return tuple(
        lay_aside(content, job.path, job.size, job.aside, bench.output, bench.stage)
        for job, content in zip(jobs, contents, strict=True)
    )


def _contents(assets: Sequence[Asset], root: Path) -> Iterator[bytes]:
    sized = [it.recipe for it in assets if isinstance(it.recipe, Sized | Whole)]
    if sized:
        yield from _pictures(sized, root)
        return
    for asset in assets:
        if isinstance(asset.recipe, ShareCard):
            yield draw_card(asset.recipe)
        elif isinstance(asset.recipe, Icon):
            yield draw_icon(asset.recipe)
        else:
            yield asset.content if asset.content is not None else _read(asset.source, root)


def _pictures(recipes: Sequence[Sized | Whole], root: Path) -> Iterator[bytes]:
    path = recipes[0].original.path
    content = _read(path, root)
    try:
        yield from made(recipes, content)
    except SourceChanged:
        problem = Problem(path, 0, "was changed while the site was built", "build again")
    except (OSError, ValueError) as error:
        problem = Problem(path, 0, f"cannot be brought to other sizes: {error}", "save it again")
    else:
        return
    raise ProblemsFound([problem])


def _read(path: str, root: Path) -> bytes:
    try:
        return read_bytes(root, path)
    except OSError as error:
        text = f"cannot be read: {error.strerror or error}"
        raise ProblemsFound([Problem(path, 0, text)]) from error
