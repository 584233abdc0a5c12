"""The archive: all articles by year and month."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from broadsheet.content.articles import Article
from broadsheet.dates import Moment, fixed
from broadsheet.languages import month_in_words
from broadsheet.pages.lists import index_of
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import ARCHIVE, archive_address
from broadsheet.site.outputs import Page
from broadsheet.site.views import ArchiveMonth, CountedLink


def archive_pages(factory: PageFactory) -> Iterator[Page]:
    """The index of years, a page for each year with its months, and a page for each month."""
    years: dict[int, dict[int, list[Article]]] = defaultdict(lambda: defaultdict(list))
    for article in factory.catalog.articles:
        day = article.date.at.date()
        years[day.year][day.month].append(article)
    items = tuple(
        CountedLink(str(year), archive_address(year), sum(map(len, months.values())))
        for year, months in years.items()
    )
    title = factory.translations.gettext("Archive")
    yield index_of(factory, ARCHIVE, title, "the archive", "year", items)
    for year, months in years.items():
        yield _year(factory, year, months)
        for month, articles in months.items():
            yield _month(factory, year, month, articles)


def _first(factory: PageFactory, year: int, month: int) -> Moment:
    return Moment(fixed(datetime(year, month, 1, tzinfo=factory.settings.timezone)), has_time=False)


def _year(factory: PageFactory, year: int, months: dict[int, list[Article]]) -> Page:
    listed = tuple(
        ArchiveMonth(_first(factory, year, month), archive_address(year, month), len(articles))
        for month, articles in months.items()
    )
    address = archive_address(year)
    return factory.page(
        address, "year.html", str(year), f"the archive of {year}", heading=str(year), months=listed
    )


def _month(factory: PageFactory, year: int, month: int, articles: Sequence[Article]) -> Page:
    first, address = _first(factory, year, month), archive_address(year, month)
    title = month_in_words(first.at.date(), factory.settings.language)
    return factory.later(
        address,
        "month.html",
        f"the archive of {title}",
        _whole_month,
        factory,
        title,
        address,
        articles,
        key=factory.key(year, month, tuple(articles)),
    )


def _whole_month(
    factory: PageFactory, title: str, address: str, articles: Sequence[Article]
) -> Page:
    days: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        days[article.date.at.date().isoformat()].append(article)
    return factory.page(
        address,
        "month.html",
        title,
        f"the archive of {title}",
        heading=title,
        year=archive_address(articles[0].date.at.year),
        days=tuple(
            (Moment(listed[0].date.at, False), factory.cards.all_of(listed))
            for listed in days.values()
        ),
        book=factory.book("months", address),
    )
