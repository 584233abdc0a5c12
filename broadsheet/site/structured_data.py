"""Describes an article to machines: a `NewsArticle` of schema.org, as JSON-LD.

The properties are those that search engines document for articles, and those of schema.org for
credits and corrections.
"""

from typing import Any

from broadsheet.content.articles import Article, last_changed
from broadsheet.content.counted import Counted
from broadsheet.content.settings import Settings
from broadsheet.dates import Moment
from broadsheet.site.addresses import CORRECTIONS, FRONT, ICON, ICONS
from broadsheet.site.views import ArticleView, Credit, Link, Picture
from broadsheet.urls import absolute

Data = dict[str, Any]


def news_article(
    article: Article, view: ArticleView, organizations: frozenset[str], settings: Settings
) -> Data:
    """The article as a schema.org `NewsArticle`; its image is its picture, or its share image.

    `organizations` are the pages of those authors that are not persons.
    """
    base = settings.url
    address = absolute(base, view.address)
    data: Data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.title,
        "description": article.summary,
        "datePublished": _time(article.date),
        "dateModified": _time(last_changed(article)),
        "author": [_author(byline, organizations, settings) for byline in view.bylines]
        or [_publisher(settings)],
        "publisher": _publisher(settings),
        "inLanguage": article.language,
        "isAccessibleForFree": True,
        "wordCount": Counted.of({article.path: article.body.words}),
    }
    shown = view.image or view.share
    if shown:
        data["image"] = [_image(shown, base)]
    return data | _about(article, view)


def _about(article: Article, view: ArticleView) -> Data:
    """What it is about, whom it credits and what was corrected, where there is such."""
    data: Data = {}
    if view.section:
        data["articleSection"] = view.section.title
    if view.tags:
        data["keywords"] = [tag.title for tag in view.tags]
    if article.sources:
        data["citation"] = [_citation(source) for source in view.sources]
    if article.corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": it.text, "datePublished": _time(it.date)}
            for it in article.corrections
        ]
    return data


def _image(picture: Picture, base: str) -> Data:
    whole = picture.whole
    url = absolute(base, whole.address)
    return {"@type": "ImageObject", "url": url, "width": whole.width, "height": whole.height}


def _author(byline: Link, organizations: frozenset[str], settings: Settings) -> Data:
    return {
        "@type": "Organization" if byline.address in organizations else "Person",
        "name": byline.title,
        "url": absolute(settings.url, byline.address),
    }


def _publisher(settings: Settings) -> Data:
    logo, size = max(ICONS.items(), key=lambda it: it[1])
    icon = {"@type": "ImageObject", "url": absolute(settings.url, ICON)}
    drawn = {"@type": "ImageObject", "url": absolute(settings.url, logo)}
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.title,
        "url": absolute(settings.url, FRONT),
        "logo": {**drawn, "width": size, "height": size} if settings.share_images else icon,
        "correctionsPolicy": absolute(settings.url, CORRECTIONS),
    }


def _citation(source: Credit) -> Data:
    data: Data = {
        "@type": "CreativeWork",
        "name": source.title or source.name,
        "url": source.url,
        "publisher": {"@type": "Organization", "name": source.name},
    }
    if source.language:
        data["inLanguage"] = source.language
    if source.date:
        data["datePublished"] = str(source.date)
    if source.author:
        data["author"] = [{"@type": "Person", "name": name} for name in source.author]
    return data


def _time(moment: Moment) -> str:
    return moment.at.isoformat()
