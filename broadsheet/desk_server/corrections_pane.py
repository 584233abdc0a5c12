"""Corrections at the right of the desk: an article is found, and what was wrong is written."""

from dataclasses import replace
from datetime import datetime

from starlette.responses import Response

from broadsheet.counted import counted
from broadsheet.desk.corrections import MOST, corrected, published_last
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk.showing import Question, Showing
from broadsheet.desk_server.answering import MISTAKES, Row, done, words_of
from broadsheet.desk_server.asking import Asked
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.jobs import BUG, JobFailed, Tell
from broadsheet.desk_server.memory import Memory, Shown
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.writing import write

PLACES = "places"


def corrections(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The articles that have the words of the query, and the form for the one that it names."""
    site, find = files.site, asked.view.get("find")
    article, shown = site.article(asked.view.get("path")), files.memory.shown
    is_asked = bool(asked.view.get("places") and article and shown and shown.article is article)
    context = {
        "find": find,
        "found": files.memory.finder(site).found(find) if find else published_last(site, now),
        "most": MOST,
        "article": article,
        "shown": shown if is_asked else None,
        "is_old": bool(shown and shown.version != site.version),
    }
    return Filled("corrections.html", context, site.address(article) if article else "")


async def see_places(desk: Desk, asked: Asked) -> Response:
    """Begin to work out where a correction of an article would show, which takes a while."""
    if desk.jobs.is_running(PLACES):
        raise CannotDo("this goes on already", "wait for its end")
    memory, showing, question = await desk.work(_asked, asked.form.one("path"))
    shown = Shown(question.article, question.version)
    memory.shown = shown

    def work(tell: Tell) -> str:
        try:
            places = showing.answered(question)
        except MISTAKES as mistake:
            memory.shown = replace(shown, places=(), why=words_of(mistake))
            raise JobFailed(words_of(mistake)) from None
        except Exception:  # of our own
            memory.shown = replace(shown, places=(), why=BUG)
            raise
        memory.shown = replace(shown, places=places)
        return counted(len(places), "place")

    desk.jobs.start(PLACES, "Where readers will see a correction", work)
    return done(desk, asked, "", places=1)


def _asked(files: DeskFiles, path: str) -> tuple[Memory, Showing, Question]:
    showing = files.memory.showing(files.site)
    return files.memory, showing, showing.asked(path, files.now())


async def correct(desk: Desk, asked: Asked) -> Response:
    """Add a correction to an article."""

    def work(files: DeskFiles) -> str:
        path = asked.form.one("path")
        now = files.now()
        write(files, corrected(files.site, path, asked.form.one("text"), now.date()))
        return "Saved the correction. Readers see it after the next publish."

    return done(desk, asked, await desk.work(work), places=None)


ROUTES: tuple[Row, ...] = (
    Row("POST", "correct", correct),
    Row("POST", "see-places", see_places),
)
