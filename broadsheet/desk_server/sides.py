"""What can stand at the right of the desk: one function for each value of `side` in the query."""

from collections.abc import Callable, Mapping
from datetime import datetime

from broadsheet.desk_server import actions_pane, article_pane, corrections_pane, edition_pane
from broadsheet.desk_server.answering import Row
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import DeskFiles
from broadsheet.desk_server.pages import Filled

Side = Callable[[DeskFiles, Asked, datetime], Filled]
FIRST = "edition"  # what stands there where the query names none
SIDES: Mapping[str, Side] = {
    "edition": edition_pane.edition,
    "article": article_pane.article,
    "corrections": corrections_pane.corrections,
    actions_pane.PUBLISH: actions_pane.publishing,
    actions_pane.LINKS: actions_pane.links,
    actions_pane.MAIL: actions_pane.mailing,
}
ROUTES: tuple[Row, ...] = (
    *edition_pane.ROUTES,
    *article_pane.ROUTES,
    *corrections_pane.ROUTES,
    *actions_pane.ROUTES,
)
