"""What of the site's texts can cover a report: articles with their sources, and all addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from broadsheet.clipping.addresses import names_no_report, same_report
from broadsheet.clipping.known import KnownArticle, known_article
from broadsheet.content.notes import is_note
from broadsheet.files import ContentFile, list_content, read_text
from broadsheet.inbox.traits import Traits, packed_traits, spoken_language

ADDRESS = re.compile(rb"https?://[^\s<>\"'`\\\]}]{4,1500}")
ENDS = ".,;:!?)*_"


@dataclass(frozen=True, slots=True)
class SiteText:
    """A text of the site as far as it can cover reports: an article or draft, or a note, which has
    its path for a title and no day. `keys` are those of all web addresses in it."""

    article: KnownArticle
    keys: frozenset[str]

    @property
    def titles(self) -> Iterator[str]:
        """The headline of an article, and those of its sources."""
        if self.article.day:
            yield self.article.title
            yield from (it.title for it in self.article.sources if it.title)


def site_text(file: ContentFile, zone: tzinfo) -> SiteText:
    """What of a text covers reports. The header of one with mistakes counts for nothing, but its
    addresses do, wherever they stand: in credits, in the text, or in a note; but not that of the
    front page of a publication, which is no report."""
    article = None if is_note(file.path) else known_article(file, zone)
    found = (_ended(it[0].decode("utf-8", "replace")) for it in ADDRESS.finditer(file.content))
    keys = frozenset(key for key in map(same_report, found) if not names_no_report(key))
    return SiteText(article or KnownArticle(file.path, file.path, None, ()), keys)


def _ended(address: str) -> str:
    """An address without the signs after it; a bracket that it has opened is its own."""
    bare = address.rstrip(ENDS)
    is_opened = bare.count("(") > bare.count(")") and address[len(bare) :].startswith(")")
    return f"{bare})" if is_opened else bare


def site_texts(root: Path, zone: tzinfo) -> tuple[SiteText, ...]:
    """The texts of the site at `root`. Files that cannot be read are passed over."""
    files = (read_text(root, path) for path in list_content(root).texts)
    return tuple(site_text(it, zone) for it in files if isinstance(it, ContentFile))


def traits_of_article(number: int, article: KnownArticle, language: str) -> Traits:
    """The traits of an article, as of a report of its day at noon, by its headline and those of
    its sources. `language` is that of an article that does not say it."""
    day = article.day or date.min
    at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    packed = packed_traits(article.title, _told(it.title for it in article.sources))
    spoken = spoken_language(article.language or language, article.title)
    return Traits(number, at, spoken, article.title, packed)


def _told(titles: Iterable[str]) -> str:
    return ". ".join(it for it in titles if it)
