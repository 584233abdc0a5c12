"""What stands at published addresses that nothing on the site has any more.

Where a thing has moved, its old address leads to the new one: a page redirects, and a feed or a
book, which no page can stand for, is there twice. Where it is gone, a page says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from posixpath import dirname

from broadsheet.content.articles import Article
from broadsheet.content.gone_settings import Gone
from broadsheet.content.ledger import Ledger, Published
from broadsheet.content.notes import Note
from broadsheet.content.settings import FILE
from broadsheet.pages.page_factory import PageFactory
from broadsheet.problems import Problem
from broadsheet.site.addresses import FRONT, end_of, is_page, stem_of
from broadsheet.site.feed_entries import Capped
from broadsheet.site.feed_formats import FEED_FORMATS
from broadsheet.site.later import made
from broadsheet.site.lost import in_the_way, lost_problems
from broadsheet.site.outputs import GONE, Page
from broadsheet.site.views import FeedLink
from broadsheet.site.whereabouts import Away, Finder, Moved
from broadsheet.urls import file_address, output_path


def say(words: str) -> str:
    """Words of the interface, to be found by `make words`; pages show them translated."""
    return words


FORMATS = {it.suffix: it for it in FEED_FORMATS.values()}
REMOVED, NOT_NOW = say("Page removed"), say("Page not available")
BY_WORD = say("The editors have removed what was at this address.")
OVER = say("What was at this address was published for a limited time, which is over.")
NOTHING_NOW = say("There is nothing at this address at the moment.")
REASONS = {
    Away.EXPIRED: (REMOVED, OVER),
    Away.WAITING: (NOT_NOW, NOTHING_NOW),
    Away.EMPTY: (NOT_NOW, NOTHING_NOW),
}


@dataclass(slots=True)
class Kept:
    """The pages that keep addresses; what each address is of that counts; what nobody has settled,
    and what is said to be gone and is there."""

    pages: list[Page] = field(default_factory=list)
    published: dict[str, Published] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def kept_pages(
    factory: PageFactory,
    pages: Sequence[Page],
    others: Iterable[str],
    texts: tuple[Sequence[Article], Sequence[Note]],
    ledger: Ledger,
    as_of: datetime,
) -> Kept:
    """What keeps the addresses of the ledger and of `gone:` alive, beside the site's `pages`.

    `others` are the addresses of files that the site has too; `texts` are all articles and notes,
    published or not.
    """
    keeper = _Keeper(factory, pages, others)
    exact = {it.address: it for it in factory.settings.gone if not it.is_pattern}
    missing = {it: ledger[it] for it in keeper.missing(ledger)}
    if missing or exact:
        keeper.look()
    finder = Finder(factory.catalog, *texts, factory.settings, as_of, ledger)
    for address in sorted({*missing, *exact}, key=file_address, reverse=True):  # folders first
        if address in exact:
            keeper.tombstone(address, exact[address])
        else:
            keeper.keep(address, missing[address], finder)
    paths = [it.path for it in texts[0]]
    keeper.kept.problems += lost_problems(
        keeper.lost, ledger, paths, has_gone=bool(factory.settings.gone)
    )
    return keeper.kept


class _Keeper:
    """Puts pages at addresses that are free."""

    def __init__(self, factory: PageFactory, pages: Sequence[Page], others: Iterable[str]) -> None:
        self._factory, self._pages = factory, pages
        self._patterns = [it for it in factory.settings.gone if it.is_pattern]
        self._files = {output_path(it.address) for it in pages} | set(map(output_path, others))
        self._by_address: dict[str, Page] = {}
        self._folders: set[str] = set()
        self.kept, self.lost = Kept(), dict[str, Published]()

    def missing(self, ledger: Ledger) -> list[str]:
        """The addresses that the site has not."""
        files = self._files
        return [it for it in ledger if output_path(it) not in files]

    def look(self) -> None:
        """Look closer at what the site has; needed before anything is put there."""
        self._by_address = {it.address: it for it in self._pages}
        for file in self._files:
            self._add_folders(file)

    def _add_folders(self, file: str) -> None:
        folder = dirname(file)
        while folder and folder not in self._folders:
            self._folders.add(folder)
            folder = dirname(folder)

    def _is_answered(self, address: str) -> bool:
        """Whether a host answers with the page of the folder of this name."""
        return f"{output_path(address)}/index.html" in self._files

    def _blocking(self, address: str) -> str:
        """The file or folder that stands where the file of an address would; empty if none."""
        path = output_path(address)
        if path in self._folders:
            return path
        folder = dirname(path)
        while folder and folder not in self._files:
            folder = dirname(folder)
        return folder

    def _put(self, page: Page) -> None:
        self.kept.pages.append(page)
        file = output_path(page.address)
        self._files.add(file)
        self._add_folders(file)

    def tombstone(self, address: str, gone: Gone) -> None:
        """Say that an address is gone by the curator's word."""
        if output_path(address) in self._files:
            if not gone.is_pattern:
                text = f"gone: the site has this address again: {address}"
                hint = "take the line out, or what has the address now"
                self.kept.warnings.append(Problem(FILE, gone.line, text, hint))
        elif not self._is_answered(address) and not self._blocking(address):
            reason = gone.reason or self._factory.translations.gettext(BY_WORD)
            self._say_gone(address, REMOVED, reason, is_final=True)

    def keep(self, address: str, published: Published, finder: Finder) -> None:
        """Let an address of the ledger lead to where its thing is now. Else it is gone, by a
        pattern of the curator's or for another reason, or it is lost."""
        if self._is_answered(address):
            return
        place, file = finder.of(address, published), self._blocking(address)
        if isinstance(place, Moved) and not file and self._lead(address, published, place):
            return
        gone = next((it for it in self._patterns if it.fits(address)), None)
        if gone is not None:
            self.tombstone(address, gone)
        elif isinstance(place, Away) and not file:
            title, reason = REASONS[place]
            words = self._factory.translations.gettext(reason)
            self._say_gone(address, title, words, is_final=place is Away.EXPIRED)
        elif file and place is not None:
            self.kept.problems.append(in_the_way(address, published, file))
        else:
            self.lost[address] = published

    def _lead(self, address: str, published: Published, place: Moved) -> bool:
        """Let an address lead on; says whether that can be done."""
        source = f"{published.of}, which was at {address}"
        if is_page(address):
            self._put(self._factory.redirect(address, place.address, source))
        else:
            there = self._by_address.get(f"{stem_of(place.address)}{end_of(address)}")
            if there is None:
                return False
            self._put(replace(there, address=address, source=source))
        self.kept.published[address] = Published(place.of)
        return True

    def _say_gone(self, address: str, title: str, reason: str, is_final: bool) -> None:
        factory, source = self._factory, f"what was at {address}"
        title = factory.translations.gettext(title)
        if is_page(address):
            page = factory.page(
                address, GONE, title, source, heading=title, reason=reason, is_final=is_final
            )
            self._put(page)
        elif form := FORMATS.get(end_of(address)):
            link = FeedLink(f"{factory.settings.title}: {title}", address, form)
            channel = made(replace(factory.channel(link, FRONT), description=reason))
            self._put(factory.feed_document(link, made(Capped(())), channel))
