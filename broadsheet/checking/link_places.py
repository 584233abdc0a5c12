"""Which links lead to other sites, and where in the curator's files they are written."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import unquote

from broadsheet.content.articles import Article
from broadsheet.content.notes import Note

HREF = re.compile(r'<a(?: [^<>]*?)? href="(https?://[^"]*)"', re.IGNORECASE)
ENDS = frozenset(["", *" \t\r\n\"'<>()[]{},#"])  # what can follow an address in a file


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
    day = article.date.at.date()
    for number, source in enumerate(article.sources):
        if _is_outside(source.url, site):
            line = _line(written, source.url, article.line("sources", number))
            url = _bare(source.url)
            yield LinkPlace(article.path, line, url, day, True, source.archive)
    if article.via and _is_outside(article.via.url, site):
        line = _line(written, article.via.url, article.line("via"))
        yield LinkPlace(article.path, line, _bare(article.via.url), day)
    yield from _links_of_text(article.path, article.line("body"), day, html, written, site)


def links_of_note(note: Note, html: str, written: str, site: str) -> Iterator[LinkPlace]:
    """The links to other sites of a note or a plain page, in its front matter and its text."""
    for url in (note.url, note.feed):
        if _is_outside(url, site):
            yield LinkPlace(note.path, _line(written, url, 1), _bare(url))
    yield from _links_of_text(note.path, 1, date.min, html, written, site)


def _links_of_text(
    path: str, first: int, day: date, html: str, written: str, site: str
) -> Iterator[LinkPlace]:
    for address in dict.fromkeys(unescape(found[1]) for found in HREF.finditer(html)):
        if _is_outside(address, site):
            yield LinkPlace(path, _line(written, address, first), _bare(address), day)


def _is_outside(url: str, site: str) -> bool:
    own = site.rstrip("/")
    return url.startswith(("http://", "https://")) and not (
        own and (url == own or url.startswith(f"{own}/"))
    )


def _bare(url: str) -> str:
    """An address without its fragment, which servers are not told."""
    return url.partition("#")[0]


def _line(text: str, address: str, first: int) -> int:
    """The line, from `first` on, that holds the address as it is written; else `first`."""
    start = 0
    for _ in range(first - 1):
        start = text.find("\n", start) + 1
    spellings = sorted({address, unquote(address), address.replace("&", "&amp;")})
    places = [place for it in spellings if (place := _place(text, it, start)) >= 0]
    return first + text.count("\n", start, min(places)) if places else first


def _place(text: str, address: str, start: int) -> int:
    """Where the address is written, and not the beginning of a longer one; -1 if nowhere."""
    place = text.find(address, start)
    while place >= 0 and text[place + len(address) : place + len(address) + 1] not in ENDS:
        place = text.find(address, place + 1)
    return place
