"""What is remembered of the last publish to a target."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.content.publish_settings import FolderTarget, TargetSetting
from broadsheet.publishing.last_publish import (
    LastPublish,
    due,
    fingerprint,
    last_publish,
    remember_publish,
)
from broadsheet.publishing.remote_manifest import RemoteManifest

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIVE = TargetSetting("live", 1, "folder", FolderTarget("www"))


def test_record_is_that_of_one_target_as_it_is_set(tmp_path: Path) -> None:
    last = LastPublish(NOON.isoformat(), "1", "", "2")
    (tmp_path / ".broadsheet").mkdir()
    remember_publish(tmp_path, LIVE, last)
    assert last_publish(tmp_path, replace(LIVE, line=7)) == last
    assert last_publish(tmp_path, replace(LIVE, name="test")) == LastPublish()
    assert last_publish(tmp_path, replace(LIVE, place=FolderTarget("other"))) == LastPublish()


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"at": 1}'])
def test_damaged_record_is_none(tmp_path: Path, damage: str) -> None:
    (tmp_path / ".broadsheet").mkdir()
    remember_publish(tmp_path, LIVE, LastPublish("x"))
    (record,) = (tmp_path / ".broadsheet").iterdir()
    record.write_text(damage)
    assert last_publish(tmp_path, LIVE) == LastPublish()


def test_span_counts_from_the_last_publish() -> None:
    last = LastPublish(NOON.isoformat())
    assert last.is_within(15 * MINUTE, NOON + 14 * MINUTE)
    assert not last.is_within(15 * MINUTE, NOON + 15 * MINUTE)
    assert not last.is_within(15 * MINUTE, NOON - MINUTE)  # the clock was wrong
    assert not LastPublish().is_within(15 * MINUTE, NOON)
    assert not LastPublish("2026-11-26 12:00").is_within(15 * MINUTE, NOON)


def test_same_site_need_not_be_published_until_a_file_is_due() -> None:
    last = LastPublish(NOON.isoformat(), "1", (NOON + MINUTE).isoformat())
    assert last.says_all("1", NOON)
    assert not last.says_all("2", NOON)
    assert not last.says_all("1", NOON + MINUTE)


def test_site_that_was_returned_from_need_not_be_published() -> None:
    last = LastPublish(returned_from="1")
    assert last.says_all("1", NOON) and not last.says_all("2", NOON)


def test_fingerprint_is_that_of_paths_and_digests_in_any_order() -> None:
    assert fingerprint([("a", "1"), ("b", "2")]) == fingerprint([("b", "2"), ("a", "1")])
    assert fingerprint([("a", "1")]) != fingerprint([("a", "2")])


def test_first_file_that_is_due_counts() -> None:
    gone = {"a": "2026-11-26T12:00:00+00:00", "b": "2026-11-25T12:00:00+00:00", "c": "soon"}
    assert due(RemoteManifest(gone=gone), 2 * MINUTE) == "2026-11-25T12:02:00+00:00"
    assert due(RemoteManifest(), MINUTE) == ""
