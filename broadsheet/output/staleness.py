"""Which pages and assets must be made: those whose inputs changed, or whose file did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.files import CONTENT
from broadsheet.fingerprint import Fingerprints, engine
from broadsheet.output.asset_jobs import AssetJob
from broadsheet.output.folder import Output
from broadsheet.output.list_items import ArticleNames
from broadsheet.output.lost_addresses import shown_by
from broadsheet.output.manifest import asset_inputs, page_inputs, why
from broadsheet.output.page_jobs import Job, RenderEnvironment
from broadsheet.site.outputs import Asset, Page
from broadsheet.urls import output_path


@dataclass(frozen=True, slots=True)
class StalePages:
    """The pages to make, and the address and the reason of each."""

    jobs: tuple[Job, ...]
    reasons: tuple[tuple[str, str], ...]


def stale_pages(
    pages: Sequence[Page], environment: RenderEnvironment, output: Output
) -> StalePages:
    """The pages to make; all others are kept in the output as they are."""
    fingerprints, signatures = Fingerprints(), cache(environment.template_fingerprint)
    shown = {path: it.shown for path, it in output.before.files.items()}
    names = ArticleNames(pages, {path: it for path, it in shown.items() if it.startswith(CONTENT)})
    jobs: list[Job] = []
    reasons = []
    for page in pages:
        path = output_path(page.address)
        before = output.before.files.get(path)
        signature = signatures(page.template, page.theme)
        inputs = page_inputs(page, signature, engine(), fingerprints) if before else ""
        if before and before.inputs == inputs and output.is_untouched(path):
            output.keep(path, inputs, shown_by(page))
            continue
        reasons.append((page.address, why(inputs, before, names)))
        staged = output.staged(path, str(len(jobs)))
        jobs.append(Job(page, path, output.size(path), staged, inputs))
    return StalePages(tuple(jobs), tuple(reasons))


def stale_assets(assets: Iterable[Asset], output: Output) -> list[AssetJob]:
    """The assets to copy or to make; all others are kept in the output as they are."""
    jobs = []
    for number, asset in enumerate(assets):
        path, inputs = output_path(asset.address), asset_inputs(asset)
        before = output.before.files.get(path)
        same = before is not None and before.inputs == inputs and asset.signature != ""
        if same and output.is_untouched(path):
            output.keep(path, inputs)
            continue
        staged = output.staged(path, f"asset-{number}")
        jobs.append(AssetJob(asset, path, output.size(path), staged))
    return jobs
