"""Reads all texts and pictures of a site: from the store where it has them, else by the workers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from broadsheet.content.articles import Reading, ReadingRules, read_article
from broadsheet.content.notes import NoteReading, is_note, read_note
from broadsheet.content.store import Damaged, Made, Store, dumps, loads
from broadsheet.files import ContentFile, StatSignature, read_text
from broadsheet.fingerprint import engine, of_bytes, of_value
from broadsheet.images.pictures import PictureReading, is_picture, read_picture
from broadsheet.images.renditions import measured
from broadsheet.problems import Problem
from broadsheet.workers import Steps

AnyReading = Reading | NoteReading | PictureReading


@dataclass(frozen=True, slots=True)
class Texts:
    """The readings of all texts and pictures, in order of their paths, without their HTML, which
    is in the store; and the files that cannot be read. `changed` are the paths of those whose bytes
    are not those that the store had when it had the stamp `stored`."""

    readings: tuple[AnyReading, ...]
    digests: Mapping[str, str]  # of the bytes of what was read, by paths
    problems: tuple[Problem, ...]
    read: int  # how many were not in the store
    stored: str = ""
    changed: frozenset[str] = frozenset()

    def all_problems(self) -> list[Problem]:
        """What is wrong with files that cannot be read, and in those that can."""
        return [*self.problems, *(it for each in self.readings for it in each.problems)]


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read, the fingerprint of its bytes, and the result: a problem, or a reading
    without its HTML, which stands beside it, and the reading's bytes for the store.

    It travels between processes as these bytes, so that they are made once, where the file is read.
    """

    path: str
    digest: str
    reading: AnyReading | Problem
    html: str | None = None
    value: bytes = b""

    @property
    def whole(self) -> AnyReading | Problem:
        """The result with its HTML."""
        if isinstance(self.reading, Problem) or not self.html:
            return self.reading
        return replace(self.reading, html=self.html)

    def __reduce__(self) -> tuple[Any, ...]:
        if isinstance(self.reading, Problem):
            return FileRead, (self.path, self.digest, self.reading)
        return _arrived, (self.path, self.digest, self.html, self.value)


def _arrived(path: str, digest: str, html: str | None, value: bytes) -> FileRead:
    return FileRead(path, digest, loads(value), html, value)


@dataclass(frozen=True, slots=True)
class TextTaken:
    """A text with its bytes, and how it was read before, if that may help."""

    file: ContentFile
    before: Reading | None


Taken = TextTaken | FileRead
Before = Mapping[str, Reading]  # earlier readings of files that have changed, with their HTML


def read_all(
    root: Path,
    signatures: Mapping[str, StatSignature],
    rules: ReadingRules,
    store: Store,
    read: Callable[[Sequence[str], Before], Iterable[FileRead]],
    seen_ns: int,
) -> Texts:
    """Read the texts and pictures at these paths; `read` reads those that are not in the store.
    They were listed at `seen_ns`, by the system's clock.

    Readings without problems go into the store, even if others have problems.
    """
    maker = of_value((engine(), rules))
    stamp, stored = store.stamp(), store.all()
    known = {path: made for path, made in stored.items() if made.maker == maker}
    found = _loaded(_certain(known, signatures))
    doubtful = [known[path] for path in signatures if path in known and path not in found]
    same = [it for it in doubtful if _holds(root, it)]
    found |= _loaded(same)
    store.keep(replace(it, signature=signatures[it.path], seen_ns=seen_ns) for it in same)
    to_read = [path for path in signatures if path not in found]
    before = _readings_before([it for it in doubtful if it.path not in found], store)
    digests, problems = {path: known[path].digest for path in found}, list[Problem]()

    def kept() -> Iterator[Made]:
        for it in read(to_read, before):
            if isinstance(it.reading, Problem):
                problems.append(it.reading)
                continue
            found[it.path], digests[it.path] = it.reading, it.digest
            if not it.reading.problems:
                made = (signatures[it.path], seen_ns, it.digest, maker, it.value, it.html)
                yield Made(it.path, *made)

    store.keep(kept())
    store.forget([path for path in stored if path not in signatures])
    readings = tuple(found[path] for path in signatures if path in found)
    count, changed = len(to_read) - len(problems), _changed(to_read, digests, stored)
    return Texts(readings, digests, tuple(problems), count, stamp, changed)


def _changed(
    to_read: Sequence[str], digests: Mapping[str, str], stored: Mapping[str, Made]
) -> frozenset[str]:
    """The paths of those that were read and whose bytes differ from what the store has."""
    before = {path: stored[path].digest for path in to_read if path in stored}
    return frozenset(it for it in to_read if it in digests and digests[it] != before.get(it))


def _certain(known: Mapping[str, Made], signatures: Mapping[str, StatSignature]) -> Iterator[Made]:
    """What is known of files that must have the same bytes."""
    for path, signature in signatures.items():
        if path in known and known[path].is_certain(signature):
            yield known[path]


def _holds(root: Path, made: Made) -> bool:
    """Whether a file still has the bytes that a stored value was made from."""
    file = read_text(root, made.path)
    return isinstance(file, ContentFile) and of_bytes(file.content) == made.digest


def _loaded(remembered: Iterable[Made]) -> dict[str, AnyReading]:
    """The stored readings by path, without damaged ones."""
    readings: dict[str, AnyReading] = {}
    for made in remembered:
        with suppress(Damaged):
            readings[made.path] = loads(made.value)
    return readings


def _readings_before(changed: Sequence[Made], store: Store) -> Before:
    """The earlier readings of articles that have changed, with their HTML."""
    readings = {path: it for path, it in _loaded(changed).items() if isinstance(it, Reading)}
    texts = {path: store.html(path) for path in readings}
    return {
        path: replace(it, html=texts[path].decode("utf-8", "surrogatepass"))
        for path, it in readings.items()
        if it.article and of_bytes(texts[path]) == it.article.body.digest
    }


def reading_steps(
    root: Path, rules: ReadingRules, before: Before | None = None
) -> Steps[str, Taken, FileRead, FileRead]:
    """How to read the file at a path under the site's folder; `before` are earlier readings."""
    take = partial(_taken, root=root, before=before or {})
    return Steps(take, partial(_read, rules=rules), _as_it_is)


def _taken(path: str, root: Path, before: Before) -> Taken:
    """A text with its bytes. A picture is read at once: its bytes need not travel."""
    file = read_text(root, path)
    if isinstance(file, Problem):
        return FileRead(path, "", file)
    if is_picture(path):
        return _file_read(file, measured(read_picture(file), file.content))
    return TextTaken(file, before.get(path))


def _read(taken: Taken, rules: ReadingRules) -> FileRead:
    if isinstance(taken, FileRead):
        return taken
    return _file_read(taken.file, read_any(taken.file, rules, taken.before))


def _file_read(file: ContentFile, reading: AnyReading) -> FileRead:
    html = None if isinstance(reading, PictureReading) else reading.html
    bare = replace(reading, html="") if html else reading
    return FileRead(file.path, of_bytes(file.content), bare, html, dumps(bare))


def _as_it_is(path: str, read: FileRead) -> FileRead:
    return read


def read_any(
    file: ContentFile, rules: ReadingRules, before: Reading | None = None
) -> Reading | NoteReading:
    """Read one text: an article or a note; `before` is an earlier reading of the article."""
    return read_note(file, rules) if is_note(file.path) else read_article(file, rules, before)
