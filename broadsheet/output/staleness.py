"""Which pages and assets must be made: those whose inputs changed, or whose file did."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from broadsheet.files import CONTENT
from broadsheet.fingerprint import Fingerprints, engine
from broadsheet.output.asset_jobs import AssetJob
from broadsheet.output.folder import Output
from broadsheet.output.list_items import ArticleNames
from broadsheet.output.lost_addresses import shown_by
from broadsheet.output.manifest import (
    ManifestEntry,
    asset_inputs,
    page_inputs,
    page_made_with,
    why,
    with_templates,
)
from broadsheet.output.page_jobs import Job, RenderEnvironment
from broadsheet.site.later import Later
from broadsheet.site.outputs import Asset, Page
from broadsheet.urls import output_path

FEW = 200  # pages to make; what so many show takes little time and memory


@dataclass(frozen=True, slots=True)
class StalePages:
    """The pages to make, and what tells why they are: how they were made before, by their paths,
    and the names of articles. `alike` are the addresses of pages whose keys are the same."""

    jobs: tuple[Job, ...]
    alike: frozenset[str]
    before: Mapping[str, ManifestEntry]
    names: ArticleNames

    def why(self, job: Job, inputs: str) -> str:
        """Why a page is made from these inputs now, in the curator's words."""
        return why(inputs, self.before.get(job.path), self.names)


def stale_pages(
    pages: Sequence[Page], environment: RenderEnvironment, output: Output
) -> StalePages:
    """The pages to make; all others are kept in the output as they are.

    What a page is made from is compared only where its templates are the same; else the process
    that makes it finds that out. So it does where very many pages are to be compared. Where its key
    is the same too, nothing of it needs to be laid out.
    """
    signatures = cache(environment.template_fingerprint)
    shown = {path: it.shown for path, it in output.before.files.items()}
    names = ArticleNames(pages, {path: it for path, it in shown.items() if it.startswith(CONTENT)})
    jobs: list[Job] = []
    alike: list[str] = []
    for page in pages:
        path = output_path(page.address)
        before = output.before.files.get(path)
        signature = signatures(page.template, page.theme)
        inputs = compared = ""
        is_alike = bool(before and page.key and before.key == page.key)
        if before and before.inputs.startswith(page_made_with(page, signature, engine())):
            if is_alike and output.is_untouched(path):
                output.keep(path, before.inputs, before.shown, page.key)
                alike.append(page.address)
                continue
            compared = before.inputs if output.is_untouched(path) else ""
        elif before and is_alike:
            inputs = with_templates(before.inputs, page, signature, engine())
        staged = output.staged(path, str(len(jobs)))
        jobs.append(Job(page, path, output.size(path), staged, inputs, compared))
    if output.before.files and len(jobs) <= FEW:
        jobs = list(_compared(jobs, signatures, output))
        for job in jobs:
            _complete(job.page)
    return StalePages(tuple(jobs), frozenset(alike), output.before.files, names)


def _compared(
    jobs: Iterable[Job], signatures: Callable[[str, str], str], output: Output
) -> Iterator[Job]:
    """Those of few jobs that are to be done; the pages of the others are kept as they are."""
    fingerprints = Fingerprints()
    for job in jobs:
        page = job.page
        if not job.before:
            yield job
            continue
        signature = signatures(page.template, page.theme)
        inputs = page_inputs(page, signature, engine(), fingerprints)
        if job.is_as_before(inputs):
            output.keep(job.path, inputs, shown_by(page), page.key)
        else:
            yield replace(job, inputs=inputs, before="")


def _complete(page: Page) -> None:
    """Make what a page shows here: all processes share it, and none looks for garbage in it. Where
    many pages are made, the process that renders a page makes it: together it would need much time
    and memory."""
    contexts: list[object] = [page.context]
    if page.weighing:
        contexts += [getattr(it, "context", None) for it in page.context.get("entries", ())]
    for context in contexts:
        if isinstance(context, Later):
            context.keep()


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
