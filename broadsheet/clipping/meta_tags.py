"""What the `<meta>` elements of a page say: those of Open Graph, Dublin Core and others."""

from collections.abc import Callable, Mapping

from broadsheet.clipping.html_page import HtmlPage
from broadsheet.clipping.report import Report
from broadsheet.clipping.values import authors_of, day_of, language_of, name_of, title_of, words

SITE = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title",
        "application-name", "apple-mobile-web-app-title", "article:publisher")  # fmt: skip
TITLE = ("og:title", "citation_title", "parsely-title", "sailthru.title", "dc.title",
         "dcterms.title", "twitter:title", "title", "headline")  # fmt: skip
AUTHOR = ("author", "article:author", "og:article:author", "parsely-author", "sailthru.author",
          "dc.creator", "dcterms.creator", "citation_author", "byl", "creator",
          "article:author_name", "cxenseparse:author")  # fmt: skip
DATE = ("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
        "sailthru.date", "citation_publication_date", "citation_date", "dcterms.created",
        "dcterms.issued", "dc.date.issued", "dc.date", "dcterms.date", "dc.date.created",
        "pubdate", "publishdate", "publish-date", "publication_date", "date", "article.published",
        "cxenseparse:recs:publishtime", "pdate", "release_date", "og:pubdate")  # fmt: skip
LANGUAGE = ("content-language", "dc.language", "dcterms.language", "language", "og:locale")
STANDFIRST = ("og:description", "description", "twitter:description", "dcterms.description")
TIERS: Mapping[str, str] = {
    "free": "free", "locked": "paywall", "premium": "paywall", "paid": "paywall",
    "metered": "registration", "registration": "registration", "subscription": "paywall",
    "paywall": "paywall", "subscribers": "paywall",
}  # fmt: skip
TIER = ("article:content_tier", "og:article:content_tier", "content_tier", "access",
        "article:access", "paywall", "content-access")  # fmt: skip


def report_in_meta(page: HtmlPage) -> Report:
    """What the `<meta>` elements of a page say."""
    return Report(
        name=_first(page, SITE, name_of),
        title=_first(page, TITLE, title_of),
        authors=_authors(page),
        day=next(filter(None, (day_of(it) for it in _values(page, DATE))), None),
        language=_first(page, LANGUAGE, language_of),
        access=next(
            (TIERS[it] for it in map(str.casefold, _values(page, TIER)) if it in TIERS), ""
        ),
        standfirst=_first(page, STANDFIRST, words),
    )


def _values(page: HtmlPage, names: tuple[str, ...]) -> list[str]:
    return [words(it) for name in names for it in page.meta.get(name, ())]


def _first(page: HtmlPage, names: tuple[str, ...], read: Callable[[object], str]) -> str:
    return next(filter(None, map(read, _values(page, names))), "")


def _authors(page: HtmlPage) -> tuple[str, ...]:
    """The authors by the first name of `<meta>` that gives any; a site's own name is none."""
    site = words(page.said(*SITE)).casefold()
    for name in AUTHOR:
        written = [
            _turned(it) if name.startswith("citation") else it for it in page.meta.get(name, ())
        ]
        found = tuple(it for it in authors_of(written) if it.casefold() != site)
        if found:
            return found
    return ()


def _turned(name: str) -> str:
    """`Lee, Ann`, as libraries write it, as `Ann Lee`."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name
