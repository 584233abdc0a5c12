"""Which files of an import are put in place, and which does the curator keep?"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from broadsheet.importing.record import FILE, Record, Written, record_text
from broadsheet.problems import Problem, ProblemsFound

ASIDE = "import-changed"  # where new versions go of files that the curator has edited
NEW, CHANGED, SAME = "new", "changed at the source", "as before"
KEPT = "kept as you edited it"
BESIDE = f"kept as you edited it; the new version of the source is in {ASIDE}/"


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one file: `state` is what the account says, `target` where the staged file
    goes, empty if nowhere."""

    state: str
    target: str


def digest_of(file: Path) -> str:
    """The digest of a file's bytes; nothing if there is no such file."""
    try:
        with open(file, "rb") as content:
            digest = sha256()
            while block := content.read(1 << 20):
                digest.update(block)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return digest.hexdigest()


def decide(new: str, now: str, path: str, written: Written | None) -> Decision:
    """What happens to the file at `path`, from the digests of its new version and of what is there
    now, empty if nothing is, and what is known of the last import."""
    if now == new:
        return Decision(SAME if written else NEW, "")
    if not now:
        return Decision(NEW, path)
    if written and now in (written.digest, written.before):
        return Decision(CHANGED, path)
    if written and new in (written.digest, written.before):
        return Decision(KEPT, "")
    return Decision(BESIDE, f"{ASIDE}/{path}")


def put_in_place(
    root: Path, stage: Path, origins: Mapping[str, str], kind: str, record: Record
) -> dict[str, str]:
    """Move staged files to their places and renew the record; returns what was done with each.

    `origins` are the files of this import by their paths. A file that an earlier import wrote and
    this one does not is left as it is. Raises ProblemsFound if a place is outside of the site.
    """
    before = record.of(kind)
    digests = {path: digest_of(stage / path) for path in origins}
    decisions = {
        path: decide(digest, digest_of(root / path), path, before.get(path))
        for path, digest in digests.items()
    }
    _refuse_outside(root, [it.target for it in decisions.values() if it.target])
    made = {
        path: Written(origin, digests[path], _digest_before(before.get(path)))
        for path, origin in origins.items()
    }
    files = {**before, **made}
    if files != dict(before) or any(it.target for it in decisions.values()):
        _write(root / FILE, record_text(record.with_files(kind, files, unfinished=True)))
    for path, decision in decisions.items():
        if decision.target:
            target = root / decision.target
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(stage / path, target)
    settled = {path: Written(it.origin, it.digest) for path, it in files.items()}
    _write(root / FILE, record_text(record.with_files(kind, settled, unfinished=False)))
    return {path: decision.state for path, decision in decisions.items()}


def _digest_before(written: Written | None) -> str:
    return (written.before or written.digest) if written else ""


def _refuse_outside(root: Path, targets: list[str]) -> None:
    """Raise ProblemsFound for every folder of the site that leads out of it."""
    inside = root.resolve()
    folders = sorted({os.path.dirname(target) for target in targets})
    outside = [it for it in folders if not (root / it).resolve().is_relative_to(inside)]
    if outside:
        text = "leads out of the site, and an import writes only into the site"
        raise ProblemsFound([Problem(it, 0, text, "make it a folder") for it in outside])


def _write(file: Path, text: str) -> None:
    """Write a file whole: aside first, then in its place; nothing if it is the same already."""
    content = text.encode()
    if file.is_file() and file.read_bytes() == content:
        return
    aside = file.with_name(f"{file.name}.tmp")
    aside.write_bytes(content)
    os.replace(aside, file)
