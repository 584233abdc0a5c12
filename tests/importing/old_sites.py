"""Sites of other systems on disk, imports of them, and what their addresses lead to."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from broadsheet.builds import Progress
from broadsheet.commands.import_ import reader_of
from broadsheet.importing.account import Account, report
from broadsheet.importing.importer import ImportOptions, import_site
from tests.sites import Site, files_in

POST = (
    "the-page-of-a-post"  # what the templates of old sites write into a post's page, and no other
)


def as_of(zone: tzinfo) -> datetime:
    """The moment of every import in tests."""
    return datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone)


def write_source(root: Path, text: str) -> Path:
    """The files of a text of `-- path --` lines, in the folder `root`."""
    for path, content in files_in(text).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode())
    return root


def run_import(kind: str, source: Path | str, root: Path, keep_links: bool = False) -> Account:
    """Import a source into the site at `root`; nothing but what it wrote may be wrong there."""
    options = ImportOptions(kind, str(source), root, as_of, keep_links, workers=1)
    done = import_site(options, reader_of(kind)(str(source)), Progress())
    assert done.problems == ()
    return done.account


def built(root: Path) -> Site:
    """The site at `root`, built with its drafts."""
    site = Site(root)
    site.build(as_of="2026-01-01", drafts=True, workers=1)
    return site


def said_of(account: Account, origin: str) -> str:
    """What the report says of one file or item."""
    lines = report(account).replace("\\", "").split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"- `{origin}`"))
    rest = lines[start + 1 :]
    end = next((at for at, line in enumerate(rest) if not line.startswith("    ")), len(rest))
    return "\n".join(lines[start : start + 1 + end])


def article(root: Path, name: str) -> str:
    """The text of the one file under `content/` with this name."""
    (path,) = (root / "content").rglob(name)
    return path.read_text("utf-8")


def post_addresses(output: Path) -> Iterator[str]:
    """The file of each page of a post in the output of another system."""
    for path in sorted(output.rglob("*.html")):
        if POST in path.read_text("utf-8"):
            yield path.relative_to(output).as_posix()


def dead_addresses(output: Path, site: Site) -> list[str]:
    """The pages of posts in the output of another system that do not answer on the new site: no
    page, and no redirect to one."""
    return [path for path in post_addresses(output) if not _answers(site, path)]


def _answers(site: Site, path: str) -> bool:
    file = site.public / path
    if not file.is_file():
        return False
    found = re.search(r'http-equiv="?refresh"? content="0; ?url=([^"#]+)"', file.read_text("utf-8"))
    return not found or (file.parent / found[1]).is_file()
