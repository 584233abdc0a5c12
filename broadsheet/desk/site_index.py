"""What the site has written, by its words, so that what is like a draft is found at once.

Articles are compared as search engines do it (BM25): a word that two texts have counts by how rare
it is on the site, and less in a long text. Nothing of an article's place depends on the others, so
an article that is new or changed is taken up alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from math import log
from posixpath import basename
from typing import TypeVar

from broadsheet.clipping.addresses import same_report
from broadsheet.content.articles import Article, section_slug
from broadsheet.content.spellings import name_key
from broadsheet.desk.telling_words import Written, telling_words
from broadsheet.text.html_as_text import html_as_text
from broadsheet.urls import slugify

Value = TypeVar("Value")
LEAD = 6_000  # characters of an article's text that count
IN_TITLE = 3.0  # how often a word counts that the title has
SATURATION, LENGTH = 1.2, 0.6  # k1 and b of BM25
ASKED = 60  # words of a draft by which articles are looked for, the most telling ones
FEWEST_NAMES = 2  # that an article shares with a draft that is about the same
MOST_NAMES = 500  # for which it is remembered who has them
SHOWN_WORDS, LONG_WORD = 4, 4  # words in common that are shown; the letters of one that is no name
MOST_COMMON = 0.3  # the share of the articles with a word, beyond which it tells nothing


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the index: what suggestions say of it, and its words."""

    article: Article
    section: str
    story: str
    tags: tuple[str, ...]
    text: str
    words: tuple[str, ...]
    length: float

    @property
    def day(self) -> date:
        """The day that the article is of."""
        return self.article.date.at.date()


@dataclass(frozen=True, slots=True)
class Alike:
    """An article that is like a draft: how much, and the words that say so, most telling first.

    A `score` of 1 is the likeness of a text to itself; `asked` is how many words it was asked for.
    """

    entry: Entry
    score: float
    words: tuple[str, ...]
    asked: int

    def shares_names(self, own: Written, words: int) -> bool:
        """Whether it has two names of the draft whose words are `own`, and so many `words` in all;
        else it may be like it by chance."""
        names = sum(it in own.names for it in self.words)
        return names >= FEWEST_NAMES and len(self.words) >= words

    def shown_words(self, own: Written) -> str:
        """The words that it shares with the draft, as the draft writes them, names before others;
        the few that say most."""
        said = [it for it in self.words if it in own.words]
        names = [it for it in said if it in own.names]
        longer = [it for it in said if it not in own.names and len(it) >= LONG_WORD]
        return ", ".join(own.words[it] for it in [*names, *longer][:SHOWN_WORDS])


class SiteIndex:
    """The articles of a site, by their words, tags, stories and sections."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._having: dict[str, dict[str, float]] = defaultdict(dict)  # paths by word
        self._tagged: dict[str, dict[str, str]] = defaultdict(dict)  # spellings by key and path
        self._tag_words: dict[str, tuple[str, ...]] = {}
        self._credited: dict[str, dict[str, str]] = defaultdict(dict)  # names by address and path
        self._named: dict[str, dict[str, str]] = defaultdict(dict)  # paths by file name
        self._naming: dict[str, set[str]] = {}
        self._length = 0.0

    def __len__(self) -> int:
        return len(self._entries)

    def take_up(
        self,
        articles: Iterable[Article],
        text_of: Callable[[str], str],
        most: int | None = None,
    ) -> int:
        """Bring the index up to date with all articles of the site, and say how many were new,
        changed or gone. `text_of` gives the HTML of one by its path; only these are asked for. Of
        those that are new or changed, at most so many are taken up; the others another time."""
        now = {it.path: it for it in articles}
        gone = [path for path in self._entries if path not in now]
        known = self._entries
        changed = [
            it
            for path, it in now.items()
            if path not in known or not _same(known[path].article, it)
        ]
        for path in gone:
            self.forget(path)
        for article in changed[:most]:
            self.put(article, text_of(article.path))
        return len(gone) + len(changed)

    def put(self, article: Article, html: str) -> None:
        """Take up one article, in the place of what was known of its path."""
        self.forget(article.path)
        text = html_as_text(html)[:LEAD] if html else ""
        words = _counted(((article.title, IN_TITLE), (article.standfirst, 1.0), (text, 1.0)))
        tags = () if article.draft else tuple(dict.fromkeys(map(name_key, article.tags)))
        story = slugify(article.story) if article.story else ""
        length = sum(words.values())
        entry = Entry(article, section_slug(article), story, tags, text, tuple(words), length)
        self._entries[article.path] = entry
        self._length += length
        for word, weight in words.items():
            self._having[word][article.path] = weight
        for name, paths in self._naming.items():
            if all(it in words for it in telling_words(name)) and _names(entry, name):
                paths.add(article.path)
        for source in article.sources:
            self._credited[same_report(source.url)][article.path] = source.name
        self._named[basename(article.path)][article.path] = article.path
        for tag in () if article.draft else article.tags:
            key = name_key(tag)
            self._tagged[key][article.path] = tag
            if parts := tuple(telling_words(tag)):
                self._tag_words[key] = parts

    def forget(self, path: str) -> None:
        """Leave an article out from now on, if it is there."""
        entry = self._entries.pop(path, None)
        if entry is None:
            return
        self._length -= entry.length
        for paths in self._naming.values():
            paths.discard(path)
        _take_out(self._having, entry.words, path)
        _take_out(self._tagged, entry.tags, path)
        _take_out(self._named, [basename(path)], path)
        credited = {same_report(it.url) for it in entry.article.sources}
        _take_out(self._credited, credited, path)
        for tag in entry.tags:
            if tag not in self._tagged:
                self._tag_words.pop(tag, None)

    def entries(self) -> Iterable[Entry]:
        """All articles."""
        return self._entries.values()

    def entry(self, path: str) -> Entry | None:
        """The article at a path, if there is one."""
        return self._entries.get(path)

    def named(self, name: str) -> Entry | None:
        """The article whose file has a name, if there is exactly one."""
        paths = self._named.get(name, {})
        return self._entries[next(iter(paths))] if len(paths) == 1 else None

    def crediting(self, address: str) -> list[Entry]:
        """The articles that credit the report at an address, by their paths."""
        return [self._entries[it] for it in sorted(self._credited.get(same_report(address), {}))]

    def having(self, word: str) -> Mapping[str, float]:
        """The paths of the articles that have a word, with how often."""
        return self._having.get(word, {})

    def tag_words(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The keys of all tags, each with its words."""
        return self._tag_words.items()

    def naming(self, name: str) -> Set[str]:
        """The paths of the articles that have the words of a name in a row; if it is all in
        capitals, only of those that write it so too. They are remembered, as texts are searched."""
        if name not in self._naming:
            if len(self._naming) >= MOST_NAMES:
                self._naming.clear()
            having = sorted((self.having(it) for it in telling_words(name)), key=len)
            paths = set(having[0]).intersection(*having[1:]) if having else set[str]()
            self._naming[name] = {it for it in paths if _names(self._entries[it], name)}
        return self._naming[name]

    def tagged(self, tag: str) -> Mapping[str, str]:
        """The paths of the articles with the tag of a key, with how each spells it."""
        return self._tagged.get(tag, {})

    def spelled(self, tag: str) -> str:
        """The tag of a key as most articles spell it; of two ways the first in the alphabet."""
        counts = Counter(self._tagged[tag].values())
        return min(counts, key=lambda it: (-counts[it], it))

    def rareness(self, word: str) -> float:
        """How telling a word is: 0 where every article has it, or none."""
        count = len(self._having.get(word, ()))
        if not count or count > max(3.0, MOST_COMMON * len(self._entries)):
            return 0.0
        return log(1 + (len(self._entries) - count + 0.5) / (count + 0.5))

    def alike(self, words: Mapping[str, float], but: str, most: int) -> list[Alike]:
        """The articles most like a text of these words, the likest first, without the one at the
        path `but`."""
        asked = self._asked(words)
        mean = self._length / max(1, len(self._entries))
        entries, scores = self._entries, defaultdict[str, float](float)
        for word, weight in asked:
            for path, count in self._having[word].items():
                norm = SATURATION * (1 - LENGTH + LENGTH * entries[path].length / mean)
                scores[path] += weight * count / (count + norm)
        scores.pop(but, None)
        whole = sum(weight for _, weight in asked) or 1.0
        best = nlargest(most, scores, key=lambda it: (scores[it], it))
        return [
            Alike(entries[it], scores[it] / whole, self._shared(asked, it), len(asked))
            for it in best
        ]

    def _shared(self, asked: Sequence[tuple[str, float]], path: str) -> tuple[str, ...]:
        return tuple(word for word, _ in asked if path in self._having[word])

    def _asked(self, words: Mapping[str, float]) -> list[tuple[str, float]]:
        weights = {
            it: self.rareness(it) * min(3.0, 1 + log(count)) for it, count in words.items() if count
        }
        telling = nlargest(ASKED, weights, key=lambda it: (weights[it], it))
        return [(it, weights[it]) for it in telling if weights[it]]


def _same(one: Article, other: Article) -> bool:
    return one is other or one == other


def _names(entry: Entry, name: str) -> bool:
    """Whether an article has a name of one word, or the words of one in a row."""
    if " " not in name and not name.isupper():
        return True
    forms = {name}
    if not name.isupper():  # as texts write it; quicker than without regard to case
        forms |= {name.lower(), name.capitalize(), name.title()}
    texts = (entry.text, entry.article.title, entry.article.standfirst)
    return any(form in text for form in forms for text in texts)


def _take_out(index: MutableMapping[str, dict[str, Value]], keys: Iterable[str], path: str) -> None:
    for key in keys:
        index[key].pop(path, None)
        if not index[key]:
            del index[key]


def _counted(texts: Iterable[tuple[str, float]]) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for text, weight in texts:
        for word in telling_words(text):
            counts[word] += weight
    return dict(counts)


def words_of(texts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """How often texts have their words, each text with how much it counts."""
    return _counted(texts)
