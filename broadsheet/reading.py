"""All texts of a site, read: from the store where it remembers them, else by the workers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from broadsheet.articles import Reading, ReadingRules, read_article
from broadsheet.files import ContentFile, Look, read_text
from broadsheet.fingerprint import engine, of_bytes, of_value
from broadsheet.notes import NoteReading, is_note, read_note
from broadsheet.problems import Problem
from broadsheet.store import Damaged, Made, Store, frozen, thawed

AnyReading = Reading | NoteReading


@dataclass(frozen=True, slots=True)
class Texts:
    """The readings of all texts, in order of their paths, and the files that cannot be read."""

    readings: tuple[AnyReading, ...]
    problems: tuple[Problem, ...]
    read: int  # how many were not remembered


def read_all(
    root: Path,
    looks: Mapping[str, Look],
    rules: ReadingRules,
    store: Store,
    read: Callable[[Sequence[ContentFile]], Iterable[AnyReading]],
) -> Texts:
    """Read the texts at these paths; `read` makes what is not remembered.

    What is free of problems is remembered, also when other texts are not.
    """
    seen_ns, maker = time_ns(), of_value((engine(), rules))
    stored = store.all()
    known = {path: made for path, made in stored.items() if made.maker == maker}
    found = _thawed(known[it] for it, look in looks.items() if _is_certain(known.get(it), look))
    files, problems = _files(root, [path for path in looks if path not in found])
    digests = {file.path: of_bytes(file.content) for file in files}
    same = _thawed(known[it] for it in digests if it in known and known[it].digest == digests[it])
    to_read = [file for file in files if file.path not in same]
    new = dict(zip((file.path for file in to_read), read(to_read), strict=True))
    values = {path: known[path].value for path in same}
    values |= {path: frozen(reading) for path, reading in new.items() if not reading.problems}
    store.keep(
        Made(path, looks[path], seen_ns, digests[path], maker, value)
        for path, value in values.items()
    )
    store.forget([path for path in stored if path not in looks])
    found |= same | new
    return Texts(tuple(found[it] for it in looks if it in found), problems, len(new))


def _is_certain(made: Made | None, look: Look) -> bool:
    return made is not None and made.is_certain(look)


def _files(root: Path, paths: Sequence[str]) -> tuple[list[ContentFile], tuple[Problem, ...]]:
    read = [read_text(root, path) for path in paths]
    files = [it for it in read if isinstance(it, ContentFile)]
    return files, tuple(it for it in read if isinstance(it, Problem))


def _thawed(remembered: Iterable[Made]) -> dict[str, AnyReading]:
    """Remembered readings by their paths, but for damaged ones."""
    readings: dict[str, AnyReading] = {}
    for made in remembered:
        with suppress(Damaged):
            readings[made.path] = thawed(made.value)
    return readings


def read_any(file: ContentFile, rules: ReadingRules) -> AnyReading:
    """Read one text, an article or a note by its folder."""
    return read_note(file, rules) if is_note(file.path) else read_article(file, rules)
