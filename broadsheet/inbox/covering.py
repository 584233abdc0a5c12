"""Says which reports of the inbox the site has covered: by their address, or by their event."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.covered import ALIKE, DAYS, SHORTEST, Covered, comparable
from broadsheet.clipping.known import Known, KnownArticle
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


class Coverage:
    """What the site has covered, ready to be asked for many reports."""

    def __init__(
        self, known: Known, addresses: Iterable[tuple[str, str]], language: str, today: date
    ) -> None:
        self._by_path = {it.path: it for it in known.articles}
        self._paths: dict[str, str] = {}
        for address, path in addresses:
            self._paths.setdefault(same_report(address), path)
        self._language = language
        self._recent = [
            it for it in known.articles if it.day and abs((today - it.day).days) <= DAYS
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
            path = self._paths.get(item.key)
            if path is not None:
                return Covered(self._by_path.get(path) or KnownArticle(path, path, None, ()), True)
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
    return Item(number, "", "", "", article.title, "", language, at, text, len(text))


def addresses_in(root: Path) -> list[tuple[str, str]]:
    """Every web address in the texts of the site with the file that has it: in credits, in texts,
    and in what editions, stories and sources say. Files that cannot be read are passed over."""
    files = (read_text(root, path) for path in list_content(root).texts)
    return [
        (found[0].decode("utf-8", "replace").rstrip(ENDS), file.path)
        for file in files
        if isinstance(file, ContentFile)
        for found in ADDRESS.finditer(file.content)
    ]
