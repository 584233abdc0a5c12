"""What can stand at the right of the desk: one function for each value of `side` in the query."""

from collections.abc import Callable, Mapping
from datetime import datetime

from broadsheet.desk_server.answering import Row
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import DeskFiles
from broadsheet.desk_server.pages import Filled

Side = Callable[[DeskFiles, Asked, datetime], Filled]
FIRST = "edition"  # what stands there where the query names none


def edition(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The drafts and articles of the day."""
    today = [it for it in files.site.articles if it.date.at.date() == now.date()]
    return Filled("edition.html", {"articles": today}, shows="/")


SIDES: Mapping[str, Side] = {"edition": edition}
ROUTES: tuple[Row, ...] = ()
