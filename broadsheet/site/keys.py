"""Tells in short keys what pages are made from, so that pages that cannot have changed need not be
laid out.

A page's context is a function of the values that its key is made of. A key is quick to make, as all
of an article in it is the fingerprint of its file with what the rest of the site says of it. So two
pages of one key show the same; two keys say nothing, as a key covers more than a page shows.
"""

from collections.abc import Mapping, Sequence

from broadsheet.content.articles import Article
from broadsheet.content.spellings import Name
from broadsheet.digest.listings import Listings
from broadsheet.digest.related import Carriers
from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.site.cards import Cards
from broadsheet.site.links import Links

BETWEEN = "\0"


class Keys:
    """Makes the keys of one build.

    `read` are the articles as they were read, `digests` the fingerprints of all files of the
    content, by their paths; without these there are no keys. `base` tells of all that articles do
    not: settings, notes, pictures.
    """

    def __init__(
        self,
        read: Sequence[Article],
        digests: Mapping[str, str],
        base: str,
        cards: Cards,
        listings: Listings,
        links: Links,
    ) -> None:
        self._read = {article.path: article for article in read}
        self._digests, self._base = digests, base
        self._cards, self._listings, self._links = cards, listings, links
        self._known: dict[str, str] = {}  # of articles, by their paths
        self._carriers: dict[Carriers, str] = {}
        self._names: dict[tuple[Name, ...], str] = {}

    def of(self, *parts: object) -> str:
        """The key of these parts: articles, texts, numbers, plain dataclasses, and tuples of them.

        The order within a set is not the same in every process, so no part may hold one.
        """
        if not self._digests:
            return ""
        written = BETWEEN.join([self._base, *[self._written(part) for part in parts]])
        return of_bytes(written.encode("utf-8", "surrogatepass"))

    def _written(self, part: object) -> str:
        if type(part) is Article:
            return self._known.get(part.path) or self._made(part)
        if type(part) is tuple:
            return f"({','.join([self._written(it) for it in part])})"
        if type(part) is Carriers:
            if part not in self._carriers:
                self._carriers[part] = of_bytes(self._written(part.articles).encode())
            return self._carriers[part]
        return repr(part)

    def _made(self, article: Article) -> str:
        """All that pages and feeds can show of one article: what its file says, its section, the
        names that its terms have on this site, and where its links lead."""
        section = self._cards.section(article)
        is_as_read = self._read[article.path] is article  # and not one with fewer corrections
        shown = (
            self._digests[article.path] if is_as_read else of_value(article),
            article.path,
            self._cards.address(article),
            section and (section.title, section.address),
            [self._named(names) for names in self._listings.all_names(article)],
            self._links.of(article),
        )
        self._known[article.path] = of_bytes(repr(shown).encode("utf-8", "surrogatepass"))
        return self._known[article.path]

    def _named(self, names: tuple[Name, ...]) -> str:
        """An article's names in one taxonomy, as many articles have them."""
        if names not in self._names:
            self._names[names] = of_value([(name.title, name.slug) for name in names])
        return self._names[names]
