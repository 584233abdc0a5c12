"""Where the links of texts lead: to articles by their files' names, to media, to addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from broadsheet.digest.catalog import Catalog
from broadsheet.files import CONTENT, is_text
from broadsheet.likeness import FileNames
from broadsheet.problems import Problem
from broadsheet.site.addresses import (
    KINDS,
    SHARED,
    article_address,
    edition_address,
    media_address,
    page_address,
    unshown_advice,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A content file that has a page: its address there, and the anchors of its text."""

    address: str
    anchors: tuple[str, ...]


def placed_files(catalog: Catalog, pattern: str) -> dict[str, Placed]:
    """Every article and note that has a page, by its path."""
    places = {it.path: (article_address(it, pattern), it.body) for it in catalog.articles}
    places |= {note.path: (page_address(note.key), note.body) for note in catalog.pages}
    for term in catalog.listings.terms:
        if term.note:
            address = term.address
            places[term.note.path] = (address, term.note.body)
    for edition in catalog.editions:
        if edition.note:
            address = edition_address(edition.period.key)
            places[edition.note.path] = (address, edition.note.body)
    return {path: Placed(address, body.anchors) for path, (address, body) in places.items()}


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """Where a link leads: an address, or a problem, only a warning for an unpublished article."""

    address: str
    problem: Problem | None = None
    is_unpublished: bool = False


class LinkResolver:
    """What links can lead to: files that have a page, by their paths; unpublished ones; media."""

    def __init__(
        self, placed: Mapping[str, Placed], unpublished: Sequence[str], media: Sequence[str]
    ) -> None:
        self._placed = placed
        self._unpublished, self._media = frozenset(unpublished), frozenset(media)
        self._by_name: dict[str, list[str]] = {}
        for path in sorted((*placed, *unpublished)):
            self._by_name.setdefault(basename(path), []).append(path)
        self._names = FileNames(self._by_name)

    def address(self, path: str) -> str:
        """The address of the page that a content file has."""
        return self._placed[path].address

    def resolve(self, source: str, line: int, target: str, is_media: bool) -> ResolvedLink:
        """Where the link `target` in the file `source` leads."""
        path, _, fragment = unquote(target).partition("#")
        if is_media:
            return self._to_media(source, line, path)
        if not path:
            return self._to_article(source, line, source, fragment)
        if is_text(path):
            return self._to_name(source, line, path, fragment)
        media = self._media_path(source, path)
        if media:
            return ResolvedLink(media_address(media))
        if path.startswith("/"):
            return ResolvedLink(
                normpath(path) + ("/" if path.endswith("/") and path != "/" else "")
            )
        return self._missing(source, line, target, "article or media file")

    def _to_name(self, source: str, line: int, path: str, fragment: str) -> ResolvedLink:
        found = self._article_path(source, path)
        if len(found) > 1:
            text = f"the link {path} could mean {' or '.join(found)}"
            return ResolvedLink(
                "", Problem(source, line, text, "write the folder too: /world/name.md")
            )
        if not found:
            return self._missing(source, line, path, "article")
        return self._to_article(source, line, found[0], fragment)

    def _article_path(self, source: str, path: str) -> list[str]:
        if path.startswith("/"):
            exact = normpath(CONTENT + path)
        else:
            exact = normpath(join(dirname(source), path))
        if exact in self._placed or exact in self._unpublished:
            return [exact]
        return self._by_name.get(path, []) if "/" not in path else []

    def _to_article(self, source: str, line: int, path: str, fragment: str) -> ResolvedLink:
        if path in self._unpublished:
            text = f"the link to {path} is left out: that article is unpublished"
            return ResolvedLink("", Problem(source, line, text), is_unpublished=True)
        place = self._placed[path]
        if fragment and fragment not in place.anchors:
            hint = f"its headings: {', '.join(sorted(place.anchors)) or 'none'}"
            text = f"the link #{fragment} leads nowhere in {path}"
            return ResolvedLink("", Problem(source, line, text, hint))
        return ResolvedLink(place.address + (f"#{fragment}" if fragment else ""))

    def _to_media(self, source: str, line: int, path: str) -> ResolvedLink:
        media = self._media_path(source, path)
        return (
            ResolvedLink(media_address(media))
            if media
            else self._missing(source, line, path, "file")
        )

    def _media_path(self, source: str, path: str) -> str:
        rooted = path.removeprefix("/")
        places = (join(dirname(source), path), join(CONTENT, rooted), join(SHARED, rooted))
        named = (normpath(place) for place in places if not place.startswith("/"))
        return next((place for place in named if place in self._media), "")

    def _missing(self, source: str, line: int, path: str, kind: str) -> ResolvedLink:
        advice = unshown_advice(path) if kind != "article" else ""
        if advice:
            text = f"the file {path} is of a kind that is not supported"
            return ResolvedLink("", Problem(source, line, text, advice))
        is_article = kind == "article"
        near = (
            self._names.near(basename(path))
            if is_article or "." not in basename(path)
            else self._near_media(source, path)
        )
        if near:
            hint = f"did you mean {near}?"
        elif is_article:
            hint = f"write the file's name, as it is in {CONTENT}/"
        elif kind == "file":
            hint = f"put it beside {basename(source)} or in {SHARED}; {KINDS}"
        else:
            hint = "write a file's name, or a whole address with https://"
        return ResolvedLink("", Problem(source, line, f"there is no {kind} {path}", hint))

    def _near_media(self, source: str, path: str) -> str:
        """The media file that was most likely meant, as a link in `source` names it: one in the
        folder that the link names, a shared one, or one anywhere."""
        beside = normpath(join(dirname(source), dirname(path)))
        for folder, named in ((beside, dirname(path)), (dirname(SHARED), "")):
            if folder in self._media_by_folder:
                near = self._media_by_folder[folder].near(basename(path))
                if near:
                    return join(named, near)
        near = self._media_names.near(basename(path))
        found = sorted(it for it in self._media if basename(it) == near) if near else []
        return found[0].removeprefix(CONTENT) if found else ""

    @cached_property
    def _media_by_folder(self) -> dict[str, FileNames]:
        names: dict[str, list[str]] = {}
        for path in self._media:
            names.setdefault(dirname(path), []).append(basename(path))
        return {folder: FileNames(each) for folder, each in names.items()}

    @cached_property
    def _media_names(self) -> FileNames:
        return FileNames(map(basename, self._media))
