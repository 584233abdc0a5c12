"""What stands in the output folder and what it was made from; how two builds differ, and why."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from broadsheet.fingerprint import Fingerprints
from broadsheet.pages import Page

VERSION = 2
HEAD = "# The files that Broadsheet made in this folder, for {url}\n"


@dataclass(frozen=True, slots=True)
class Standing:
    """A file in the output folder: its size and time as written, and the fingerprints of what
    it was made from, by name."""

    size: int
    mtime_ns: int
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files that the last build left, by their path in the output folder."""

    files: Mapping[str, Standing] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The manifest as the bytes of its file."""
        files = {path: (it.size, it.mtime_ns, it.inputs) for path, it in self.files.items()}
        return json.dumps({"version": VERSION, "files": files}).encode()


def decoded(content: bytes) -> Manifest:
    """The manifest in a file's bytes; an empty one when they cannot be understood.

    An empty manifest costs work and nothing else: every page is rendered and compared.
    """
    try:
        whole = json.loads(content)
        if whole["version"] != VERSION:
            return Manifest()
        return Manifest({path: Standing(*each) for path, each in whole["files"].items()})
    except (ValueError, LookupError, TypeError, AttributeError):
        return Manifest()


def page_inputs(page: Page, theme: str, engine: str, of: Fingerprints) -> dict[str, str]:
    """The fingerprints of all that a page is made from, by the names that `why` shows."""
    parts = {name: of.value(value) for name, value in page.context.items()}
    return {"engine": engine, "theme": theme, "template": page.template, **parts}


def why(inputs: Mapping[str, str], before: Standing | None) -> str:
    """Why a page is rendered, in the curator's words."""
    if before is None:
        return "new"
    changed = [name for name in inputs if inputs[name] != before.inputs.get(name)]
    changed += [name for name in before.inputs if name not in inputs]
    return f"{', '.join(changed)} changed" if changed else "its file was touched"


def list_of_files(paths: Iterable[str], site_url: str) -> bytes:
    """The list that stands in the output folder and says which files there are Broadsheet's."""
    return (HEAD.format(url=site_url) + "".join(f"{path}\n" for path in sorted(paths))).encode()


def listed_files(content: bytes, site_url: str) -> frozenset[str] | None:
    """The paths in such a list; None when it was made for another site."""
    head, _, rest = content.decode("utf-8", "replace").partition("\n")
    if f"{head}\n" != HEAD.format(url=site_url):
        return None
    safe = (path for path in rest.splitlines() if path and not path.startswith(("/", "../")))
    return frozenset(path for path in safe if "/../" not in path and not path.endswith("/.."))
