"""Says where on the site a correction of an article will show, by laying the site out with one."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from broadsheet.content.articles import Article
from broadsheet.content.front_matter import Correction
from broadsheet.dates import Moment, fixed
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.files import LOCALE, THEMES
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.layout import Layout, layout_of
from broadsheet.preview.page_maker import KeptPages, PageMaker
from broadsheet.preview.texts_in_memory import TextsInMemory
from broadsheet.problems import ProblemsFound
from broadsheet.site.inputs import Inputs
from broadsheet.site.outputs import BOOK, CODE, COVER, Page

MARK = "qzxcorrectionqzx"  # a word that stands in no other text
NEVER = (CODE, COVER, "redirect.html")  # what shows no words of articles
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Place:
    """A page, feed or file of the site that will show a correction: its address, and its title or
    what it is."""

    address: str
    title: str


class Showing:
    """Where corrections of a site's articles show. The first question after a change of the site
    takes as long as laying it out twice, each further one half of that."""

    def __init__(self, site: DeskSite) -> None:
        self._site = site
        self._texts = TextsInMemory(site.root)
        self._keys: tuple[object, Mapping[str, str]] = (None, {})

    def places(self, path: str, as_of: datetime) -> tuple[Place, ...]:
        """What will show a correction of the article at a path that is made at the moment `as_of`,
        in the order of rendering: its page first among those of articles. Raises CannotDo if there
        is none that readers see, or the site has mistakes."""
        article = self._site.asked(path)
        if article.draft or article.date.at > as_of:
            raise CannotDo(f"{path} is not published", "change its text: no reader has seen it")
        self._site.look()
        self._site.sources.look((THEMES, LOCALE))
        problems = self._site.sources.problems()
        if problems:
            raise CannotDo.for_mistakes("the site", problems)
        self._texts.hold(self._site.sources.texts())
        try:
            return tuple(self._places(article, as_of))
        except ProblemsFound as found:
            raise CannotDo.for_mistakes("the site", found.problems) from None

    def _places(self, article: Article, as_of: datetime) -> Iterator[Place]:
        before = self._known_keys(as_of)
        layout = self._layout(_corrected(self._inputs(), article, as_of), as_of)
        maker = PageMaker(layout, self._site.root, self._texts, KeptPages())
        for path, page in layout.pages.items():
            is_same = page.key and page.key == before.get(page.address)
            if page.template not in NEVER and not is_same and _shows(maker.make(path).content):
                yield Place(page.address, _title(page))

    def _known_keys(self, as_of: datetime) -> Mapping[str, str]:
        """The keys of all pages as the site is now, by their addresses."""
        state = self._site.version, as_of
        if self._keys[0] != state:
            pages = self._layout(self._inputs(), as_of).pages.values()
            self._keys = state, {it.address: it.key for it in pages}
        return self._keys[1]

    def _inputs(self) -> Inputs:
        seen = self._site.sources.readings
        digests = {path: it.digest or str(it.signature) for path, it in seen.items()}
        return replace(self._site.sources.inputs(), digests=digests)

    def _layout(self, inputs: Inputs, as_of: datetime) -> Layout:
        def moment(_: tzinfo) -> datetime:
            return as_of

        options = LiveOptions(self._site.root, moment, drafts=False, future=False)
        return layout_of(inputs, self._site.sources.readings, options, self._texts)


def _corrected(inputs: Inputs, article: Article, as_of: datetime) -> Inputs:
    """The inputs with one more correction of an article, whose text is the mark."""
    correction = Correction(Moment(fixed(as_of.astimezone(UTC)), True), MARK)
    wrong = replace(article, corrections=(*article.corrections, correction))
    articles = tuple(wrong if it.path == article.path else it for it in inputs.articles)
    digests = {**inputs.digests, article.path: MARK}
    return replace(inputs, articles=articles, digests=digests)


def _shows(content: bytes) -> bool:
    if not content.startswith(ZIP):
        return MARK.encode() in content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return any(MARK.encode() in book.read(name) for name in book.namelist())


def _title(page: Page) -> str:
    """The title of a page; of a feed or a file, what it is."""
    head = page.context.get("page") if page.template != BOOK else None
    return str(getattr(head, "title", "") or page.source)
