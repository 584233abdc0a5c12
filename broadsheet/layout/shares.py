"""Share images: one for each article, and one for all other pages."""

from collections.abc import Iterator

from broadsheet.addresses import SITE_SHARE
from broadsheet.articles import Article
from broadsheet.fingerprint import engine, of_value
from broadsheet.languages import long_date
from broadsheet.layout.paper import Paper
from broadsheet.pages import Asset
from broadsheet.share import ShareCard


def share_images(paper: Paper) -> Iterator[Asset]:
    """Every share image of the site; none where the settings want none."""
    settings = paper.settings
    if not settings.share_images:
        return
    site = ShareCard(settings.title, "", settings.description, "", "")
    yield _asset(SITE_SHARE, "the site's share image", site)
    for article in paper.catalog.articles:
        share = paper.desk.share(article)
        if share:
            yield _asset(share.address, article.path, _card(paper, article))


def _card(paper: Paper, article: Article) -> ShareCard:
    section = paper.desk.section(article)
    return ShareCard(
        nameplate=paper.settings.title,
        section=section.title if section else "",
        title=article.title,
        date=long_date(article.date, article.language),
        numerals=article.date.at.date().isoformat(),
    )


def _asset(address: str, source: str, card: ShareCard) -> Asset:
    return Asset(address, source, of_value((engine(), card)), recipe=card)
