"""The command that makes a mail of an edition, and sends it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.commands.outcome import PROBLEMS
from broadsheet.commands.site_options import in_site, moment_reader
from broadsheet.content.mail_settings import MAILBOX, MailTarget
from broadsheet.content.settings import Settings
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.making import LATEST, Made, NoSuchEdition, make_letter
from broadsheet.mailing.message import message_of
from broadsheet.mailing.place import InDoubt, MailPlace, NotSent
from broadsheet.mailing.places import opened, unsubscribe_of
from broadsheet.mailing.sending import Order, SentBefore, carry_out, doubt, outcome
from broadsheet.problems import did_you_mean

FOLDER = "mail"


@click.command("mail", short_help="Make a mail of an edition, and send it.")
@click.argument("edition", default=LATEST, metavar="[EDITION]")
@in_site
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files go (mail/EDITION/ in the site's folder).",
)
@click.option("--as-of", metavar="DATE", help="Take the edition as it is at another moment (now).")
@click.option(
    "--send",
    "target",
    default="",
    metavar="PLACE",
    help="Hand it to a place in site.yaml: a draft.",
)
@click.option("--test", "address", default="", metavar="ADDRESS", help="Send it to this alone.")
@click.option("--yes", "to_list", is_flag=True, help="Send it to the whole list, not a draft.")
@click.option("--again", is_flag=True, help="Send it although it was sent before.")
def mail_command(
    edition: str,
    root: Path,
    output: Path | None,
    as_of: str | None,
    target: str,
    address: str,
    to_list: bool,
    again: bool,
) -> None:
    """Make a mail of an edition: edition.html, edition.txt and edition.eml.

    EDITION is its key, as in its address (2026-11-26, 2026-w48, 2026-11), a day in it, or latest,
    which is what is taken without one. With --send the mail is handed to a place of site.yaml. A
    list host gets a draft, which you look at and send there; with --yes it goes to the whole list.
    An edition is sent once to each place: content/mailed.txt records it.

    Exit status: 0 done; 1 problems, or it was sent before; 2 wrong arguments; 3 a bug in
    Broadsheet.
    """
    _check(target, address, to_list, again)
    chosen: list[MailTarget] = []

    def way_out(settings: Settings) -> str:
        if target:
            chosen.append(_target(settings, target))
        return (unsubscribe_of(chosen[0]) if chosen else "") or settings.mail.unsubscribe

    try:
        made = make_letter(root, edition, moment_reader(as_of), way_out)
    except NoSuchEdition as error:
        raise click.BadParameter(str(error), param_hint="EDITION") from None
    folder = output or root / FOLDER / made.letter.key
    _write(folder, made.letter)
    _tell(made, folder)
    if chosen:
        _send(root, chosen[0], made.letter, address, to_list, again)


def _check(target: str, address: str, to_list: bool, again: bool) -> None:
    """Raise UsageError for options that do not go together."""
    if not target and (address or to_list or again):
        raise click.UsageError("--test, --yes and --again go with --send PLACE")
    if address and to_list:
        raise click.UsageError("--test sends to one address and --yes to a list: choose one")
    found = MAILBOX.fullmatch(address)
    if address and not (found and found["alone"]):
        raise click.BadParameter("write it as me@example.org", param_hint="--test")


def _target(settings: Settings, name: str) -> MailTarget:
    by_name = {it.name: it for it in settings.mail.targets}
    if not by_name:
        text = "site.yaml names no place that sends; docs/mail.md shows how"
        raise click.BadParameter(text, param_hint="--send")
    if name not in by_name:
        text = f"there is no place {name}; {did_you_mean(name, by_name)}"
        raise click.BadParameter(text, param_hint="--send")
    return by_name[name]


def _write(folder: Path, letter: Letter) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.html").write_bytes(letter.html.encode())
    (folder / "edition.txt").write_bytes(letter.text.encode("utf-8-sig"))
    (folder / "edition.eml").write_bytes(message_of(letter))


def _tell(made: Made, folder: Path) -> None:
    letter = made.letter
    for remark in made.remarks:
        click.echo(f"note: {remark}", err=True)
    if letter.sender is None:
        click.echo(
            "note: nobody is named as the sender: set mail: {from: …} in site.yaml", err=True
        )
    click.echo(f"{letter.subject} ({len(letter.html.encode()) / 1000:.0f} kB)")
    for name in ("edition.html", "edition.txt", "edition.eml"):
        click.echo(f"    {folder / name}")


def _send(
    root: Path, target: MailTarget, letter: Letter, address: str, to_list: bool, again: bool
) -> None:
    try:
        place = opened(target, os.environ)
        click.echo(_handed_over(root, place, target, letter, address, to_list, again))
    except (NotSent, SentBefore) as error:
        click.echo(f"not sent: {error}", err=True)
        sys.exit(PROBLEMS)
    except InDoubt as error:
        told = "the test may have been sent, or not: " + str(error) if address else ""
        click.echo(told or doubt(letter, target.name, error), err=True)
        sys.exit(PROBLEMS)


def _handed_over(
    root: Path,
    place: MailPlace,
    target: MailTarget,
    letter: Letter,
    address: str,
    to_list: bool,
    again: bool,
) -> str:
    """Hand the mail over; returns what was done, in a sentence."""
    if address:
        place.test(letter, address)
        return f"sent to {address} alone"
    order = Order(target.name, to_list, again, datetime.now(UTC))  # the clock is read only here
    return outcome(target.name, carry_out(root, place, letter, order), to_list)
