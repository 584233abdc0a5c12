"""A site laid out in memory, with what a preview needs to find its files and to follow an edit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from broadsheet.content.articles import Article
from broadsheet.content.settings import Settings
from broadsheet.content.texts import PlainText
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.digest.schedule import next_change
from broadsheet.files import Content
from broadsheet.pages.cadence import joining_periods
from broadsheet.pages.plan import plan_site
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.readings import Readings
from broadsheet.preview.sources import Sources
from broadsheet.preview.texts_in_memory import TextsInMemory
from broadsheet.problems import Problem
from broadsheet.site.addresses import article_address, lite_address
from broadsheet.site.feed_entries import texts_of
from broadsheet.site.inputs import Inputs
from broadsheet.site.outputs import Asset, Page
from broadsheet.site.search_index import SearchEntry
from broadsheet.site.views import Entry
from broadsheet.text.markup import Body
from broadsheet.themes.theme import Theme
from broadsheet.translations import Translations
from broadsheet.urls import output_path

Output = TypeVar("Output", Page, Asset)
DRAFT, FUTURE = "draft", "in the future"


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole site as it was laid out at the moment `as_of`, and what it was laid out from.

    `pages` and `assets` are by their paths in the built site; `marks` say which of the pages would
    not be published. `until` is when time alone changes it. `bodies` are texts whose words have
    changed since: pages show them as they are now; `warnings` go with them.
    """

    settings: Settings
    themes: Mapping[str, Theme]
    translations: Translations
    content: Content
    readings: Readings
    pages: Mapping[str, Page]
    assets: Mapping[str, Asset]
    marks: Mapping[str, str]
    warnings_then: tuple[Problem, ...]
    weighed: "WeighedPages"
    as_of: datetime
    until: datetime | None
    warnings: tuple[Problem, ...]
    bodies: Mapping[str, Body] = field(default_factory=dict)

    def stands(self, now: datetime) -> bool:
        """Whether time alone has changed nothing by now."""
        return self.as_of <= now and (self.until is None or now < self.until)


def laid_out(sources: Sources, options: LiveOptions, texts: TextsInMemory) -> Layout:
    """Lay out the site; its pages read their texts from `texts`. Raises ProblemsFound."""
    return layout_of(sources.inputs(), sources.readings, options, texts)


def layout_of(
    inputs: Inputs, readings: Readings, options: LiveOptions, texts: TextsInMemory
) -> Layout:
    """Lay out a site from its inputs, as `laid_out` does; `readings` are what they came from."""
    settings = inputs.settings
    as_of = options.as_of(settings.timezone).astimezone(settings.timezone)
    shown = (options.drafts, options.future)
    catalog = arrange(inputs.articles, inputs.notes, settings, as_of, *shown)
    plan = plan_site(catalog, inputs, texts, as_of)
    warnings = tuple(sorted((*inputs.warnings, *plan.warnings)))
    periods = joining_periods(catalog, settings, as_of)
    pages = by_path(plan.pages)
    return Layout(
        settings=settings,
        themes=inputs.themes,
        translations=inputs.translations,
        content=inputs.content,
        readings=readings,
        pages=pages,
        assets=by_path(plan.assets),
        marks=dict(_marks(catalog, settings.permalink, as_of)),
        warnings_then=warnings,
        weighed=WeighedPages(pages),
        as_of=as_of,
        until=next_change(inputs.articles, periods, as_of),
        warnings=warnings,
    )


def by_path(outputs: Iterable[Output]) -> dict[str, Output]:
    """Pages or assets by their paths in the built site."""
    return {output_path(it.address): it for it in outputs}


def _marks(catalog: Catalog, permalink: str, as_of: datetime) -> Iterator[tuple[str, str]]:
    """The pages of articles that are not published at a moment, each with the reason."""
    for article in catalog.articles:
        mark = _mark(article, as_of)
        if mark:
            address = article_address(article, permalink)
            yield output_path(address), mark
            yield output_path(lite_address(address)), mark


def _mark(article: Article, as_of: datetime) -> str:
    if article.draft:
        return DRAFT
    return FUTURE if article.date.at > as_of else ""


class WeighedPages:
    """The pages on which the sizes of texts decided what stands there. Which texts these are is
    found out when it is first asked."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = {path: it for path, it in pages.items() if it.weighed}
        self._by_text: dict[str, list[str]] = {}

    def take(self, growths: Mapping[str, int]) -> bool:
        """Whether the same stands on all of them if texts differ by so many bytes, by the texts'
        paths, from when the pages were laid out."""
        if not self._by_text:
            self._by_text = self._found()
        by_page: defaultdict[str, int] = defaultdict(int)
        for text, growth in growths.items():
            for path in self._by_text.get(text, ()):
                by_page[path] += growth
        rooms = ((self._pages[path].weighed, growth) for path, growth in by_page.items())
        return all(weighed and growth <= weighed.room for weighed, growth in rooms)

    def _found(self) -> dict[str, list[str]]:
        known: dict[int, tuple[str, ...]] = {}  # the texts of entries, which many feeds share
        by_text: dict[str, list[str]] = {}
        for path, page in self._pages.items():
            for entry in page.context["entries"]:
                if id(entry) not in known:
                    known[id(entry)] = _texts_of(entry)
                for text in known[id(entry)]:
                    by_text.setdefault(text, []).append(path)
            for text in page.weighed.texts if page.weighed else ():
                by_text.setdefault(text, []).append(path)
        return by_text


def _texts_of(entry: object) -> tuple[str, ...]:
    """The paths of the texts that an entry of a feed or of a search index shows."""
    if isinstance(entry, Entry):
        return texts_of(entry)
    if isinstance(entry, SearchEntry):
        return (entry.text.path,) if isinstance(entry.text, PlainText) else ()
    raise TypeError(entry)
