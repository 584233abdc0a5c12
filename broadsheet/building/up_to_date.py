"""Finds out whether anything has changed since the last build, without reading a file.

A build leaves a record: fingerprints of how its inputs, the engine and the output looked, the time
until which the site stays as it is, and its report. While the record holds, that report is the
answer.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from stat import S_ISLNK
from time import time_ns
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.builds import BuildOptions, BuildReport, Lost, Published, Unpublished
from broadsheet.files import (
    LOCALE,
    MEMORY,
    RECORDS,
    RESTED_NS,
    StatSignature,
    files_below,
    folder_name,
    list_content,
    theme_folders,
)
from broadsheet.fingerprint import of_bytes, of_signatures
from broadsheet.problems import Problem

VERSION = 4
ENGINE = Path(__file__).parents[1]
NEVER_RESTS = StatSignature(0, 1 << 63, 0, 0)


@dataclass(frozen=True, slots=True)
class InputSnapshot:
    """The fingerprint of the stat signatures of everything that a build depends on, and whether it
    can be trusted: a file that changed a moment ago may change again without a new time."""

    fingerprint: str
    has_rested: bool


def snapshot_of(root: Path, drafts: bool) -> InputSnapshot:
    """The site's inputs and the engine as they are now."""
    now = time_ns()
    content = list_content(root)
    signatures = {**content.texts, **content.media, **content.root}
    for folder in (*theme_folders(root), root / LOCALE):
        signatures |= {f"{folder} {path}": signature for path, signature in _signatures(folder)}
    signatures |= {f"engine {path}": signature for path, signature in _signatures(ENGINE)}
    signatures |= {f"library {path}": signature for path, signature in _libraries()}
    signatures |= {f"file {name}": signature for name, signature in _single(root / "site.yaml")}
    seen = [f"{path} {signature}\n" for path, signature in signatures.items()]
    seen.append(f"{VERSION} {drafts} {len(content.problems)} {sys.version}\n")
    fingerprint = of_bytes("".join(seen).encode("utf-8", "surrogateescape"))
    return InputSnapshot(
        fingerprint, all(it.has_rested(now, RESTED_NS) for it in signatures.values())
    )


def _signatures(folder: Path) -> Iterator[tuple[str, StatSignature]]:
    if not folder.is_dir():
        return
    for path, status in sorted(files_below(folder)):
        if S_ISLNK(status.st_mode):
            yield path, NEVER_RESTS  # its target could change unseen
        elif not path.endswith(".pyc"):
            yield path, StatSignature.of(status)


def _single(path: Path) -> Iterator[tuple[str, StatSignature]]:
    if path.is_file():
        yield path.name, StatSignature.of(path.stat())


def _libraries() -> Iterator[tuple[str, StatSignature]]:
    """The folders that Python imports from: installing a package changes one of them."""
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            yield place, StatSignature.of(os.stat(place))


def remember_build(
    options: BuildOptions,
    snapshot: InputSnapshot,
    output: str,
    now: datetime,
    until: datetime | None,
    report: BuildReport,
) -> None:
    """Write the record of a build; `output` is the fingerprint of the output after the build."""
    path = _path(options)
    if not snapshot.has_rested:
        path.unlink(missing_ok=True)
        return
    content = {
        "version": VERSION,
        "inputs": snapshot.fingerprint,
        "output": output,
        "zone": str(now.tzinfo),
        "now": now.isoformat(),
        "until": until.isoformat() if until else None,
        "in": report.articles_in,
        "out": report.articles_out,
        "unpublished": [(it.path, it.reason) for it in report.unpublished],
        "warnings": [(it.path, it.line, it.text, it.hint) for it in report.warnings],
        "lost": [asdict(replace(it, is_new=False)) for it in report.published.lost],
        "foreign": report.published.foreign,
    }
    staged = path.with_suffix(".new")
    staged.write_text(json.dumps(content), "utf-8")
    os.replace(staged, path)


def last_report(options: BuildOptions) -> BuildReport | None:
    """The last build's report, as of a build with nothing to do; None if there is work to do."""
    recorded = _read(_path(options))
    if recorded is None:
        return None
    now = options.as_of(ZoneInfo(recorded["zone"]))
    until = recorded["until"]
    if now < datetime.fromisoformat(recorded["now"]):
        return None
    if until and now >= datetime.fromisoformat(until):
        return None
    if options.strict and recorded["warnings"]:
        return None
    if snapshot_of(options.root, options.drafts).fingerprint != recorded["inputs"]:
        return None
    paths, fingerprint = signature_of_output(options.output)
    if fingerprint != recorded["output"]:
        return None
    return BuildReport(
        articles_in=recorded["in"],
        articles_out=recorded["out"],
        unpublished=tuple(Unpublished(*it) for it in recorded["unpublished"]),
        published=_published(recorded, paths),
        rendered=(),
        warnings=tuple(Problem(*it) for it in recorded["warnings"]),
    )


def _read(path: Path) -> dict[str, Any] | None:
    """What the record says; None if there is none, or if another version wrote it."""
    try:
        recorded = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(recorded, dict) and recorded.get("version") == VERSION
    return recorded if is_ours else None


def _published(recorded: Mapping[str, Any], paths: Iterable[str]) -> Published:
    """What a build that changes nothing did; an address that is still lost is named again."""
    lost = [Lost(**each) for each in recorded["lost"]]
    foreign = frozenset(recorded["foreign"])
    unchanged = [path for path in paths if path not in foreign]
    return Published(unchanged=unchanged, lost=lost, foreign=sorted(foreign))


def signature_of_output(folder: Path) -> tuple[list[str], str]:
    """The paths of all files in an output folder, and the fingerprint of their stat signatures."""
    if not folder.is_dir() or any(name == f"{RECORDS}stage" for name in os.listdir(folder)):
        return [], ""
    signatures = sorted((path, it.st_size, it.st_mtime_ns) for path, it in files_below(folder))
    return [path for path, _, _ in signatures], of_signatures(signatures)


def _path(options: BuildOptions) -> Path:
    return options.root / MEMORY / f"last-build-{folder_name(options.output)}.json"
