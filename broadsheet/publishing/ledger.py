"""Adds what was published to the ledger of addresses, `content/published.txt`."""

from pathlib import Path

from broadsheet.content.ledger import (
    Ledger,
    Published,
    encoded,
    parsed,
    read_ledger,
    with_published,
)
from broadsheet.files import LEDGER, manifest_file, replace_synced
from broadsheet.output.manifest import decoded
from broadsheet.problems import ProblemsFound
from broadsheet.urls import address_of


def record(root: Path, folder: Path) -> int:
    """Add the addresses of the site that the last build left in `folder` to the ledger of the site
    at `root`; returns how many are new there.

    To be called when the site is published. Nothing is taken out of the ledger, and it is written
    only if it changes: whole, in one step. Raises ProblemsFound if it cannot be read, OSError if
    the record of the build cannot, or the ledger cannot be written.
    """
    return add(root, published_in(root, folder))


def add(root: Path, now: Ledger) -> int:
    """Add addresses to the ledger of the site at `root`; returns and raises what `record` does."""
    file = root / LEDGER
    content = file.read_bytes() if file.exists() else None
    ledger, log = read_ledger(content)
    if log.problems:
        raise ProblemsFound(log.problems)
    after = with_published(ledger, now)
    written = encoded(after)
    if len(after) > len(ledger) or (content is not None and written != content):
        replace_synced(file, written)
    return len(after) - len(ledger)


def published_in(root: Path, folder: Path) -> Ledger:
    """The addresses of the site that the last build left in a folder; raises OSError."""
    files = decoded(manifest_file(root, folder).read_bytes()).files
    rests = ((path, parsed(it.published)) for path, it in files.items())
    found: dict[str, Published] = {address_of(path): it for path, it in rests if it}
    return found
