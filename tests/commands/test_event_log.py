"""The log of unattended work."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadsheet.commands import event_log
from broadsheet.commands.event_log import EventLog

NOON = datetime(2026, 11, 26, 13, tzinfo=timezone(timedelta(hours=1)))


def test_event_is_a_line_of_json_with_its_time_in_utc(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log", lambda: NOON)
    log.note("sent", files=2, text="é\n")
    log.note("failed")
    first, second = (tmp_path / "log").read_text("utf-8").splitlines()
    time = "2026-11-26T12:00:00.000+00:00"
    assert json.loads(first) == {"time": time, "event": "sent", "files": 2, "text": "é\n"}
    assert json.loads(second) == {"time": time, "event": "failed"}


def test_full_log_is_put_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "LARGEST", 200)
    log = EventLog(tmp_path / "log", lambda: NOON)
    for number in range(20):
        log.note("sent", files=number)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["log", "log.1"]
    lines = [(tmp_path / name).read_text().splitlines() for name in ("log.1", "log")]
    assert json.loads(lines[1][-1])["files"] == 19
    assert all(sum(map(len, it)) <= 200 for it in lines)


def test_no_file_is_written_unless_asked_for(tmp_path: Path) -> None:
    EventLog(None, lambda: NOON).note("sent")
    assert list(tmp_path.iterdir()) == []
