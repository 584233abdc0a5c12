"""Fragments that pages share are rendered once, and no page is another for it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from broadsheet.dates import Moment
from broadsheet.rendering.environment import SharingEnvironment
from broadsheet.rendering.templates import FILTERS
from broadsheet.site.views import Card, Link, PageHead, Site

SECTIONS = tuple(Link(name, f"/{name}/index.html") for name in ("world", "science", "arts"))
SITE = Site(
    title="The Test",
    description="News",
    language="en",
    direction="ltr",
    url="https://example.org/",
    sections=SECTIONS,
    indexes=(),
    pages=(),
    editions="",
    feed="/feed.xml",
    books="",
    share=None,
)
MOMENT = Moment(datetime(2021, 8, 20, tzinfo=UTC), has_time=False)
CARDS = tuple(
    Card(
        f"Title {n}", False, f"/{n}.html", "", MOMENT, SECTIONS[n % 3], (), ("A", "B"), "en", "ltr",
        None,
    )
    for n in range(3)
)  # fmt: skip
NAV = (
    "{% for it in site.sections %}<a href='{{ it.address | link }}'"
    "{% if it.address == page.section %} class=here{% endif %}>{{ it.title | noted }}</a>"
    "{% endfor %}{% if site.editions %}{{ '/e.html' | link }}{% endif %}"
)
CARD = (
    "{% macro card(it, level=2) %}<h{{ level }}><a href='{{ it.address | link }}'>"
    "{{ it.title | noted }}</a></h{{ level }}>{{ it.publishers | join(', ') }}"
    "{{ it.moment | long_date }}{% if it.section %}{{ it.section.title }}{% endif %}{% endmacro %}"
)


def page(address: str, **changes: Any) -> PageHead:
    """What a page at an address says of itself."""
    head = PageHead(
        address=address,
        canonical=address,
        section="",
        lite="",
        is_lite=False,
        type="website",
        title=f"At {address}",
        description="",
        language="en",
        direction="ltr",
        feeds=(),
        image=None,
    )
    return replace(head, **changes)


PAGES = (
    page("/world/index.html", section="/world/index.html"),
    page("/world/2.html"),
    page("/tags/a/b.html"),
    page("/world/3.html", language="de"),
    page("/world/4.html", is_lite=True),
    page("/404.html"),
    page("/5.html"),
    page("/world/6.html"),  # links as /world/2.html does
    page("/tags/c/d.html"),  # links as /tags/a/b.html does
    page("/science/7.html"),  # links as /world/2.html does, but to sections
)


def rendered(environment: Environment, templates: dict[str, str]) -> tuple[list[str], int]:
    """`main` on every page, twice over, and how often the filter `noted` was asked."""
    asked = []

    def noted(value: str) -> str:
        asked.append(value)
        return value

    environment.filters.update(FILTERS, noted=noted)
    environment.loader = DictLoader(templates)
    template = environment.get_template("main")
    shown = [
        template.render(site=SITE, page=it, cards=CARDS, body=f"Text of {it.address}")
        for it in (*PAGES, *PAGES)
    ]
    return shown, len(asked)


def in_both_ways(main: str, **others: str) -> tuple[int, int]:
    """How often `noted` was asked without sharing and with it, once both show the same."""
    templates = {"main": main, **others}
    plainly, often = rendered(Environment(autoescape=True, undefined=StrictUndefined), templates)
    sharing = SharingEnvironment(autoescape=True, undefined=StrictUndefined)
    shared, seldom = rendered(sharing, templates)
    assert shared == plainly
    return often, seldom


def test_navigation_is_rendered_once_for_pages_of_one_place() -> None:
    often, seldom = in_both_ways(f"<h1>{{{{ page.title }}}}</h1>{NAV}<p>{{{{ body }}}}</p>")
    places = len(PAGES) - 2  # the others differ in their links, their language or their section
    assert (often, seldom) == (2 * len(PAGES) * len(SECTIONS), places * len(SECTIONS))


def test_card_is_rendered_once_for_lists_of_one_place() -> None:
    main = (
        "{% from 'cards' import card with context %}{% for it in cards %}{{ card(it) }}{% endfor %}"
    )
    often, seldom = in_both_ways(main, cards=CARD)
    places = len(PAGES) - 3
    assert (often, seldom) == (2 * len(PAGES) * len(CARDS), places * len(CARDS))


def test_page_links_to_its_own_heading_and_others_of_its_folder_to_that_page() -> None:
    link = "<a href='{{ '/world/6.html#a' | link }}'>A</a>"
    often, seldom = in_both_ways(f"<h1>{{{{ page.title }}}}</h1>{NAV}{link}")
    assert seldom < often


def test_parent_and_child_templates_share_what_stands_around_their_blocks() -> None:
    child = "{% extends 'base' %}{% block content %}{{ page.title }}{{ body }}{% endblock %}"
    often, seldom = in_both_ways(child, base=f"{NAV}{{% block content %}}{{% endblock %}}{NAV}")
    places = len(PAGES) - 2
    assert (often, seldom) == (4 * len(PAGES) * len(SECTIONS), 2 * places * len(SECTIONS))


@pytest.mark.parametrize(
    "main",
    [
        # what the macro shows depends on the page, by itself or by another that it calls
        "{% macro m(it) %}" + NAV + "{{ page.title }}{% endmacro %}{{ m(cards[0]) }}",
        "{% macro t() %}{{ page.title }}{% endmacro %}{% macro m(it) %}"
        + NAV
        + "{{ t() }}{% endmacro %}{{ m(cards[0]) }}",
        "{% macro m(it) %}" + NAV + "{{ body }}{% endmacro %}{{ m(cards[0]) }}",
        # what it is given differs from page to page
        "{% macro m(it) %}" + NAV + "{{ it }}{% endmacro %}{{ m(body) }}{{ m(page.title) }}",
        "{% macro m(it) %}" + NAV + "{{ it.title }}{% endmacro %}{{ m(page) }}",
        "{% macro m(it, on=true) %}"
        + NAV
        + "{{ on }}{% endmacro %}{{ m(1) }}{{ m(true) }}{{ m(1.0) }}",
        # a name means something else here
        "{% set options = page %}{{ options.title }}" + "{{ options.address | link }}" * 5,
        "{% for options in [page] %}" + "{{ options.address | link }}" * 5 + "{% endfor %}",
        "{% macro m(page) %}" + NAV + "{{ page.section }}{% endmacro %}{{ m(page) }}",
        # a value set on the way, a loop's own value, a macro that calls itself or its caller
        "{% set x = page.title %}" + NAV + "{{ x }}" + "{{ '/a' | link }}" * 5 + "{{ x }}",
        "{% for it in [page, page] %}{{ it.title }}" + NAV + "{{ loop.index }}{% endfor %}",
        "{% macro m(n) %}" + NAV + "{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(2) }}",
        "{% macro m() %}" + NAV + "{{ caller() }}{% endmacro %}"
        "{% call m() %}{{ page.title }}{% endcall %}",
    ],
)
def test_fragment_that_a_page_changes_is_not_shared(main: str) -> None:
    in_both_ways(main)


def test_macro_without_the_page_at_hand_is_rendered_each_time() -> None:
    plain = CARD.replace(" | link", "").replace(" | long_date", "")
    main = "{% from 'cards' import card %}{% for it in cards %}{{ card(it) }}{% endfor %}"
    often, seldom = in_both_ways(main, cards=plain)
    assert often == seldom


def test_imported_macros_know_the_page_that_is_rendered() -> None:
    texts = {
        "macros.html": "{% macro told(it) %}{{ page.title }} {{ it }} {% endmacro %}",
        "own.html": "{% macro told() %}{{ article }}{% endmacro %}",
        "page.html": "{% from 'macros.html' import told with context %}"
        "{% from 'own.html' import told as own with context %}{{ told(article) }}{{ own() }}",
    }
    sharing = SharingEnvironment(loader=DictLoader(texts))
    page = sharing.get_template("page.html")
    one, other = {"title": "One"}, {"title": "Other"}
    shown = [(one, "a"), (one, "b"), (other, "b")]
    written = [page.render(page=head, article=article) for head, article in shown]
    assert written == ["One a a", "One b b", "Other b b"]


def test_imported_macros_see_a_page_that_was_set_only_where_it_was_set() -> None:
    texts = {
        "macros.html": "{% macro told() %}{{ page.title }} {% endmacro %}",
        "part.html": "{% set page = {'title': 'Set'} %}"
        "{% from 'macros.html' import told with context %}{{ told() }}",
        "page.html": "{% from 'macros.html' import told with context %}"
        "{{ told() }}{% include 'part.html' %}{{ told() }}",
    }
    page = SharingEnvironment(loader=DictLoader(texts)).get_template("page.html")
    written = [page.render(page={"title": title}) for title in ("One", "Other")]
    assert written == ["One Set One ", "Other Set Other "]


def test_imported_macros_are_made_once_for_all_pages() -> None:
    texts = {
        "macros.html": "{% macro told() %}{{ page.title }}{% endmacro %}",
        "page.html": "{% import 'macros.html' as macros with context %}{{ noted(macros) }}",
    }
    sharing, noted = SharingEnvironment(loader=DictLoader(texts)), list[object]()
    sharing.globals["noted"] = noted.append
    for title in ("One", "Other"):
        sharing.get_template("page.html").render(page={"title": title}, site=SITE)
    assert noted[0] is noted[1]


def test_name_that_a_page_gives_to_a_global_function_is_seen_by_imported_macros() -> None:
    texts = {
        "macros.html": "{% macro told() %}{{ range }}{% endmacro %}",
        "page.html": "{% from 'macros.html' import told with context %}{{ told() }}",
    }
    page = SharingEnvironment(loader=DictLoader(texts)).get_template("page.html")
    written = [page.render(page={}, range=it) for it in ("hills", "hills", "sea")]
    assert written == ["hills", "hills", "sea"]
