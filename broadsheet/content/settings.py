"""Reads `site.yaml` as a frozen `Settings`."""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.content import shapes
from broadsheet.content.check_settings import CHECKS, DEFAULT_CHECKS, CheckSettings
from broadsheet.content.desk_settings import DEFAULT_DESK, DESK, DeskSettings
from broadsheet.content.edition_settings import (
    DEFAULT_EDITIONS,
    DEFAULT_FRONT_PAGE,
    EDITIONS,
    FRONT_PAGE,
    EditionSettings,
    FrontPageSettings,
)
from broadsheet.content.feed_settings import DEFAULT_FEEDS, FEEDS, FeedSettings
from broadsheet.content.fields import (
    NO,
    WHOLE,
    YES,
    Field,
    Place,
    choice,
    count_to,
    described,
    is_web_address,
    list_of,
    mapping_of,
    read_count,
    read_fields,
    read_flag,
    read_language,
    read_partial_date,
    read_slug,
    read_text,
    read_web_address,
    shaped,
    table_of,
    with_line,
)
from broadsheet.content.given_options import GivenOption
from broadsheet.content.gone_settings import Gone, read_gone
from broadsheet.content.host_settings import HOSTS
from broadsheet.content.inbox_settings import DEFAULT_INBOX, INBOX, InboxSettings
from broadsheet.content.mail_settings import DEFAULT_MAIL, MailSettings, read_mail
from broadsheet.content.publish_settings import TargetSetting, read_duration, read_targets
from broadsheet.content.search_engines import read_key
from broadsheet.content.yaml_text import Mapping, Scalar, Value, YamlFault, read_yaml
from broadsheet.dates import PartialDate
from broadsheet.files import SETTINGS
from broadsheet.problems import ProblemLog
from broadsheet.text.plain_text import has_conflict
from broadsheet.urls import pattern_fault, slugify

FILE = SETTINGS
UTC = ZoneInfo("UTC")
PERMALINK = "/{year}/{month}/{slug}.html"
MAIL = re.compile(r"mailto:[^@\s<>]+@[^@\s<>]+")
EDITIONS_OFFLINE, MOST_OFFLINE = 7, 100
WIDEST = 8192  # pixels, half of the most that WebP can hold


@dataclass(frozen=True, slots=True)
class SectionSetting:
    """A section's key, its slug, and the title that readers see."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    """How articles are read: what happens to raw HTML in them."""

    raw_html: str = "sanitize"


@dataclass(frozen=True, slots=True)
class TagSettings:
    """Spellings that mean another tag, and slugs that the curator chose; pairs of tag and text."""

    aliases: tuple[tuple[str, str], ...] = ()
    slugs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AttributionSettings:
    """What the check of credits accepts: `quoted` is how much of a text may be quotation, in per
    cent; `uncredited` says whether to warn about an article without a source."""

    quoted: int = 40
    uncredited: str = "warn"


@dataclass(frozen=True, slots=True)
class SecuritySettings:
    """What security.txt says (RFC 9116): a contact, the last day it is valid, and a policy."""

    contact: str = ""
    expires: PartialDate | None = None
    policy: str = ""


@dataclass(frozen=True, slots=True)
class ImageSettings:
    """The sizes of pictures: `widths` of the WebP files in pixels, where these are narrower than
    the picture itself, and the `quality` of the files, 1 to 100."""

    widths: tuple[int, ...] = (240, 480, 720, 960, 1440, 1920)
    quality: int = 80


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in `site.yaml`. `offline` is how many editions browsers keep; 0 takes back what
    they keep. It is None where the key is missing: then there is nothing to take back."""

    title: str
    url: str
    description: str
    language: str
    timezone: ZoneInfo
    author: tuple[str, ...] = ()
    theme: str = "broadsheet"
    theme_options: tuple[GivenOption, ...] = ()
    permalink: str = PERMALINK
    sections: tuple[SectionSetting, ...] = ()
    per_page: int = 20
    lite: bool = False
    offline: int | None = None
    security: SecuritySettings = SecuritySettings()
    feeds: FeedSettings = DEFAULT_FEEDS
    editions: EditionSettings = DEFAULT_EDITIONS
    front_page: FrontPageSettings = DEFAULT_FRONT_PAGE
    books: tuple[str, ...] = ()
    attribution: AttributionSettings = AttributionSettings()
    markdown: MarkdownSettings = MarkdownSettings()
    tags: TagSettings = TagSettings()
    images: ImageSettings = ImageSettings()
    share_images: bool = True
    checks: CheckSettings = DEFAULT_CHECKS
    host: str = ""
    hsts: timedelta | None = None
    publish: tuple[TargetSetting, ...] = ()
    inbox: InboxSettings = DEFAULT_INBOX
    desk: DeskSettings = DEFAULT_DESK
    gone: tuple[Gone, ...] = ()
    mail: MailSettings = DEFAULT_MAIL
    indexnow: str = ""


@shaped(shapes.NAME)
def _read_timezone(value: Value, place: Place) -> ZoneInfo | None:
    name = read_text(value, place)
    try:
        return None if name is None else ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        hint = "write it as Europe/Berlin, America/New_York or UTC"
        place.problem(value, f"{place.key} is not a known time zone: {described(value)}", hint)
        return None


@shaped(shapes.BASE_ADDRESS)
def _read_base_url(value: Value, place: Place) -> str | None:
    url = read_web_address(value, place)
    if url and ("?" in url or "#" in url):
        place.problem(value, "url must not contain ? or #", "write it as https://example.org/news/")
        return None
    return url


@shaped(shapes.PERMALINK)
def _read_permalink(value: Value, place: Place) -> str | None:
    pattern = read_text(value, place)
    fault = pattern_fault(pattern) if pattern is not None else ""
    if fault:
        hint = "write it as /{year}/{month}/{slug}.html; it can contain {day} and {section} too"
        place.problem(value, f"permalink {fault}", hint)
        return None
    return pattern


@shaped(shapes.ASCII_SLUG)
def _read_theme(value: Value, place: Place) -> str | None:
    name = read_text(value, place)
    if name is not None and (name != slugify(name) or not name.isascii()):
        place.problem(value, f"theme must be a theme's name, found {described(value)}")
        return None
    return name


@shaped(shapes.CONTACT)
def _read_contact(value: Value, place: Place) -> str | None:
    text = read_text(value, place)
    if text is None or MAIL.fullmatch(text):
        return text
    if not is_web_address(text):
        hint = "write it as mailto:desk@example.org or https://example.org/contact"
        place.problem(value, f"{place.key} must be an address, found {described(value)}", hint)
        return None
    return text


@shaped(shapes.DAY_ONLY)
def _read_last_day(value: Value, place: Place) -> PartialDate | None:
    date = read_partial_date(value, place)
    if date is not None and not date.day:
        place.problem(
            value, f"{place.key} must be a day, found {described(value)}", "write it as 2027-12-31"
        )
        return None
    return date


@shaped(shapes.table_of(shapes.WORD))
def _read_theme_options(value: Value, place: Place) -> tuple[GivenOption, ...] | None:
    """Values by key. An empty value is refused, because an unquoted `#8a1c1c` is a comment."""
    entries = value.entries if isinstance(value, Mapping) else ()
    pairs = table_of(with_line(read_text))(value, place)
    empty = [entry for entry in entries if pairs is not None and entry.key not in dict(pairs)]
    for entry in empty:
        hint = f'write a color in quotes: {entry.key}: "#8a1c1c"; or remove the line'
        place.problem(entry, f"{entry.key} has no value", hint)
    if pairs is None or empty:
        return None
    return tuple(GivenOption(key, text, line) for key, (line, text) in pairs)


@shaped(shapes.either(shapes.FLAG, shapes.count(MOST_OFFLINE)))
def _read_offline(value: Value, place: Place) -> int | None:
    text = value.text.strip().casefold() if isinstance(value, Scalar) else ""
    if text in YES or text in NO:
        return EDITIONS_OFFLINE if text in YES else 0
    if WHOLE.fullmatch(text) and 0 < int(text) <= MOST_OFFLINE:
        return int(text)
    wrong = f"{place.key} must be true, false or a number from 1 to {MOST_OFFLINE}"
    place.problem(value, f"{wrong}, found {described(value)}", f"write it as: {place.key}: true")
    return None


BOOKS = "[editions, stories, months]"
SECTIONS = "[{key: world, title: World}]"
SECTION = {
    "key": Field(read_slug, "the folder under content/", required=True),
    "title": Field(read_text, "the title that readers see", required=True),
}
ATTRIBUTION = {
    "quoted": Field(read_count, "how much of a text may be quotation, in per cent (40)"),
    "uncredited": Field(
        choice("warn", "allow"), "warn about an article without a source, or allow it (warn)"
    ),
}
MARKDOWN = {
    "raw_html": Field(
        choice("sanitize", "allow", "escape"),
        "sanitize, allow or escape HTML in articles (sanitize)",
    ),
}
TAGS = {
    "aliases": Field(table_of(read_text), "spellings that mean another tag: golang: Go"),
    "slugs": Field(table_of(read_slug), "addresses that you choose: C++: cpp"),
}
SECURITY = {
    "contact": Field(
        _read_contact, "where to report a problem: mailto:desk@example.org or a page", required=True
    ),
    "expires": Field(_read_last_day, "the last day on which this is valid", required=True),
    "policy": Field(read_web_address, "the page with your rules for reports"),
}
IMAGES = {
    "widths": Field(
        list_of(count_to(WIDEST), "[480, 960, 1440]"),
        "widths in pixels (240, 480, 720, 960, 1440, 1920)",
    ),
    "quality": Field(count_to(100), "the quality of the files, 1 to 100 (80)"),
}
FIELDS = {
    "title": Field(read_text, "the name of the site", required=True),
    "url": Field(_read_base_url, "the address of the site on the web", required=True),
    "description": Field(read_text, "one sentence about the site", required=True),
    "language": Field(read_language, "the language of the site, such as en", required=True),
    "timezone": Field(
        _read_timezone, "the time zone of its dates, such as Europe/Berlin", required=True
    ),
    "author": Field(
        list_of(read_text, "[Ann Lee, Bo Ek]", one=True), "the author of articles that name none"
    ),
    "theme": Field(_read_theme, "broadsheet, plain, or a folder in themes/ (broadsheet)"),
    "theme_options": Field(_read_theme_options, "values for the options of the theme"),
    "permalink": Field(
        _read_permalink, "the form of articles' addresses (/{year}/{month}/{slug}.html)"
    ),
    "sections": Field(
        list_of(mapping_of(SECTION, SectionSetting, SECTIONS), SECTIONS),
        "the order and titles of sections, a list",
    ),
    "per_page": Field(read_count, "articles on one page of a list (20)"),
    "lite": Field(read_flag, "true adds a text-only copy of the site under /lite/ (false)"),
    "offline": Field(
        _read_offline,
        "true keeps the newest editions in the browser, for reading without a network; a number"
        " says how many; false takes that back (neither)",
    ),
    "security": Field(mapping_of(SECURITY, SecuritySettings), "what security.txt says"),
    "feeds": Field(mapping_of(FEEDS, FeedSettings), "the formats of feeds, and what they hold"),
    "editions": Field(
        mapping_of(EDITIONS, EditionSettings), "how articles are gathered into editions"
    ),
    "front_page": Field(
        mapping_of(FRONT_PAGE, FrontPageSettings), "in which order the front page shows articles"
    ),
    "books": Field(
        list_of(choice("editions", "stories", "months"), BOOKS, one=True),
        "what is a book for e-readers (EPUB) too: editions, stories, months (none)",
    ),
    "attribution": Field(
        mapping_of(ATTRIBUTION, AttributionSettings), "what the check of credits accepts"
    ),
    "markdown": Field(mapping_of(MARKDOWN, MarkdownSettings), "how articles are read"),
    "images": Field(mapping_of(IMAGES, ImageSettings), "the sizes of pictures"),
    "share_images": Field(
        read_flag, "draw an image for each article, for links on other sites (true)"
    ),
    "tags": Field(mapping_of(TAGS, TagSettings), "other spellings and addresses of tags"),
    "checks": Field(
        mapping_of(CHECKS, CheckSettings), "what `broadsheet check` looks at, and its limits"
    ),
    "gone": Field(read_gone, "addresses that are gone for good, each with the reason"),
    "host": Field(choice(*HOSTS), "the web host, which gets redirects and headers in its own form"),
    "hsts": Field(read_duration, "how long browsers ask for the site by HTTPS alone (not said)"),
    "publish": Field(read_targets, "where `broadsheet publish` puts the site, by name"),
    "inbox": Field(
        mapping_of(INBOX, InboxSettings), "whose reports are gathered, and how long they are kept"
    ),
    "desk": Field(mapping_of(DESK, DeskSettings), "what becomes of what the desk writes"),
    "mail": Field(read_mail, "how `broadsheet mail` makes mails of editions, and who sends them"),
    "indexnow": Field(
        read_key,
        "a key that you choose, 8 to 128 letters, digits and hyphens: publishing sends the"
        " addresses of pages that changed to search engines by IndexNow (not done)",
    ),
}


def read_settings(content: bytes | None) -> tuple[Settings, ProblemLog]:
    """The settings in the bytes of `site.yaml` (None: no such file), and what is wrong in it.

    If there are problems, the settings are placeholders that are good enough to check articles.
    """
    log = ProblemLog(FILE)
    values = _values(content, log)
    if values is None:
        return Settings("?", "https://example.org/", "?", "en", UTC), log
    return Settings(**values), log


def _values(content: bytes | None, log: ProblemLog) -> Table[str, Any] | None:
    if content is None:
        log.problem(0, "there is no such file", "`broadsheet init DIR` makes a new site")
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        if has_conflict(text, log):
            return None
        value = read_yaml(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        log.problem(line, "is not UTF-8 text", "save it as UTF-8")
        return None
    except YamlFault as fault:
        log.problem(fault.line, fault.text, fault.hint)
        return None
    if value is None:
        log.problem(0, "is empty", "it needs title, url, description, language, timezone")
        return None
    return read_fields(value, FIELDS, Place("", log, UTC))
