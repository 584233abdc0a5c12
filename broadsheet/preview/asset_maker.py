"""Gives the assets of a preview: files as they are, and pictures in sizes made on demand."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from broadsheet.files import StatSignature
from broadsheet.fingerprint import engine, of_bytes, of_value
from broadsheet.kept import keep, kept
from broadsheet.output.asset_jobs import AssetEnvironment, AssetJob, drawing_steps
from broadsheet.preview.changes import Shown
from broadsheet.preview.page_maker import PREVIEW
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.outputs import Asset
from broadsheet.urls import output_path


def shown_asset(asset: Asset, root: Path) -> Shown:
    """An asset of the site at `root`. What is drawn is kept in `.broadsheet/preview/` if that is
    possible."""
    try:
        if asset.content is not None:
            return Shown(asset.content, None, of_bytes(asset.content))
        if asset.recipe is None:
            return _file(root / asset.source)
        return _drawn(asset, root)
    except ProblemsFound as found:
        return Shown(None, None, "", problems=found.problems)
    except OSError as error:
        text = f"cannot be read: {error.strerror or error}"
        return Shown(None, None, "", problems=(Problem(asset.source, 0, text),))


def _file(path: Path) -> Shown:
    return Shown(None, path, of_value(str(StatSignature.of(path.stat()))))


def forget_others(assets: Iterable[Asset], root: Path) -> None:
    """Delete what was kept for files that the site has no more."""
    folder = root / PREVIEW
    with suppress(OSError):
        names = {of_value(asset.address) for asset in assets if asset.recipe}
        for name in set(os.listdir(folder)) - names:
            (folder / name).unlink()


def _drawn(asset: Asset, root: Path) -> Shown:
    """One file for each address, so that a picture takes the place of the one before."""
    file = root / PREVIEW / of_value(asset.address)
    key = of_value((engine(), asset.address, asset.signature))
    content = kept(file, key)
    if content is None:
        nowhere = root / PREVIEW
        steps = drawing_steps(AssetEnvironment(root, nowhere, nowhere))
        job = AssetJob(asset, output_path(asset.address), -1, "")
        (content,) = steps.work(steps.take([job]))
        keep(file, key, content)
    return Shown(content, None, of_bytes(content))
