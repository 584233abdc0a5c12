"""Where does each link and picture of an old text lead on the new site?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from posixpath import dirname, normpath, relpath, splitext
from urllib.parse import quote, unquote, urljoin, urlsplit

from broadsheet.exports.markdown_targets import replace_targets, unlink
from broadsheet.exports.posts import Export, Remark
from broadsheet.importing.active import is_acting_address
from broadsheet.importing.placing import NOT_ON_WINDOWS, Place
from broadsheet.problems import shortened
from broadsheet.site.addresses import SHARED, is_media
from broadsheet.urls import address_fault, slugify

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
FEEDS = frozenset("/feed /feed.xml /index.xml /rss.xml /atom.xml /feed/feed.xml /rss".split())
TERM = re.compile(r"/(?P<kind>tags?|categor(?:y|ies)|topics?)/(?P<name>[^/]+?)/?(?:\.html)?$")


def media_path(address: str) -> str:
    """The file under `content/media/` for a file that had this address; every system can hold its
    name."""
    parts = [re.sub(r'[\x00-\x1f\x7f<>:"|?*\\%#]', "-", it) for it in address.split("/") if it]
    parts = [it.strip(". ")[-150:] or "x" for it in parts if it not in (".", "..")]
    parts = [f"x-{it}" if NOT_ON_WINDOWS.match(it) else it for it in parts]
    path = SHARED + "/".join(parts)
    return path if not address_fault("/" + path) else f"{SHARED}{slugify(address)}"


@dataclass(slots=True)
class Linker:
    """Rewrites bodies. `used` collects the origin of each file that is shown, with its new path;
    with `keep_links` a link to something that the export lacks leads to the old site."""

    export: Export
    places: Sequence[Place]
    keep_links: bool = False
    taken: frozenset[str] = frozenset()  # paths of the curator's own files
    used: dict[str, str] = field(default_factory=dict)
    _posts: dict[str, Place] = field(default_factory=dict)
    _origins: dict[str, Place] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _terms: dict[str, str] = field(default_factory=dict)
    _base: str = ""

    def __post_init__(self) -> None:
        self._base = urlsplit(self.export.site.url).path.rstrip("/")
        for place in reversed(self.places):
            self._origins[place.post.origin] = place
            for address in place.post.addresses:
                self._posts[_key(address)] = place
        for file in self.export.files:
            self._files[file.address] = file.origin
        for place in self.places:
            for tag in place.post.tags:
                self._terms[slugify(tag)] = f"/tags/{slugify(tag)}.html"

    def rewrite(self, place: Place, body: str) -> tuple[str, tuple[Remark, ...]]:
        """The body with its targets as they are on the new site; what leads nowhere is text."""
        remarks: dict[Remark, None] = {}
        decided: dict[str, str] = {}

        def decide(target: str) -> str:
            if target not in decided:
                decided[target] = self.target(place, target)
                if not decided[target]:
                    what = "became text, as it leads nowhere"
                    remarks[Remark(0, f"the link {shortened(target) or '(empty)'} {what}")] = None
            return decided[target]

        body = unlink(lambda target: not decide(target), body)
        return replace_targets(lambda it: decide(it) or "#", body), tuple(remarks)

    def target(self, place: Place, written: str) -> str:
        """What a target becomes; nothing if it leads nowhere."""
        target = " ".join(unescape(written).split())
        media = {it.reference: it.place for it in place.post.media}
        if target in media:
            found = media[target]
            known = {file.origin: file.address for file in self.export.files}
            return self._file(known[found]) if found in known else quote(found, safe="/:?&=#%")
        if not target or is_acting_address(target):
            return ""
        if target.startswith("#"):
            return written
        if target.startswith("post:"):
            origin, _, anchor = target[5:].partition("#")
            return self._to_post(place, self._origins.get(origin), anchor)
        if target.startswith(("//", "www.")):
            target = "https://" + target.lstrip("/")
        if SCHEME.match(target):
            return self._of_host(place, target, written)
        return self._within(place, target)

    def _of_host(self, place: Place, target: str, written: str) -> str:
        """A whole address: a page of the old site that is known leads to its file."""
        kept = target.replace(" ", "%20")
        try:
            ours, theirs = urlsplit(self.export.site.url), urlsplit(target)
        except ValueError:
            return ""
        if not ours.netloc or theirs.netloc.removeprefix("www.") != ours.netloc.removeprefix(
            "www."
        ):
            return written if target == written else kept
        return self._known(place, theirs.path, theirs.fragment) or kept

    def _within(self, place: Place, target: str) -> str:
        here = (place.post.addresses or (place.address,))[0]
        try:
            joined = urlsplit(urljoin(f"https://x{self._base}{quote(here)}", target))
        except ValueError:
            return ""
        if target.startswith("/") and self._base and not joined.path.startswith(self._base + "/"):
            known = self._known(place, self._base + joined.path, joined.fragment)
        else:
            known = self._known(place, joined.path, joined.fragment)
        if known or not self.keep_links or not self.export.site.url:
            return known
        whole = urljoin(self.export.site.url, joined._replace(scheme="", netloc="").geturl())
        return whole.replace(" ", "%20")

    def _known(self, place: Place, path: str, anchor: str) -> str:
        address = unquote(path.removeprefix(self._base)) or "/"
        found = self._posts.get(_key(address))
        if found:
            return self._to_post(place, found, unquote(anchor))
        origin = self._files.get(address)
        if origin:
            return self._file(address)
        if address in ("/", "/index.html"):
            return "/"
        if address.rstrip("/") in FEEDS:
            return "/feed.xml"
        term = TERM.search(address)
        return self._terms.get(slugify(term["name"]), "") if term else ""

    def _to_post(self, here: Place, there: Place | None, anchor: str) -> str:
        if there is None:
            return ""
        end = f"#{quote(anchor)}" if anchor else ""
        return quote(relpath(there.path, dirname(here.path))) + end

    def _file(self, address: str) -> str:
        """The target for a file of the old site, which is copied from now on."""
        path = media_path(address)
        if not is_media(path):
            return ""
        stem, suffix = splitext(path)
        number = 1
        others = {it for origin, it in self.used.items() if origin != self._files[address]}
        while path in self.taken or path in others:
            number += 1
            path = f"{stem}-{number}{suffix}"
        self.used[self._files[address]] = path
        return quote("/" + path.removeprefix(SHARED))

    def picture(self, place: Place, reference: str) -> str:
        """The file of an article's main picture, as its front matter names it; else nothing."""
        target = unquote(self.target(place, reference))
        is_ours = target.startswith("/") and f"{SHARED}{target[1:]}" in self.used.values()
        return target[1:] if is_ours else ""


def _key(address: str) -> str:
    """One key for the ways in which people write one address: with or without `.html`, a slash
    at its end, capitals."""
    plain = normpath(address).casefold()
    for end in ("/index.html", "/index", ".html"):
        plain = plain.removesuffix(end)
    return plain.rstrip("/") or "/"


def unused_files(export: Export, used: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The files that no article shows, each with the reason."""
    for file in export.files:
        if file.origin not in used:
            why = "no article shows it"
            if not is_media(media_path(file.address)):
                why = f"files of its kind ({splitext(file.origin)[1] or 'no suffix'}) are not taken"
            yield file.origin, why
