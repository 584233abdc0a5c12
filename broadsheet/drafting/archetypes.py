"""What a new file starts from: the site's own archetype, or the one that comes with Broadsheet.

An archetype is a file with placeholders of Jinja, such as `{{ title }}`. In front matter a value
is written as YAML needs it, with quotes only where they are needed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from broadsheet.content.front_matter import FENCE, Split, split_front_matter
from broadsheet.files import DATA
from broadsheet.problems import Problem, ProblemLog, ProblemsFound, did_you_mean, innermost
from broadsheet.text.plain_text import decode

FOLDER = "archetypes"
LONG = 100_000  # characters; a value is never broken for its length
UNDEFINED = re.compile(r"'(\w+)' is undefined")
MARK = "\x02"  # can stand in no text
RUN = "<template>"  # what Jinja calls a template that is no file
# What a template can do wrong besides what Jinja has a name for.
FAULTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)

Word = str | bool | date | Sequence[str]


@dataclass(frozen=True, slots=True)
class Archetype:
    """The text that new files of one kind start from, and where messages say it is."""

    path: str
    content: bytes


def archetype(root: Path, kind: str) -> Archetype:
    """The archetype of a kind, such as `article`: `archetypes/KIND.md` of the site at `root`, else
    Broadsheet's own. Raises OSError if the site's cannot be read."""
    name = f"{FOLDER}/{kind}.md"
    own = root / name
    return Archetype(name, (own if own.exists() else DATA / name).read_bytes())


def filled(archetype: Archetype, words: Mapping[str, Word]) -> str:
    """The archetype with `words` in the place of their names; raises ProblemsFound, with lines."""
    log = ProblemLog(archetype.path)
    split = _split(archetype, log)
    header = _run(split.front_matter, 2, words, written, log)
    body = _run(split.body, split.body_line, words, _plain, log)
    if log.problems:
        raise ProblemsFound(log.problems)
    return f"{FENCE}\n{header}{FENCE}\n{body}"


def _split(archetype: Archetype, log: ProblemLog) -> Split:
    text = decode(archetype.content, log)
    split = split_front_matter(text, log) if text is not None else None
    if split is None:
        raise ProblemsFound(log.problems)
    return split


def origins(archetype: Archetype, words: Mapping[str, Word]) -> Sequence[int]:
    """The archetype's line behind each line of the front matter that it becomes, from line 2 on.

    Each line of the archetype is marked and filled in. Where a mark falls into a tag of Jinja that
    goes over several lines, nothing is known and the result is empty.
    """
    log = ProblemLog(archetype.path)
    lines = _split(archetype, log).front_matter.split("\n")
    marked = "\n".join(f"{MARK}{number}{MARK}{line}" for number, line in enumerate(lines, 2))
    made = _run(marked, 2, words, written, log)
    if log.problems:
        return ()
    found = [re.findall(f"{MARK}([0-9]+){MARK}", line) for line in made.split("\n")]
    return [int(numbers[-1]) if numbers else 0 for numbers in found]


def _run(
    source: str,
    first_line: int,
    words: Mapping[str, Word],
    finalize: Callable[[object], str],
    log: ProblemLog,
) -> str:
    """One part of a file, filled in; `first_line` is its first line in the file."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    before = first_line - 1
    try:
        return environment.from_string("\n" * before + source).render(words)[before:]
    except TemplateSyntaxError as error:
        log.problem(error.lineno, f"cannot be read as a template: {error.message}")
    except FAULTS as error:
        at = innermost(error.__traceback__, frozenset([RUN]))
        log.problem(at[1] if at else 0, *_told(error, words))
    return ""


def _told(error: Exception, words: Mapping[str, Word]) -> tuple[str, str]:
    named = UNDEFINED.fullmatch(str(error)) if isinstance(error, UndefinedError) else None
    if named:
        return f"has the unknown name {named[1]}", did_you_mean(named[1], words)
    return f"cannot be filled in: {error}", ""


def written(value: object) -> str:
    """A value as front matter writes it: plain where it can be, else in quotes; lists in brackets.

    What looks like a number or a date needs no quotes, since Broadsheet reads every value as text.
    """
    if isinstance(value, str):
        return _emitted(yaml.ScalarEvent(None, None, (True, True), value)) if value else ""
    if isinstance(value, Sequence):
        words = [yaml.ScalarEvent(None, None, (True, True), str(item)) for item in value]
        start = yaml.SequenceStartEvent(None, None, True, flow_style=True)
        return _emitted(start, *words, yaml.SequenceEndEvent())
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _emitted(*events: yaml.Event) -> str:
    document = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *events,
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    text: str = yaml.emit(document, allow_unicode=True, width=LONG)
    return text.removesuffix("...\n").rstrip("\n")


def with_key(text: str, key: str, value: Word) -> str:
    """A file with a key in its front matter: in the place of the same key without a value, else as
    the last one."""
    line = f"{key}: {written(value)}"
    head, fence, body = text[len(FENCE) :].partition(f"\n{FENCE}\n")
    empty = rf"(?m)^{key}:[ ]*(\[\])?[ ]*(?=#|$)"
    filled_in, count = re.subn(empty, lambda _: f"{line} ", head, count=1)
    head = re.sub(r"(?m)[ ]+$", "", filled_in) if count else f"{head}\n{line}"
    return f"{FENCE}{head}{fence}{body}"


def checked(problems: Sequence[Problem], path: str, lines: Sequence[int]) -> None:
    """Raise ProblemsFound if the file that an archetype becomes has mistakes; `lines` are those of
    the archetype behind its lines, from line 2 on."""
    hint = f"a placeholder in {path} needs no quotes around it: they are added where needed"
    behind = dict(enumerate(lines, 2))
    if problems:
        raise ProblemsFound(
            Problem(
                path, behind.get(it.line) or it.line, f"would become: {it.text}", it.hint or hint
            )
            for it in problems
        )
