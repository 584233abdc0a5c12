"""An edition is sent once, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.files import MAILED
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.place import InDoubt, NotSent
from broadsheet.mailing.record import held, read_record
from broadsheet.mailing.sending import Order, SentBefore, carry_out
from broadsheet.problems import ProblemsFound
from tests.mailing.letters import DIGEST, LETTER
from tests.sites import Site

Make = Callable[[str], Site]
NOW = datetime(2021, 12, 31, 9, tzinfo=UTC)
SEND = Order("readers", True, False, NOW)
DRAFT = Order("readers", False, False, NOW)
AGAIN = Order("readers", True, True, NOW)


@dataclass
class Fake:
    """A place that keeps what it is given, unless it is to fail; it looks at the record then."""

    root: Path
    fails: BaseException | None = None
    sent: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def draft(self, letter: Letter) -> str:
        return self.send(letter)

    def send(self, letter: Letter) -> str:
        self.seen.append((self.root / MAILED).read_text("utf-8"))
        if self.fails:
            raise self.fails
        self.sent.append(letter.key)
        return "12"

    def test(self, letter: Letter, address: str) -> None:
        raise NotSent("no tests")


def recorded(root: Path) -> str:
    """The record of a site; empty if there is none."""
    path = root / MAILED
    return path.read_text("utf-8") if path.exists() else ""


def test_edition_is_recorded_before_and_after(site: Make) -> None:
    place = Fake(site(DIGEST).root)
    assert carry_out(place.root, place, LETTER, SEND) == "12"
    assert place.seen == ["2021-12-31 readers sending 2021-12-31T09:00:00+00:00\n"]
    assert recorded(place.root) == "2021-12-31 readers sent 2021-12-31T09:00:00+00:00 12\n"


@pytest.mark.parametrize(
    ("first", "told"), [(SEND, "was sent to readers"), (DRAFT, "a draft of the edition")]
)
def test_edition_goes_out_once(site: Make, first: Order, told: str) -> None:
    place = Fake(site(DIGEST).root)
    carry_out(place.root, place, LETTER, first)
    for order in (SEND, DRAFT):
        with pytest.raises(SentBefore, match=told):
            carry_out(place.root, place, LETTER, order)
    assert len(place.sent) == 1
    carry_out(place.root, place, LETTER, AGAIN)
    assert len(place.sent) == 2


def test_other_place_and_other_edition_are_not_the_same(site: Make) -> None:
    place = Fake(site(DIGEST).root)
    carry_out(place.root, place, LETTER, SEND)
    carry_out(place.root, place, LETTER, Order("friends", True, False, NOW))
    assert [it.place for it in read_record(place.root).values()] == ["friends", "readers"]


def test_what_was_refused_can_be_sent_without_more_ado(site: Make) -> None:
    place = Fake(site(DIGEST).root, NotSent("the server is full"))
    with pytest.raises(NotSent):
        carry_out(place.root, place, LETTER, SEND)
    assert recorded(place.root) == ""
    place.fails = None
    carry_out(place.root, place, LETTER, SEND)


def test_refused_second_time_leaves_the_record_of_the_first(site: Make) -> None:
    place = Fake(site(DIGEST).root)
    carry_out(place.root, place, LETTER, SEND)
    before = recorded(place.root)
    place.fails = NotSent("the server is full")
    with pytest.raises(NotSent):
        carry_out(place.root, place, LETTER, AGAIN)
    assert recorded(place.root) == before


@pytest.mark.parametrize("end", [InDoubt("no answer"), KeyboardInterrupt(), SystemExit(9)])
def test_end_in_the_middle_leaves_a_doubt_that_is_told(site: Make, end: BaseException) -> None:
    place = Fake(site(DIGEST).root, end)
    with pytest.raises(type(end)):
        carry_out(place.root, place, LETTER, SEND)
    place.fails = None
    with pytest.raises(SentBefore, match="may have gone out"):
        carry_out(place.root, place, LETTER, SEND)
    assert place.sent == []
    carry_out(place.root, place, LETTER, AGAIN)
    assert place.sent == ["2021-12-31"]


def test_two_commands_do_not_send_at_once(site: Make) -> None:
    place = Fake(site(DIGEST).root)
    with held(place.root), pytest.raises(ProblemsFound, match="another command is sending"):
        carry_out(place.root, place, LETTER, SEND)
    assert place.sent == []


def test_record_is_no_part_of_the_site(site: Make) -> None:
    digest = site(DIGEST)
    digest.build()
    before = digest.tree()
    place = Fake(digest.root)
    carry_out(digest.root, place, LETTER, SEND)
    assert digest.build().rendered == ()
    assert digest.tree() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2021-12-31 readers lost 2021-12-31T09:00\n",
            "mailed.txt:1: is not a line of this record",
        ),
        ("a b sent 1\n\na b draft 2\n", "mailed.txt:3: the edition a has two lines for b"),
        ("<<<<<<< HEAD\n", "mailed.txt:1: is not a line"),
    ],
)
def test_record_that_makes_no_sense_stops_the_mail(site: Make, text: str, told: str) -> None:
    place = Fake(site(DIGEST).root)
    (place.root / MAILED).write_text(text, "utf-8")
    with pytest.raises(ProblemsFound, match=told):
        carry_out(place.root, place, LETTER, SEND)
    assert (place.sent, recorded(place.root)) == ([], text)
