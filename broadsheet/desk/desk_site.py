"""What the site has, drafts and articles of later days too, kept up to date with its files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename

from broadsheet.clipping.known import Known, KnownArticle, known_of
from broadsheet.content.articles import Article, Reading, in_order, read_article
from broadsheet.content.ledger import Ledger
from broadsheet.content.notes import Note, NoteReading, is_note
from broadsheet.content.settings import FILE, Settings
from broadsheet.dates import day_in_name
from broadsheet.desk.refusals import CannotDo
from broadsheet.digest.listings import Listings, listings_of
from broadsheet.editing.changes import bytes_of
from broadsheet.files import CONTENT, LEDGER, MEMORY, ContentFile, is_text, read_text
from broadsheet.fingerprint import of_bytes
from broadsheet.inbox.site_texts import SiteText, site_text
from broadsheet.preview.readings import Seen
from broadsheet.preview.sources import Sources
from broadsheet.problems import Problem, ProblemLog
from broadsheet.site.addresses import article_address
from broadsheet.site.inputs import reading_rules
from broadsheet.text.plain_text import decode
from broadsheet.urls import slugify
from broadsheet.workers import Workers

LOOKED_AT = (FILE, CONTENT, LEDGER)  # themes and translations are nothing that the desk edits


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section that an article can be put into: its key and its title."""

    key: str
    title: str


class DeskSite:
    """One site as its desk sees it, for one thread at a time. Call `look` first.

    A file with mistakes stops nothing: it is in `broken`, and the rest is there. `problems` are
    all that is wrong in the site's files, with what the desk does not edit.
    """

    def __init__(self, root: Path, workers: int = 1) -> None:
        self.root = root
        with suppress(OSError):  # without it, what takes time is only not kept
            (root / MEMORY).mkdir(exist_ok=True)
        self.version = 0
        self.articles: tuple[Article, ...] = ()
        self.notes: tuple[Note, ...] = ()
        self.broken: Mapping[str, tuple[Problem, ...]] = {}
        self.problems: tuple[Problem, ...] = ()
        self._sources = Sources(root, Workers(workers))
        self._seen: Mapping[str, object] = {}
        self._settings: Settings | None = None
        self._by_path: Mapping[str, Article] = {}
        self._by_address: Mapping[str, str] = {}
        self._addresses: Mapping[str, tuple[Article, str, str]] = {}
        self._texts: dict[str, tuple[Seen, SiteText]] = {}
        self._listings: Listings | None = None
        self._known: Known | None = None
        self._site_texts: tuple[SiteText, ...] | None = None
        self._named: Mapping[str, str] | None = None

    @property
    def settings(self) -> Settings:
        """What `site.yaml` said when it last had no mistakes."""
        return self._sources.settings

    @property
    def ledger(self) -> Ledger:
        """The addresses that were published; none before the first time."""
        return self._sources.ledger or {}

    def look(self, paths: Collection[str] | None = None) -> bool:
        """Look again at the files at these paths, also folders, with forward slashes; None looks at
        all of the content and the settings. Returns whether anything has changed."""
        is_first, known = self._settings is None, self.problems
        self._sources.look(None if is_first else LOOKED_AT if paths is None else paths)
        seen = {path: it.reading for path, it in self._sources.readings.items()}
        is_same = self._settings is self.settings and _are_same(self._seen, seen)
        if not is_same:
            self._seen, self._settings = seen, self.settings
            self._take()
        self.problems = self._sources.problems()
        return not is_same or self.problems != known

    def _take(self) -> None:
        readings = self._seen.values()
        self.version += 1
        found = (it.article for it in readings if isinstance(it, Reading))
        self.articles = tuple(in_order([it for it in found if it]))
        notes = (it.note for it in readings if isinstance(it, NoteReading))
        self.notes = tuple(it for it in notes if it)
        problems = {path: it.problems() for path, it in self._sources.readings.items()}
        self.broken = {path: it for path, it in problems.items() if it and is_text(path)}
        self._by_path = {it.path: it for it in self.articles}
        self._addresses = dict(self._addressed())
        self._by_address = {address: path for path, (_, _, address) in self._addresses.items()}
        self._listings = self._known = self._site_texts = self._named = None

    def _addressed(self) -> Iterator[tuple[str, tuple[Article, str, str]]]:
        """The addresses of all articles by their paths, each with what it was made from."""
        pattern = self.settings.permalink
        for it in self.articles:
            known = self._addresses.get(it.path)
            is_same = known is not None and known[0] is it and known[1] == pattern
            yield it.path, known if known and is_same else (it, pattern, self.address(it))

    def article(self, path: str) -> Article | None:
        """The article whose file is at a path; None if there is none, or it has mistakes."""
        return self._by_path.get(path)

    def asked(self, path: str) -> Article:
        """The article at a path; raises CannotDo if there is none that can be read."""
        if path in self._by_path:
            return self._by_path[path]
        if path in self.broken:
            raise CannotDo.for_mistakes(path, self.broken[path])
        raise CannotDo(f"there is no article {path}")

    def named(self, name: str) -> str:
        """The path of the article that a person names: by its path, its path within `content/`, or
        its file's name, with or without its ending. Raises CannotDo if it is none, or several."""
        clean = name.strip().replace("\\", "/").removeprefix("./")
        ways = [clean, f"{CONTENT}/{clean.removeprefix('/')}"]
        paths = [*self._by_path, *(it for it in self.broken if not is_note(it))]
        whole = [it for it in paths if it in ways]
        found = whole or [it for it in paths if clean in (basename(it), basename(it)[:-3])]
        if len(found) > 1:
            raise CannotDo(f"{name} could mean {' or '.join(sorted(found))}", "give the whole path")
        if not found:
            hint = "`broadsheet edition` names the files of a day"
            raise CannotDo(f"there is no article {name}", hint)
        return found[0]

    def address(self, article: Article) -> str:
        """The address that an article has, or would have."""
        return article_address(article, self.settings.permalink)

    def at_address(self, address: str) -> str:
        """The path of the article or draft at an address; empty if there is none."""
        return self._by_address.get(address, "")

    def has_identity(self, identity: str) -> bool:
        """Whether an article or draft has an identity in feeds."""
        return any(it.id == identity for it in self.articles)

    def naming(self, keys: Collection[str]) -> str:
        """The path of a text that names the address of a report, by the keys of addresses, whether
        in a credit, in its words or in a remark; empty if there is none."""
        if self._named is None:
            texts = reversed(self.site_texts)
            self._named = {key: it.article.path for it in texts for key in it.keys}
        return next((self._named[key] for key in keys if key in self._named), "")

    def was_published(self, path: str) -> bool:
        """Whether an article was published, by the ledger: as this file, or as one of the same
        name in another folder."""
        name = basename(path)
        files = [it.file for it in self.ledger.values() if it.file]
        return any(it == path or (day_in_name(name)[0] and basename(it) == name) for it in files)

    def text(self, path: str) -> str:
        """The text of a file of the content as it is now. Raises OSError; CannotDo if it is no
        text in UTF-8."""
        content = (self.root / path).read_bytes()
        log = ProblemLog(path)
        if decode(content, log) is None:
            raise CannotDo.for_mistakes(path, log.problems)
        return content.decode("utf-8")

    def text_as_read(self, path: str) -> str:
        """The text of a file which is still as the site was read. Raises as `text` does, and
        CannotDo if it was changed since."""
        text, seen = self.text(path), self._sources.readings.get(path)
        if seen and seen.digest and seen.digest != of_bytes(text.encode()):
            raise CannotDo(f"{path} was changed elsewhere a moment ago", "look at it and try again")
        return text

    def as_written(self, path: str, text: str) -> Reading:
        """What an article would be whose file at a path had this text."""
        return read_article(ContentFile(path, bytes_of(text)), reading_rules(self.settings))

    def html(self, path: str) -> str:
        """The text of an article as HTML, as it was read; empty if there is none."""
        reading = self._seen.get(path)
        return reading.html if isinstance(reading, Reading | NoteReading) else ""

    @property
    def listings(self) -> Listings:
        """The terms of all articles and drafts: tags, stories, sources, sections."""
        if self._listings is None:
            self._listings = listings_of(self.articles, self.notes, self.settings)
        return self._listings

    @property
    def sections(self) -> tuple[SectionChoice, ...]:
        """The sections in the paper's order: those of `site.yaml`, then others that have
        articles."""
        listed = {slugify(it.key): it.title for it in self.settings.sections}
        used = {it.slug: it.title for it in self.listings.sections}
        chosen = {**listed, **{key: used[key] for key in used if key not in listed}}
        return tuple(SectionChoice(key, used.get(key) or title) for key, title in chosen.items())

    @property
    def closed_stories(self) -> frozenset[str]:
        """The keys of the stories that have ended, by their notes."""
        return frozenset(it.key for it in self.notes if it.kind == "stories" and it.closed)

    @property
    def known(self) -> Known:
        """What the site has, for credits: its articles, and the names of publications."""
        if self._known is None:
            articles = tuple(map(_known_article, self.articles))
            notes = [it for it in self.notes if it.kind == "sources"]
            self._known = known_of(articles, notes)
        return self._known

    @property
    def site_texts(self) -> tuple[SiteText, ...]:
        """The texts of the site as far as they can cover reports; the same object as long as none
        of them has changed."""
        if self._site_texts is None:
            self._site_texts = tuple(self._covering())
        return self._site_texts

    def _covering(self) -> Iterable[SiteText]:
        texts: dict[str, tuple[Seen, SiteText]] = {}
        for path, seen in self._sources.readings.items():
            if not is_text(path):
                continue
            before = self._texts.get(path)
            if before and before[0].reading is seen.reading:
                texts[path] = before
                continue
            file = read_text(self.root, path)
            if isinstance(file, ContentFile):
                texts[path] = seen, site_text(file, self.settings.timezone)
        self._texts = texts
        return (it for _, it in texts.values())

    @property
    def sources(self) -> Sources:
        """Everything that the site is made from, for who lays it out."""
        return self._sources


def _are_same(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    return before.keys() == now.keys() and all(it is now[path] for path, it in before.items())


def _known_article(article: Article) -> KnownArticle:
    day = article.date.at.date()
    return KnownArticle(article.path, article.title, day, article.sources, article.language)
