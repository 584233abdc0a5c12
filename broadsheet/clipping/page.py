"""Reads a web page as a report: what it says of itself, what it shows, and its text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from broadsheet.clipping.addresses import canonical, day_in, site_host
from broadsheet.clipping.html_page import HtmlPage, html_page
from broadsheet.clipping.json_ld import json_ld
from broadsheet.clipping.meta_tags import report_in_meta
from broadsheet.clipping.microdata import microdata
from broadsheet.clipping.prose import prose_of
from broadsheet.clipping.report import Report, merged
from broadsheet.clipping.schema_org import Graph, Node, addresses_of, report_of
from broadsheet.clipping.scripts import checked_language
from broadsheet.clipping.titles import headline, title_element, told_apart, without_site
from broadsheet.clipping.visible import report_on_page


def read_page(content: bytes, today: date, address: str = "", declared: str = "") -> Report:
    """The report in the bytes of a page.

    `address` is where the page came from, empty if nobody knows; `declared` is the encoding that
    the server named. A day after `today` is none, but for tomorrow, which it is elsewhere already.
    Raises NotAPage.
    """
    page = html_page(content, address, declared)
    titles = (page.said("og:title"), headline(page.tree))
    address = canonical(_own_addresses(page), page.address, page.is_amp)
    nodes: list[Node] = []
    known: list[Report] = []
    for roots in (list(json_ld(page.tree)), list(microdata(page.tree))):
        graph = Graph(roots)
        node = graph.report(address, titles)
        nodes.append(node)
        known.append(report_of(node, graph))
    if not address:
        address = canonical(tuple(it for node in nodes for it in addresses_of(node)), "", False)
    latest = today + timedelta(days=1)
    paragraphs = prose_of(page.tree, address)
    known += [report_in_meta(page), report_on_page(page), Report(day=day_in(address))]
    known = [replace(it, day=it.day if it.day and it.day <= latest else None) for it in known]
    return _settled(merged(known), page, address, paragraphs)


def _own_addresses(page: HtmlPage) -> tuple[str, ...]:
    return (*page.links("canonical"), page.said("og:url"), page.said("parsely-link"))


def _settled(report: Report, page: HtmlPage, address: str, paragraphs: Sequence[str]) -> Report:
    """The report with what only all its parts together tell."""
    whole = title_element(page.tree)
    title, beside = told_apart(whole, report.title, address)
    name = report.name or beside
    title = without_site(report.title or whole, name) if report.name else title
    shown = headline(page.tree)
    if title.endswith(("…", "...")) and shown.startswith(title.rstrip(".… ")[:40]):
        title = shown
    text = " ".join((title, report.standfirst, *paragraphs))
    return replace(
        report,
        name=name or site_host(address),
        title=title,
        authors=tuple(it for it in report.authors if it.casefold() != name.casefold()),
        language=checked_language(report.language, text),
        url=address,
        standfirst=_standfirst(report.standfirst, title, paragraphs),
        paragraphs=tuple(it for it in paragraphs if it not in (title, shown)),
    )


def _standfirst(found: str, title: str, paragraphs: Sequence[str]) -> str:
    """The lines below the headline, unless they only repeat it or the first paragraph."""
    start = found.rstrip(".… ")
    if not start or start.casefold() == title.casefold():
        return ""
    return "" if any(it.startswith(start) for it in paragraphs[:2]) else found
