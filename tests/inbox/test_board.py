"""The groups of the inbox are ready when a curator asks for them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from broadsheet.clipping.known import KnownArticle
from broadsheet.inbox.board import PAGE, Board, Chosen, Count, opened_board
from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.site_texts import SiteText
from broadsheet.inbox.store import opened_inbox
from tests.inbox.feeds import NOW

TODAY = date(2026, 1, 31)
WORLD = Subscription("https://marsh.example/feed", section="world")
CULTURE = Subscription("https://hafen.example/feed", section="culture")
BRIDGE = NewItem("https://marsh.example/1", "marsh.example/1?", "Westhaven bridge opens", "Marsh",
                 "en-GB", NOW, "The mayor came.", 15)  # fmt: skip
BRÜCKE = NewItem("https://hafen.example/1", "hafen.example/1?", "Brücke offen", "Hafen", "de",
                 NOW, "", 0)  # fmt: skip
OPERA = replace(BRÜCKE, key="hafen.example/2?", title="Oper beginnt", published=NOW - 9,
                text="Der Vorhang ging auf.")  # fmt: skip


def add(folder: Path, feed: Subscription, *items: NewItem) -> None:
    with opened_inbox(folder) as inbox:
        inbox.add(feed, FeedState(feed.address, since=NOW), items, NOW)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    add(tmp_path, WORLD, BRIDGE)
    add(tmp_path, CULTURE, BRÜCKE, OPERA)
    with opened_inbox(tmp_path) as inbox:
        inbox.group({1: 1, 2: 1, 3: 3})
    with opened_board(tmp_path, "en") as it:
        yield it


def titles(board: Board, **chosen: object) -> list[str]:
    listing = board.groups(Chosen(**chosen))  # type: ignore[arg-type]
    return [it.best.title for it in listing.groups]


def test_what_most_report_comes_first(board: Board) -> None:
    first, second = board.groups(Chosen()).groups
    assert (first.number, first.publishers) == (1, ("Marsh", "Hafen"))
    assert [it.title for it in second.items] == ["Oper beginnt"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"section": "world"}, ["Westhaven bridge opens"]),
        ({"section": "culture"}, ["Westhaven bridge opens", "Oper beginnt"]),
        ({"language": "en"}, ["Westhaven bridge opens"]),
        ({"words": "brucke"}, ["Westhaven bridge opens"]),
        ({"words": "vorh"}, ["Oper beginnt"]),
        ({"words": '"'}, []),
        ({"words": "vorhang", "language": "en"}, []),
        ({"covered": True}, []),
        ({"kept": True}, []),
    ],
)
def test_groups_are_chosen(board: Board, chosen: dict[str, object], found: list[str]) -> None:
    assert titles(board, **chosen) == found


def test_sections_and_languages_are_counted_as_far_as_the_rest_is_chosen(board: Board) -> None:
    board.mark([3], "read")
    listing = board.groups(Chosen(section="world"))
    assert listing.chosen == Count(1, 1)
    assert listing.sections == {"culture": Count(2, 1), "world": Count(1, 1)}
    assert listing.languages == {"de": Count(1, 1), "en": Count(1, 1)}
    assert board.groups(Chosen(unread=True)).sections["culture"] == Count(1, 1)


def test_marks_are_kept_at_once_and_can_be_taken_back(board: Board, tmp_path: Path) -> None:
    before = board.mark([1, 2, 99], "dropped")
    assert before == {1: "new", 2: "new"}
    assert titles(board) == ["Oper beginnt"]
    assert titles(board, dropped=True) == ["Westhaven bridge opens"]
    with opened_inbox(tmp_path) as inbox:
        assert {it.id: it.state for it in inbox.items()} == {1: "dropped", 2: "dropped", 3: "new"}
    for number, state in before.items():
        board.mark([number], state)
    assert titles(board) == ["Westhaven bridge opens", "Oper beginnt"]


def test_report_that_is_dropped_leaves_its_group(board: Board) -> None:
    board.mark([1], "dropped")
    assert [it.id for it in board.groups(Chosen()).groups[0].items] == [2]
    group = board.group(1)
    assert group and len(group.items) == 2


def test_group_is_found_by_any_of_its_reports(board: Board) -> None:
    group = board.group(2)
    assert group and group.number == 1 and board.group(77) is None


def test_what_others_write_is_seen_by_the_next_look(board: Board, tmp_path: Path) -> None:
    assert not board.look()
    add(tmp_path, WORLD, replace(BRIDGE, key="3", title="Harbour fire"))
    assert board.look() and "Harbour fire" in titles(board)
    with opened_inbox(tmp_path) as inbox:
        inbox.mark([3], "dropped")
    assert board.look() and "Oper beginnt" not in titles(board)


def test_articles_cover_groups_as_soon_as_they_are_there(board: Board) -> None:
    article = KnownArticle("content/x.md", "Crossing", TODAY, ())
    texts = (SiteText(article, frozenset([BRÜCKE.key])),)
    assert board.look(texts, TODAY) and not board.look(texts, TODAY)
    assert titles(board, covered=True) == ["Westhaven bridge opens"]
    assert titles(board, covered=False) == ["Oper beginnt"]
    covered = board.groups(Chosen()).groups[0].covered
    assert covered and covered.by_address and covered.article is article
    assert board.look((), TODAY) and titles(board, covered=True) == []


def test_groups_come_page_by_page(board: Board, tmp_path: Path) -> None:
    more = [replace(BRIDGE, key=str(n), title=f"Title {n}") for n in range(PAGE)]
    add(tmp_path, WORLD, *more)
    board.look()
    listing = board.groups(Chosen(page=9))
    assert (listing.page, listing.pages, len(listing.groups)) == (2, 2, 2)
    assert listing.chosen.groups == PAGE + 2
    assert board.groups(Chosen(page=-1)).page == 1
