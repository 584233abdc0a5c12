"""Sends an edition once: what is recorded, when, and what stands in the way of a second time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.files import MAILED
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.place import InDoubt, MailPlace, NotSent
from broadsheet.mailing.record import Sending, State, held, note, read_record, restore


class SentBefore(Exception):
    """An edition was sent before, or may have been; the text says when, and what to do."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with a mail at a place of that name: send it to the list, or make a draft; and
    whether to do so although the record has it. `now` is the time."""

    target: str
    to_list: bool
    again: bool
    now: datetime


def carry_out(root: Path, place: MailPlace, letter: Letter, order: Order) -> str:
    """Send a mail or make a draft, and record it; returns what the place calls it.

    The record says `sending` before anything goes out. It is given back what it said if nothing
    did, and stays as it is if that is in doubt. Raises SentBefore, NotSent, InDoubt, ProblemsFound.
    """
    with held(root):
        before = read_record(root).get((letter.key, order.target))
        if before and not order.again:
            raise SentBefore(_told(before))
        since = order.now.isoformat(timespec="seconds")
        note(root, Sending(letter.key, order.target, "sending", since))
        try:
            name = place.send(letter) if order.to_list else place.draft(letter)
        except NotSent:
            restore(root, letter.key, order.target, before)
            raise
        state: State = "sent" if order.to_list else "draft"
        note(root, Sending(letter.key, order.target, state, since, name))
        return name


def sent_before(root: Path, letter: Letter, target: str) -> str:
    """What stands in the way of sending a mail to a place: that it was sent before, or may have
    been; empty if nothing does. Raises ProblemsFound."""
    before = read_record(root).get((letter.key, target))
    return _told(before) if before else ""


def outcome(target: str, name: str, to_list: bool) -> str:
    """What to say when an order was carried out; `name` is what the place calls the mail."""
    named = f" ({name})" if name else ""
    kept = f"\n{MAILED} records it; keep it with the site"
    if to_list:
        return f"sent to the list of {target}{named}{kept}"
    return f"a draft is at {target}{named}: look at it and send it there{kept}"


def doubt(letter: Letter, target: str, error: InDoubt) -> str:
    """What to say when it is not known whether a mail went out."""
    return (
        f"it is not known whether the edition {letter.key} went out: {error}. Look at {target}."
        f" If it did, write sent in the place of sending in its line of {MAILED};"
        " if it did not, delete the line"
    )


def _told(before: Sending) -> str:
    what = f"the edition {before.edition}"
    name = f" ({before.name})" if before.name else ""
    if before.state == "sending":
        return (
            f"{what} was being sent to {before.place} at {before.since}, and that did not end well:"
            f" it may have gone out. Look at {before.place}. If it did, write sent in the place of"
            f" sending in its line of {MAILED}; if it did not, delete the line, or add --again"
        )
    if before.state == "draft":
        return (
            f"a draft of {what} was made at {before.place}{name}, {before.since}; send that one"
            " there, or delete it there and add --again"
        )
    return f"{what} was sent to {before.place}{name}, {before.since}; --again sends it once more"
