"""Articles arranged: order, sections, tags, related ones, parts of lists."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.content.articles import Article, ReadingRules, read_article
from broadsheet.content.settings import SectionSetting, Settings, TagSettings
from broadsheet.content.taxonomies import TAG
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.files import ContentFile
from broadsheet.pages.pagination import neighbours, paginate
from tests.sites import article

RULES = ReadingRules(ZoneInfo("UTC"), "en", (), "https://x.org/", "sanitize")
AS_OF = datetime(2022, 1, 1, tzinfo=UTC)


def made(path: str, date: str = "2021-01-01", more: str = "") -> Article:
    """An article at `content/PATH`."""
    text = article(Path(path).stem, date, more)
    reading = read_article(ContentFile(f"content/{path}", text.encode()), RULES)
    assert reading.article, reading.problems
    return reading.article


def arranged(*articles: Article, tags: TagSettings | None = None) -> Catalog:
    """The articles, arranged for a site with two named sections."""
    sections = (SectionSetting("world", "The World"), SectionSetting("arts", "Arts"))
    base = Settings("T", "https://x.org/", "D", "en", ZoneInfo("UTC"), sections=sections)
    settings = replace(base, tags=tags or TagSettings())
    return arrange(articles, (), settings, AS_OF, False)


def test_articles_of_one_day_keep_the_order_of_their_paths() -> None:
    both = made("a/x.md"), made("a/y.md")
    assert arranged(*both).articles == arranged(*reversed(both)).articles == both[::-1]


def test_sections_stand_in_the_order_of_the_settings_then_by_name() -> None:
    catalog = arranged(
        made("zoo/a.md"), made("arts/b.md"), made("world/c.md"), made("my-town/d.md")
    )
    assert [(it.slug, it.title) for it in catalog.listings.sections] == [
        ("world", "The World"),
        ("arts", "Arts"),
        ("my-town", "My town"),
        ("zoo", "Zoo"),
    ]


def test_section_named_in_the_front_matter_joins_its_folders_section() -> None:
    catalog = arranged(made("arts/a.md"), made("b.md", more="section: ARTS"))
    (section,) = catalog.listings.sections
    assert len(section.articles) == 2


def test_spellings_of_a_tag_merge_under_the_most_frequent_one() -> None:
    uses = ["[open source]", "[Open Source]", "[Open  Source]"]
    articles = [
        made(f"a/{n}.md", f"2021-01-0{n + 1}", f"tags: {use}") for n, use in enumerate(uses)
    ]
    (tag,) = arranged(*articles).listings.by_taxonomy[TAG].terms
    assert (tag.title, tag.slug, len(tag.articles)) == ("Open Source", "open-source", 3)


def test_tag_given_twice_counts_once() -> None:
    (tag,) = arranged(made("a/x.md", more="tags: [Go, go, GO]")).listings.by_taxonomy[TAG].terms
    assert len(tag.articles) == 1


def test_later_tag_never_takes_an_older_ones_address() -> None:
    old = made("a/z.md", "2021-01-01", "tags: [A B]")
    catalog = arranged(old, made("a/b.md", "2021-02-01", "tags: [A-B]"))
    slugs = {tag.title: tag.slug for tag in catalog.listings.by_taxonomy[TAG].terms}
    assert slugs["A B"] == "a-b" and slugs["A-B"].startswith("a-b-")
    assert [tag.title for tag in catalog.listings.by_taxonomy[TAG].vocabulary.disambiguated] == [
        "A-B"
    ]


def test_alias_and_slug_of_a_tag_are_followed() -> None:
    settings = TagSettings(aliases=(("golang", "Go"),), slugs=(("Go", "go-language"),))
    (tag,) = (
        arranged(made("a/x.md", more="tags: [GoLang]"), tags=settings)
        .listings.by_taxonomy[TAG]
        .terms
    )
    assert (tag.title, tag.slug) == ("Go", "go-language")


def test_related_articles_share_rare_tags_and_are_no_members_of_its_story() -> None:
    catalog = arranged(
        made("a/one.md", "2021-01-01", "story: s\ntags: [A, B, C]"),
        made("a/two.md", "2021-01-02", "story: S\ntags: [A, B, C]"),
        made("a/three.md", "2021-01-03", "tags: [A, B]"),
        made("a/four.md", "2021-01-04", "tags: [A]"),
        made("a/five.md", "2021-01-05", "tags: [A, B, C]"),
    )
    related = [
        (it.article.slug, it.taxonomy.key, it.name) for it in catalog.related["content/a/one.md"]
    ]
    assert related == [
        ("five", "tag", "A"),
        ("three", "tag", "A"),
        ("four", "tag", "A"),
    ]


def test_related_articles_are_at_most_five() -> None:
    articles = [made(f"a/{n}.md", more="tags: [A]") for n in range(8)]
    assert {len(it) for it in arranged(*articles).related.values()} == {5}


def test_neighbours_are_the_ones_before_and_after_in_time() -> None:
    first, second, third = (made(f"a/{n}.md", f"2021-01-0{n}") for n in (1, 2, 3))
    assert list(neighbours([third, second, first])) == [
        (second, third, None),
        (first, second, third),
        (None, first, second),
    ]


ARTICLES = [made(f"a/{n:02}.md") for n in range(40, 0, -1)]


@given(st.integers(0, 40), st.integers(1, 7))
def test_parts_hold_every_article_once_and_never_change(count: int, size: int) -> None:
    listed = ARTICLES[40 - count :]
    newest, slices = paginate(listed, size)
    assert [*newest, *(it for part in reversed(slices) for it in part.articles)] == listed
    assert all(len(part.articles) == size for part in slices)
    assert [part.number for part in slices] == list(range(1, len(slices) + 1))
    assert len(newest) < 2 * size and (not slices or len(newest) >= size)
    if count < 40:
        assert paginate(ARTICLES[39 - count :], size)[1][: len(slices)] == slices


@pytest.mark.parametrize("tag", ["C", "C++", "C#", ".NET"])
def test_languages_that_differ_by_a_sign_are_apart(tag: str) -> None:
    slug = {"C": "c", "C++": "cpp", "C#": "csharp", ".NET": "dotnet"}[tag]
    (listed,) = arranged(made("a/x.md", more=f'tags: ["{tag}"]')).listings.by_taxonomy[TAG].terms
    assert listed.slug == slug
