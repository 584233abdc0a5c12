"""Finds out whether anything has changed since the last build, without reading a file.

A build leaves a seal: fingerprints of the looks of its sources, engine and output, the time until
which the site stays as it is, and its account. While the seal is valid, that account is the answer.
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

from broadsheet.builds import Account, Held, Lost, Published, Request
from broadsheet.files import (
    LOCALE,
    MEMORY,
    RECORDS,
    RESTED_NS,
    Look,
    files_below,
    folder_name,
    list_content,
    theme_folders,
)
from broadsheet.fingerprint import of_bytes, of_signatures
from broadsheet.problems import Problem

VERSION = 3
ENGINE = Path(__file__).parents[1]
NEVER_RESTS = Look(0, 1 << 63, 0, 0)


@dataclass(frozen=True, slots=True)
class Sight:
    """The fingerprint of the looks of everything that a build depends on, and whether it can be
    trusted: a file that changed a moment ago may change again without a new time."""

    fingerprint: str
    has_rested: bool


def sight_of(root: Path, drafts: bool) -> Sight:
    """The sight of the site's sources and the engine now."""
    now = time_ns()
    content = list_content(root)
    looks = {**content.texts, **content.media, **content.root}
    for folder in (*theme_folders(root), root / LOCALE):
        looks |= {f"{folder} {path}": look for path, look in _looks(folder)}
    looks |= {f"engine {path}": look for path, look in _looks(ENGINE)}
    looks |= {f"library {path}": look for path, look in _libraries()}
    looks |= {f"file {name}": look for name, look in _single(root / "site.yaml")}
    seen = [f"{path} {look}\n" for path, look in looks.items()]
    seen.append(f"{VERSION} {drafts} {len(content.problems)} {sys.version}\n")
    fingerprint = of_bytes("".join(seen).encode("utf-8", "surrogateescape"))
    return Sight(fingerprint, all(it.has_rested(now, RESTED_NS) for it in looks.values()))


def _looks(folder: Path) -> Iterator[tuple[str, Look]]:
    if not folder.is_dir():
        return
    for path, status in sorted(files_below(folder)):
        if S_ISLNK(status.st_mode):
            yield path, NEVER_RESTS  # its target could change unseen
        elif not path.endswith(".pyc"):
            yield path, Look.of(status)


def _single(path: Path) -> Iterator[tuple[str, Look]]:
    if path.is_file():
        yield path.name, Look.of(path.stat())


def _libraries() -> Iterator[tuple[str, Look]]:
    """The folders that Python imports from: installing a package changes one of them."""
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            yield place, Look.of(os.stat(place))


def seal(
    request: Request,
    sight: Sight,
    output: str,
    now: datetime,
    until: datetime | None,
    account: Account,
) -> None:
    """Write a seal; `output` is the fingerprint of the output after the build."""
    path = _path(request)
    if not sight.has_rested:
        path.unlink(missing_ok=True)
        return
    content = {
        "version": VERSION,
        "sight": sight.fingerprint,
        "output": output,
        "zone": str(now.tzinfo),
        "now": now.isoformat(),
        "until": until.isoformat() if until else None,
        "in": account.articles_in,
        "out": account.articles_out,
        "held": [(it.path, it.reason) for it in account.held],
        "warnings": [(it.path, it.line, it.text, it.hint) for it in account.warnings],
        "lost": [asdict(replace(it, is_new=False)) for it in account.published.lost],
        "foreign": account.published.foreign,
    }
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(content), "utf-8")
    os.replace(aside, path)


def sealed_account(request: Request) -> Account | None:
    """The last build's account, as of a build with nothing to do; None if there is work to do."""
    sealed = _read(_path(request))
    if sealed is None:
        return None
    now = request.as_of(ZoneInfo(sealed["zone"]))
    until = sealed["until"]
    if now < datetime.fromisoformat(sealed["now"]):
        return None
    if until and now >= datetime.fromisoformat(until):
        return None
    if request.strict and sealed["warnings"]:
        return None
    if sight_of(request.root, request.drafts).fingerprint != sealed["sight"]:
        return None
    paths, fingerprint = look_of_output(request.output)
    if fingerprint != sealed["output"]:
        return None
    return Account(
        articles_in=sealed["in"],
        articles_out=sealed["out"],
        held=tuple(Held(*it) for it in sealed["held"]),
        published=_published(sealed, paths),
        rendered=(),
        warnings=tuple(Problem(*it) for it in sealed["warnings"]),
    )


def _read(path: Path) -> dict[str, Any] | None:
    """What a seal holds; None where there is none, or this version did not write it."""
    try:
        sealed = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(sealed, dict) and sealed.get("version") == VERSION
    return sealed if is_ours else None


def _published(sealed: Mapping[str, Any], paths: Iterable[str]) -> Published:
    """What a build that changes nothing did; an address that is still lost is named again."""
    lost = [Lost(**each) for each in sealed["lost"]]
    foreign = frozenset(sealed["foreign"])
    unchanged = [path for path in paths if path not in foreign]
    return Published(unchanged=unchanged, lost=lost, foreign=sorted(foreign))


def look_of_output(folder: Path) -> tuple[list[str], str]:
    """The paths of all files in an output folder, and the fingerprint of their looks."""
    if not folder.is_dir() or any(name == f"{RECORDS}stage" for name in os.listdir(folder)):
        return [], ""
    looks = sorted((path, it.st_size, it.st_mtime_ns) for path, it in files_below(folder))
    return [path for path, _, _ in looks], of_signatures(looks)


def _path(request: Request) -> Path:
    return request.root / MEMORY / f"seal-{folder_name(request.output)}.json"
