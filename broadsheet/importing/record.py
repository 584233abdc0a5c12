"""What did earlier imports write into a site? It is kept beside `site.yaml`, with the digest of
each file."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.problems import Problem, ProblemsFound

FILE = ".broadsheet-import.json"
VERSION = 1
INSIDE = re.compile(r"content/(?!.*(?:^|/)\.\.?(?:/|$))[^\\\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an import wrote: what it was made of, and the digest of its bytes. `before` is
    the digest that it had, while an import puts its files in place."""

    origin: str
    digest: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What imports of each kind wrote, by the kind and the path of the file. It is `unfinished`
    while files are put in place, and stays so if that is interrupted."""

    imports: Mapping[str, Mapping[str, Written]] = field(default_factory=dict)
    unfinished: bool = False

    def of(self, kind: str) -> Mapping[str, Written]:
        """The files that imports of a kind wrote, by their paths."""
        return self.imports.get(kind, {})

    def with_files(self, kind: str, files: Mapping[str, Written], unfinished: bool) -> "Record":
        """The record with other files for a kind."""
        return Record({**self.imports, kind: dict(sorted(files.items()))}, unfinished)


def read_record(root: Path) -> Record:
    """The record of the site at `root`; an empty one if there is none. Raises ProblemsFound if it
    is damaged."""
    try:
        content = (root / FILE).read_bytes()
    except FileNotFoundError:
        return Record()
    try:
        said = json.loads(content)
        if said["version"] != VERSION:
            raise ValueError("another version")
        imports = {
            str(kind): {_inside(path): Written(**each) for path, each in files.items()}
            for kind, files in said["imports"].items()
        }
        return Record(imports, bool(said.get("unfinished")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "take it from your backup or git; without it, every article would be imported again"
        text = f"cannot be read: {error or type(error).__name__}"
        raise ProblemsFound([Problem(FILE, 0, text, hint)]) from error


def _inside(path: str) -> str:
    if not INSIDE.fullmatch(path):
        raise ValueError(f"{path} is no path under content/")
    return path


def record_text(record: Record) -> str:
    """The record as JSON with a line for each file, as version control likes it."""
    lines = ["{", f'"version": {VERSION},']
    if record.unfinished:
        lines.append('"unfinished": true,')
    lines.append('"imports": {')
    for kind, files in sorted(record.imports.items()):
        lines.append(f"{json.dumps(kind)}: {{")
        each = [f"{_json(path)}: {_json(_said(it))}" for path, it in sorted(files.items())]
        lines += [f"{line}," for line in each[:-1]] + each[-1:]
        lines.append("},")
    if record.imports:
        lines[-1] = "}"
    return "\n".join([*lines, "}", "}", ""])


def _said(written: Written) -> dict[str, str]:
    said = {"origin": written.origin, "digest": written.digest}
    return {**said, "before": written.before} if written.before else said


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
