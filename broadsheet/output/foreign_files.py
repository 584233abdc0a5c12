"""Files in the output folder that Broadsheet did not make: reported, and never touched."""

from collections.abc import Collection, Sequence
from pathlib import Path

from broadsheet.files import ROOT_FILES
from broadsheet.output.in_the_way import blocking
from broadsheet.problems import Problem, ProblemsFound

SHOWN = 5


def refuse_blocking(folder: Path, foreign: Collection[str], planned: Collection[str]) -> None:
    """Raise ProblemsFound if foreign files are in the way of the site's own."""
    blocked = sorted(blocking(foreign, planned))
    if blocked:
        text = f"contains files that Broadsheet did not make for this site: {_named(blocked)}"
        hint = "the site has files of these names; move yours away, or choose another folder with"
        raise ProblemsFound([Problem(str(folder), 0, text, f"{hint} --output")])


def told_foreign(folder: Path, foreign: Sequence[str]) -> list[Problem]:
    """A warning that names the foreign files, if there are any."""
    if not foreign:
        return []
    text = f"contains files that Broadsheet did not make, and leaves alone: {_named(foreign)}"
    hint = f"files of your own that belong to the site go into {ROOT_FILES}/"
    return [Problem(str(folder), 0, text, hint)]


def _named(paths: Sequence[str]) -> str:
    return ", ".join(paths[:SHOWN]) + (" …" if len(paths) > SHOWN else "")
