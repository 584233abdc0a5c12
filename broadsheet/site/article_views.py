"""Articles and notes as pages show them whole, with the links and names that the site gives."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from markupsafe import Markup

from broadsheet.content.articles import Article
from broadsheet.content.counted import Counted
from broadsheet.content.front_matter import FrontMatter, Source, values_of
from broadsheet.content.notes import Note
from broadsheet.content.settings import Settings
from broadsheet.content.spellings import Name
from broadsheet.content.taxonomies import AUTHOR, SECTION, SOURCE, STORY, TAG, TAXONOMIES, Taxonomy
from broadsheet.content.texts import Embedding, Piece, PlainText, Text, TextStore
from broadsheet.digest.listings import Listings
from broadsheet.images.pictures import Original, Rendition
from broadsheet.images.share_images import HEIGHT, WIDTH
from broadsheet.site.addresses import SITE_SHARE, share_address
from broadsheet.site.cards import Cards
from broadsheet.site.image_set import ImageSet
from broadsheet.site.links import Links, Written
from broadsheet.site.outputs import InlinePicture
from broadsheet.site.views import ArticleView, Card, Credit, Link, Media, Picture
from broadsheet.text.reading_time import minutes

MOST = 2_000  # articles whose views are kept but for their texts
ALONE = Embedding()
FURTHER = tuple(it for it in TAXONOMIES if it not in (SECTION, STORY, AUTHOR, TAG, SOURCE))
Places = Mapping[str, str]
NOWHERE: Places = {}


class ArticleViews:
    """Makes the views of one build's articles and notes.

    A view without a page of its own, at the address "", is for feeds: its links are whole ones.
    """

    def __init__(
        self,
        cards: Cards,
        listings: Listings,
        links: Links,
        image_set: ImageSet,
        text_store: TextStore,
        settings: Settings,
    ) -> None:
        self._cards, self._groups, self._links = cards, listings, links
        self._gallery, self._library, self._settings = image_set, text_store, settings
        self._link_to = cache(_link_to)  # shared by all articles: there are few names
        self._same: dict[str, tuple[Article, dict[str, Any]]] = {}

    def whole(
        self, article: Article, page: str, embedding: Embedding = ALONE, places: Places = NOWHERE
    ) -> ArticleView:
        """An article as the page at the address `page` shows it whole, `embedding` others or alone.

        `places` are the anchors of all articles on that page, by their addresses.
        """
        return ArticleView(body=self._text(article, page, embedding, places), **self._of(article))

    def _of(self, article: Article) -> dict[str, Any]:
        """All that an article's views have in common, made once."""
        known = self._same.get(article.path)
        if known is None or known[0] is not article:
            known = self._same[article.path] = (article, self._made(article))
            if len(self._same) > MOST:
                del self._same[next(iter(self._same))]
        return known[1]

    def _made(self, article: Article) -> dict[str, Any]:
        return {
            **values_of(Card, self._cards.of(article)),
            "meta": FrontMatter(**values_of(FrontMatter, article)),
            "standfirst": article.standfirst,
            "bylines": self._links_to(AUTHOR, article),
            "minutes": Counted.of({article.path: article.body.words}, minutes),
            "sources": tuple(self.credit(source) for source in article.sources),
            "tags": self._links_to(TAG, article),
            "terms": {it.key: self._links_to(it, article) for it in FURTHER},
            "share": self.share(article),
        }

    def originals(self, view: ArticleView) -> dict[str, Original]:
        """The files of an article's pictures, by the addresses at which its view shows them."""
        image = view.image
        shown = {image.address: image.whole.address} if image else {}
        shown |= {it.src.address: it.whole.address for _, it in view.body.pictures}
        found = {address: self._gallery.original(whole) for address, whole in shown.items()}
        return {address: original for address, original in found.items() if original}

    def inline_pictures(self, image: Picture | None, text: Piece) -> Iterator[InlinePicture]:
        """An article's picture and those in its text, for a file that holds them."""
        if image:
            yield self._gallery.inline(image.whole)
        for _, shown in text.pictures if isinstance(text, Text) else ():
            yield self._gallery.inline(shown.whole)

    def note(self, note: Note | None, page: str, places: Places = NOWHERE) -> Piece:
        """A note's text as the page at the address `page` shows it; empty if there is none."""
        return self._text(note, page, ALONE, places) if note else Markup()

    def plain_text(self, written: Written) -> PlainText:
        """A text without its HTML."""
        body = written.body
        return PlainText(written.path, body.digest, body.size, self._library)

    def credit(self, source: Source) -> Credit:
        """A source as articles credit it, with the address of its page."""
        name = self._groups.by_taxonomy[SOURCE].vocabulary.by_spelling[source.name]
        return Credit(**values_of(Source, source), page=SOURCE.address(name.slug))

    def share(self, article: Article | None) -> Picture | None:
        """The share image of an article, or the site's own; None where the site has none."""
        settings = self._settings
        if not settings.share_images:
            return None
        address = share_address(self._cards.address(article)) if article else SITE_SHARE
        alt = article.title if article else settings.title
        whole = Rendition(address, WIDTH, HEIGHT)
        return Picture(address, alt, "", "", WIDTH, HEIGHT, (), whole)

    def media(self, picture: Picture | None) -> Media | None:
        """A picture as feeds offer its file, in full size."""
        if picture is None:
            return None
        whole = picture.whole
        type, length = self._gallery.file(whole.address)
        shown = (whole.width, whole.height, picture.alt, picture.credit)
        return Media(whole.address, type, length, *shown)

    def _text(self, written: Written, page: str, embedding: Embedding, places: Places) -> Text:
        body, url = written.body, self._settings.url
        destinations = self._links.of(written)
        if places:
            reached = sorted(
                {destination.partition("#")[0] for destination in destinations} & places.keys()
            )
            embedding = replace(embedding, places=tuple((it, places[it]) for it in reached))
        pictures = self._gallery.in_text(body.links, destinations)
        shown = (destinations, page, url, embedding, pictures, self._library)
        return Text(written.path, body.digest, body.size, body.placeholder, *shown)

    def _links_to(self, taxonomy: Taxonomy, article: Article) -> tuple[Link, ...]:
        """An article's terms in a taxonomy, as links to their pages."""
        names = self._groups.names(taxonomy, article)
        return tuple(self._link_to(taxonomy, name) for name in names)


def _link_to(taxonomy: Taxonomy, name: Name) -> Link:
    return Link(name.title, taxonomy.address(name.slug))
