"""Finds the texts that changed since the last build, and reads them."""

from dataclasses import dataclass, replace
from pathlib import Path

from broadsheet.building.body_change import BodyChange, TextReading, body_change
from broadsheet.building.page_record import MadeWith
from broadsheet.building.up_to_date import InputSnapshot
from broadsheet.builds import Progress
from broadsheet.content.reading import FileRead, reading_steps
from broadsheet.content.store import Made, Store, loads
from broadsheet.files import is_text

MOST = 100  # texts that may have changed; a build in full reads many faster


@dataclass(frozen=True, slots=True)
class ChangedTexts:
    """The texts whose words changed, and what the store is to keep of all that were read."""

    changes: tuple[BodyChange, ...]
    made: tuple[Made, ...]


def are_the_same(snapshot: InputSnapshot, store: Store) -> bool:
    """Whether the texts that there are now are those in the store, whatever they say."""
    return {path for path in store.paths() if is_text(path)} == snapshot.signatures.keys()


def changed_texts(
    root: Path,
    snapshot: InputSnapshot,
    store: Store,
    made_with: MadeWith,
    progress: Progress,
) -> ChangedTexts | None:
    """The texts that differ in their words from those in the store, which must be `are_the_same`;
    None if more has changed."""
    stored = store.seen()
    seen = snapshot.signatures.items()
    doubtful = [path for path, signature in seen if not stored[path].is_certain(signature)]
    if len(doubtful) > MOST:
        return None
    changes, kept = [], []
    work = reading_steps(root, made_with.rules)
    for read in progress.reading(map(work, doubtful), len(doubtful)):
        before, signature = store.one(read.path), snapshot.signatures[read.path]
        made = replace(before, signature=signature, seen_ns=snapshot.taken_ns)
        if read.digest != before.digest:
            change = _change(loads(before.value), read.reading, made_with.quoted)
            if change is None:
                return None
            changes.append(change)
            made = _with_reading(made, read)
        kept.append(made)
    return ChangedTexts(tuple(changes), tuple(kept))


def _change(before: object, now: object, quoted: int) -> BodyChange | None:
    """What changed in a text's words; None if there is more to it."""
    if isinstance(before, TextReading) and isinstance(now, TextReading):
        return body_change(before, now, quoted)
    return None


def _with_reading(made: Made, read: FileRead) -> Made:
    return replace(made, digest=read.digest, value=read.value, html=read.html)
