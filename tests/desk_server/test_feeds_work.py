"""Feeds that have moved or died are mended at the desk, in the file that names them."""

from pathlib import Path

import pytest

from broadsheet.files import MEMORY
from broadsheet.inbox.items import FeedState, Subscription
from broadsheet.inbox.store import opened_inbox
from tests.desk_server.running import NOW, running_desk

MOVED, DEAD, NEW = (
    "https://moved.example/feed",
    "https://dead.example/feed",
    "https://new.example/f",
)
INBOX = f"""\
inbox:
  # the morning round
  feeds:
    - {{url: {MOVED}, section: world}}  # good
    - {DEAD}   # bad
  keep: 10 days
"""


def feeds(root: Path, settings: str = INBOX) -> str:
    """The site's settings with two feeds, of which one has moved and one is gone."""
    states = {
        MOVED: FeedState(MOVED, moved=NEW),
        DEAD: FeedState(DEAD, status=410, why="gone"),
    }
    with opened_inbox(root / MEMORY) as inbox:
        for address, state in states.items():
            inbox.add(Subscription(address), state, [], NOW)
    path = root / "site.yaml"
    path.write_text(path.read_text("utf-8") + settings, "utf-8")
    return path.read_text("utf-8")


def test_new_address_of_a_feed_is_written_by_a_button(desk_root: Path) -> None:
    before = feeds(desk_root)
    with running_desk(desk_root) as desk:
        curator = desk.let_in()
        assert "Read it from its new address" in curator.get().text
        answer = curator.send("follow-feed", {"feed": MOVED})
        assert f"is read from its new address from now on: {NEW}" in answer.text
        text = (desk_root / "site.yaml").read_text("utf-8")
        assert text == before.replace(MOVED, NEW)
        curator.send("undo", {"number": ""})
        assert (desk_root / "site.yaml").read_text("utf-8") == before


def test_dead_feed_is_taken_out_after_a_question(desk_root: Path) -> None:
    before = feeds(desk_root)
    with running_desk(desk_root) as desk:
        curator = desk.let_in()
        page = curator.get().text
        assert "Take it out…" in page and "The feed leaves site.yaml." in page
        answer = curator.send("drop-feed", {"feed": DEAD})
        assert "is read no more" in answer.text
        text = (desk_root / "site.yaml").read_text("utf-8")
        assert text == before.replace(f"    - {DEAD}   # bad\n", "")
        assert "the feed is not there" in curator.send("drop-feed", {"feed": DEAD}).text


@pytest.mark.parametrize("form", [f"inbox: {{feeds: [{DEAD}]}}\n", f"inbox:\n  feeds: {DEAD}\n"])
def test_last_feed_leaves_no_empty_list(desk_root: Path, form: str) -> None:
    before = feeds(desk_root, form)
    with running_desk(desk_root) as desk:
        desk.let_in().send("drop-feed", {"feed": DEAD})
    assert (desk_root / "site.yaml").read_text("utf-8") == before.removesuffix(form)


def test_feed_of_a_note_is_changed_in_the_note(desk_root: Path) -> None:
    feeds(desk_root, "")
    note = desk_root / "content/sources/moved.md"
    note.parent.mkdir()
    note.write_text(f"---\ntitle: Moved\nfeed: {MOVED}  # theirs\n---\n", "utf-8")
    with running_desk(desk_root) as desk:
        desk.let_in().send("follow-feed", {"feed": MOVED})
    assert note.read_text("utf-8") == f"---\ntitle: Moved\nfeed: {NEW}  # theirs\n---\n"


def test_list_of_a_feed_reader_is_left_alone(desk_root: Path) -> None:
    (desk_root / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline xmlUrl="{DEAD}" text="Dead"/></body></opml>', "utf-8"
    )
    feeds(desk_root, "inbox: {opml: feeds.opml}\n")
    with running_desk(desk_root) as desk:
        curator = desk.let_in()
        page = curator.get().text
        assert "take it out of feeds.opml:1" in page and "Take it out…" not in page
        assert "change it there" in curator.send("drop-feed", {"feed": DEAD}).text
