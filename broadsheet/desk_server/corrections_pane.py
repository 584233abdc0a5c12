"""Corrections at the right of the desk: an article is found, and what was wrong is written."""

from collections.abc import Sequence
from datetime import datetime

from starlette.responses import Response

from broadsheet.desk.corrections import MOST, corrected, published_last
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk.showing import Place
from broadsheet.desk_server.answering import Row, done
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.writing import write


def corrections(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The articles that have the words of the query, and the form for the one that it names."""
    site, find = files.site, asked.view.get("find")
    article, asks = site.article(asked.view.get("path")), asked.view.get("places")
    context = {
        "find": find,
        "found": files.memory.finder(site).found(find) if find else published_last(site, now),
        "most": MOST,
        "article": article,
        "places": _places(files, article.path, now) if article and asks else None,
    }
    return Filled("corrections.html", context, site.address(article) if article else "")


def _places(files: DeskFiles, path: str, now: datetime) -> Sequence[Place]:
    """What will show a correction; nothing, with the reason in its place, if that is unknown."""
    try:
        return files.memory.showing(files.site).places(path, now)
    except CannotDo as refusal:
        return (Place("", str(refusal)),)


async def correct(desk: Desk, asked: Asked) -> Response:
    """Add a correction to an article."""

    def work(files: DeskFiles) -> str:
        path = asked.form.one("path")
        now = files.now()
        write(files, corrected(files.site, path, asked.form.one("text"), now.date()))
        return "Saved the correction. Readers see it after the next publish."

    return done(desk, asked, await desk.work(work), places=None)


ROUTES: tuple[Row, ...] = (Row("POST", "correct", correct),)
