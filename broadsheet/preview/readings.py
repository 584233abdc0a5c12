"""The texts and pictures of a site as read, each read again only when its file may have changed."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import time_ns

from broadsheet.builds import WorkerDied
from broadsheet.content.articles import Article, Reading, ReadingRules
from broadsheet.content.notes import Note, NoteReading
from broadsheet.content.reading import AnyReading, read_all, reading_steps
from broadsheet.content.store import opened_store
from broadsheet.files import MEMORY, RESTED_NS, ContentFile, StatSignature, read_text
from broadsheet.fingerprint import of_bytes
from broadsheet.images.pictures import PictureReading
from broadsheet.problems import Problem
from broadsheet.text.markup import Body
from broadsheet.workers import Workers

FEW = 40  # files; more are read by way of the store, and by several processes


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was read: its signature then, the fingerprint of its bytes, and what came of it,
    with its HTML. The fingerprint is empty where it is not known."""

    signature: StatSignature
    seen_ns: int
    digest: str
    reading: AnyReading | Problem

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the file."""
        return (self.reading,) if isinstance(self.reading, Problem) else self.reading.problems

    def is_certain(self, signature: StatSignature) -> bool:
        """Whether a file with this signature must have the same bytes."""
        is_same = self.signature == signature and not isinstance(self.reading, Problem)
        return is_same and signature.has_rested(self.seen_ns, RESTED_NS)


Readings = Mapping[str, Seen]


def readings_of(
    root: Path,
    signatures: Mapping[str, StatSignature],
    doubted: Collection[str],
    before: Readings,
    rules: ReadingRules,
    workers: Workers,
) -> Readings:
    """The files at these paths as they are now, in order.

    `before` are readings by the same rules; one that still holds is the same object afterwards.
    The `doubted` may have changed although they look the same.
    """
    seen_ns = time_ns()
    certain = {
        path
        for path, signature in signatures.items()
        if path not in doubted and path in before and before[path].is_certain(signature)
    }
    doubtful = [path for path in signatures if path not in certain]
    if len(doubtful) > FEW:
        read = _read_many(root, signatures, rules, workers, seen_ns)
    else:
        read = {it: _read(root, it, signatures[it], before, rules, seen_ns) for it in doubtful}
    return {
        path: before[path] if path in certain else _held(before.get(path), read[path])
        for path in signatures
    }


def _held(before: Seen | None, now: Seen) -> Seen:
    """A file as it is now, with the reading as it was if it has the same bytes."""
    is_same = before is not None and now.digest and before.digest == now.digest
    return replace(now, reading=before.reading) if before and is_same else now


def _read(
    root: Path,
    path: str,
    signature: StatSignature,
    before: Readings,
    rules: ReadingRules,
    seen_ns: int,
) -> Seen:
    """One file; it is not converted again where its bytes are the same."""
    known, file = before.get(path), read_text(root, path)
    if not isinstance(file, ContentFile):
        return Seen(signature, seen_ns, "", file)
    digest = of_bytes(file.content)
    if known is not None and known.digest == digest:
        return replace(known, signature=signature, seen_ns=seen_ns)
    read = reading_steps(root, rules)(path)
    return Seen(signature, seen_ns, read.digest, read.whole)


def _read_many(
    root: Path,
    signatures: Mapping[str, StatSignature],
    rules: ReadingRules,
    workers: Workers,
    seen_ns: int,
) -> dict[str, Seen]:
    """All files, those that the store knows from there; without a store they are all read here."""
    try:
        return _read_with_store(root, signatures, rules, workers, seen_ns)
    except (OSError, sqlite3.Error, WorkerDied):
        read = map(reading_steps(root, rules), signatures)
        return {it.path: Seen(signatures[it.path], seen_ns, it.digest, it.whole) for it in read}


def _read_with_store(
    root: Path,
    signatures: Mapping[str, StatSignature],
    rules: ReadingRules,
    workers: Workers,
    seen_ns: int,
) -> dict[str, Seen]:
    steps = reading_steps(root, rules)
    with opened_store(root / MEMORY) as store:
        texts = read_all(
            root,
            signatures,
            rules,
            store,
            lambda paths, _: workers.map(steps, list(paths)),
            seen_ns,
        )
        digests = {path: made.digest for path, made in store.seen().items()}
        html = store.texts()
    unread = {problem.path: problem for problem in texts.problems}
    read_paths = (path for path in signatures if path not in unread)
    found: dict[str, Seen] = {
        path: Seen(signatures[path], seen_ns, "", problem) for path, problem in unread.items()
    }
    for path, reading in zip(read_paths, texts.readings, strict=True):
        digest = "" if reading.problems else digests.get(path, "")
        whole = _with_html(reading, html.get(path, b""))
        if whole is not None:
            found[path] = Seen(signatures[path], seen_ns, digest, whole)
        else:  # another build has changed the store since
            again = steps(path)
            found[path] = Seen(signatures[path], seen_ns, again.digest, again.reading)
    return found


def _with_html(reading: AnyReading, html: bytes) -> AnyReading | None:
    """A reading with its HTML; None if this is not the HTML that belongs to it."""
    body = body_of(reading)
    if body is None or isinstance(reading, PictureReading):
        return reading
    if of_bytes(html) != body.digest:
        return None
    return replace(reading, html=html.decode("utf-8", "surrogatepass"))


def body_of(reading: AnyReading | Problem) -> Body | None:
    """The text of a reading without problems; None where there is none."""
    match reading:
        case Reading(article=Article() as written) | NoteReading(note=Note() as written):
            return written.body
    return None
