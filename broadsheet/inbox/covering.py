"""Says which reports of the inbox the site has covered: by their address, or by their event."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.covered import ALIKE, DAYS, SHORTEST, Covered, comparable
from broadsheet.clipping.known import KnownArticle, known_article
from broadsheet.content.notes import is_note
from broadsheet.files import ContentFile, list_content, read_text
from broadsheet.inbox.grouping import RULE, Likeness
from broadsheet.inbox.items import Item
from broadsheet.inbox.traits import traits_of

ADDRESS = re.compile(rb"https?://[^\s<>\"'`\\\]}]{4,1500}")
ENDS = ".,;:!?)*_"
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Titled:
    """A title of an article, its own or that of a source, ready to be compared."""

    title: str
    comparable: str
    words: frozenset[str]
    article: KnownArticle


@dataclass(frozen=True, slots=True)
class SiteText:
    """A text of the site as far as it can cover reports: an article or draft, or a note, which has
    its path for a title and no day. `keys` are those of all web addresses in it."""

    article: KnownArticle
    keys: frozenset[str]


class Coverage:
    """What the site has covered, ready to be asked for many reports."""

    def __init__(self, texts: Sequence[SiteText], language: str, today: date) -> None:
        self._texts: dict[str, KnownArticle] = {}
        for text in texts:
            for key in text.keys:
                self._texts.setdefault(key, text.article)
        self._language = language
        self._recent = [
            it.article
            for it in texts
            if it.article.day and abs((today - it.article.day).days) <= DAYS
        ]
        self._by_word: dict[str, list[_Titled]] = defaultdict(list)
        for titled in _titles(self._recent):
            for word in titled.words:
                self._by_word[word].append(titled)

    def of_events(self, events: Mapping[int, Sequence[Item]]) -> dict[int, Covered]:
        """What covers each event of which these are the reports, by the event's number, as far as
        anything does: an article, draft or edition that has the address of one of them; or else
        an article of the last 60 days that has, of its own or of a source, nearly the title of
        one; or else one that would be put into the same group, after its title, its sources'
        titles and its day."""
        found = {number: self._certain(items) for number, items in events.items()}
        for number, article in self._alike(events).items():
            found[number] = found[number] or Covered(article, False)
        return {number: it for number, it in found.items() if it}

    def _certain(self, items: Sequence[Item]) -> Covered | None:
        for item in items:
            article = self._texts.get(item.key)
            if article is not None:
                return Covered(article, True)
        near = (self._near(item) for item in items)
        return next((it for it in near if it), None)

    def _alike(self, events: Mapping[int, Sequence[Item]]) -> dict[int, KnownArticle]:
        articles = [_as_item(-number, it, self._language) for number, it in enumerate(self._recent)]
        items = [(number, it) for number, items in events.items() for it in items]
        traits = [traits_of(it) for it in (*articles, *(it for _, it in items))]
        likeness = Likeness(traits, RULE)
        count, found = len(articles), dict[int, KnownArticle]()
        places: dict[int, list[int]] = defaultdict(list)
        for place, (number, _) in enumerate(items, count):
            places[number].append(place)
        for _, one, other in likeness.pairs_with_first(count):
            number = items[other - count][0]
            mean = sum(likeness.of(one, it) for it in places[number]) / len(places[number])
            if mean >= RULE.average:
                found.setdefault(number, self._recent[one])
        return found

    def _near(self, item: Item) -> Covered | None:
        from rapidfuzz import fuzz

        wanted = comparable(item.title)
        if len(wanted) < SHORTEST:
            return None
        words = wanted.split()
        shared: dict[int, tuple[int, _Titled]] = {}
        for word in set(words):
            for titled in self._by_word.get(word, ()):
                count, _ = shared.get(id(titled), (0, titled))
                shared[id(titled)] = count + 1, titled
        numbers = sorted(NUMBER.findall(wanted))
        for count, titled in shared.values():
            others = sorted(NUMBER.findall(titled.comparable))
            if count * 2 < len(set(words)) or (numbers and others and numbers != others):
                continue
            if fuzz.token_sort_ratio(wanted, titled.comparable) >= ALIKE:
                return Covered(titled.article, False, titled.title)
        return None


def _titles(articles: Iterable[KnownArticle]) -> Iterable[_Titled]:
    for article in articles:
        for title in (article.title, *(it.title for it in article.sources)):
            plain = comparable(title)
            if len(plain) >= SHORTEST:
                yield _Titled(title, plain, frozenset(plain.split()), article)


def _as_item(number: int, article: KnownArticle, language: str) -> Item:
    """An article as a report of its day at noon."""
    day = article.day or date.min
    at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    text = ". ".join(it.title for it in article.sources if it.title)
    return Item(
        number, "", "", "", article.title, "", article.language or language, at, text, len(text)
    )


def site_text(file: ContentFile, zone: tzinfo) -> SiteText:
    """What of a text covers reports. The header of one with mistakes counts for nothing, but its
    addresses do, wherever they stand: in credits, in the text, or in a note."""
    article = None if is_note(file.path) else known_article(file, zone)
    found = (it[0].decode("utf-8", "replace").rstrip(ENDS) for it in ADDRESS.finditer(file.content))
    keys = frozenset(map(same_report, found))
    return SiteText(article or KnownArticle(file.path, file.path, None, ()), keys)


def site_texts(root: Path, zone: tzinfo) -> tuple[SiteText, ...]:
    """The texts of the site at `root`. Files that cannot be read are passed over."""
    files = (read_text(root, path) for path in list_content(root).texts)
    return tuple(site_text(it, zone) for it in files if isinstance(it, ContentFile))
