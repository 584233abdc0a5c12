"""The inbox is kept, found by its words, and never lost by a damaged file."""

from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.inbox.items import FeedState, NewItem, Subscription
from broadsheet.inbox.store import FILE, opened_inbox
from tests.inbox.feeds import NOW

FEED = Subscription("https://marsh.example/feed")
STATE = FeedState(FEED.address, since=NOW)
ITEM = NewItem("https://marsh.example/1", "marsh.example/1?", "Brücke wieder offen", "Marsh", "de",
               NOW, "Der Bürgermeister kam.", 22)  # fmt: skip


def found(folder: Path, words: str) -> list[str]:
    with opened_inbox(folder) as inbox:
        return [it.title for it in inbox.items(words=words)]


@pytest.mark.parametrize("words", ["brucke", "BRÜCKE bürgermeister", "brü", "marsh offen"])
def test_words_are_found(tmp_path: Path, words: str) -> None:
    with opened_inbox(tmp_path) as inbox:
        inbox.add(FEED, STATE, [ITEM], NOW)
    assert found(tmp_path, words) == ["Brücke wieder offen"]


@pytest.mark.parametrize("words", ["tunnel", 'brücke" OR x', "*", "NOT offen", "told:offen x", '"'])
def test_signs_have_no_meaning_in_a_search(tmp_path: Path, words: str) -> None:
    with opened_inbox(tmp_path) as inbox:
        inbox.add(FEED, STATE, [ITEM], NOW)
    assert found(tmp_path, words) == []


def test_words_of_scripts_without_spaces_are_found(tmp_path: Path) -> None:
    with opened_inbox(tmp_path) as inbox:
        inbox.add(FEED, STATE, [replace(ITEM, title="半導体不足で減産")], NOW)
    assert found(tmp_path, "不足") == ["半導体不足で減産"]


def test_changed_report_is_renewed_and_found_by_its_new_words_alone(tmp_path: Path) -> None:
    with opened_inbox(tmp_path) as inbox:
        inbox.add(FEED, STATE, [ITEM], NOW)
        assert inbox.add(FEED, STATE, [replace(ITEM, title="Tunnel zu")], NOW) == 0
    assert (found(tmp_path, "tunnel"), found(tmp_path, "brücke")) == (["Tunnel zu"], [])


def test_daily_column_is_a_report_each_day(tmp_path: Path) -> None:
    tomorrow = replace(ITEM, url="https://marsh.example/2", key="2", published=NOW + 86_400)
    with opened_inbox(tmp_path) as inbox:
        assert inbox.add(FEED, STATE, [ITEM, tomorrow], NOW + 86_400) == 2


def test_kept_reports_are_not_pruned(tmp_path: Path) -> None:
    with opened_inbox(tmp_path) as inbox:
        inbox.add(FEED, STATE, [ITEM, replace(ITEM, key="2", title="Other")], NOW)
        inbox.mark([1], "kept")
        assert inbox.prune(NOW + 100, keep=10, per_feed=5) == 1
        assert [it.id for it in inbox.items()] == [1]
    assert found(tmp_path, "other") == []


def test_unknown_state_is_refused(tmp_path: Path) -> None:
    with opened_inbox(tmp_path) as inbox, pytest.raises(ValueError):
        inbox.mark([1], "loved")


def test_damaged_inbox_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but of some length" * 50)
    with opened_inbox(tmp_path) as inbox:
        assert inbox.set_aside == tmp_path / "inbox-damaged-1.sqlite"
        assert inbox.items() == []
    assert (tmp_path / "inbox-damaged-1.sqlite").read_bytes().startswith(b"no database")


def test_inbox_cut_off_in_the_middle_is_set_aside(tmp_path: Path) -> None:
    with opened_inbox(tmp_path) as inbox:
        more = [replace(ITEM, key=str(n), title=f"T {n}") for n in range(500)]
        inbox.add(FEED, STATE, more, NOW)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    with opened_inbox(tmp_path) as inbox:
        assert inbox.set_aside and inbox.items() == []


def test_half_an_addition_is_none(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    class Broken(list[NewItem]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield ITEM
            raise Killed

    with opened_inbox(tmp_path) as inbox:
        with pytest.raises(Killed):
            inbox.add(FEED, STATE, Broken(), NOW)
        assert inbox.items() == [] and inbox.feeds() == {}
