"""Where everything stands: the address of each article, list, feed and media file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, splitext
from urllib.parse import unquote

from broadsheet.articles import Article, section_slug
from broadsheet.catalog import Catalog
from broadsheet.files import CONTENT, is_text
from broadsheet.likeness import FileNames
from broadsheet.problems import Problem
from broadsheet.urls import claim, permalink

LITE_FOLDER = "/lite"
FRONT, NOT_FOUND, SUBSCRIBE = "/index.html", "/404.html", "/subscribe.html"
SITE_FEED, OPML, SITEMAP, ROBOTS = "/feed.xml", "/feeds.opml", "/sitemap.xml", "/robots.txt"
NEWS_SITEMAP, SECURITY = "/news-sitemap.xml", "/.well-known/security.txt"
WEB_MANIFEST, ICON = "/manifest.webmanifest", "/icon.svg"
ICONS = {"/apple-touch-icon.png": 180, "/icon-192.png": 192, "/icon-512.png": 512}  # pixels
SITE_SHARE = "/share/site.png"
ARCHIVE, CORRECTIONS, SOURCES_OPML = "/archive.html", "/corrections.html", "/sources.opml"
SEARCH = "/search.html"
FOLDERS = {  # where pages of a kind stand, and beside the folder the index of them all
    "tag": "tags", "story": "stories", "source": "sources", "author": "authors",
    "edition": "editions",
}  # fmt: skip
SHARED = f"{CONTENT}/media/"
# An SVG can hold script, and a web page can do anything: neither is copied from content/.
MEDIA = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".opus", ".m4a", ".mp4",
    ".webm", ".vtt", ".pdf", ".txt", ".csv",
)  # fmt: skip
# What cameras and programs make and pages cannot show, and what to do with it.
UNSHOWN = {
    (".heic", ".heif"): "export it as JPEG; iPhones make these unless set to Most Compatible",
    (".tif", ".tiff", ".bmp", ".psd", ".raw", ".dng", ".cr2", ".nef"): "export it as JPEG or PNG",
    (".svg",): "an SVG can hold script: export it as PNG",
    (".mov", ".avi", ".mkv", ".wmv", ".flv"): "export it as MP4",
    (".wav", ".aif", ".aiff", ".flac", ".wma"): "export it as MP3",
    (".doc", ".docx", ".odt", ".pages", ".ppt", ".pptx", ".xls", ".xlsx"): "export it as PDF",
}
KINDS = f"files of these kinds are copied: {' '.join(MEDIA)}"


def article_address(article: Article, pattern: str) -> str:
    """An article's address by the site's permalink pattern."""
    day = article.date.at.date()
    return permalink(pattern, day, article.slug, section_slug(article) or "news")


def list_address(kind: str, slug: str) -> str:
    """The address of a section, tag, story, source, author or edition: its newest part."""
    return f"/{FOLDERS[kind]}/{slug}.html" if kind in FOLDERS else f"/{slug}.html"


def index_address(kind: str) -> str:
    """The address of the index of all tags, stories, sources, authors or editions."""
    return f"/{FOLDERS[kind]}.html"


def archive_address(year: int, month: int = 0) -> str:
    """The address of a year's or a month's archive."""
    return f"/archive/{year:04}/{month:02}.html" if month else f"/archive/{year:04}.html"


def shard_address(year: int, number: int) -> str:
    """The address of a year's part of the search index; the first part is the oldest."""
    return f"/search/{year:04}.js" if number == 1 else f"/search/{year:04}-{number}.js"


def page_address(key: str) -> str:
    """The address of a plain page."""
    return f"/{key}.html"


def part_address(whole: str, number: int) -> str:
    """The address of a numbered part of the list at the address `whole`."""
    return f"{whole.removesuffix('.html')}/{number}.html"


def feed_address(whole: str) -> str:
    """The address of the feed of the list at the address `whole`."""
    return f"{whole.removesuffix('.html')}.xml"


def sitemap_address(number: int) -> str:
    """The address of one of several sitemaps."""
    return f"/sitemap-{number}.xml"


def lite_address(address: str) -> str:
    """The address of a page in the text-only edition; that of any other file stays."""
    path = address.partition("#")[0]
    is_page = path.endswith((".html", "/")) and path != NOT_FOUND
    return f"{LITE_FOLDER}{address}" if is_page else address


def is_lite(address: str) -> bool:
    """Whether an address is that of a page in the text-only edition."""
    return address.startswith(f"{LITE_FOLDER}/")


def is_media(path: str) -> bool:
    """Whether a file under `content/` is of a kind that is copied to the site."""
    return splitext(path)[1].casefold() in MEDIA


def media_address(path: str) -> str:
    """The address of a media file under `content/`."""
    return f"/media/{path.removeprefix(SHARED).removeprefix(CONTENT + '/')}"


def share_address(page: str) -> str:
    """The address of the share image of the page at an address."""
    return f"/share{page.removesuffix('/').removesuffix('/index.html').removesuffix('.html')}.png"


@dataclass(frozen=True, slots=True)
class Placed:
    """A content file that has a page: its address there, and the anchors of its text."""

    address: str
    anchors: tuple[str, ...]


def placed_files(catalog: Catalog, pattern: str) -> dict[str, Placed]:
    """Every article and note that has a page, by its path."""
    places = {it.path: (article_address(it, pattern), it.body) for it in catalog.articles}
    places |= {note.path: (page_address(note.key), note.body) for note in catalog.pages}
    for listed in catalog.groups.lists:
        if listed.note:
            address = list_address(listed.kind, listed.slug)
            places[listed.note.path] = (address, listed.note.body)
    for edition in catalog.editions:
        if edition.note:
            address = list_address("edition", edition.period.key)
            places[edition.note.path] = (address, edition.note.body)
    return {path: Placed(address, body.anchors) for path, (address, body) in places.items()}


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a link leads: an address, or a problem; with a held article it is only a warning."""

    address: str
    problem: Problem | None = None
    is_held: bool = False


class Directory:
    """What links can lead to: files that have a page, by their paths; held ones; media."""

    def __init__(
        self, placed: Mapping[str, Placed], held: Sequence[str], media: Sequence[str]
    ) -> None:
        self._placed = placed
        self._held, self._media = frozenset(held), frozenset(media)
        self._by_name: dict[str, list[str]] = {}
        for path in sorted((*placed, *held)):
            self._by_name.setdefault(basename(path), []).append(path)
        self._names = FileNames(self._by_name)

    def address(self, path: str) -> str:
        """The address of the page that a content file has."""
        return self._placed[path].address

    def goal(self, source: str, line: int, target: str, is_media: bool) -> Goal:
        """Where the link `target` in the file `source` leads."""
        path, _, fragment = unquote(target).partition("#")
        if is_media:
            return self._media_goal(source, line, path)
        if not path:
            return self._article_goal(source, line, source, fragment)
        if is_text(path):
            return self._named_goal(source, line, path, fragment)
        media = self._media_path(source, path)
        if media:
            return Goal(media_address(media))
        if path.startswith("/"):
            return Goal(normpath(path) + ("/" if path.endswith("/") and path != "/" else ""))
        return self._missing(source, line, target, "article or media file")

    def _named_goal(self, source: str, line: int, path: str, fragment: str) -> Goal:
        found = self._article_path(source, path)
        if len(found) > 1:
            text = f"the link {path} could mean {' or '.join(found)}"
            return Goal("", Problem(source, line, text, "write the folder too: /world/name.md"))
        if not found:
            return self._missing(source, line, path, "article")
        return self._article_goal(source, line, found[0], fragment)

    def _article_path(self, source: str, path: str) -> list[str]:
        if path.startswith("/"):
            exact = normpath(CONTENT + path)
        else:
            exact = normpath(join(dirname(source), path))
        if exact in self._placed or exact in self._held:
            return [exact]
        return self._by_name.get(path, []) if "/" not in path else []

    def _article_goal(self, source: str, line: int, path: str, fragment: str) -> Goal:
        if path in self._held:
            text = f"the link to {path} is left out: that is held back"
            return Goal("", Problem(source, line, text), is_held=True)
        place = self._placed[path]
        if fragment and fragment not in place.anchors:
            hint = f"its headings: {', '.join(sorted(place.anchors)) or 'none'}"
            text = f"the link #{fragment} leads nowhere in {path}"
            return Goal("", Problem(source, line, text, hint))
        return Goal(place.address + (f"#{fragment}" if fragment else ""))

    def _media_goal(self, source: str, line: int, path: str) -> Goal:
        media = self._media_path(source, path)
        return Goal(media_address(media)) if media else self._missing(source, line, path, "file")

    def _media_path(self, source: str, path: str) -> str:
        rooted = path.removeprefix("/")
        places = (join(dirname(source), path), join(CONTENT, rooted), join(SHARED, rooted))
        named = (normpath(place) for place in places if not place.startswith("/"))
        return next((place for place in named if place in self._media), "")

    def _missing(self, source: str, line: int, path: str, kind: str) -> Goal:
        advice = unshown_advice(path) if kind != "article" else ""
        if advice:
            text = f"the file {path} is of a kind that is not supported"
            return Goal("", Problem(source, line, text, advice))
        if kind == "article":
            hint = _article_hint(self._names.near(basename(path)))
        elif kind == "file":
            hint = f"put it beside {basename(source)} or in {SHARED}; {KINDS}"
        else:
            hint = "write a file's name, or a whole address with https://"
        return Goal("", Problem(source, line, f"there is no {kind} {path}", hint))


def unshown_advice(path: str) -> str:
    """What to do with a file of a kind that pages cannot show; nothing for any other."""
    suffix = splitext(path)[1].casefold()
    return next((advice for suffixes, advice in UNSHOWN.items() if suffix in suffixes), "")


def _article_hint(near: str) -> str:
    return (
        f"did you mean {near}?"
        if near
        else "write the file's name, such as 2021-08-15-kabul-falls.md"
    )


def is_address(address: str, claims: Mapping[str, str]) -> bool:
    """Whether a page or file of the site has this address, as a reader would reach it."""
    return claim("/index.html" if address == "/" else address) in claims
