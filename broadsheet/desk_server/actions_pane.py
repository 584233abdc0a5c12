"""The actions of the desk: publish, mail, check links, undo. Each says first what it will do."""

import os
from collections.abc import Callable
from datetime import datetime

from starlette.responses import Response

from broadsheet.desk.day import NO_EDITIONS, period_of, state_of
from broadsheet.desk.refusals import CannotDo
from broadsheet.desk_server.accounts import Account
from broadsheet.desk_server.answering import Row, done
from broadsheet.desk_server.asking import Asked, whole_number
from broadsheet.desk_server.desk import Desk, DeskFiles
from broadsheet.desk_server.edition_pane import chosen_period
from broadsheet.desk_server.jobs import Tell
from broadsheet.desk_server.links_work import LinkCheck, account_of_links, check_links
from broadsheet.desk_server.mailing_work import MailWish, account_of_mail, send_mail
from broadsheet.desk_server.mailing_work import place_of as mail_place_of
from broadsheet.desk_server.memory import Accounts
from broadsheet.desk_server.pages import Filled
from broadsheet.desk_server.publishing_work import (
    Names,
    account_of_publish,
    order,
    place_of,
    publish,
)
from broadsheet.desk_server.writing import redo, undo
from broadsheet.editing.changes import Written
from broadsheet.fetching.client import Client, user_agent
from broadsheet.fetching.proxies import proxies_of
from broadsheet.publishing.last_publish import last_publish
from broadsheet.publishing.said import told_moment
from broadsheet.urls import output_path

PUBLISH, LINKS, MAIL = "publish", "links", "mail"
RECENT = 60  # editions that can be chosen to be mailed
YES = "yes"


def publishing(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The places that the site is published to, and the account of what that would do or did."""
    settings = files.site.settings
    targets = [
        {
            "name": it.name,
            "place": place_of(it),
            "last": told_moment(last_publish(files.root, it).at),
        }
        for it in settings.publish
    ]
    return Filled("publish.html", {"targets": targets, **_account(files, PUBLISH)})


def links(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """The account of the link check."""
    return Filled("links.html", _account(files, LINKS))


def mailing(files: DeskFiles, asked: Asked, now: datetime) -> Filled:
    """Which edition goes where, and the account of what that would do or did."""
    settings = files.site.settings
    every = settings.editions.every
    readable = (it for it in files.site.articles if state_of(it, now) == "ready")
    days = (it.date.at.date() for it in readable) if every != NO_EDITIONS else ()
    keys = dict.fromkeys(period_of(files.site, it).key for it in days)
    places = [{"name": it.name, "place": mail_place_of(it)} for it in settings.mail.targets]
    context = {
        "editions": list(keys)[:RECENT],
        "chosen": chosen_period(files.site, asked.view.get("day"), now).key,
        "places": places,
        **_account(files, MAIL),
    }
    return Filled("mail.html", context)


def _account(files: DeskFiles, name: str) -> dict[str, object]:
    known = files.memory.accounts.get(name)
    return {
        "account": known.account,
        "is_running": known.is_running,
        "made_at": known.at,
        "is_old": known.version != files.site.version,
    }


async def _begin(
    desk: Desk,
    asked: Asked,
    name: str,
    title: str,
    work: Callable[[Tell], Account],
    is_waited_for: bool = False,
) -> Response:
    """Begin the work of an action, and show its side."""
    accounts, at, version = await desk.work(_state)
    if desk.jobs.is_running(name):
        raise CannotDo("this goes on already", "wait for its end")
    desk.jobs.start(name, title, accounts.work(name, work, at, version), is_waited_for)
    return done(desk, asked, "", side=name, path=None)


def _state(files: DeskFiles) -> tuple[Accounts, datetime, int]:
    return files.memory.accounts, files.now(), files.site.version


async def _now(desk: Desk) -> datetime:
    return await desk.work(DeskFiles.now)


def _names(files: DeskFiles) -> Names:
    """What the pages and files of the site are called, for who reads an account."""
    site = files.site
    return Names(
        pages={output_path(site.address(it)): it.title for it in site.articles},
        files={it.path: it.title for it in site.articles},
        published=frozenset(it.file for it in site.ledger.values() if it.file),
    )


async def look_publish(desk: Desk, asked: Asked) -> Response:
    """Say what publishing would do; nothing is sent."""
    name, now = asked.form.one("target"), await _now(desk)
    names: Names = await desk.work(_names)
    takes_over = asked.form.one("take-over") == YES

    def work(tell: Tell) -> Account:
        wanted = order(desk.options.root, name, now, os.environ, takes_over)
        return account_of_publish(wanted, names, tell)

    return await _begin(desk, asked, PUBLISH, f"Comparing with {name}", work)


async def do_publish(desk: Desk, asked: Asked) -> Response:
    """Publish what was announced."""
    form, now = asked.form, await _now(desk)
    name, is_meant = form.one("target"), form.one("meant") == YES
    takes_over = is_meant and form.one("take-over") == YES
    names: Names = await desk.work(_names)

    def work(tell: Tell) -> Account:
        wanted = order(desk.options.root, name, now, os.environ, takes_over)
        return publish(wanted, form.one("announced"), is_meant, names, tell)

    return await _begin(desk, asked, PUBLISH, f"Publishing to {name}", work, is_waited_for=True)


async def look_links(desk: Desk, asked: Asked) -> Response:
    """Say how many links would be looked at; nobody is asked."""
    wanted = LinkCheck(desk.options.root, desk.options.now)
    return await _begin(
        desk, asked, LINKS, "Counting links", lambda tell: account_of_links(wanted, tell)
    )


async def do_links(desk: Desk, asked: Asked) -> Response:
    """Look at the links that are due."""
    wanted = LinkCheck(desk.options.root, desk.options.now)
    url: str = await desk.work(lambda files: files.site.settings.url)

    def work(tell: Tell) -> Account:
        with Client(user_agent(url), proxies=proxies_of(os.environ)) as client:
            return check_links(wanted, client, tell)

    return await _begin(desk, asked, LINKS, "Checking links", work)


async def _mail_wish(desk: Desk, asked: Asked) -> MailWish:
    one, now = asked.form.one, await _now(desk)
    names = (one("edition"), one("place"), one("way"), one("address").strip())
    is_again = one("again") == one("meant") == YES
    return MailWish(desk.options.root, *names, now, os.environ, is_again)


async def look_mail(desk: Desk, asked: Asked) -> Response:
    """Say what a mail would be, and whom it goes to; nothing is sent."""
    wish = await _mail_wish(desk, asked)
    return await _begin(
        desk,
        asked,
        MAIL,
        f"Making the mail {wish.edition}",
        lambda tell: account_of_mail(wish, tell),
    )


async def do_mail(desk: Desk, asked: Asked) -> Response:
    """Send the mail that was announced."""
    wish, announced = await _mail_wish(desk, asked), asked.form.one("announced")
    if (wish.way == "list" or asked.form.one("again")) and asked.form.one("meant") != YES:
        raise CannotDo("nothing was sent", "tick that this is meant")

    def work(tell: Tell) -> Account:
        return send_mail(wish, announced, tell)

    title = f"Handing the mail {wish.edition} to {wish.place}"
    return await _begin(desk, asked, MAIL, title, work, is_waited_for=True)


async def do_undo(desk: Desk, asked: Asked) -> Response:
    """Take the last change of the desk back, if it is the one that the button named."""
    return await _turned(desk, asked, undo, "Undone")


async def do_redo(desk: Desk, asked: Asked) -> Response:
    """Make the change again that was undone last."""
    return await _turned(desk, asked, redo, "Redone")


async def _turned(
    desk: Desk, asked: Asked, turn: Callable[[DeskFiles, int | None], Written], said: str
) -> Response:
    written: Written = await desk.work(turn, whole_number(asked.form.one("number"), 11))
    return done(desk, asked, f"{said}: {written.label}")


async def close_job(desk: Desk, asked: Asked) -> Response:
    """Take what came of a job out of the head of the page."""
    desk.jobs.forget(asked.form.one("job"))
    return done(desk, asked, "", "main")


ROUTES: tuple[Row, ...] = (
    Row("POST", "close-job", close_job),
    Row("POST", "look-publish", look_publish),
    Row("POST", "publish", do_publish),
    Row("POST", "look-links", look_links),
    Row("POST", "check-links", do_links),
    Row("POST", "look-mail", look_mail),
    Row("POST", "mail", do_mail),
    Row("POST", "undo", do_undo),
    Row("POST", "redo", do_redo),
)
