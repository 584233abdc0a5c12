"""Reads one content file as a complete `Article`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from posixpath import basename, splitext
from sys import intern
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from broadsheet.content.front_matter import (
    FrontMatter,
    Split,
    read_front_matter,
    split_front_matter,
    values_of,
)
from broadsheet.dates import DATE_FORMS, Moment, day_in_name, parse_moment
from broadsheet.files import CONTENT, ContentFile
from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.problems import Problem, ProblemLog
from broadsheet.stored import stored
from broadsheet.text.markup import Body, Converted, convert, shorten
from broadsheet.text.plain_text import decode
from broadsheet.text.typography import typeset
from broadsheet.urls import slugify

FIRST_WORDS = 80  # characters of a text that stand in for its title
NO_TEXT = ("has no text", "write a few lines of your own below the second line ---")


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """Everything but the file that reading an article depends on."""

    zone: ZoneInfo
    language: str
    authors: tuple[str, ...]
    site_url: str
    raw_html: str


@stored
@dataclass(frozen=True, slots=True, kw_only=True)
class Article(FrontMatter):
    """A content file, read: one curated item, its front matter complete.

    `standfirst` is the summary that the curator wrote, `authors` who signs it; `lines` holds the
    text's first line too, as `body`.
    """

    path: str
    date: Moment
    standfirst: str
    authors: tuple[str, ...]
    body: Body


@stored
@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file: its article and that one's text as HTML, unless there are
    problems; with problems what is known of the text, so that its links can be checked too.

    `made_of` is the fingerprint of what the HTML was made of, `of_text` the warnings about it.
    """

    article: Article | None
    html: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    body: Body | None = None
    path: str = ""
    made_of: str = ""
    of_text: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that was converted, as a `Reading` knows it."""

    converted: Converted
    made_of: str
    warnings: tuple[Problem, ...]


def read_article(file: ContentFile, rules: ReadingRules, before: Reading | None = None) -> Reading:
    """Read one content file. Pure: the result depends only on the first two arguments.

    `before` is an earlier reading of the file, by the same engine and rules; its text is not
    converted again if only the front matter has changed.
    """
    log = ProblemLog(file.path)
    article, text = _read(file, rules, log, before)
    said = tuple(log.problems), tuple(log.warnings)
    if log.problems or text is None:
        return Reading(None, "", *said, text.converted.body if text else None, file.path)
    return Reading(article, text.converted.html, *said, made_of=text.made_of, of_text=text.warnings)


def _read(
    file: ContentFile, rules: ReadingRules, log: ProblemLog, before: Reading | None
) -> tuple[Article | None, _Text | None]:
    if file.path.startswith(f"{CONTENT}/media/"):
        log.problem(0, "the folder media holds no articles", "move it to its section")
        return None, None
    text = decode(file.content, log)
    split = split_front_matter(text, log) if text is not None else None
    if split is None:
        return None, None
    front_matter = read_front_matter(split.front_matter, log, rules.zone)
    language = (front_matter.language if front_matter else "") or rules.language
    text_read = _converted(split, file.path, language, rules.raw_html, log, before)
    made = text_read.converted
    if is_empty(made.body) and not (front_matter and front_matter.draft):
        log.warning(0, *NO_TEXT)
    if front_matter is None:
        return None, text_read
    article = _complete(file.path, front_matter, made.body, split.body_line, rules, log)
    return _typeset(article) if article else None, text_read


def is_empty(body: Body) -> bool:
    """Whether a text has neither words nor links: nothing that a reader could see."""
    return not body.words and not body.links


def _converted(
    split: Split,
    path: str,
    language: str,
    raw_html: str,
    log: ProblemLog,
    before: Reading | None,
) -> _Text:
    """The text of a file as HTML, from an earlier reading if it was made of the same."""
    written = of_bytes(split.body.encode("utf-8", "surrogatepass"))
    made_of = of_value((written, path, language, raw_html, split.body_line))
    if before and before.article and before.made_of == made_of:
        log.warnings += before.of_text
        return _Text(Converted(before.article.body, before.html), made_of, before.of_text)
    known = len(log.warnings)
    made = convert(split.body, path, language, raw_html, split.body_line, log)
    return _Text(made, made_of, tuple(log.warnings[known:]))


def _complete(
    path: str,
    front_matter: FrontMatter,
    body: Body,
    body_line: int,
    rules: ReadingRules,
    log: ProblemLog,
) -> Article | None:
    named_day, named_slug = day_in_name(splitext(basename(path))[0])
    date = front_matter.date or _date_from_name(named_day, rules.zone, front_matter, log)
    title = front_matter.title or _first_words(front_matter, body)
    if not title:
        log.problem(front_matter.line("untitled"), "has neither a title nor a text", "write either")
        return None
    slug = slugify(front_matter.slug or named_slug or title)
    if not (front_matter.slug or named_slug):
        hint = "name the file after what it is about, or add slug: and id:, before it is published"
        log.warning(front_matter.line("title"), "has its address from its title alone", hint)
    if date is None:
        return None
    written, signed = values_of(FrontMatter, front_matter), _interned(front_matter.author)
    completed = {
        "title": title,
        "date": date,
        "section": intern(front_matter.section or _section_from_folder(path)),
        "tags": _interned(front_matter.tags),
        "author": signed,
        "summary": front_matter.summary or body.summary or title,
        "slug": slug,
        "id": front_matter.id or default_id(rules.site_url, date, slug),
        "language": intern(front_matter.language or rules.language),
        "corrections": tuple(sorted(front_matter.corrections, key=lambda it: it.date.at)),
        "lines": {
            intern(it): line for it, line in (*front_matter.lines.items(), ("body", body_line))
        },
        "standfirst": front_matter.summary,
        "authors": signed or rules.authors,
    }
    return Article(path=path, body=body, **{**written, **completed})


def _interned(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words that many articles have, each held once."""
    return tuple(map(intern, words))


def _first_words(front_matter: FrontMatter, body: Body) -> str:
    """What stands in for the title of an article without one: how it begins, or its report."""
    reports = (it.title or it.name for it in front_matter.sources)
    return shorten(front_matter.summary or body.summary or next(reports, ""), FIRST_WORDS)


def _typeset(article: Article) -> Article:
    """The article with its words typeset as its text is; its slug and id were made before."""
    body, image = article.body, article.image

    def set_type(text: str, language: str = article.language) -> str:
        return typeset(text, language)

    is_from_body = not article.standfirst and bool(body.summary)
    return replace(
        article,
        title=set_type(article.title),
        summary=article.summary if is_from_body else set_type(article.summary),
        standfirst=set_type(article.standfirst),
        image=image
        and replace(
            image,
            alt=set_type(image.alt),
            caption=set_type(image.caption),
            credit=set_type(image.credit),
        ),
        corrections=tuple(replace(it, text=set_type(it.text)) for it in article.corrections),
        sources=tuple(
            replace(it, title=set_type(it.title, it.language or article.language))
            for it in article.sources
        ),
    )


def _date_from_name(
    named_day: str, zone: ZoneInfo, front_matter: FrontMatter, log: ProblemLog
) -> Moment | None:
    hint = f"add a line date: …, {DATE_FORMS}; or start the file's name with it"
    try:
        return parse_moment(named_day, zone)
    except (ValueError, OverflowError):
        text = "has no date, neither in its front matter nor in its name"
        log.problem(front_matter.line("date"), text, hint)
        return None


def _section_from_folder(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == CONTENT and len(parts) > 2 else ""


def default_id(site_url: str, date: Moment, slug: str) -> str:
    """An article's permanent identity: a `tag:` URI (RFC 4151) made of site, date and slug.

    It may have signs of any script, as an IRI may (RFC 4287 takes one), and stays as it is: feed
    readers know by it what they have shown.
    """
    host = urlsplit(site_url).hostname or "site"
    return f"tag:{host},{date.at:%Y-%m-%d}:{slug}"


def last_changed(article: Article) -> Moment:
    """When an article last changed in substance: published, updated or corrected."""
    corrected = (correction.date for correction in article.corrections)
    return max((article.date, article.updated or article.date, *corrected), key=lambda it: it.at)


def section_slug(article: Article) -> str:
    """The key of an article's section; empty if it is in none."""
    return slugify(article.section) if article.section else ""


def in_order(articles: Sequence[Article]) -> list[Article]:
    """Articles, newest first; two of the same moment always have the same order."""
    return sorted(articles, key=lambda article: (article.date.at, article.path), reverse=True)
