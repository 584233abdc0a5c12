"""Articles as lists show them: a card for each, made once, when it is first asked for."""

from collections.abc import Sequence

from broadsheet.content.articles import Article, section_slug
from broadsheet.digest.catalog import Catalog
from broadsheet.digest.listings import Term
from broadsheet.languages import direction
from broadsheet.problems import Problem
from broadsheet.site.image_set import ImageSet
from broadsheet.site.link_resolver import LinkResolver
from broadsheet.site.views import Card, Link, Picture


class Cards:
    """The cards of one build's articles; `problems` are pictures that cannot be shown. Cards with
    pictures are made at once, so that these are known."""

    def __init__(self, catalog: Catalog, resolver: LinkResolver, image_set: ImageSet) -> None:
        self._resolver, self._gallery = resolver, image_set
        self._sections = {term.slug: list_link(term) for term in catalog.listings.sections}
        self.problems: list[Problem] = []
        pictured = (article for article in catalog.articles if article.image)
        self._cards = {article.path: self._make(article) for article in pictured}

    def of(self, article: Article) -> Card:
        """An article as lists show it."""
        known = self._cards.get(article.path)
        if known is None:
            known = self._cards[article.path] = self._make(article)
        return known

    def address(self, article: Article) -> str:
        """The address of an article's page."""
        return self._resolver.address(article.path)

    def all_of(self, articles: Sequence[Article]) -> tuple[Card, ...]:
        """Several articles as lists show them."""
        return tuple(self.of(article) for article in articles)

    def section(self, article: Article) -> Link | None:
        """The section of an article."""
        return self._sections.get(section_slug(article))

    def _make(self, article: Article) -> Card:
        return Card(
            title=article.title,
            untitled=article.untitled,
            address=self._resolver.address(article.path),
            summary=article.summary,
            moment=article.date,
            section=self.section(article),
            authors=article.authors,
            publishers=tuple(dict.fromkeys(source.name for source in article.sources)),
            language=article.language,
            direction=direction(article.language),
            image=self._picture(article),
        )

    def _picture(self, article: Article) -> Picture | None:
        image = article.image
        if image is None:
            return None
        line = article.line("image")
        resolved = self._resolver.resolve(article.path, line, image.file, True)
        shown = self._gallery.shown(resolved.address)
        if shown is None:
            hint = "give it a picture: .jpg, .png, .webp, .avif or .gif"
            text = f"the image {image.file} is not a picture"
            self.problems.append(resolved.problem or Problem(article.path, line, text, hint))
            return None
        src = shown.src
        words = (image.alt, image.caption, image.credit)
        return Picture(src.address, *words, src.width, src.height, shown.webp, shown.whole)


def list_link(term: Term) -> Link:
    """A section, tag or the like, with the address of its list."""
    return Link(term.title, term.address)
