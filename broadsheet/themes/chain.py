"""Reads `theme.yaml`, and the chain of themes in which each extends the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from broadsheet.content.fields import Field, Place, read_count, read_fields, read_text, with_line
from broadsheet.content.yaml_text import YamlFault, read_yaml
from broadsheet.files import SETTINGS, THEMES, theme_folders
from broadsheet.problems import Problem, ProblemLog, did_you_mean
from broadsheet.themes.options import Declared, read_declared

CONTRACT = 1  # what templates may rely on, see docs/theme-contract.md
CONTRACT_COMMAND = "broadsheet theme contract"  # prints that document
TEMPLATES, STATIC = "templates", "static"
RENDERED = ".jinja"  # the ending of a static file that is a template
FIELDS = {
    "name": Field(with_line(read_text), "the folder's name", required=True),
    "extends": Field(read_text, "the theme whose templates it builds on"),
    "contract": Field(with_line(read_count), "the contract that its templates were written for"),
    "options": Field(read_declared, "what a site may choose, by key"),
}


@dataclass(frozen=True, slots=True)
class Folder:
    """One theme's own folder; `path` is its place on this disk."""

    name: str
    path: Path
    extends: str
    declared: tuple[Declared, ...] = ()

    @property
    def file(self) -> str:
        """Its `theme.yaml`, as messages name it."""
        return f"{THEMES}/{self.name}/theme.yaml"

    def files(self, kind: str, below: str = "") -> dict[str, Path]:
        """Its templates or static files by the names that templates use, in order.

        A static file that is a template has the name of the file it becomes. `below` is a
        folder in the theme that has the same structure.
        """
        found: dict[str, Path] = {}
        for name, path in _files(self.path / below / kind):
            found.setdefault(name.removesuffix(RENDERED) if kind == STATIC else name, path)
        return found


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        if not path.name.startswith(".") and not path.name.endswith("~"):
            yield path.relative_to(folder).as_posix(), path


def theme_names(root: Path) -> dict[str, Path]:
    """The themes that the site at `root` can use, by name; its own hide Broadsheet's."""
    names: dict[str, Path] = {}
    for folder in theme_folders(root):
        for path in sorted(folder.glob("*/theme.yaml")):
            names.setdefault(path.parent.name, path.parent)
    return names


def theme_chain(root: Path, name: str, problems: list[Problem]) -> tuple[Folder, ...]:
    """The theme `name` of the site at `root`, the theme that it extends, and so on.

    Adds to `problems` what is wrong in their files. The chain ends at the first theme that fails.
    """
    return tuple(_chain(root, name, problems))


def _chain(root: Path, name: str, problems: list[Problem]) -> Iterator[Folder]:
    seen: list[str] = []
    asked_in = SETTINGS
    while name:
        if name in seen:
            text = f"themes extend one another in a circle: {' → '.join([*seen, name])}"
            problems.append(Problem(asked_in, 0, text, "remove one of the lines extends:"))
            return
        folder = _folder(root, name, asked_in, problems)
        if folder is None:
            return
        yield folder
        seen.append(name)
        name, asked_in = folder.extends, folder.file


def _folder(root: Path, name: str, asked_in: str, problems: list[Problem]) -> Folder | None:
    path = place_of(root, name)
    if path is not None:
        return _described(name, path, problems)
    text = f"there is no theme {name}: no file {THEMES}/{name}/theme.yaml"
    problems.append(Problem(asked_in, 0, text, did_you_mean(name, theme_names(root))))
    return None


def place_of(root: Path, name: str) -> Path | None:
    """The folder of the theme `name` for the site at `root`; None if there is none."""
    places = (folder / name for folder in theme_folders(root))
    return next((it for it in places if (it / "theme.yaml").is_file()), None)


def _described(name: str, path: Path, problems: list[Problem]) -> Folder | None:
    log = ProblemLog(f"{THEMES}/{name}/theme.yaml")
    values = None
    try:
        value = read_yaml((path / "theme.yaml").read_text("utf-8-sig"))
        if value is None:
            hint = f"it needs two lines: name: {name}\ncontract: {CONTRACT}"
            log.problem(0, "is empty", hint)
        else:
            values = read_fields(value, FIELDS, Place("", log, UTC))
    except YamlFault as fault:
        log.problem(fault.line, fault.text, fault.hint)
    except (OSError, UnicodeDecodeError):
        log.problem(0, "cannot be read as UTF-8 text")
    if values is not None:
        _check(name, values["name"], values.get("contract"), log)
    problems += log.problems
    if values is None:
        return None
    return Folder(name, path, values.get("extends", ""), values.get("options", ()))


def _check(
    folder: str, name: tuple[int, str], contract: tuple[int, int] | None, log: ProblemLog
) -> None:
    """Report a name that is not the folder's, and a contract that is not the engine's."""
    if name[1] != folder:
        hint = f"write: name: {folder}, or rename the folder"
        log.problem(name[0], f"the theme is named {name[1]} in a folder named {folder}", hint)
    line, number = contract or (0, 0)
    fault = contract_fault(number, CONTRACT)
    if fault:
        log.problem(line, *fault)


def contract_fault(number: int, ours: int) -> tuple[str, str] | None:
    """What is wrong with a theme's contract (0: it names none) when the engine's is `ours`, and
    what to do; None when they are equal."""
    if number == ours:
        return None
    if not number:
        return "has no contract", f"add a line: contract: {ours}"
    if number > ours:
        text = f"is written for contract {number}, and this Broadsheet has contract {ours}"
        return text, "update Broadsheet, or use an earlier release of the theme"
    text = f"is written for contract {number}, and this Broadsheet has contract {ours}"
    hint = f"read what templates may rely on now: {CONTRACT_COMMAND}; then write: contract: {ours}"
    return text, f"see what changed under it: broadsheet theme diff\n{hint}"
