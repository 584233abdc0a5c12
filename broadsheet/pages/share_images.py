"""Images drawn from words: a share image for each article and the site, and the site's icons."""

from collections.abc import Iterator

from broadsheet.content.articles import Article
from broadsheet.fingerprint import engine, of_value
from broadsheet.images.icons import Icon
from broadsheet.images.share_images import ShareCard
from broadsheet.languages import long_date
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import ICONS, SITE_SHARE
from broadsheet.site.later import Once, made
from broadsheet.site.outputs import Asset


def share_images(factory: PageFactory, accent: str) -> Iterator[Asset]:
    """Every share image of the site and its icons, in the accent colour; none if the settings turn
    them off."""
    settings = factory.settings
    if not settings.share_images:
        return
    site = ShareCard(settings.title, "", settings.description, "", "", accent)
    yield _asset(SITE_SHARE, "the site's share image", made(site), site)
    for address, size in ICONS.items():
        icon = Icon(settings.title[:1], size, accent)
        yield _asset(address, "the site's icon", icon, icon)
    for article in factory.catalog.articles:
        share = factory.views.share(article)
        if share:
            section = factory.cards.section(article)
            told = (settings.title, section.title if section else "", article.title)
            day = (str(article.date.at.date()), article.language)
            card = Once(_card, factory, article, accent)
            yield _asset(share.address, article.path, card, (*told, *day, accent))


def _card(factory: PageFactory, article: Article, accent: str) -> ShareCard:
    section = factory.cards.section(article)
    return ShareCard(
        nameplate=factory.settings.title,
        section=section.title if section else "",
        title=article.title,
        date=long_date(article.date, article.language),
        numerals=article.date.at.date().isoformat(),
        accent=accent,
    )


def _asset(address: str, source: str, recipe: Once[ShareCard] | Icon, of: object) -> Asset:
    """An image that is made of what `of` tells."""
    return Asset(address, source, of_value((engine(), of)), recipe=recipe)
