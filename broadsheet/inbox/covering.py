"""Says which groups of reports the site has covered: by their address, or by their event.

What is asked for is kept: reports and texts of the site come and go one by one, and only groups
that they bear on are looked at again. What is found by an address or a title is at any time what is
found when all is looked at at once. What is found by an event is that of the last time that the
group was looked at: how much a word counts changes a little with every report that comes, so a
group on the edge may be judged otherwise later. On a new day all groups are looked at again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from broadsheet.clipping.covered import DAYS, Covered
from broadsheet.inbox.comparing import RULE, WINDOW, Weighed, Weights
from broadsheet.inbox.near_titles import Headlines, near_any, words_of
from broadsheet.inbox.site_texts import SiteText, traits_of_article
from broadsheet.inbox.traits import Traits

MANY = 30  # texts that have changed at once; then all groups are looked at again


class Coverage:
    """What the site has covered of the reports that are in the inbox. `language` is that of the
    site's articles."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._today = date.min
        self._weights = Weights()
        self._reports: dict[int, Traits] = {}
        self._words: dict[int, str] = {}  # of the reports' titles
        self._by_key: dict[str, int] = {}
        self._texts: dict[str, SiteText] = {}
        self._texts_by_key: dict[str, list[SiteText]] = defaultdict(list)
        self._headlines = Headlines()
        self._articles: dict[str, Traits] = {}  # those that an event can be compared with
        self._with_trait: dict[int, set[str]] = defaultdict(set)
        self._covered: dict[int, Covered] = {}

    def __getitem__(self, event: int) -> Covered | None:
        return self._covered.get(event)

    def __contains__(self, event: int) -> bool:
        return event in self._covered

    def take_reports(self, gone: Iterable[int], come: Iterable[Traits]) -> None:
        """Take up which reports have left the inbox, and which have come."""
        for number in gone:
            traits = self._reports.pop(number)
            self._weights.remove(traits)
            self._words.pop(number)
            self._by_key.pop(traits.key, None)
        for it in come:
            self._reports[it.id] = it
            self._weights.add(it)
            self._words[it.id] = words_of(it.title)
            self._by_key[it.key] = it.id

    def take_texts(self, texts: Iterable[SiteText], today: date) -> set[int] | None:
        """Take up the texts of the site as they are now. Returns the numbers of the reports whose
        groups are to be covered again; None for all of them."""
        now = {it.article.path: it for it in texts}
        is_new_day = today != self._today
        if is_new_day:
            for text in self._texts.values():
                self._forget(text)
            self._texts, self._today = {}, today
        old = [it for path, it in self._texts.items() if now.get(path) is not it]
        new = [it for path, it in now.items() if self._texts.get(path) is not it]
        for text in old:
            self._forget(text)
        for text in new:
            self._learn(text)
        self._texts = now
        return None if is_new_day or len(old) + len(new) > MANY else set(self._near(new))

    def _learn(self, text: SiteText) -> None:
        for key in text.keys:
            self._texts_by_key[key].append(text)
        day, path = text.article.day, text.article.path
        if day and abs((self._today - day).days) <= DAYS:
            self._headlines.add(text)
            traits = traits_of_article(0, text.article, self._language)
            self._articles[path] = traits
            self._weights.add(traits)
            for trait in {*traits.own, *traits.foreign}:
                self._with_trait[trait].add(path)

    def _forget(self, text: SiteText) -> None:
        for key in text.keys:
            self._texts_by_key[key].remove(text)
            if not self._texts_by_key[key]:
                del self._texts_by_key[key]
        path = text.article.path
        traits = self._articles.pop(path, None)
        if traits is not None:
            self._headlines.remove(text)
            self._weights.remove(traits)
            for trait in {*traits.own, *traits.foreign}:
                self._with_trait[trait].discard(path)

    def _near(self, texts: Sequence[SiteText]) -> Iterator[int]:
        """The numbers of the reports that texts may cover."""
        for text in texts:
            yield from (self._by_key[key] for key in text.keys if key in self._by_key)
        yield from near_any((words_of(it) for text in texts for it in text.titles), self._words)
        articles = [self._articles.get(it.article.path) for it in texts]
        telling = {
            trait
            for it in articles
            if it is not None
            for trait in (*self._weights.own.rare(it.own), *self._weights.shared.rare(it.foreign))
        }
        if telling:
            yield from (n for n, it in self._reports.items() if not telling.isdisjoint(it.packed))

    def covered_by(self, paths: Iterable[str]) -> list[int]:
        """The events that texts cover by what was found last."""
        wanted = set(paths)
        return [it for it, found in self._covered.items() if found.article.path in wanted]

    def cover(self, events: Mapping[int, Sequence[int]]) -> None:
        """Find out what covers events, each given by its number and those of its reports, as far as
        anything does: an article, draft or edition that has the address of one of them; or else an
        article of the last 60 days that has, of its own or of a source, nearly the title of one; or
        else one that would be put into the same group, after its title, its sources' titles and its
        day. An event without reports is forgotten."""
        for event, numbers in events.items():
            reports = [self._reports[it] for it in numbers if it in self._reports]
            found = self._by_address(reports) or self._by_title(reports) or self._by_event(reports)
            if found:
                self._covered[event] = found
            else:
                self._covered.pop(event, None)

    def _by_address(self, reports: Sequence[Traits]) -> Covered | None:
        for it in reports:
            if it.key in self._texts_by_key:
                texts = self._texts_by_key[it.key]
                first = min(texts, key=lambda text: (text.article.day is None, text.article.path))
                return Covered(first.article, True)
        return None

    def _by_title(self, reports: Sequence[Traits]) -> Covered | None:
        near = (self._headlines.near(self._words[it.id]) for it in reports)
        found = next((it for it in near if it), None)
        return Covered(found.text.article, False, found.title) if found else None

    def _by_event(self, reports: Sequence[Traits]) -> Covered | None:
        members = [Weighed(it, self._weights) for it in reports]
        paths = {path for it in members for path in self._sharing(it.traits)}
        best: tuple[float, str] | None = None
        for path in sorted(paths):
            article = Weighed(self._articles[path], self._weights)
            scores = [self._weights.likeness(article, it) for it in members]
            if max(scores) >= 1 and sum(scores) / len(scores) >= RULE.average:
                best = max(best or (0.0, ""), (max(scores), path))
        return Covered(self._texts[best[1]].article, False) if best else None

    def _sharing(self, report: Traits) -> set[str]:
        """The paths of articles that have a rare trait of a report, within two weeks of it."""
        own = [it for it in report.own if it in self._with_trait]
        shared = [it for it in report.foreign if it in self._with_trait]
        rare = (*self._weights.own.rare(own), *self._weights.shared.rare(shared))
        paths = {path for it in rare for path in self._with_trait[it]}
        return {it for it in paths if abs(self._articles[it].at - report.at) <= WINDOW}
