"""The log of unattended work: a line of JSON for each event, in a file that does not grow."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

LARGEST = 1_000_000  # bytes; then the file becomes FILE.1, in the place of the one before


class EventLog:
    """Appends events to a file; without a file it writes nothing. `clock` says what time it is."""

    def __init__(self, file: Path | None, clock: Callable[[], datetime]) -> None:
        self._file, self._clock = file, clock

    def note(self, event: str, **facts: int | float | str) -> None:
        """Append an event with its moment (ISO 8601, UTC) and what is known of it."""
        if self._file is None:
            return
        moment = self._clock().astimezone(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": moment, "event": event, **facts}, ensure_ascii=False)
        if self._file.is_file() and self._file.stat().st_size + len(line) > LARGEST:
            os.replace(self._file, self._file.with_name(f"{self._file.name}.1"))
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
