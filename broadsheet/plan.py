"""Every page, feed and asset of the site."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import splitext
from typing import Any

from broadsheet.addresses import (
    FRONT,
    KINDS,
    NOT_FOUND,
    OPML,
    ROBOTS,
    SITE_FEED,
    SITEMAP,
    SUBSCRIBE,
    TAGS,
    Directory,
    feed_address,
    is_media,
    list_address,
    media_address,
    part_address,
)
from broadsheet.articles import Article
from broadsheet.catalog import Catalog, Listed, Slice, neighbours, paginate
from broadsheet.claims import claimed, clashing_ids, lost_links
from broadsheet.desk import Desk, section_link
from broadsheet.files import Content
from broadsheet.languages import direction
from broadsheet.pages import FEED, Asset, Page
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.settings import Settings
from broadsheet.themes import Static, Theme
from broadsheet.urls import address_fault
from broadsheet.views import (
    Channel,
    CountedLink,
    Group,
    Link,
    PageHead,
    Site,
    SitemapEntry,
)

FRONT_CARDS = 6  # of each section on the front page


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole site: no two outputs have one address."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    warnings: tuple[Problem, ...]


def plan_site(catalog: Catalog, content: Content, settings: Settings, theme: Theme) -> Plan:
    """Lay out the site; raises ProblemsFound when links or addresses are wrong."""
    held = [each.path for each in catalog.held]
    media = [path for path in content.media if is_media(path)]
    directory = Directory(catalog.articles, held, media, settings.permalink)
    desk = Desk(catalog, directory, settings)
    planner = Planner(catalog, desk, settings)
    pages = tuple(planner.pages())
    assets = (*_media_assets(media), *_static_assets(theme.statics))
    claims, clashes = claimed((*pages, *assets))
    problems = [*desk.problems, *clashes, *clashing_ids(catalog.articles)]
    problems += _unfit_names(media)
    problems += lost_links(catalog.articles, desk.goals, claims)
    if problems:
        raise ProblemsFound(problems)
    return Plan(pages, assets, (*desk.warnings, *_not_copied(content.media), *_parted(catalog)))


class Planner:
    """Lays out the pages of one site, in the order in which they are rendered."""

    def __init__(self, catalog: Catalog, desk: Desk, settings: Settings) -> None:
        self._catalog, self._desk, self._settings = catalog, desk, settings
        self._site = Site(
            title=settings.title,
            description=settings.description,
            language=settings.language,
            direction=direction(settings.language),
            url=settings.url,
            sections=tuple(section_link(listed) for listed in catalog.sections),
            feed=SITE_FEED,
        )

    def pages(self) -> Iterator[Page]:
        """Every page of the site."""
        yield self._front()
        yield from self._articles()
        for kind, lists in (("section", self._catalog.sections), ("tag", self._catalog.tags)):
            for listed in lists:
                yield from self._list(kind, listed)
        yield self._feed(SITE_FEED, self._settings.title, FRONT, self._catalog.articles)
        yield from self._aliases()
        yield from self._fixed()

    def _page(
        self,
        address: str,
        template: str,
        title: str,
        source: str,
        *,
        description: str = "",
        announced: Sequence[Link] = (),
        **context: Any,
    ) -> Page:
        head = PageHead(
            address=address,
            title=title,
            description=description or self._settings.description,
            language=self._site.language,
            direction=self._site.direction,
            feeds=(Link(self._settings.title, SITE_FEED), *announced),
        )
        return Page(address, template, {"site": self._site, "page": head, **context}, source)

    def _front(self) -> Page:
        articles = self._catalog.articles
        lead = next((it for it in articles if it.lead), next(iter(articles), None))
        listed = [(section_link(it), it.articles) for it in self._catalog.sections]
        loose = tuple(it for it in articles if not it.section)
        groups = []
        for section, members in [*listed, *([(None, loose)] if loose else [])]:
            shown = [it for it in members if it is not lead][:FRONT_CARDS]
            if shown:
                groups.append(Group(section, self._desk.cards(shown)))
        return self._page(
            FRONT,
            "front.html",
            "",
            "the front page",
            date_line=articles[0].date if articles else None,
            lead=self._desk.card(lead) if lead else None,
            groups=tuple(groups),
        )

    def _articles(self) -> Iterator[Page]:
        for before, article, after in neighbours(self._catalog.articles):
            view = self._desk.whole(article)
            feeds = [self._feed_link(view.section)] if view.section else []
            yield self._page(
                view.address,
                "article.html",
                article.title,
                article.path,
                description=article.summary,
                announced=feeds,
                article=view,
                related=self._desk.cards(self._catalog.related[article.path]),
                earlier=self._desk.card(before) if before else None,
                later=self._desk.card(after) if after else None,
            )

    def _feed_link(self, to: Link) -> Link:
        return Link(f"{self._settings.title}: {to.title}", feed_address(to.address))

    def _list(self, kind: str, listed: Listed) -> Iterator[Page]:
        whole = list_address(kind, listed.slug)
        newest, slices = paginate(listed.articles, self._settings.per_page)
        older = part_address(whole, len(slices)) if slices else ""
        yield self._list_page(kind, listed, whole, newest, older=older)
        for part in slices:
            yield self._slice_page(kind, listed, whole, part)
        if slices:
            # The last closed part links to a next one that is not closed yet: that address leads
            # to the list itself until it is, so a closed part never changes.
            yield self._redirect(
                part_address(whole, len(slices) + 1), whole, f"the {kind} {listed.title}"
            )
        feed = self._feed_link(Link(listed.title, whole))
        yield self._feed(feed.address, feed.title, whole, listed.articles)

    def _slice_page(self, kind: str, listed: Listed, whole: str, part: Slice) -> Page:
        older = part_address(whole, part.number - 1) if part.number > 1 else ""
        return self._list_page(
            kind,
            listed,
            part_address(whole, part.number),
            part.articles,
            number=part.number,
            older=older,
            newer=part_address(whole, part.number + 1),
            newest=whole,
        )

    def _list_page(
        self,
        kind: str,
        listed: Listed,
        address: str,
        articles: Sequence[Article],
        *,
        number: int = 0,
        older: str = "",
        newer: str = "",
        newest: str = "",
    ) -> Page:
        feed = self._feed_link(Link(listed.title, list_address(kind, listed.slug)))
        return self._page(
            address,
            "list.html",
            f"{listed.title} ({number})" if number else listed.title,
            f"the {kind} {listed.title}",
            description=f"{listed.title} – {self._settings.title}",
            announced=[feed],
            heading=listed.title,
            kind=kind,
            cards=self._desk.cards(articles),
            number=number,
            older=older,
            newer=newer,
            newest=newest,
            feed=feed,
        )

    def _feed(self, address: str, title: str, page: str, articles: Sequence[Article]) -> Page:
        channel = Channel(
            address=address,
            title=title,
            page=page,
            description=self._settings.description,
            language=self._settings.language,
            site_url=self._settings.url,
            entries=self._desk.entries(articles),
        )
        return Page(address, FEED, {"channel": channel}, f"the feed {title}")

    def _redirect(self, address: str, target: str, source: str) -> Page:
        return self._page(address, "redirect.html", "Moved", source, target=target)

    def _aliases(self) -> Iterator[Page]:
        for article in self._catalog.articles:
            target = self._desk.card(article).address
            for line, alias in article.aliases:
                address = alias if splitext(alias)[1] or alias.endswith("/") else f"{alias}/"
                page = self._redirect(address, target, article.path)
                yield replace(page, line=line)

    def _fixed(self) -> Iterator[Page]:
        yield self._page(TAGS, "tags.html", "Tags", "the list of tags", tags=self._counted_tags())
        feeds = self._all_feeds()
        yield self._page(SUBSCRIBE, "subscribe.html", "Subscribe", "the feeds", feeds=feeds)
        yield self._page(OPML, "feeds.opml", "", "the list of feeds", feeds=feeds)
        yield self._page(NOT_FOUND, "404.html", "Page not found", "the 404 page")
        yield self._page(SITEMAP, "sitemap.xml", "", "the sitemap", entries=self._sitemap())
        yield self._page(ROBOTS, "robots.txt", "", "robots.txt")

    def _counted_tags(self) -> tuple[CountedLink, ...]:
        return tuple(
            CountedLink(tag.title, list_address("tag", tag.slug), len(tag.articles))
            for tag in self._catalog.tags
        )

    def _all_feeds(self) -> tuple[Link, ...]:
        site = Link(self._settings.title, SITE_FEED)
        lists = [Link(it.title, list_address("section", it.slug)) for it in self._catalog.sections]
        tags = [Link(it.title, list_address("tag", it.slug)) for it in self._catalog.tags]
        return (site, *(Link(it.title, feed_address(it.address)) for it in (*lists, *tags)))

    def _sitemap(self) -> tuple[SitemapEntry, ...]:
        articles = tuple(
            SitemapEntry(self._desk.card(it).address, it.updated or it.date)
            for it in self._catalog.articles
        )
        lists = tuple(SitemapEntry(link.address, None) for link in self._site.sections)
        return (SitemapEntry(FRONT, None), *lists, SitemapEntry(TAGS, None), *articles)


def _media_assets(media: Sequence[str]) -> Iterator[Asset]:
    for path in media:
        yield Asset(media_address(path), path)


def _unfit_names(media: Sequence[str]) -> Iterator[Problem]:
    for path in media:
        fault = address_fault(media_address(path))
        if fault:
            yield Problem(path, 0, f"its name {fault}", "rename the file")


def _static_assets(statics: Mapping[str, Static]) -> Iterator[Asset]:
    for name, static in sorted(statics.items()):
        yield Asset(static.address, f"the theme's static file {name}", static.content)


def _not_copied(media: Sequence[str]) -> Iterator[Problem]:
    for path in media:
        if not is_media(path):
            yield Problem(path, 0, "was not copied to the site", KINDS)


def _parted(catalog: Catalog) -> Iterator[Problem]:
    for tag in catalog.parted:
        text = f"the tag {tag.title} has the address {list_address('tag', tag.slug)}"
        hint = "an older tag has the plain one; tags: slugs: in site.yaml can choose another"
        yield Problem("site.yaml", 0, text, hint)
