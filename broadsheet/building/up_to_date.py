"""Finds out whether anything has changed since the last build, without reading a file.

A build leaves a record: fingerprints of how its inputs, the engine and the output looked, the time
until which the site stays as it is, and its report. While the record holds, that report is the
answer.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from time import time_ns
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.builds import BuildOptions, BuildReport, Lost, Placed, Unpublished
from broadsheet.content.ledger import Ledger, digest, encoded, with_published
from broadsheet.files import (
    DATA,
    LEDGER,
    LOCALE,
    MEMORY,
    RECORDS,
    RESTED_NS,
    Content,
    Listing,
    Standing,
    StatSignature,
    folder_name,
    list_content,
    manifest_signature,
    signatures_below,
    standing_files,
    theme_folders,
)
from broadsheet.fingerprint import of_bytes, of_signatures
from broadsheet.problems import Problem

VERSION = 8
ENGINE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class InputSnapshot:
    """How everything that a build depends on looked: fingerprints of the stat signatures of the
    texts and of all the rest, each empty where it cannot be trusted. A file that changed a moment
    ago may change again without a new time. `ledger` is the digest of the published addresses."""

    content: Content
    texts: str
    rest: str
    taken_ns: int
    ledger: str

    @property
    def signatures(self) -> Mapping[str, StatSignature]:
        """Those of all texts, by their paths."""
        return self.content.texts


def snapshot_of(root: Path, drafts: bool, future: bool) -> InputSnapshot:
    """The site's inputs and the engine as they are now."""
    now = time_ns()
    content = list_content(root)
    rest = {**content.media, **content.root}
    for folder in (*theme_folders(root), root / LOCALE, DATA):
        rest |= {f"{folder} {path}": signature for path, signature in signatures_below(folder)}
    rest |= {f"library {path}": signature for path, signature in _libraries()}
    rest |= {f"file {name}": signature for name, signature in _single(root / "site.yaml")}
    code = _code(now)
    more = f"{VERSION} {drafts} {future} {len(content.problems)} {code} {sys.version}\n"
    return InputSnapshot(
        content,
        _fingerprint(content.texts, now),
        _fingerprint(rest, now, more) if code else "",
        now,
        digest((root / LEDGER).read_bytes() if content.ledger else None),
    )


def ledgers_of(snapshot: InputSnapshot, ledger: Ledger | None, now: Ledger) -> tuple[str, str]:
    """The digests of the ledgers that a build is good for: the one that it read, and that one with
    what is published `now`. For the site has all that this adds."""
    return snapshot.ledger, digest(encoded(with_published(ledger or {}, now)))


def _fingerprint(signatures: Mapping[str, StatSignature], now_ns: int, more: str = "") -> str:
    if not all(it.has_rested(now_ns, RESTED_NS) for it in signatures.values()):
        return ""
    seen = "".join([f"{path} {signature}\n" for path, signature in signatures.items()])
    return of_bytes(f"{seen}{more}".encode("utf-8", "surrogateescape"))


_known_code: list[str] = []


def _code(now_ns: int) -> str:
    """The fingerprint of how the engine's code looked when this process first asked; empty where it
    cannot be trusted. What is replaced later is not what this process builds with."""
    if not _known_code:
        found = signatures_below(ENGINE)
        code = {path: it for path, it in found if not path.startswith(f"{DATA.name}/")}
        known = _fingerprint(code, now_ns)
        if not known:
            return ""
        _known_code.append(known)
    return _known_code[0]


def _single(path: Path) -> Iterator[tuple[str, StatSignature]]:
    if path.is_file():
        yield path.name, StatSignature.of(path.stat())


def _libraries() -> Iterator[tuple[str, StatSignature]]:
    """The folders that Python imports from: installing a package changes one of them."""
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            yield place, StatSignature.of(os.stat(place))


@dataclass(frozen=True, slots=True)
class Stamps:
    """What tells that the store and the record of pages are those of a build."""

    store: str
    pages: str


def remember_build(
    options: BuildOptions,
    snapshot: InputSnapshot,
    output: str,
    times: tuple[datetime, datetime | None],
    report: BuildReport,
    stamps: Stamps,
    ledgers: Sequence[str],
) -> None:
    """Write the record of a build; `output` is the fingerprint of the output after it, `times` are
    when it was and until when the site stays as it is, `ledgers` as `ledgers_of` finds them."""
    path = _path(options)
    now, until = times
    content = {
        "version": VERSION,
        "texts": snapshot.texts,
        "rest": snapshot.rest,
        "output": output,
        "stamps": asdict(stamps),
        "ledgers": list(ledgers),
        "zone": str(now.tzinfo),
        "now": now.isoformat(),
        "until": until.isoformat() if until else None,
        "in": report.articles_in,
        "out": report.articles_out,
        "unpublished": [(it.path, it.reason) for it in report.unpublished],
        "warnings": [(it.path, it.line, it.text, it.hint) for it in report.warnings],
        "lost": [asdict(replace(it, is_new=False)) for it in report.placed.lost],
        "foreign": report.placed.foreign,
        "changed": report.changed.isoformat() if report.changed else None,
    }
    staged = path.with_suffix(".new")
    staged.write_text(json.dumps(content), "utf-8")
    os.replace(staged, path)


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The last build as its record tells of it, where at most texts have changed since."""

    record: Mapping[str, Any]
    snapshot: InputSnapshot
    listing: Listing  # of the output folder

    def stands(self) -> bool:
        """Whether nothing has changed at all."""
        return bool(self.snapshot.texts) and self.record["texts"] == self.snapshot.texts

    def stamps(self) -> Stamps:
        """Those of the store and the record of pages."""
        return Stamps(**self.record["stamps"])

    def until(self) -> datetime | None:
        """Until when time alone changes nothing; None where it never does."""
        return _moment(self.record["until"])

    def report(self) -> BuildReport:
        """Its report, as of a build with nothing to do."""
        return BuildReport(
            articles_in=self.record["in"],
            articles_out=self.record["out"],
            unpublished=tuple(Unpublished(*it) for it in self.record["unpublished"]),
            placed=_placed(self.record, sorted(self.listing.files), bool(self.snapshot.ledger)),
            rendered=(),
            warnings=tuple(Problem(*it) for it in self.record["warnings"]),
            changed=_moment(self.record["changed"]),
        )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def last_build(options: BuildOptions) -> LastBuild | None:
    """The last build, if all but texts is as it left it; None if there is more to do."""
    record = record_of(options)
    if record is None or not record["rest"]:
        return None
    now = options.as_of(ZoneInfo(record["zone"]))
    until = record["until"]
    if now < datetime.fromisoformat(record["now"]):
        return None
    if until and now >= datetime.fromisoformat(until):
        return None
    if options.strict and record["warnings"]:
        return None
    snapshot = snapshot_of(options.root, options.drafts, options.future)
    if snapshot.rest != record["rest"] or snapshot.ledger not in record["ledgers"]:
        return None
    signature = manifest_signature(options.root, options.output)
    output = files_of_output(options.output)
    if of_signatures(signatures_of(output)) != record["output"]:
        return None
    return LastBuild(record, snapshot, Listing(output, signature))


def record_of(options: BuildOptions) -> dict[str, Any] | None:
    """The record of the last build; None where there is none, or this version did not write it."""
    try:
        recorded = json.loads(_path(options).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(recorded, dict) and recorded.get("version") == VERSION
    return recorded if is_ours else None


def _placed(recorded: Mapping[str, Any], paths: Iterable[str], has_ledger: bool) -> Placed:
    """What a build that changes nothing did; an address that is still lost is named again, unless
    there is a ledger by now."""
    lost = [] if has_ledger else [Lost(**each) for each in recorded["lost"]]
    foreign = frozenset(recorded["foreign"])
    unchanged = [path for path in paths if path not in foreign]
    return Placed(unchanged=unchanged, lost=lost, foreign=sorted(foreign))


def files_of_output(folder: Path) -> dict[str, Standing]:
    """All files in an output folder; none where a build was cut short."""
    if not folder.is_dir() or any(name == f"{RECORDS}stage" for name in os.listdir(folder)):
        return {}
    return standing_files(folder)


def signatures_of(files: Mapping[str, Standing]) -> list[tuple[str, int, int]]:
    """The path, size and time of each file, in order."""
    return sorted([(path, size, modified_ns) for path, (size, modified_ns, _) in files.items()])


def _path(options: BuildOptions) -> Path:
    return options.root / MEMORY / f"last-build-{folder_name(options.output)}.json"
