"""Which editions have been sent, and where: the file `content/mailed.txt`.

It has a line for each edition and place, in order, and belongs in git with the content. Before
anything is sent, the line says `sending`; when it is done, `sent` or `draft`. So a run that is cut
off leaves a doubt that is told, and never a second mail.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from broadsheet.files import MAILED, MEMORY, replace_synced
from broadsheet.problems import Problem, ProblemsFound

State = Literal["sending", "sent", "draft"]
FORM = "EDITION PLACE sending|sent|draft TIME [what it is there]"
LOCK = "mail.lock"


@dataclass(frozen=True, slots=True, order=True)
class Sending:
    """What is known of an edition at a place: the state since a time, ISO 8601, and what the place
    calls it."""

    edition: str
    place: str
    state: State
    since: str
    name: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.edition, self.place, self.state, self.since, self.name)))


Record = Mapping[tuple[str, str], Sending]


def read_record(root: Path) -> Record:
    """The record of the site at `root`, by edition and place; raises ProblemsFound."""
    try:
        content = (root / MAILED).read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, OSError) as error:
        raise ProblemsFound([Problem(MAILED, 0, f"cannot be read: {error}")]) from None
    found: dict[tuple[str, str], Sending] = {}
    problems = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        sending = _parsed(line)
        if sending is None:
            hint = f"write it as: {FORM}"
            problems.append(Problem(MAILED, number, "is not a line of this record", hint))
        elif (sending.edition, sending.place) in found:
            text = f"the edition {sending.edition} has two lines for {sending.place}"
            problems.append(Problem(MAILED, number, text, "keep the one that is true"))
        else:
            found[sending.edition, sending.place] = sending
    if problems:
        raise ProblemsFound(problems)
    return found


def _parsed(line: str) -> Sending | None:
    parts = line.split(maxsplit=4)
    if len(parts) < 4:
        return None
    state = next((it for it in get_args(State) if it == parts[2]), None)
    return Sending(parts[0], parts[1], state, parts[3], *parts[4:]) if state else None


def note(root: Path, sending: Sending) -> None:
    """Put a line into the record, in place of the one of the same edition and place."""
    _write(root, {**read_record(root), (sending.edition, sending.place): sending})


def restore(root: Path, edition: str, place: str, before: Sending | None) -> None:
    """Give an edition and place the line back that they had, or none."""
    kept = {key: it for key, it in read_record(root).items() if key != (edition, place)}
    _write(root, {**kept, (edition, place): before} if before else kept)


def _write(root: Path, record: Record) -> None:
    """Replace the whole file, so that it is never half a record, and see it on the disk."""
    path = root / MAILED
    if not record:
        path.unlink(missing_ok=True)
        return
    replace_synced(path, "".join(f"{it}\n" for it in sorted(record.values())).encode())


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Keep other commands from sending mails of this site; raises ProblemsFound if one is."""
    (root / MEMORY).mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / MEMORY / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        text = "another command is sending a mail of this site"
        raise ProblemsFound([Problem(MAILED, 0, text, "wait until it has ended")]) from None
    try:
        yield
    finally:
        lock.release()
