"""What the site has covered is found by addresses, titles and events, and kept up to date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from broadsheet.clipping.covered import Covered
from broadsheet.clipping.known import KnownArticle
from broadsheet.content.front_matter import Source
from broadsheet.inbox.covering import Coverage
from broadsheet.inbox.items import Item
from broadsheet.inbox.site_texts import SiteText, site_texts
from broadsheet.inbox.traits import Traits, traits_of
from tests.inbox.feeds import NOW
from tests.inbox.labelled import TUNED, read
from tests.sites import make_site

ONE = Item(1, "f", "https://a.example/1", "a.example/1?", "Westhaven bridge opens", "A", "en", NOW,
           "The mayor came to the Westhaven bridge.", 100, event=1)  # fmt: skip
TWO = replace(ONE, id=2, key="b.example/2?", publisher="B", at=NOW + 60)
TODAY = date(2026, 1, 31)


def covered(texts: Sequence[SiteText], *reports: Item) -> Covered | None:
    """What covers reports of one event."""
    coverage = Coverage("en")
    coverage.take_reports((), map(traits_of, reports))
    coverage.take_texts(texts, TODAY)
    coverage.cover({1: [it.id for it in reports]})
    return coverage[1]


def text(article: KnownArticle) -> SiteText:
    """An article without addresses."""
    return SiteText(article, frozenset())


def test_address_in_any_text_covers_the_event(tmp_path: Path) -> None:
    made = make_site(
        tmp_path,
        "-- content/editions/2026-01-31.md --\n---\ntitle: T\n---\nSee <http://www.a.example/1/>.\n",
    )
    texts = site_texts(made.root, UTC)
    found = covered(texts, ONE, TWO)
    assert found and found.by_address and found.article.path == "content/editions/2026-01-31.md"


def test_front_page_of_a_publication_covers_nothing(tmp_path: Path) -> None:
    note = "-- content/sources/a.md --\n---\nurl: https://a.example/\n---\nhttp://www.a.example\n"
    texts = site_texts(make_site(tmp_path, note).root, UTC)
    assert texts and covered(texts, replace(ONE, key="a.example?", title="Quiz")) is None


def test_brackets_within_an_address_are_its_own(tmp_path: Path) -> None:
    made = make_site(
        tmp_path,
        "-- content/editions/2026-01-31.md --\n---\ntitle: T\n---\n"
        "([here](https://a.example/x_(y)), https://a.example/z).\n",
    )
    texts = site_texts(made.root, UTC)
    for key in ("a.example/x_(y)?", "a.example/z?"):
        found = covered(texts, replace(ONE, key=key))
        assert found and found.by_address


def test_article_that_tells_of_the_event_is_said_to() -> None:
    article = KnownArticle("content/x.md", "Crossing", TODAY, ())
    assert "it tells of the same event" in str(Covered(article, False))
    assert "title is nearly the same" in str(Covered(article, False, "Crossed"))


def test_nearly_the_title_of_a_source_may_cover_it() -> None:
    source = Source("C", "https://c.example/", "Westhaven: bridge opens")
    article = KnownArticle("content/x.md", "Crossing", date(2026, 1, 30), (source,))
    found = covered([text(article)], ONE)
    assert found and not found.by_address and found.title == "Westhaven: bridge opens"


def test_article_in_another_language_may_cover_the_event() -> None:
    title = "Ekström opens the bridge of Westhaven"
    article = KnownArticle("content/x.md", title, TODAY, ())
    report = replace(ONE, language="de", title="Ekström weiht Westhavens Brücke ein", text="")
    found = covered([text(article)], report)
    assert found and found.article is article


def test_article_says_its_own_language() -> None:
    title = "Westhavens Brücke geht wieder auf"
    article = KnownArticle("content/x.md", title, TODAY, (), "de")
    report = replace(ONE, language="de", title="Brücke in Westhaven geht auf", text="")
    found = covered([text(article)], report)
    assert found and found.article is article


def test_other_articles_cover_nothing() -> None:
    article = KnownArticle("content/x.md", "Harbour fire put out", TODAY, ())
    assert covered([text(article)], ONE) is None


@pytest.mark.parametrize("seed", [1, 4, 5, 9, 13, 14])
def test_what_is_looked_at_is_covered_as_if_all_was_made_at_once(seed: int) -> None:
    """And what is not looked at stays as it was judged; by address or title that is the same."""
    random, labelled = Random(seed), read(*TUNED)
    day = date(2021, 8, 20)
    reports = [traits_of(it) for it in labelled.items]
    articles = [
        text(KnownArticle(f"content/{number}.md", it.title, day, (Source("S", it.url, it.title),)))
        for number, it in enumerate(labelled.items[::9])
    ]
    grown, known, shown = Coverage("en"), set[int](), list[SiteText]()
    expected: dict[int, Covered | None] = {}
    for step in range(12):
        come = [it for it in reports if it.id not in known and random.random() < 0.3]
        gone = random.sample(sorted(known), len(known) // 9)
        grown.take_reports(gone, come)
        known = (known - set(gone)) | {it.id for it in come}
        left = random.sample(articles, step)
        old = grown.covered_by(it.article.path for it in shown if it not in left)
        near = grown.take_texts(left, day)
        stale = known if near is None else {*near, *(it.id for it in come), *gone, *old}
        grown.cover({it: [it] if it in known else [] for it in stale})
        shown = left
        fresh = _at_once([it for it in reports if it.id in known], shown, day)
        expected |= {it: fresh[it] for it in stale}
        assert {it.id: grown[it.id] for it in reports} == {
            it.id: expected.get(it.id) for it in reports
        }
        assert {it.id: _surely(grown[it.id]) for it in reports} == {
            it.id: _surely(fresh[it.id]) for it in reports
        }
        assert step < 2 or any(it.id in grown for it in reports)
    tomorrow = date(2021, 8, 21)
    assert grown.take_texts(shown, tomorrow) is None
    grown.cover({it: [it] for it in known})
    fresh = _at_once([it for it in reports if it.id in known], shown, tomorrow)
    assert {it: grown[it] for it in known} == {it: fresh[it] for it in known}


def _at_once(reports: Sequence[Traits], texts: Sequence[SiteText], day: date) -> Coverage:
    """The coverage of reports, each a group of its own."""
    made = Coverage("en")
    made.take_reports((), reports)
    made.take_texts(texts, day)
    made.cover({it.id: [it.id] for it in reports})
    return made


def _surely(found: Covered | None) -> Covered | None:
    """What was found by an address or a title."""
    return found if found and (found.by_address or found.title) else None


def test_nearest_headline_is_named_whatever_the_order_of_texts() -> None:
    near = [
        text(KnownArticle(f"content/{name}.md", title, TODAY, ()))
        for name, title in [
            ("a", "Westhaven bridge opens up"),
            ("c", "Westhaven bridge opens"),
            ("b", "Westhaven: bridge opens!"),
        ]
    ]
    for texts in permutations(near):
        found = covered(texts, ONE)
        assert found and found.article.path == "content/b.md"
