"""The desk as one page: the inbox, what stands at its right, and the frame around them."""

from datetime import datetime

from broadsheet.desk_server import inbox_pane
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.messages import Message
from broadsheet.desk_server.mistakes_bar import mistakes
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.shortcuts import KEYS
from broadsheet.preview.messages import SHOWN_PROBLEMS

PLACES = ("inbox", "edition", "page")  # of which a narrow screen shows one


def whole_page(
    files: DeskFiles,
    desk: Desk,
    asked: Asked,
    right: Filled,
    message: Message | None,
    now: datetime,
) -> str:
    """The page that a request's view describes, with this at its right and a message."""
    inbox = inbox_pane.inbox(files, asked, now)
    shows = asked.view.get("shows") or right.shows or "/"
    at = asked.view.get("at")
    count, first = mistakes(files.site, desk.in_preview, SHOWN_PROBLEMS)
    context = {
        "site": files.site.settings,
        "message": message,
        "inbox": desk.pages.written(inbox, asked, now),
        "side": desk.pages.written(right, asked, now),
        "preview": f"{desk.preview}/{shows.lstrip('/')}",
        "at": at if at in PLACES else PLACES[0],
        "mistakes": first,
        "count_of_mistakes": count,
        "git_problem": files.git_problem,
        "jobs": desk.jobs.now(),
        "keys": KEYS,
    }
    return desk.pages.written(Filled("desk.html", context), asked, now)
