"""What the right side of the desk keeps between requests: accounts, and what is slow to make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from broadsheet.clipping.addresses import same_report
from broadsheet.content.articles import Article
from broadsheet.desk.corrections import Finder
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.showing import Place, Showing
from broadsheet.desk.site_index import SiteIndex
from broadsheet.desk_server.accounts import Account, outcome
from broadsheet.desk_server.jobs import JobFailed, Tell
from broadsheet.editing.changes import Change
from broadsheet.inbox.board import Board
from broadsheet.inbox.items import Item


@dataclass(frozen=True, slots=True)
class Known:
    """The last account of an action, and whether the action is at work now; when its work began,
    and the version of the site then."""

    account: Account | None = None
    is_running: bool = False
    at: datetime | None = None
    version: int = 0


@dataclass(slots=True)
class Accounts:
    """The last account of each action, by its name. It may be used in any thread."""

    _known: dict[str, Known] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, name: str) -> Known:
        """What is known of an action now."""
        with self._lock:
            return self._known.get(name, Known())

    def put(self, name: str, known: Known) -> None:
        """Note what is known of an action."""
        with self._lock:
            self._known[name] = known

    def work(
        self, name: str, work: Callable[[Tell], Account], at: datetime, version: int
    ) -> Callable[[Tell], str]:
        """The work of an action as a job does it, of the site in a version from a moment on: its
        account is kept here, and the job says its headline. Raises JobFailed for an account of a
        failure."""
        self.put(name, Known(self.get(name).account, is_running=True))

        def run(tell: Tell) -> str:
            account = outcome(lambda: work(tell))
            self.put(name, Known(account, at=at, version=version))
            if account.is_failure:
                raise JobFailed(account.headline)
            return account.headline

        return run


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a correction of an article would show; None while that is worked out. With `why` it
    cannot be known."""

    article: Article
    version: int  # of the site
    places: tuple[Place, ...] | None = None
    why: str = ""


class Memory:
    """What is kept of one site, in the thread of its files."""

    def __init__(self) -> None:
        self.accounts = Accounts()
        self._names: dict[str, tuple[str, ...]] = {}  # of one article each, the newest last
        self._index, self._taken_up = SiteIndex(), 0
        self._finder: Finder | None = None
        self._showing: Showing | None = None
        self.shown: Shown | None = None  # what was asked for last; a job sets it in its thread

    def moved(self, change: Change) -> None:
        """Note that a change has given an article's file another path."""
        gone = [it.path for it in change.edits if it.after is None]
        new = [it.path for it in change.edits if it.before is None]
        if len(gone) == len(new) == 1:
            names = [*self._names.get(gone[0], gone), *self._names.get(new[0], new)]
            kept = tuple(dict.fromkeys(it for it in names if it != new[0]))
            self._names |= dict.fromkeys((*kept, new[0]), (*kept, new[0]))

    def now_at(self, site: DeskSite, path: str) -> str:
        """Where the article is that a form or an address of this run names by its path, after its
        file was moved, moved back by undo, or moved again."""
        names = (path, *reversed(self._names.get(path, ())))
        return next((it for it in names if site.article(it) or it in site.broken), path)

    def was_at(self, path: str) -> str:
        """Another path that an article's file had in this run, the last one; empty without."""
        others = [it for it in self._names.get(path, ()) if it != path]
        return others[-1] if others else ""

    def index(self, site: DeskSite) -> SiteIndex:
        """What suggestions are made from, up to date with the site."""
        if self._taken_up != site.version:
            self._index.take_up(site.articles, site.html)
            self._taken_up = site.version
        return self._index

    def prepare(self, site: DeskSite, most: int) -> bool:
        """Read so many articles for what suggests and what finds; whether any are left."""
        has_more = False
        if self._taken_up != site.version:
            has_more = self._index.take_up(site.articles, site.html, most) > most
            self._taken_up = self._taken_up if has_more else site.version
        return self.finder(site).prepare(most) or has_more

    def finder(self, site: DeskSite) -> Finder:
        """What finds articles by words."""
        self._finder = self._finder or Finder(site)
        return self._finder

    def showing(self, site: DeskSite) -> Showing:
        """What knows where a correction shows."""
        self._showing = self._showing or Showing(site)
        return self._showing


def reports_at(board: Board, addresses: Sequence[str]) -> tuple[Item, ...]:
    """The reports in the inbox at these addresses, each with the others of its event, the first
    to report first."""
    keys = [key for it in addresses if (key := same_report(it))]
    events = dict.fromkeys(it.event or it.id for it in board.inbox.items_at(keys))
    groups = [group for it in events if (group := board.group(it))]
    return tuple(sorted((it for group in groups for it in group.items), key=lambda it: it.at))
