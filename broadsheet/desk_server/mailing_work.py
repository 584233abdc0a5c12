"""The desk sends an edition by mail: first it says what would go to whom, then it does that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from broadsheet.content.mail_settings import MAILBOX, MailTarget, SmtpTarget
from broadsheet.content.settings import Settings
from broadsheet.desk_server.accounts import Account, Confirm, Part
from broadsheet.desk_server.jobs import Tell
from broadsheet.fingerprint import of_bytes
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.making import Made, make_letter
from broadsheet.mailing.place import InDoubt, NotSent
from broadsheet.mailing.places import opened, unsubscribe_of
from broadsheet.mailing.sending import Order, carry_out, doubt, outcome, sent_before

CHANGED = "Nothing was sent: the mail has changed since you looked. Now it is this:"
WAYS = ("draft", "list", "test")  # a draft at the place, to its whole list, to one address


@dataclass(frozen=True, slots=True)
class MailWish:
    """A mail to be sent: the edition of the site at `root` by its key, a day in it or `latest`, to
    a place of `site.yaml`; `way` is one of WAYS, and `address` whom a test goes to.

    `again` sends although the record says that it was sent before.
    """

    root: Path
    edition: str
    place: str
    way: str
    address: str
    now: datetime
    environ: Mapping[str, str]
    again: bool = False


def account_of_mail(wish: MailWish, tell: Tell) -> Account:
    """Make the mail, and say what sending it would do; nothing is sent. Raises the errors of
    `make_letter`, and NotSent for what cannot be meant."""
    made, target = _made(wish, tell)
    return _account(wish, made, target)


def send_mail(wish: MailWish, announced: str, tell: Tell) -> Account:
    """Send the mail if it is as it was `announced`, by its fingerprint; else say again what sending
    it would do. Raises NotSent, SentBefore, InDoubt and the errors of `make_letter`."""
    made, target = _made(wish, tell)
    if _fingerprint(made.letter) != announced:
        told = _account(wish, made, target)
        return replace(told, headline=f"{CHANGED} {told.headline}")
    tell(f"handing the mail to {target.name}")
    place = opened(target, wish.environ)
    if wish.way == "test":
        place.test(made.letter, wish.address)
        return Account(f"Sent to {wish.address} alone.")
    order = Order(target.name, wish.way == "list", wish.again, wish.now)
    try:
        name = carry_out(wish.root, place, made.letter, order)
    except InDoubt as error:
        raise InDoubt(doubt(made.letter, target.name, error)) from error
    done, kept = outcome(target.name, name, order.to_list).splitlines()
    return Account(f"{done[:1].upper()}{done[1:]}.", (Part("", (kept,)),))


def _made(wish: MailWish, tell: Tell) -> tuple[Made, MailTarget]:
    chosen: list[MailTarget] = []

    def way_out(settings: Settings) -> str:
        chosen.append(_target(settings, wish))
        return unsubscribe_of(chosen[0]) or settings.mail.unsubscribe

    tell("making the mail")
    return make_letter(wish.root, wish.edition, lambda _: wish.now, way_out), chosen[0]


def _target(settings: Settings, wish: MailWish) -> MailTarget:
    found = next((it for it in settings.mail.targets if it.name == wish.place), None)
    if found is None:
        raise NotSent(f"site.yaml names no place {wish.place!r} that sends")
    address = MAILBOX.fullmatch(wish.address)
    if wish.way == "test" and not (address and address["alone"]):
        raise NotSent("write the address that the test goes to as me@example.org")
    if wish.way not in WAYS:
        raise NotSent("choose a draft, the whole list, or a test")
    return found


def _account(wish: MailWish, made: Made, target: MailTarget) -> Account:
    letter, name = made.letter, target.name
    goes = {
        "draft": f"A draft of the edition {letter.key} would be made at {name}; you send it there.",
        "list": f"The edition {letter.key} would be sent to the whole list of {name}.",
        "test": f"The edition {letter.key} would be sent to {wish.address} alone.",
    }
    size = f"{len(letter.html.encode()) / 1000:.0f} kB"
    sender = str(letter.sender.address) if letter.sender else "nobody; set mail: {from: …}"
    facts = (
        f"Subject: {letter.subject}",
        f"From: {sender}",
        f"By: {name} ({place_of(target)})",
        f"Size: {size}",
    )
    before = "" if wish.way == "test" else sent_before(wish.root, letter, name)
    parts = [Part("The mail", facts)]
    parts += [Part("To be known", made.remarks)] if made.remarks else []
    parts += [Part("Sent before", (before,))] if before else []
    return Account(goes[wish.way], tuple(parts), _confirm(wish, letter, bool(before)))


def _confirm(wish: MailWish, letter: Letter, is_again: bool) -> Confirm:
    labels = {"draft": f"Make a draft at {wish.place}", "list": f"Send to the list of {wish.place}",
              "test": f"Send a test to {wish.address}"}  # fmt: skip
    fields = {
        "edition": letter.key,
        "place": wish.place,
        "way": wish.way,
        "address": wish.address,
        "announced": _fingerprint(letter),
    }
    ticks = {"list": f"Yes, every reader on the list of {wish.place} gets this now."}
    tick = ticks.get(wish.way, "")
    if is_again:
        fields["again"] = "yes"
        tick = f"Yes, once more, although it was sent before or may have been. {tick}".strip()
    return Confirm("mail", labels[wish.way], fields, tick)


def place_of(target: MailTarget) -> str:
    """Where a mail goes, in words, without a secret."""
    match target.place:
        case SmtpTarget(host=host):
            return f"the mail server {host}"
        case _:
            return str(target.to)


def _fingerprint(letter: Letter) -> str:
    return of_bytes(repr((letter.key, letter.subject, letter.html, letter.text)).encode())
