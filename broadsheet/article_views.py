"""Articles and notes as pages show them whole, with the links and names that the site gives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from markupsafe import Markup

from broadsheet.addresses import SITE_SHARE, list_address, share_address
from broadsheet.articles import Article
from broadsheet.cards import Cards
from broadsheet.front_matter import FrontMatter, Source, values_of
from broadsheet.gallery import Gallery
from broadsheet.groups import Groups
from broadsheet.links import Links, Written
from broadsheet.names import Name
from broadsheet.notes import Note
from broadsheet.pictures import Rendition
from broadsheet.reading_time import minutes
from broadsheet.settings import Settings
from broadsheet.share import HEIGHT, WIDTH
from broadsheet.texts import Among, Library, Piece, PlainText, Text
from broadsheet.views import ArticleView, Card, Credit, Link, Picture

ALONE = Among()
Places = Mapping[str, str]
NOWHERE: Places = {}


class ArticleViews:
    """Makes the views of one build's articles and notes.

    A view without a page of its own, at the address "", is for feeds: its links are whole ones.
    """

    def __init__(
        self,
        cards: Cards,
        groups: Groups,
        links: Links,
        gallery: Gallery,
        library: Library,
        settings: Settings,
    ) -> None:
        self._cards, self._groups, self._links = cards, groups, links
        self._gallery, self._library, self._settings = gallery, library, settings
        self._link_to = cache(_link_to)  # one for all articles: there are few names

    def whole(
        self, article: Article, page: str, among: Among = ALONE, places: Places = NOWHERE
    ) -> ArticleView:
        """An article as the page at the address `page` shows it whole, `among` others or alone.

        `places` are the anchors of all articles on that page, by their addresses.
        """
        return ArticleView(
            **values_of(Card, self._cards.of(article)),
            meta=FrontMatter(**values_of(FrontMatter, article)),
            standfirst=article.standfirst,
            body=self._text(article, page, among, places),
            bylines=self._named("author", self._groups.authors.words.names(article.authors)),
            minutes=minutes(article.body.words),
            sources=tuple(self.credit(source) for source in article.sources),
            tags=self._named("tag", self._groups.tags_of(article)),
            share=self.share(article),
        )

    def note(self, note: Note | None, page: str, places: Places = NOWHERE) -> Piece:
        """A note's text as the page at the address `page` shows it; empty without one."""
        return self._text(note, page, ALONE, places) if note else Markup()

    def plain_text(self, article: Article) -> PlainText:
        """An article's text without its HTML."""
        body = article.body
        return PlainText(article.path, body.digest, body.size, self._library)

    def credit(self, source: Source) -> Credit:
        """A source as articles credit it, with the address of its page."""
        name = self._groups.sources.words.by_spelling[source.name]
        return Credit(**values_of(Source, source), page=list_address("source", name.slug))

    def share(self, article: Article | None) -> Picture | None:
        """The share image of an article, or the site's own; None where the site has none."""
        settings = self._settings
        if not settings.share_images:
            return None
        address = share_address(self._cards.of(article).address) if article else SITE_SHARE
        alt = article.title if article else settings.title
        whole = Rendition(address, WIDTH, HEIGHT)
        return Picture(address, alt, "", "", WIDTH, HEIGHT, (), whole)

    def _text(self, written: Written, page: str, among: Among, places: Places) -> Text:
        body, url = written.body, self._settings.url
        goals = self._links.of(written)
        if places:
            reached = sorted({goal.partition("#")[0] for goal in goals} & places.keys())
            among = replace(among, places=tuple((it, places[it]) for it in reached))
        pictures = self._gallery.in_text(body.links, goals)
        shown = (goals, page, url, among, pictures, self._library)
        return Text(written.path, body.digest, body.size, body.mark, *shown)

    def _named(self, kind: str, names: Sequence[Name]) -> tuple[Link, ...]:
        return tuple(self._link_to(kind, name) for name in names)


def _link_to(kind: str, name: Name) -> Link:
    return Link(name.title, list_address(kind, name.slug))
