"""Makes the pages of a preview when they are asked for, and keeps the latest within bounds."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from broadsheet.content.texts import TextStore
from broadsheet.files import MEMORY
from broadsheet.fingerprint import Fingerprints, engine, of_bytes
from broadsheet.output.manifest import page_inputs
from broadsheet.output.page_jobs import Job, RenderEnvironment, page_steps
from broadsheet.preview.layout import Layout
from broadsheet.preview.word_edits import RenewedPages
from broadsheet.site.later import Later
from broadsheet.site.outputs import Page

MOST_BYTES = 8_000_000  # of pages that are kept
FINGERPRINTED = 500  # pages whose values are remembered together
PREVIEW = f"{MEMORY}/preview"


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's bytes, the fingerprint of all that they were made from, and their own."""

    inputs: str
    content: bytes
    tag: str


class KeptPages:
    """The pages that were asked for last, by their paths in the built site."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[str, MadePage] = OrderedDict()
        self._bytes, self._most = 0, most_bytes

    def get(self, path: str) -> MadePage | None:
        """The page at a path as it was made last, if it is still kept."""
        if path in self._pages:
            self._pages.move_to_end(path)
        return self._pages.get(path)

    def put(self, path: str, page: MadePage) -> None:
        """Keep a page, and let go of those that were not asked for the longest."""
        before = self._pages.pop(path, None)
        self._bytes += len(page.content) - (len(before.content) if before else 0)
        self._pages[path] = page
        while self._bytes > self._most and len(self._pages) > 1:
            _, oldest = self._pages.popitem(last=False)
            self._bytes -= len(oldest.content)


class PageMaker:
    """Makes the pages of one layout."""

    def __init__(self, layout: Layout, root: Path, texts: TextStore, kept: KeptPages) -> None:
        nowhere = root / PREVIEW  # pages are not written
        environment = RenderEnvironment(layout.themes, layout.translations, root, nowhere, nowhere)
        self._pages, self._kept = layout.pages, kept
        self._steps = page_steps(environment)
        self._renewed = RenewedPages(layout.bodies, texts)
        self._signatures = cache(environment.template_fingerprint)
        self._fingerprints, self._asked = Fingerprints(), 0
        self._last: tuple[str, Page] | None = None  # its fingerprint is asked for, then its bytes
        self._current: dict[str, str] = {}  # the inputs of pages that were asked for, by path

    def inputs(self, path: str) -> str:
        """The fingerprint of all that the page at a path is made from."""
        if path not in self._current:
            self._current[path] = of_bytes(self._inputs(self._page(path)).encode())
        return self._current[path]

    def made(self, path: str) -> MadePage:
        """The page at a path, made anew only if something that it shows has changed; raises
        ProblemsFound if its template fails."""
        kept, inputs = self._kept.get(path), self.inputs(path)
        if kept is None or kept.inputs != inputs:
            kept = self.make(path)
            self._kept.put(path, kept)
        return kept

    def make(self, path: str) -> MadePage:
        """The page at a path, made anew; raises as `made` does."""
        inputs, page = self.inputs(path), self._page(path)
        content = self._steps.work(self._steps.take(Job(page, path, -1, "", inputs))).content
        return MadePage(inputs, content, of_bytes(content))

    def forget(self) -> None:
        """Let go of what was remembered of the values on pages."""
        self._steps.forget()

    def _page(self, path: str) -> Page:
        if self._last is None or self._last[0] != path:
            page = self._pages[path]
            if isinstance(page.context, Later):
                page = replace(page, context=page.context.whole())
            self._last = path, self._renewed.page(page)
        return self._last[1]

    def _inputs(self, page: Page) -> str:
        self._asked += 1
        if self._asked % FINGERPRINTED == 0:
            self._fingerprints = Fingerprints()  # it keeps every value alive
        signature = self._signatures(page.template, page.theme)
        return page_inputs(page, signature, engine(), self._fingerprints)
