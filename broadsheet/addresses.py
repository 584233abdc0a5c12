"""Where everything stands: the address of each article, list, feed and media file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, splitext
from urllib.parse import unquote

from broadsheet.articles import Article
from broadsheet.catalog import section_slug
from broadsheet.files import CONTENT, is_article
from broadsheet.problems import Problem
from broadsheet.urls import claim, permalink

FRONT, NOT_FOUND, TAGS, SUBSCRIBE = "/index.html", "/404.html", "/tags.html", "/subscribe.html"
SITE_FEED, OPML, SITEMAP, ROBOTS = "/feed.xml", "/feeds.opml", "/sitemap.xml", "/robots.txt"
SHARED = f"{CONTENT}/media/"
# An SVG can hold script, and a web page can do anything: neither is copied from content/.
MEDIA = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".opus", ".m4a", ".mp4",
    ".webm", ".vtt", ".pdf", ".txt", ".csv",
)  # fmt: skip
KINDS = f"files of these kinds are copied: {' '.join(MEDIA)}"


def article_address(article: Article, pattern: str) -> str:
    """An article's address by the site's permalink pattern."""
    day = article.date.at.date()
    return permalink(pattern, day, article.slug, section_slug(article) or "news")


def list_address(kind: str, slug: str) -> str:
    """The address of a section's or a tag's newest part."""
    return f"/tags/{slug}.html" if kind == "tag" else f"/{slug}.html"


def part_address(whole: str, number: int) -> str:
    """The address of a numbered part of the list at the address `whole`."""
    return f"{whole.removesuffix('.html')}/{number}.html"


def feed_address(whole: str) -> str:
    """The address of the feed of the list at the address `whole`."""
    return f"{whole.removesuffix('.html')}.xml"


def is_media(path: str) -> bool:
    """Whether a file under `content/` is of a kind that is copied to the site."""
    return splitext(path)[1].casefold() in MEDIA


def media_address(path: str) -> str:
    """The address of a media file under `content/`."""
    return f"/media/{path.removeprefix(SHARED).removeprefix(CONTENT + '/')}"


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a link leads: an address, or a problem; with a held article it is only a warning."""

    address: str
    problem: Problem | None = None
    is_held: bool = False


class Directory:
    """What links between articles can lead to: published articles, held ones, and media."""

    def __init__(
        self,
        articles: Sequence[Article],
        held: Sequence[str],
        media: Sequence[str],
        pattern: str,
    ) -> None:
        self.addresses: Mapping[str, str] = {
            article.path: article_address(article, pattern) for article in articles
        }
        self._anchors = {article.path: frozenset(article.body.anchors) for article in articles}
        self._held, self._media = frozenset(held), frozenset(media)
        self._by_name: dict[str, list[str]] = {}
        for path in sorted((*self.addresses, *held)):
            self._by_name.setdefault(basename(path), []).append(path)

    def goal(self, source: str, line: int, target: str, is_media: bool) -> Goal:
        """Where the link `target` in the file `source` leads."""
        path, _, fragment = unquote(target).partition("#")
        if is_media:
            return self._media_goal(source, line, path)
        if not path:
            return self._article_goal(source, line, source, fragment)
        if is_article(path):
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
        if exact in self.addresses or exact in self._held:
            return [exact]
        return self._by_name.get(path, []) if "/" not in path else []

    def _article_goal(self, source: str, line: int, path: str, fragment: str) -> Goal:
        if path in self._held:
            text = f"the link to {path} is left out: that article is held back"
            return Goal("", Problem(source, line, text), is_held=True)
        if fragment and fragment not in self._anchors[path]:
            hint = f"its headings: {', '.join(sorted(self._anchors[path])) or 'none'}"
            text = f"the link #{fragment} leads nowhere in {path}"
            return Goal("", Problem(source, line, text, hint))
        return Goal(self.addresses[path] + (f"#{fragment}" if fragment else ""))

    def _media_goal(self, source: str, line: int, path: str) -> Goal:
        media = self._media_path(source, path)
        return Goal(media_address(media)) if media else self._missing(source, line, path, "file")

    def _media_path(self, source: str, path: str) -> str:
        rooted = path.removeprefix("/")
        places = (join(dirname(source), path), join(CONTENT, rooted), join(SHARED, rooted))
        named = (normpath(place) for place in places if not place.startswith("/"))
        return next((place for place in named if place in self._media), "")

    def _missing(self, source: str, line: int, path: str, kind: str) -> Goal:
        hint = {
            "file": f"put it beside {basename(source)} or in {SHARED}; {KINDS}",
            "article": "write the file's name, such as 2021-08-15-kabul-falls.md",
        }.get(kind, "write a file's name, or a whole address with https://")
        return Goal("", Problem(source, line, f"there is no {kind} {path}", hint))


def is_address(address: str, claims: Mapping[str, str]) -> bool:
    """Whether a page or file of the site has this address, as a reader would reach it."""
    return claim("/index.html" if address == "/" else address) in claims
