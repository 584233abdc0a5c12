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
from broadsheet.preview.readings import Readings
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


@dataclass(frozen=True, slots=True)
class Question:
    """Where a correction of an article that is made at the moment `as_of` would show, on a site as
    it stood when that was asked."""

    article: Article
    as_of: datetime
    version: int
    inputs: Inputs
    readings: Readings
    texts: Mapping[str, tuple[str, str]]


class Showing:
    """Where corrections of a site's articles show. The first answer after a change of the site
    takes as long as laying it out twice, each further one half of that.

    What asks for the site as it stands is `asked`, in the thread of the site; `answered` may be
    called in any other, but one call after the other.
    """

    def __init__(self, site: DeskSite) -> None:
        self._site, self._root = site, site.root
        self._texts = TextsInMemory(site.root)
        self._keys: tuple[object, Mapping[str, str]] = (None, {})

    def places(self, path: str, as_of: datetime) -> tuple[Place, ...]:
        """What will show a correction of the article at a path that is made at the moment `as_of`,
        in the order of rendering: its page first among those of articles. Raises CannotDo if there
        is none that readers see, or the site has mistakes."""
        return self.answered(self.asked(path, as_of))

    def asked(self, path: str, as_of: datetime) -> Question:
        """The question of `places`, with all that its answer needs. Raises CannotDo as that does,
        as far as it is known without laying the site out."""
        article = self._site.asked(path)
        if article.draft or article.date.at > as_of:
            raise CannotDo(f"{path} is not published", "change its text: no reader has seen it")
        self._site.look()
        sources = self._site.sources
        sources.look((THEMES, LOCALE))
        problems = sources.problems()
        if problems:
            raise CannotDo.for_mistakes("the site", problems)
        digests = {at: it.digest or str(it.signature) for at, it in sources.readings.items()}
        inputs = replace(sources.inputs(), digests=digests)
        article, version = self._site.asked(path), self._site.version
        return Question(article, as_of, version, inputs, sources.readings, sources.texts())

    def answered(self, asked: Question) -> tuple[Place, ...]:
        """The answer. Raises CannotDo for a site with mistakes."""
        self._texts.hold(asked.texts)
        try:
            return tuple(self._places(asked))
        except ProblemsFound as found:
            raise CannotDo.for_mistakes("the site", found.problems) from None

    def _places(self, asked: Question) -> Iterator[Place]:
        before = self._known_keys(asked)
        layout = self._layout(asked, _corrected(asked.inputs, asked.article, asked.as_of))
        maker = PageMaker(layout, self._root, self._texts, KeptPages())
        for path, page in layout.pages.items():
            is_same = page.key and page.key == before.get(page.address)
            if page.template not in NEVER and not is_same and _shows(maker.make(path).content):
                yield Place(page.address, _title(page))

    def _known_keys(self, asked: Question) -> Mapping[str, str]:
        """The keys of all pages as the site is now, by their addresses."""
        state = asked.version, asked.as_of
        if self._keys[0] != state:
            pages = self._layout(asked, asked.inputs).pages.values()
            self._keys = state, {it.address: it.key for it in pages}
        return self._keys[1]

    def _layout(self, asked: Question, inputs: Inputs) -> Layout:
        def moment(_: tzinfo) -> datetime:
            return asked.as_of

        options = LiveOptions(self._root, moment, drafts=False, future=False)
        return layout_of(inputs, asked.readings, options, self._texts)


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
