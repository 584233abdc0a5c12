"""Which headlines of the site are nearly the title of a report."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from broadsheet.clipping.covered import ALIKE, SHORTEST, comparable
from broadsheet.inbox.site_texts import SiteText

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline of a text of the site, its own or that of a source. `words` is how it is compared,
    the words in order of the alphabet."""

    title: str
    words: str
    text: SiteText
    each: frozenset[str]
    numbers: tuple[str, ...]


class Headlines:
    """The headlines of texts, ready to be compared with many titles."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[Headline]] = defaultdict(list)

    def add(self, text: SiteText) -> None:
        """Let the headlines of a text count."""
        for headline in _headlines(text):
            for word in headline.each:
                self._by_word[word].append(headline)

    def remove(self, text: SiteText) -> None:
        """Let the headlines of a text that was added count no more."""
        for word in {word for it in _headlines(text) for word in it.words.split()}:
            left = [it for it in self._by_word[word] if it.text is not text]
            if left:
                self._by_word[word] = left
            else:
                del self._by_word[word]

    def near(self, words: str) -> Headline | None:
        """The headline that is nearest to a title, given by its `words_of`, if that is nearly the
        same; of several the first by the paths of their texts, then by the alphabet."""
        from rapidfuzz import fuzz

        if len(words) < SHORTEST:
            return None
        numbers = tuple(NUMBER.findall(words))
        near = (
            (-alike, it.text.article.path, it.title, it)
            for it in self._sharing(set(words.split()))
            if (alike := fuzz.ratio(words, it.words, score_cutoff=ALIKE)) >= ALIKE
            and _can_be_of_one_day(numbers, it.numbers)
        )
        first = min(near, key=itemgetter(0, 1, 2), default=None)
        return first[-1] if first else None

    def _sharing(self, words: set[str]) -> Iterator[Headline]:
        """The headlines that have half of the words, or more. Each of these has one of the rarer
        half of them and one more, so only those are looked through."""
        by_rareness = sorted(words, key=lambda it: (len(self._by_word.get(it, ())), it))
        seen: set[int] = set()
        for word in by_rareness[: len(words) // 2 + 1]:
            for it in self._by_word.get(word, ()):
                if id(it) not in seen:
                    seen.add(id(it))
                    if 2 * len(words & it.each) >= len(words):
                        yield it


def words_of(title: str) -> str:
    """The words of a title in order of the alphabet, without signs, case and width."""
    return " ".join(sorted(comparable(title).split()))


def near_any(headlines: Iterable[str], titles: Mapping[int, str]) -> set[int]:
    """The numbers of the titles that are nearly one of the headlines; all given by `words_of`."""
    from rapidfuzz import fuzz, process

    return {
        number
        for it in headlines
        if len(it) >= SHORTEST
        for _, _, number in process.extract(
            it, titles, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
    }


def _headlines(text: SiteText) -> Iterator[Headline]:
    for title in text.titles:
        words = words_of(title)
        if len(words) >= SHORTEST:
            numbers = tuple(NUMBER.findall(words))
            yield Headline(title, words, text, frozenset(words.split()), numbers)


def _can_be_of_one_day(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether titles with these numbers can be: `Toll rises to 4` and `to 9` cannot."""
    return not first or not second or first == second
