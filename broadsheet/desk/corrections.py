"""Finds an article that was wrong, and adds a correction to it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import unescape
from itertools import islice
from unicodedata import normalize

from broadsheet.content.articles import Article
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.front_matter_edits import keys_of, with_keys

TAG = re.compile(r"<[^>]*>")
MOST, LATEST = 50, 12


class Finder:
    """Finds articles of a site by words; what it has read of their texts it keeps."""

    def __init__(self, site: DeskSite) -> None:
        self._site = site
        self._known: dict[str, tuple[Article, str, str]] = {}

    def found(self, words: str, most: int = MOST) -> tuple[Article, ...]:
        """The articles that have all words, each as a part of one: first those that have them in
        the title, the summary, the tags, the story, the sources or the file's name, then those that
        have some only in the text; newest first."""
        wanted = plain(words).split()
        if not wanted:
            return ()
        ranked: dict[bool, list[Article]] = {True: [], False: []}
        for article in self._site.articles:
            head, text = self._words(article)
            if all(it in head or it in text for it in wanted):
                ranked[all(it in head for it in wanted)].append(article)
        return tuple([*ranked[True], *ranked[False]][:most])

    def prepare(self, most: int) -> bool:
        """Read the texts of so many articles that were not read yet; whether any are left."""
        known = self._known
        new = (it for it in self._site.articles if known.get(it.path, (None,))[0] is not it)
        for article in islice(new, most):
            self._words(article)
        return next(new, None) is not None

    def _words(self, article: Article) -> tuple[str, str]:
        known = self._known.get(article.path)
        if known is None or known[0] is not article:
            html = self._site.html(article.path)
            text = plain(unescape(TAG.sub("", html)))
            known = article, plain(" ".join(_head(article))), text
            self._known[article.path] = known
        return known[1], known[2]


def published_last(site: DeskSite, now: datetime, most: int = LATEST) -> tuple[Article, ...]:
    """The articles that were published last, the newest first."""
    published = (it for it in site.articles if not it.draft and it.date.at <= now)
    return tuple(islice(published, most))


def corrected(site: DeskSite, path: str, text: str, moment: date | datetime) -> Change:
    """An article with one more correction: what was wrong and what is right, and when that was
    made. Raises CannotDo for a draft, which no reader has seen, and for a text without words."""
    article, words = site.asked(path), " ".join(text.split())
    if not words:
        raise CannotDo("a correction needs words", "say what was wrong and what is right")
    if article.draft:
        raise CannotDo(f"{path} is a draft", "change its text: no reader has seen it")
    before = site.text(path)
    given = keys_of(before, path).get("corrections")
    made = given if isinstance(given, list) else []
    entry: Mapping[str, object] = {"date": moment, "text": words}
    after = with_keys(before, {"corrections": [*made, entry]}, path)
    return Change(f"correct “{article.title}”", (Edit(path, before, after),))


def plain(text: str) -> str:
    """A text in which words are looked for: without case and width."""
    return normalize("NFKC", text).casefold()


def _head(article: Article) -> Iterator[str]:
    yield from (article.title, article.summary, article.story, article.path, *article.tags)
    for it in article.sources:
        yield from (it.name, it.title, it.url)
