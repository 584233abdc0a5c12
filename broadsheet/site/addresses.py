"""The address of each article, list, feed and media file, and the target of each link."""

import re
from collections.abc import Mapping
from posixpath import splitext

from broadsheet.content.articles import Article, section_slug
from broadsheet.content.taxonomies import Taxonomy
from broadsheet.files import CONTENT
from broadsheet.urls import collision_key, permalink

LITE_FOLDER = "/lite"
FRONT, NOT_FOUND, SUBSCRIBE = "/index.html", "/404.html", "/subscribe.html"
SITE_FEED, DAILY, WEEKLY = "/feed", "/daily", "/weekly"  # without the end of their format
# Feeds name their style sheet. With a digest in its name they would all change with the theme.
FEED_STYLE = "/feed.css"
OPML, SITEMAP, ROBOTS = "/feeds.opml", "/sitemap.xml", "/robots.txt"
NEWS_SITEMAP, SECURITY = "/news-sitemap.xml", "/.well-known/security.txt"
OFFLINE, WORKER = "/offline.html", "/sw.js"
WEB_MANIFEST, ICON = "/manifest.webmanifest", "/icon.svg"
ICONS = {"/apple-touch-icon.png": 180, "/icon-192.png": 192, "/icon-512.png": 512}  # pixels
SITE_SHARE = "/share/site.png"
ARCHIVED_FEED = re.compile(r"/feed/\d{4}-\d{2}(?:-\d+)?(?:\.atom)?\.(?:xml|json)")
SITEMAPS = re.compile(r"/sitemap(?:-\d+)?\.xml")
ARCHIVE, CORRECTIONS, EDITIONS = "/archive.html", "/corrections.html", "/editions.html"
SEARCH = "/search.html"
OPDS = "/opds.xml"
ALONE = (NOT_FOUND, OFFLINE)  # pages without a text-only copy
ONE_FILE = ".one.html"  # the end of an edition's address as one file
SHARED = f"{CONTENT}/media/"
# An SVG can contain scripts, and a web page can do anything: neither is copied from content/.
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


def index_address(taxonomy: Taxonomy) -> str:
    """The address of the index of all terms of a taxonomy."""
    return f"{taxonomy.folder}.html"


def opml_address(taxonomy: Taxonomy) -> str:
    """The address of the feeds that the terms of a taxonomy have of their own."""
    return f"{taxonomy.folder}.opml"


def edition_address(key: str) -> str:
    """The address of an edition."""
    return f"/editions/{key}.html"


def one_file_address(edition: str) -> str:
    """The address of an edition as one HTML file; `edition` is that of its page."""
    return f"{edition.removesuffix('.html')}{ONE_FILE}"


def plain_text_address(edition: str) -> str:
    """The address of an edition as plain text; `edition` is that of its page."""
    return f"{edition.removesuffix('.html')}.txt"


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


def feed_address(whole: str, suffix: str) -> str:
    """The address of the feed of the list at the address `whole`; `suffix` is its format's."""
    return f"{whole.removesuffix('.html')}{suffix}"


def code_address(feed: str) -> str:
    """The address of the QR code of the feed at an address."""
    return f"/codes{feed}.svg"


def archived_feed_address(month: str, number: int, suffix: str) -> str:
    """The address of a document in the archive of the feed of all articles, of a month `2021-08`;
    the first one of a month is the oldest."""
    return (
        f"{SITE_FEED}/{month}{suffix}" if number == 1 else f"{SITE_FEED}/{month}-{number}{suffix}"
    )


def is_archived_feed(address: str) -> bool:
    """Whether an address is that of a document in the archive of the feed of all articles."""
    return ARCHIVED_FEED.fullmatch(address) is not None


def is_sitemap(address: str) -> bool:
    """Whether an address is that of a sitemap of pages, or of the index of several."""
    return SITEMAPS.fullmatch(address) is not None


def book_address(whole: str) -> str:
    """The address of the book of what the page at the address `whole` shows."""
    return f"{whole.removesuffix('.html')}.epub"


def cover_address(whole: str) -> str:
    """The address of the picture of that book's cover."""
    return f"{whole.removesuffix('.html')}.png"


def shelf_address(kind: str, year: int = 0) -> str:
    """The address of the feed of all books of a kind, or of those of one year."""
    return f"/opds/{kind}/{year:04}.xml" if year else f"/opds/{kind}.xml"


def sitemap_address(number: int) -> str:
    """The address of one of several sitemaps."""
    return f"/sitemap-{number}.xml"


def lite_address(address: str) -> str:
    """The address of a page in the text-only copy; the same address for any other file."""
    path = address.partition("#")[0]
    is_page = path.endswith((".html", "/")) and not path.endswith(ONE_FILE) and path not in ALONE
    return f"{LITE_FOLDER}{address}" if is_page else address


def is_lite(address: str) -> bool:
    """Whether an address is that of a page in the text-only copy."""
    return address.startswith(f"{LITE_FOLDER}/")


def is_media(path: str) -> bool:
    """Whether a file under `content/` is of a kind that is copied to the site."""
    return splitext(path)[1].casefold() in MEDIA


def media_address(path: str) -> str:
    """The address of a media file under `content/`."""
    return f"/media/{path.removeprefix(SHARED).removeprefix(CONTENT + '/')}"


def alias_address(alias: str) -> str:
    """The address that an alias means: one without an end is a folder's."""
    return alias if splitext(alias)[1] or alias.endswith("/") else f"{alias}/"


def stem_of(address: str) -> str:
    """An address without the end of its name: the same for a list, its feeds and its book."""
    folder, _, name = address.removesuffix("/").rpartition("/")
    return f"{folder}/{name.partition('.')[0]}"


def end_of(address: str) -> str:
    """The end of its name: `.html`, `.atom.xml`, or nothing."""
    return address[len(stem_of(address)) :]


def is_page(address: str) -> bool:
    """Whether a browser shows what has this address as a page."""
    return end_of(address) in ("", "/", ".html", ONE_FILE)


def share_address(page: str) -> str:
    """The address of the share image of the page at an address."""
    return f"/share{page.removesuffix('/').removesuffix('/index.html').removesuffix('.html')}.png"


def unshown_advice(path: str) -> str:
    """What to do with a file of a kind that pages cannot show; nothing for any other."""
    suffix = splitext(path)[1].casefold()
    return next((advice for suffixes, advice in UNSHOWN.items() if suffix in suffixes), "")


def is_address(address: str, taken: Mapping[str, str]) -> bool:
    """Whether a page or file of the site has this address, for a reader."""
    return collision_key("/index.html" if address == "/" else address) in taken
