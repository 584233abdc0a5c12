"""The manifest: which files are in the output folder, what each was made from, and what changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from broadsheet.fingerprint import Fingerprints
from broadsheet.output.list_items import ArticleNames, marks_of
from broadsheet.problems import listed
from broadsheet.site.outputs import Asset, Page

VERSION = 6
AT_ONCE = 5_000  # files that are encoded together
AND = "+"  # between the fingerprint of a page's theme and that of the translations
COUNT = "/"  # between the number of a list's items, their fingerprint, and their marks
LISTS = frozenset(
    "articles books cards entries uses items days months corrections editions feeds feed_groups"
    " groups offered related second".split()
)
SAID = {
    "engine": "Broadsheet or one of its libraries changed",
    "theme": "a template, a static file or an option of the theme changed",
    "template": "it is made by another template",
    "site": "the site's name, sections, plain pages or settings changed",
    "page": "its title, description or feeds changed",
    "heading": "its title changed",
    "article": "the article changed",
    "correction": "the correction changed",
    "metadata": "what it tells search engines changed",
    "earlier": "the one before it changed",
    "later": "the one after it changed",
    "story": "its story changed",
    "edition": "the edition changed",
    "lead": "the lead changed",
    "date_line": "the day of the newest article changed",
    "note": "the text on it changed",
    "part": "its place among the parts of its list changed",
    "facts": "how its source is used changed",
    "feed": "its feed changed",
    "book": "the book's title, cover, parts or pictures changed",
    "channel": "the feed's own title, description or archive changed",
    "target": "it leads elsewhere now",
    "shards": "the search index has other parts",
    "years": "other years have articles",
    "is_full": "whether editions are whole changed",
    "number": "the number of the latest edition changed",
    "label": "what its kind is called changed",
    "opml": "the list of feeds came or went",
    "kind": "it lists something else now",
    "shelf": "the feed of books changed",
    "shelves": "the feeds of books changed",
    "updated": "when its books last changed",
    "website": "its place on the web changed",
    "security": "whom to write to changed",
    "sitemaps": "the sitemap has other parts",
    "year": "the year's page moved",
    "files": "the files that it is offered as changed",
    "pictures": "its pictures changed",
    "kept": "what browsers keep offline changed",
    "kept_files": "what browsers keep offline changed",
    "moved": "the articles that moved away from it changed",
    "reason": "the reason why it is gone changed",
    "is_final": "whether it is gone for good changed",
}
NAMELESS = ArticleNames((), {})
HEAD = "# The files that Broadsheet made in this folder, for {url}\n"


class ManifestEntry(NamedTuple):
    """A file in the output folder: its size and time as written, and what it was made from, as
    `page_inputs` and `asset_inputs` write it; `shown` is what readers know its address by,
    `published` what the ledger of addresses says of it, empty for what does not count there, and
    `key` the key of a page that was laid out."""

    size: int
    mtime_ns: int
    inputs: str
    shown: str = ""
    published: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files that the last build left, by their path in the output folder.

    `lost` are files that builds removed and whose addresses readers may know, each with what it
    showed.
    """

    files: Mapping[str, ManifestEntry] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The manifest as bytes. It is written a part at a time, as it is long, and its parts as
        objects and as texts are longer."""
        written = bytearray(f'{{"version": {VERSION}, "files": {{'.encode())
        rows, between = iter(self.files.items()), b""
        while part := {path: _parts(it) for path, it in islice(rows, AT_ONCE)}:
            written += between + json.dumps(part)[1:-1].encode()
            between = b", "
        written += f'}}, "lost": {json.dumps(dict(self.lost))}}}'.encode()
        return bytes(written)


def _parts(it: ManifestEntry) -> tuple[int | str, ...]:
    return it if it.key else it[:5] if it.published else it[:4] if it.shown else it[:3]


def decoded(content: bytes) -> Manifest:
    """The manifest in a file's bytes; an empty manifest if they cannot be read.

    An empty manifest only costs time: every page is rendered and compared.
    """
    try:
        whole = json.loads(content)
        if whole["version"] != VERSION:
            return Manifest()
        files = {path: ManifestEntry(*each) for path, each in whole["files"].items()}
        return Manifest(files, dict(whole["lost"]))
    except (ValueError, LookupError, TypeError, AttributeError):
        return Manifest()


def written_entry(manifest: str, path: str) -> ManifestEntry:
    """The entry of one file in the text of a manifest; raises LookupError if there is none."""
    start, end = _place(manifest, path)
    return ManifestEntry(*json.loads(manifest[start:end]))


def with_entries(manifest: str, entries: Mapping[str, ManifestEntry]) -> str:
    """The text of a manifest with other entries for some of its files; raises LookupError."""
    places = sorted((*_place(manifest, path), path) for path in entries)
    parts, after = [], 0
    for start, end, path in places:
        parts += [manifest[after:start], json.dumps(_parts(entries[path]))]
        after = end
    return "".join([*parts, manifest[after:]])


def _place(manifest: str, path: str) -> tuple[int, int]:
    """Where the entry of a file starts and ends. Within a text quotes are escaped, so a name in
    quotes and a bracket stand nowhere else."""
    name = f"{json.dumps(path)}: ["
    found = manifest.find(name)
    if found < 0:
        raise LookupError(f"the manifest has no file {path}")
    start = found + len(name) - 1
    return start, json.JSONDecoder().raw_decode(manifest, start)[1]


def page_inputs(page: Page, template_fingerprint: str, engine: str, of: Fingerprints) -> str:
    """What a page is made from: fingerprints by the names of which `why` tells, a line each.

    It is one text, as a site has many files. `template_fingerprint` is that of its templates. Of a
    list the number of its items is kept too, and marks of them, so that `why` can name them.
    """
    parts = {name: _part(name, value, of) for name, value in page.context.items()}
    return f"{page_made_with(page, template_fingerprint, engine)}{_lines(parts)}"


def page_made_with(page: Page, template_fingerprint: str, engine: str) -> str:
    """How `page_inputs` begins, whatever the page shows."""
    return f"engine={engine}\ntheme={template_fingerprint}\ntemplate={page.template}\n"


def with_templates(before: str, page: Page, template_fingerprint: str, engine: str) -> str:
    """What a page is made from now, if it shows the same values as before, when it was made from
    `before`; empty if more than the theme has changed.

    Values may depend on the translations, and no value does on the theme: `pages.plan.accent_of`.
    """
    made_with, mark, shown = before.partition(f"\ntemplate={page.template}\n")
    words = f"{AND}{template_fingerprint.rpartition(AND)[2]}"
    if not mark or not made_with.startswith(f"engine={engine}\n") or not made_with.endswith(words):
        return ""
    return f"{page_made_with(page, template_fingerprint, engine)}{shown}"


def asset_inputs(asset: Asset) -> str:
    """What an asset is made from."""
    return _lines({"asset": asset.signature})


def _lines(fingerprints: Mapping[str, str]) -> str:
    return "\n".join([f"{name}={it}" for name, it in fingerprints.items()])


def _part(name: str, value: object, of: Fingerprints) -> str:
    if not isinstance(value, tuple):
        return of.value(value)
    marks = f"{COUNT}{marks_of(value)}" if name in LISTS else ""
    return f"{len(value)}{COUNT}{of.value(value)}{marks}"


def why(now: str, before: ManifestEntry | None, names: ArticleNames = NAMELESS) -> str:
    """Why a page that is made from this now is rendered, in the curator's words; `names` are those
    of articles that lists have."""
    if before is None:
        return "it is new"
    old, new = _by_name(before.inputs), _by_name(now)
    changed = [name for name in new if new[name] != old.get(name)]
    changed += [name for name in old if name not in new]
    if not changed:
        return "its file was touched"
    told = (_told(name, old.get(name, ""), new.get(name, ""), names) for name in changed)
    return listed(tuple(dict.fromkeys(told)))


def _by_name(written: str) -> dict[str, str]:
    parts = (line.partition("=") for line in written.split("\n"))
    return {name: fingerprint for name, _, fingerprint in parts}


def _told(name: str, old: str, new: str, names: ArticleNames) -> str:
    if name not in LISTS:
        return SAID.get(name, f"{name} changed")
    if named := names.difference(_marks(old), _marks(new)):
        return named
    was, now = (int(it.partition(COUNT)[0]) if COUNT in it else 0 for it in (old, new))
    done = "changed" if now == was else "was added" if now > was else "was taken out"
    number = abs(now - was)
    return f"an item {done}" if number < 2 else f"{number} items {done.replace('was', 'were')}"


def _marks(part: str) -> str:
    return part.rpartition(COUNT)[2] if part.count(COUNT) > 1 else ""


def list_of_files(paths: Iterable[str], site_url: str) -> bytes:
    """The file in the output folder that lists which files there are Broadsheet's."""
    return (HEAD.format(url=site_url) + "".join(f"{path}\n" for path in sorted(paths))).encode()


def listed_files(content: bytes, site_url: str) -> frozenset[str] | None:
    """The paths in such a list; None when it was made for another site."""
    head, _, rest = content.decode("utf-8", "replace").partition("\n")
    if f"{head}\n" != HEAD.format(url=site_url):
        return None
    safe = (path for path in rest.split("\n") if path and not path.startswith(("/", "../")))
    return frozenset(path for path in safe if "/../" not in path and not path.endswith("/.."))
