"""All suggestions together: in order, harmless, quick, and good on a real site."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from broadsheet.content.articles import Article
from broadsheet.content.notes import is_note
from broadsheet.content.spellings import name_key
from broadsheet.desk.drafted import Drafted
from broadsheet.desk.site_index import SiteIndex
from broadsheet.desk.suggestion import Suggestion
from broadsheet.desk.suggestions import suggestions_for
from broadsheet.text.html_as_text import html_as_text
from broadsheet.urls import slugify
from tests.desk.drafts import draft, read, report, said, site_of, written
from tests.sites import ROOT

ORDER = ["no-credit", "reports-title", "figure", "section", "tag", "related"]
HOSTILE = [
    "<script>alert(1)</script>" * 2_000,
    "a" * 300_000,
    "A " * 150_000,
    "A-" * 150_000,
    "1,2." * 80_000,
    "“" * 200_000,
    "> " * 100_000,
    "[x](" * 60_000,
    "Monday, 20 August " * 15_000,
    "Bhaglan " * 40_000,
    "東" * 200_000,
    "ア" * 200_000,
    "ا" * 200_000,
    "e\u0301" * 100_000,
    "\u202e\u0000\ud800\ufdfa" * 20_000,
]


def test_what_to_mend_comes_before_what_to_add() -> None:
    others = [written(f"Other {it}", f"Weather of day {it}.") for it in range(12)]
    like = written("Baghlan and Banu and Andarab", "Text.", "tags: [Baghlan]")
    drafted = draft(
        title="A title", summary="In Baghlan, Banu, Andarab: 4711.", sources=[], section=""
    )
    found = suggestions_for(
        drafted, [report("In Baghlan, Banu and Andarab.")], site_of([like, *others])
    )
    kinds = [it.kind for it in found if it.kind in ORDER]
    assert kinds == ORDER


def test_draft_in_which_all_is_right_gets_no_suggestion() -> None:
    text = "The mayor of Banu counted 1,189 houses on 20 August, as The Wire reported."
    drafted = draft(summary="Some 1,200 houses stand in Banu.", body="He counted them on Friday.")
    assert said(drafted, [report(text)]) == []


def test_empty_draft_of_an_empty_site_is_only_told_to_give_credit() -> None:
    assert said(Drafted(language="en"), []) == ["Credit the report that this is from"]


def test_every_suggestion_explains_itself() -> None:
    drafted = draft(title="x" * 99, summary="", body="Bhaglan has 7 on Monday, 20 August 2021.")
    found = suggestions_for(drafted, [report("Baghlan.", title="x" * 99)], site_of())
    assert len(found) >= 4
    assert all(it.because and it.said for it in found)


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(it[:12]) for it in HOSTILE])
def test_hostile_texts_are_looked_at_in_bounded_time(text: str) -> None:
    site = site_of([written("Other", "Text.", "tags: [Baghlan]")])
    reports = [report(text, title=text), report("Baghlan 1,189", number=2)]
    found = suggestions_for(draft(title=text, summary=text, body=text), reports, site)
    assert all(len(it.said) < 400 and len(it.because) < 400 for it in found)
    assert all("\n" not in it.said + it.because for it in found)


def test_language_that_nobody_knows_is_looked_at_like_others() -> None:
    for language in ("", "xx", "tlh", "zh-Hant-TW", "sr-Latn"):
        drafted = draft(summary="On Monday, 20 August: 1,189.", language=language)
        assert said(drafted, [report("1,189 on 20 August", language=language)], "figure") == []


# The sample site: real news of one month.


def sample() -> list[tuple[Article, str]]:
    paths = sorted((ROOT / "content").rglob("*.md"))
    names = [it.relative_to(ROOT).as_posix() for it in paths]
    articles = [
        read(name.removeprefix("content/"), (ROOT / name).read_text("utf-8"))
        for name in names
        if not is_note(name)
    ]
    return sorted(articles, key=lambda it: (it[0].date.at, it[0].path))


def as_draft(article: Article, html: str) -> Drafted:
    """An article as it was before it had a section, tags and a story."""
    return Drafted(
        language=article.language,
        path=article.path,
        title=article.title,
        summary=article.standfirst,
        body=html_as_text(html),
        sources=article.sources,
        day=article.date.at.date(),
    )


def hidden(kind: str) -> list[tuple[Article, Sequence[Suggestion]]]:
    """What is suggested for each article of the sample site when it is taken for a draft."""
    articles = sample()
    site = site_of(articles)
    return [
        (it, [one for one in suggestions_for(as_draft(it, html), [], site) if one.kind == kind])
        for it, html in articles
    ]


def test_tags_of_the_sample_site_are_found_again() -> None:
    found = hidden("tag")
    wanted = [{name_key(it) for it in article.tags} for article, _ in found]
    every = [tag for tags in wanted for tag in tags]
    given = [{name_key(it.value) for it in each} for _, each in found]
    right = sum(len(one & other) for one, other in zip(wanted, given, strict=True))
    reachable = sum(every.count(tag) > 1 for tag in every)  # others have it too
    assert right / sum(map(len, given)) >= 0.5
    assert right / reachable >= 0.6


def test_stories_of_the_sample_site_are_found_again() -> None:
    """As each article was written: those after it do not count. The first of a story has none."""
    seen, right, wrong, begun = set[str](), 0, 0, 0
    for article, suggestions in hidden("story"):
        story = slugify(article.story) if article.story else ""
        begun += story in seen
        right += any(it.value == story for it in suggestions)
        wrong += any(it.value != story for it in suggestions)
        seen |= {story} - {""}
    assert wrong == 0
    assert right >= 0.7 * begun


def test_sample_site_has_no_slips_in_names_after_its_own_words() -> None:
    """Each article, judged after its own text as the report: nothing is invented."""
    wrong: list[str] = []
    for article, html in sample():
        text = f"{article.standfirst} {html_as_text(html)} {article.title}"
        source = replace(report(text, title="Other words"), language=article.language)
        found = suggestions_for(as_draft(article, html), [source], SiteIndex())
        wrong += [it.said for it in found if it.kind in ("figure", "rounded-figure", "name")]
    assert wrong == []


def test_slips_in_figures_are_found() -> None:
    """Two digits of a figure of three or more change places: nearly all are found."""
    found = made = 0
    for article, html in sample():
        text = f"{article.title} {article.standfirst} {html_as_text(html)}"
        source = report(text, title="Other words", language=article.language)
        for word in sorted({it for it in text.split() if it.isdecimal() and len(it) > 2}):
            places = [at for at, (one, other) in enumerate(pairwise(word)) if one != other and at]
            if not places or 1_900 < int(word) < 2_100:
                continue
            at = places[0]
            slip = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
            drafted = replace(draft(language=article.language), summary=f"There were {slip}.")
            made += 1
            found += bool(said(drafted, [source], "figure"))
    assert made >= 10
    assert found >= 0.9 * made
