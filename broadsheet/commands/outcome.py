"""How a command ends: what it prints when it fails, and its exit status."""

import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from broadsheet.builds import PlacingCutShort, WorkerDied
from broadsheet.counted import counted
from broadsheet.output.journal import LIST, is_decided
from broadsheet.problems import ProblemsFound, problem_lines, refusal_words

Item = TypeVar("Item")
PROBLEMS, WRONG_ARGUMENTS, OUR_BUG = 1, 2, 3


def guarded(
    work: Callable[[], Item],
    output: Path | None = None,
    trace: bool = False,
    explain: bool = True,
) -> Item:
    """Do the work; print what is wrong with the site's files, or the trace of our own bug, and end.

    `output` is the folder that a build writes to; `trace` asks for the trace of every mistake,
    `explain` for all problems of one kind.
    """
    try:
        return work()
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click ends these well
    except (ProblemsFound, WorkerDied, OSError) as error:
        if trace:
            traceback.print_exc()
        _tell_failure(error, output, explain)
        sys.exit(PROBLEMS)
    except Exception:
        traceback.print_exc()
        click.echo("this is a bug in Broadsheet; please report it with the lines above", err=True)
        sys.exit(OUR_BUG)


def _tell_failure(
    error: ProblemsFound | WorkerDied | OSError, output: Path | None, explain: bool
) -> None:
    if isinstance(error, ProblemsFound):
        for line in problem_lines(error.problems, explain):
            click.echo(line, err=True)
        count = len(error.problems)
        click.echo(f"{counted(count, 'problem')}; nothing was changed", err=True)
        return
    why = refusal_words(error) if isinstance(error, OSError) else str(error)
    click.echo("; ".join([why, *_standing(error, output)]), err=True)


def _standing(error: Exception, output: Path | None) -> Iterator[str]:
    """What the output folder holds after a build that failed."""
    if output is None:
        return
    if isinstance(error, PlacingCutShort) or is_decided(output):
        yield "the new site is only partly in place: build again to finish it"
    elif (output / LIST).exists():
        yield "the old site is unchanged"
    else:
        yield "no site was made"
