"""The desk mends the list of feeds: the new address of one that has moved, or one taken out."""

from collections.abc import Callable

from starlette.responses import Response

from broadsheet.content.settings import FILE, read_settings
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.answering import Row, done
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.writing import edit
from broadsheet.editing.changes import bytes_of
from broadsheet.editing.front_matter_edits import with_keys
from broadsheet.editing.settings_edits import settings_of, with_settings
from broadsheet.editing.values import Plain
from broadsheet.files import CONTENT
from broadsheet.inbox.health import Remark
from broadsheet.inbox.items import Subscription

NOT_THERE = "the feed is not there any more"


def can_change(feed: Subscription) -> bool:
    """Whether the desk may change the file that names a feed; a list of a feed reader it may
    not."""
    return _file_of(feed) == FILE or feed.where.startswith(f"{CONTENT}/")


def _file_of(feed: Subscription) -> str:
    return FILE if feed.where.startswith(f"{FILE}:") else feed.where


async def follow_feed(desk: Desk, asked: Asked) -> Response:
    """Write the new address of a feed that has moved."""

    def work(files: DeskFiles) -> str:
        feed = _asked(files, asked)
        state = files.board.inbox.feeds().get(feed.address)
        if state is None or not state.moved:
            raise CannotDo("the feed has not moved")
        name = feed.name or feed.address
        _change(files, feed, state.moved, f"write the new address of the feed “{name}”")
        return f"{name} is read from its new address from now on: {state.moved}"

    return done(desk, asked, await desk.work(work), "inbox-title")


async def drop_feed(desk: Desk, asked: Asked) -> Response:
    """Take a feed out; its reports stay."""

    def work(files: DeskFiles) -> str:
        feed = _asked(files, asked)
        name = feed.name or feed.address
        _change(files, feed, "", f"take out the feed “{name}”")
        return f"{name} is read no more. Undo brings it back."

    return done(desk, asked, await desk.work(work), "inbox-title")


def _asked(files: DeskFiles, asked: Asked) -> Subscription:
    address = asked.form.one("feed")
    found = next((it for it in files.feeds if it.address == address), None)
    if found is None:
        raise CannotDo(NOT_THERE)
    if not can_change(found):
        raise CannotDo(f"the feed is named in {found.where}", "change it there")
    return found


def _change(files: DeskFiles, feed: Subscription, address: str, label: str) -> None:
    """Write another address for a feed where it is named; an empty one takes it out."""
    path = _file_of(feed)
    edited: Callable[[str, str, str], str] = _in_settings if path == FILE else _in_note
    edit(files, path, label, lambda text: edited(text, feed.address, address))


def _in_note(text: str, old: str, new: str) -> str:
    return with_keys(text, {"feed": new or None})


def _in_settings(text: str, old: str, new: str) -> str:
    """`site.yaml` with another address for a feed, or without it. What else it says of it stays."""
    settings, _ = read_settings(bytes_of(text))
    inbox = settings_of(text).get("inbox")
    whole: dict[str, Plain] = dict(inbox) if isinstance(inbox, dict) else {}
    feeds = whole.get("feeds", [])
    items: list[Plain] = list(feeds) if isinstance(feeds, list) else [feeds]
    places = [place for place, (_, it) in enumerate(settings.inbox.feeds) if it.url == old]
    if not places or len(items) != len(settings.inbox.feeds):
        raise CannotDo(NOT_THERE)
    for place in reversed(places):
        item = items[place]
        if new:
            items[place] = {**item, "url": new} if isinstance(item, dict) else new
        else:
            del items[place]
    whole["feeds"] = items
    left = {key: it for key, it in whole.items() if it}
    return with_settings(text, {"inbox": left or None})


def new_address(remark: Remark) -> str:
    """The address that a button may write for a feed, as a remark has it; empty if none may."""
    return remark.moved if can_change(remark.subscription) else ""


ROUTES: tuple[Row, ...] = (
    Row("POST", "follow-feed", follow_feed),
    Row("POST", "drop-feed", drop_feed),
)
