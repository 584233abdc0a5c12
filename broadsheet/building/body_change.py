"""Whether a text differs from what it was in its words alone.

Of a body, pages and checks know no more than the fields of `Body`. Fields that only the pages
showing the text depend on may differ; see `text_edit` for how these pages follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from broadsheet.content.articles import Article, Reading
from broadsheet.content.notes import Note, NoteReading
from broadsheet.digest.attribution import too_much_quoted
from broadsheet.problems import Problem
from broadsheet.text.markup import Body, Link

TextReading = Reading | NoteReading


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A text whose body changed: its path, the body that it has now, and what is warned of it."""

    path: str
    body: Body
    growth: int  # bytes that it grew or shrank by
    warnings_before: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    moved_lines: frozenset[int]  # of links that stand on another line now


def body_change(old: TextReading, new: TextReading, quoted: int) -> BodyChange | None:
    """What changed from one reading of a text to the other; None if it is more than its words.

    `quoted` is the most per cent of an article that may be quotation without a warning.
    """
    before, now = _written(old), _written(new)
    if before is None or now is None or new.problems:
        return None
    if replace(now, body=before.body) != before or not _differ_in_words(before.body, now.body):
        return None
    if too_much_quoted(before.body, quoted) != too_much_quoted(now.body, quoted):
        return None
    return BodyChange(
        path=now.path,
        body=now.body,
        growth=abs(now.body.size - before.body.size),
        warnings_before=old.warnings,
        warnings=new.warnings,
        moved_lines=frozenset(_moved_lines(before.body.links, now.body.links)),
    )


def _written(reading: TextReading) -> Article | Note | None:
    return reading.article if isinstance(reading, Reading) else reading.note


def _differ_in_words(before: Body, now: Body) -> bool:
    """Whether two bodies are equal but for what depends on words alone: fingerprints, sizes,
    counts, and the lines of links. Their links lead to the same places."""
    same_words = replace(
        now,
        digest=before.digest,
        size=before.size,
        placeholder=before.placeholder,
        links=_on_no_line(now.links),
        words=before.words,
        quoted=before.quoted,
    )
    are_both_shown = bool(before.size) == bool(now.size)
    return are_both_shown and same_words == replace(before, links=_on_no_line(before.links))


def _on_no_line(links: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(replace(link, line=0) for link in links)


def _moved_lines(before: Sequence[Link], now: Sequence[Link]) -> Iterator[int]:
    for old, new in zip(before, now, strict=True):
        if old.line != new.line:
            yield old.line
