"""Articles as lists show them: a card for each, made once."""

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
    """The cards of one build's articles; `problems` are pictures that cannot be shown."""

    def __init__(self, catalog: Catalog, resolver: LinkResolver, image_set: ImageSet) -> None:
        self._gallery = image_set
        self._sections = {term.slug: list_link(term) for term in catalog.listings.sections}
        self.problems: list[Problem] = []
        self._cards = {it.path: self._make(it, resolver) for it in catalog.articles}

    def of(self, article: Article) -> Card:
        """An article as lists show it."""
        return self._cards[article.path]

    def all_of(self, articles: Sequence[Article]) -> tuple[Card, ...]:
        """Several articles as lists show them."""
        return tuple(self._cards[article.path] for article in articles)

    def section(self, article: Article) -> Link | None:
        """The section of an article."""
        return self._sections.get(section_slug(article))

    def _make(self, article: Article, resolver: LinkResolver) -> Card:
        return Card(
            title=article.title,
            untitled=article.untitled,
            address=resolver.address(article.path),
            summary=article.summary,
            moment=article.date,
            section=self.section(article),
            authors=article.authors,
            publishers=tuple(dict.fromkeys(source.name for source in article.sources)),
            language=article.language,
            direction=direction(article.language),
            image=self._picture(article, resolver),
        )

    def _picture(self, article: Article, resolver: LinkResolver) -> Picture | None:
        image = article.image
        if image is None:
            return None
        line = article.line("image")
        resolved = resolver.resolve(article.path, line, image.file, True)
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
