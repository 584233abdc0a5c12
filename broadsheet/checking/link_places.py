"""Which links lead to other sites, and where in the curator's files they are written."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import unquote, urldefrag

from broadsheet.content.articles import Article
from broadsheet.content.notes import Note

HREF = re.compile(r'<a(?: [^<>]*?)? href="(https?://[^"]*)"', re.IGNORECASE)
ITS_END = r"""(?![^\s"'<>()\[\]{},#])"""  # so that it is not the beginning of another address


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """A link to another site: `line` of the file `path`, and the address without its fragment.

    `is_source` is one that an article credits; `archived` is the kept copy that the article names
    for it. `day` is that of the article, 0001-01-01 for a note, which has none.
    """

    path: str
    line: int
    url: str
    day: date = date.min
    is_source: bool = False
    archived: str = ""


def links_of_site(
    articles: Sequence[Article],
    notes: Sequence[Note],
    html: Callable[[str, str], str],
    written: Callable[[str], str],
    site: str,
) -> list[LinkPlace]:
    """The links to other sites of these articles and notes.

    `html` gives a text as the store has it, by its path and fingerprint; `written` the whole file
    at a path; `site` is the address of the site itself, whose pages need not be online yet.
    """
    found: list[LinkPlace] = []
    for article in articles:
        text = html(article.path, article.body.digest)
        found += links_of_article(article, text, written(article.path), site)
    for note in notes:
        text = html(note.path, note.body.digest)
        found += links_of_note(note, text, written(note.path), site)
    return found


def links_of_article(article: Article, html: str, written: str, site: str) -> Iterator[LinkPlace]:
    """The links to other sites of an article: its sources, `via`, and those of its text.

    `html` is its text as the store has it, `written` its whole file, `site` the site's address.
    """
    lines, day = written.split("\n"), article.date.at.date()
    for number, source in enumerate(article.sources):
        if _is_outside(source.url, site):
            line = _line(lines, source.url, article.line("sources", number))
            url = urldefrag(source.url).url
            yield LinkPlace(article.path, line, url, day, True, source.archive)
    if article.via and _is_outside(article.via.url, site):
        line = _line(lines, article.via.url, article.line("via"))
        yield LinkPlace(article.path, line, urldefrag(article.via.url).url, day)
    yield from _links_of_text(article.path, article.line("body"), day, html, lines, site)


def links_of_note(note: Note, html: str, written: str, site: str) -> Iterator[LinkPlace]:
    """The links to other sites of a note or a plain page, in its front matter and its text."""
    lines = written.split("\n")
    for url in (note.url, note.feed):
        if _is_outside(url, site):
            yield LinkPlace(note.path, _line(lines, url, 1), urldefrag(url).url)
    yield from _links_of_text(note.path, 1, date.min, html, lines, site)


def _links_of_text(
    path: str, first: int, day: date, html: str, lines: list[str], site: str
) -> Iterator[LinkPlace]:
    for address in dict.fromkeys(unescape(found[1]) for found in HREF.finditer(html)):
        if _is_outside(address, site):
            yield LinkPlace(path, _line(lines, address, first), urldefrag(address).url, day)


def _is_outside(url: str, site: str) -> bool:
    own = site.rstrip("/")
    return url.startswith(("http://", "https://")) and not (
        own and (url == own or url.startswith(f"{own}/"))
    )


def _line(lines: list[str], address: str, first: int) -> int:
    """The line, from `first` on, that holds the address as it is written; else `first`."""
    spellings = {address, unquote(address), address.replace("&", "&amp;")}
    written = re.compile(f"(?:{'|'.join(map(re.escape, sorted(spellings)))}){ITS_END}")
    found = (number for number, line in enumerate(lines, start=1) if written.search(line))
    return next((number for number in found if number >= first), first)
