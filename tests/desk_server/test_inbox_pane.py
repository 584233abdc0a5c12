"""The inbox shows what is asked for, and does what its forms say, with no script at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.desk_server.asking import read_view
from broadsheet.desk_server.inbox_pane import chosen_by
from broadsheet.inbox.board import Chosen
from tests.desk_server.running import (
    Answer,
    Running,
    Visitor,
    client_to,
    report,
    reported,
    running_desk,
    states,
)
from tests.fetching.serving import web
from tests.inbox.feeds import feed, item, rss

TITLE = re.compile(r'data-open.*?>(?:<span class="hidden-text">Unread: </span>)?([^<]*)</a>', re.S)


@pytest.fixture
def desk(desk_root: Path) -> Iterator[Running]:
    with running_desk(desk_root) as running:
        yield running


@pytest.fixture
def curator(desk: Running) -> Visitor:
    return desk.let_in()


def titles(answer: Answer) -> list[str]:
    """The titles of the groups on a page."""
    assert answer.status == 200
    return [it.strip() for it in TITLE.findall(answer.text.partition('id="edition"')[0])]


def test_query_makes_the_choice() -> None:
    view = read_view("q=a&section=world&lang=fa&list=unread&page=3")
    assert chosen_by(view) == Chosen("world", "a", unread=True, language="fa", page=3)
    assert chosen_by(read_view("list=open")) == Chosen(covered=False)
    assert chosen_by(read_view("list=dropped&page=x")) == Chosen(dropped=True)


def test_groups_stand_under_their_sections_in_the_papers_order(curator: Visitor) -> None:
    page = curator.get()
    every = ["Westhaven bridge opens", "Opera begins", "Museum opens late", "Third matter"]
    assert titles(page) == every
    parts = re.findall(r'class="part"><span dir="auto">([^<]*)<', page.text)
    assert parts == ["World", "Culture", "No section"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("section=culture", ["Opera begins", "Museum opens late"]),
        ("q=opera", ["Opera begins"]),
        ("lang=de", ["Westhaven bridge opens"]),
        ("list=dropped", []),
        ("section=nothing", []),
    ],
)
def test_choices_are_heeded(curator: Visitor, query: str, found: list[str]) -> None:
    assert titles(curator.get(f"?{query}")) == found


def test_opened_group_shows_its_reports_and_why_one_is_best(curator: Visitor) -> None:
    page = curator.get("?group=1").text
    assert "best: in the site&#39;s language" in page
    for told in ("Brücke offen", "Hafenblatt", "German", "پل باز شد", "What report 2 says."):
        assert told in page
    assert page.count('rel="noreferrer noopener" target="_blank"') >= 3
    assert page.count(">first</span>") == 1


def test_group_that_was_read_stays_in_sight_while_it_is_open(curator: Visitor) -> None:
    curator.send("mark", {"read": "1"})
    assert "Westhaven bridge opens" not in titles(curator.get("?list=unread"))
    assert "Westhaven bridge opens" in titles(curator.get("?list=unread&group=1"))


def test_drop_leads_back_to_the_same_view(curator: Visitor, desk_root: Path) -> None:
    page = curator.send("mark", {"dropped": "4"}, view="section=culture&group=4")
    assert titles(page) == ["Museum opens late"]
    assert "Dropped: Opera begins" in page.text and 'class="group opened' not in page.text
    assert states(desk_root)["Opera begins"] == "dropped"
    assert titles(curator.send("unmark", {})) != []
    assert states(desk_root)["Opera begins"] == "new"
    again = curator.send("unmark", {})
    assert "There is nothing to undo in the inbox." in again.text


@pytest.mark.parametrize("number", ["99", "0", "x", "9" * 40, ""])
@pytest.mark.parametrize("name", ["mark", "keep"])
def test_group_that_is_not_there_is_said_to_be_gone(
    curator: Visitor, name: str, number: str
) -> None:
    page = curator.send(name, {"dropped": number, "keep": number})
    assert "This group is not in the inbox any more." in page.text


def test_keep_writes_a_draft_of_the_edition_that_is_shown(
    curator: Visitor, desk_root: Path
) -> None:
    curator.send("keep", {"keep": "4"}, view="day=2026-02-03")
    (draft,) = (desk_root / "content/culture").glob("*.md")
    assert draft.name.startswith("2026-02-03-") and "draft: true" in draft.read_text("utf-8")
    assert states(desk_root)["Opera begins"] == "kept"


def test_what_is_covered_already_is_not_kept_twice(curator: Visitor, desk_root: Path) -> None:
    curator.send("keep", {"keep": "4"})
    page = curator.send("keep", {"keep": "4"})
    assert "Covered already: content/culture/" in page.text
    assert len(list((desk_root / "content/culture").glob("*.md"))) == 1


def test_what_another_program_fetches_is_in_the_next_page(
    curator: Visitor, desk_root: Path
) -> None:
    reported(desk_root, report(7, "Fetched elsewhere"))
    assert "Fetched elsewhere" in titles(curator.get())


def test_feeds_are_read_in_the_background_and_say_what_came(desk_root: Path) -> None:
    told = rss(item("From a feed", "https://marsh.example/77", "Text."))
    with web({"/feed": feed(told)}) as server:
        good, gone = server.url("/feed", "good.example"), server.url("/no", "gone.example")
        settings = desk_root / "site.yaml"
        named = f"inbox:\n  feeds: [{good}, {gone}]\n"
        settings.write_text(f"{settings.read_text('utf-8')}{named}", "utf-8")
        with running_desk(desk_root, fetches=True, client=client_to(server.port)) as desk:
            curator = desk.let_in()
            for _ in range(500):
                jobs = curator.get("jobs").text
                if "asked" in jobs:
                    break
            assert "1 new report, 2 feeds asked, 1 failed" in jobs
            assert "The Marsh Diary: 1 new report" in jobs
            page = curator.get()
            assert "From a feed" in titles(page)
            assert "failing" in page.text and "the server answers 404" in page.text


def test_mistake_of_ours_becomes_a_message_and_the_desk_goes_on(
    curator: Visitor, desk_root: Path
) -> None:
    (desk_root / ".broadsheet/desk").mkdir(parents=True, exist_ok=True)
    folder = desk_root / "content/culture"
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where a folder should be", "utf-8")
    page = curator.send("keep", {"keep": "4"})
    assert page.status == 200 and 'role="alert" class="message bad"><p>' in page.text
    assert states(desk_root)["Opera begins"] == "new"


@pytest.mark.parametrize("choice", ["section=culture", "lang=de"])
def test_choice_stays_chosen_where_nothing_is_found(curator: Visitor, choice: str) -> None:
    page = curator.get(f"?{choice}&q=nothing")
    assert titles(page) == []
    assert f'<option value="{choice.partition("=")[2]}" selected>' in page.text


def test_kept_group_has_no_drop_and_is_not_said_to_be_dropped(
    curator: Visitor, desk_root: Path
) -> None:
    page = curator.send("keep", {"keep": "4"})
    assert 'id="drop-4"' not in page.text and 'id="drop-5"' in page.text
    page = curator.send("mark", {"dropped": "4"})
    assert "was kept, so it is not dropped" in page.text and "Undo drop" not in page.text
    assert states(desk_root)["Opera begins"] == "kept"
