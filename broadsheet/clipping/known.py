"""What the site has already: its articles with their sources, and how it spells publications."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path
from posixpath import basename, splitext

from broadsheet.clipping.addresses import site_host
from broadsheet.content.articles import ReadingRules
from broadsheet.content.front_matter import Source, read_front_matter, split_front_matter
from broadsheet.content.notes import Note, is_note, read_note
from broadsheet.content.spellings import name_key
from broadsheet.dates import Moment, day_in_name
from broadsheet.files import CONTENT, ContentFile, list_content, read_text
from broadsheet.problems import ProblemLog
from broadsheet.text.plain_text import decode

NOTES_ON_SOURCES = f"{CONTENT}/sources/"


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article or draft of the site: its file, headline, day and sources. `language` is empty
    for that of the site."""

    path: str
    title: str
    day: date | None
    sources: tuple[Source, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the site has: its articles, and the names of publications by their spellings and by
    the hosts of their addresses."""

    articles: tuple[KnownArticle, ...]
    names: Mapping[str, str]
    names_by_host: Mapping[str, str]

    def publication(self, name: str, url: str) -> str:
        """A publication's name as the site spells it; where the page only gives its host, the
        name that the site uses for that host, else the host."""
        host = site_host(url)
        if not name or name.casefold() in (host, f"www.{host}"):
            return self.names_by_host.get(host, name or host)
        return self.names.get(name_key(name), name)


def read_known(root: Path, rules: ReadingRules) -> Known:
    """Read the headers of the site's articles and its notes on sources; files with mistakes are
    passed over, as the next build names them."""
    texts = [read_text(root, path) for path in list_content(root).texts]
    files = [it for it in texts if isinstance(it, ContentFile)]
    articles = [known_article(it, rules.zone) for it in files if not is_note(it.path)]
    known = tuple(it for it in articles if it is not None)
    notes = [read_note(it, rules).note for it in files if it.path.startswith(NOTES_ON_SOURCES)]
    return known_of(known, [it for it in notes if it])


def known_of(articles: tuple[KnownArticle, ...], notes: Iterable[Note]) -> Known:
    """What a site has whose articles and notes on sources are these."""
    titled = [it for it in notes if it.title]
    decided = {
        name_key(spelling): note.title
        for note in titled
        for spelling in (note.title, *note.spellings)
    }
    credited = [source for article in articles for source in article.sources]
    used = _most_frequent((name_key(it.name), it.name) for it in credited)
    names = {**used, **decided}
    by_host = _most_frequent((site_host(it.url), it.name) for it in credited)
    hosts = {site_host(it.url): it.title for it in titled if it.url}
    hosts = {**{host: names.get(name_key(name), name) for host, name in by_host.items()}, **hosts}
    return Known(articles, names, hosts)


def known_article(file: ContentFile, zone: tzinfo) -> KnownArticle | None:
    """What the header of an article says; None if it has mistakes."""
    log = ProblemLog(file.path)
    text = decode(file.content, log)
    split = split_front_matter(text, log) if text is not None else None
    meta = read_front_matter(split.front_matter, log, zone) if split else None
    if meta is None:
        return None
    day = _day(file.path, meta.date)
    return KnownArticle(file.path, meta.title, day, meta.sources, meta.language)


def _day(path: str, written: Moment | None) -> date | None:
    named, _ = day_in_name(splitext(basename(path))[0])
    try:
        return written.at.date() if written else date.fromisoformat(named)
    except ValueError:
        return None


def _most_frequent(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each key the value that stands with it most often; of two, the first one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {key: _first_of(values) for key, values in counts.items()}


def _first_of(values: Counter[str]) -> str:
    return values.most_common(1)[0][0]


def alike_titles(articles: Sequence[KnownArticle]) -> list[tuple[str, KnownArticle]]:
    """Every headline of the site with its article, its own and those of its sources."""
    return [
        (title, article)
        for article in articles
        for title in (article.title, *(it.title for it in article.sources))
        if title
    ]
