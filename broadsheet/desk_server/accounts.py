"""What the actions of the desk would do, or have done, for a person to read and agree to."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from broadsheet.builds import WorkerDied
from broadsheet.counted import counted
from broadsheet.desk_server.jobs import BUG
from broadsheet.mailing.making import NoSuchEdition
from broadsheet.mailing.place import InDoubt, NotSent
from broadsheet.mailing.sending import SentBefore
from broadsheet.problems import Problem, ProblemsFound, refusal_words
from broadsheet.publishing.target import PublishFailed

MOST_LINES = 30  # of one part
TOLD_ITSELF = (PublishFailed, NotSent, InDoubt, SentBefore, NoSuchEdition, WorkerDied)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an account: a heading, and lines below it; `article` is the path of the article
    that it is of, if it is of one."""

    heading: str
    lines: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """What a person may agree to when an account has been read: where the form is sent, with which
    fields, and the words on its button. With `tick`, that sentence has to be ticked first."""

    action: str
    label: str
    fields: Mapping[str, str] = field(default_factory=dict)
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a piece of work would do, or has done; `link` is the address where that can be seen."""

    headline: str
    parts: tuple[Part, ...] = ()
    confirm: Confirm | None = None
    is_failure: bool = False
    link: str = ""


def outcome(work: Callable[[], Account]) -> Account:
    """The account of work; that of its failure, if it raises. Nothing is raised."""
    try:
        return work()
    except ProblemsFound as found:
        lines = tuple(map(plainly, found.problems[:MOST_LINES]))
        more = len(found.problems) - len(lines)
        lines += (f"and {counted(more, 'other mistake')}",) if more else ()
        parts = (Part("What is wrong in the files of the site", lines),)
        return Account("Not done: correct this first.", parts, is_failure=True)
    except TOLD_ITSELF as error:
        return failure(str(error))
    except OSError as error:
        return failure(refusal_words(error))
    except Exception:  # our own: the desk goes on
        traceback.print_exc()
        return failure(BUG)


def plainly(problem: Problem, place: str = "") -> str:
    """A mistake as a line of an account: where it is and what is wrong, and below it what to do.
    `place` says where, if not by the file and the line."""
    line = f", line {problem.line}" if problem.line else ""
    return f"{place or problem.path + line}: {problem.text}\n{problem.hint}".rstrip()


def sentence(text: str) -> str:
    """A text with a capital letter at its beginning, unless that is the name of a file."""
    is_name = any(it in text.partition(" ")[0] for it in "./")
    return text if is_name else f"{text[:1].upper()}{text[1:]}"


def failure(text: str) -> Account:
    """The account of a failure that a text tells: its first line, then the others."""
    first, *more = text.splitlines() or [""]
    return Account(f"Not done: {first}", (Part("", tuple(more)),) if more else (), is_failure=True)
