"""A site kept in memory: what `build --drafts --future` would write, made when it is asked for."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from time import perf_counter

from broadsheet.building.collecting import without_collecting
from broadsheet.files import MEMORY
from broadsheet.preview.asset_maker import forget_others, shown_asset
from broadsheet.preview.changes import Change, LiveOptions, PagesChecked, Shown
from broadsheet.preview.edits import edited
from broadsheet.preview.garbage import Garbage
from broadsheet.preview.layout import Layout, laid_out
from broadsheet.preview.page_maker import KeptPages, PageMaker
from broadsheet.preview.sources import Sources
from broadsheet.preview.styles import changed_styles, differ_in_styles
from broadsheet.preview.texts_in_memory import TextsInMemory
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.workers import Workers


class LiveSite:
    """A site kept in memory, for one thread at a time. It never writes to the output folder.

    Call `refresh(None)` first. Nothing that a curator's files can hold makes a method raise.
    """

    def __init__(self, options: LiveOptions) -> None:
        self._options = options
        with suppress(OSError):  # without it, what takes time is only not kept
            (options.root / MEMORY).mkdir(exist_ok=True)
        self._sources = Sources(options.root, Workers(options.workers))
        self._texts = TextsInMemory(options.root)
        self._kept = KeptPages()
        self._garbage = Garbage()
        self._layout: Layout | None = None
        self._maker: PageMaker | None = None
        self._unchecked: list[str] = []
        self._checked: dict[str, str] = {}  # what each page was made from when it was found good

    def refresh(self, paths: Collection[str] | None) -> Change:
        """Look again at the files that may have changed, by their paths in the site's folder with
        forward slashes, also folders; None looks at everything."""
        started, before = perf_counter(), self._layout
        with without_collecting():
            self._sources.look(paths)
            problems = self._sources.problems()
            if not problems:
                try:
                    self._follow()
                except ProblemsFound as found:
                    problems = found.problems
        change = self._change(before, problems)
        return replace(change, seconds=perf_counter() - started)

    def shown(self, path: str) -> Shown | None:
        """The file at a path in the built site, such as `2021/08/x.html`; None if there is none."""
        if self._layout is None or self._maker is None:
            return None
        if path in self._layout.assets:
            return shown_asset(self._layout.assets[path], self._options.root)
        if path not in self._layout.pages:
            return None
        mark = self._layout.marks.get(path, "")
        try:
            page = self._maker.made(path)
        except ProblemsFound as found:
            last = self._kept.get(path)
            content, tag = (last.content, last.tag) if last else (None, "")
            return Shown(content, None, tag, mark, found.problems)
        return Shown(page.content, None, page.tag, mark)

    def unpublished(self) -> Mapping[str, str]:
        """The pages that a build would leave out, by their paths in the built site, each with the
        reason."""
        return self._layout.marks if self._layout else {}

    def finish_some(self, seconds: float) -> PagesChecked:
        """Make pages that nobody has asked for yet, for about so many seconds, to find mistakes."""
        until, problems = perf_counter() + seconds, list[Problem]()
        while self._unchecked and self._maker and perf_counter() < until:
            path = self._unchecked.pop()
            inputs = self._maker.inputs(path)
            if self._checked.get(path) == inputs:
                continue
            try:
                self._maker.make(path)
                self._checked[path] = inputs
            except ProblemsFound as found:
                problems += found.problems
        if not self._unchecked and self._garbage.collect() and self._layout:
            forget_others(self._layout.assets.values(), self._options.root)
        return PagesChecked(ProblemsFound(problems).problems, len(self._unchecked))

    def paths(self) -> list[str]:
        """The files of the whole site, relative to its root."""
        return [*self._layout.pages, *self._layout.assets] if self._layout else []

    def close(self) -> None:
        """Let go of everything."""
        if self._maker:
            self._maker.forget()
        self._layout = self._maker = None
        self._texts.close()
        self._garbage.close()

    def _follow(self) -> None:
        """Bring the layout up to date with the sources; raises ProblemsFound."""
        before = self._layout
        now = edited(before, self._sources, self._options) if before else None
        if now is None:
            now = laid_out(self._sources, self._options, self._texts)
        if now is not before:
            self._take(now, before)

    def _take(self, now: Layout, before: Layout | None) -> None:
        """Show another layout from now on."""
        is_laid_out_anew = before is None or now.pages is not before.pages
        if self._maker and is_laid_out_anew:
            self._maker.forget()
        self._texts.hold(self._sources.texts())
        self._maker = PageMaker(now, self._options.root, self._texts, self._kept)
        self._layout = now
        if before is None or is_laid_out_anew or _changes_templates(before, now):
            self._unchecked = list(now.pages)[::-1]
            self._checked = {path: it for path, it in self._checked.items() if path in now.pages}
            self._garbage.replaced()

    def _change(self, before: Layout | None, problems: tuple[Problem, ...]) -> Change:
        now = self._layout
        if now is None or now is before:
            return Change(problems, now.warnings if now else ())
        if before is None:
            return Change(problems, now.warnings, pages_changed=True)
        is_other = now.pages is not before.pages or now.bodies is not before.bodies
        return Change(
            problems,
            now.warnings,
            pages_changed=True,
            only_styles=not is_other and not _changes_templates(before, now),
            styles=changed_styles(before.themes, now.themes),
        )


def _changes_templates(before: Layout, now: Layout) -> bool:
    is_same = now.themes is before.themes
    return not is_same and not differ_in_styles(before.themes, now.themes)
