"""Tags are suggested from the site's own, each with its reason."""

import pytest

from broadsheet.desk.site_index import SiteIndex
from tests.desk.drafts import draft, one, report, said, site_of, written

ABOUT = [
    written(
        f"News {it} of Baghlan",
        f"Fighters of Baghlan and Andarab met {it}.",
        "tags: [Baghlan, War]",
    )
    for it in range(4)
]
OTHERS = [written(f"Other {it}", f"Weather of day {it}.", "tags: [Weather]") for it in range(12)]


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    return site_of([*ABOUT, *OTHERS])


def test_tag_that_the_draft_names_is_suggested_with_its_reason(site: SiteIndex) -> None:
    suggestion = one(draft(summary="Baghlan is calm.", tags=("War",)), [], "tag", site)
    assert (suggestion.said, suggestion.value) == ("Add the tag Baghlan?", "Baghlan")
    assert suggestion.because == "all 4 of your articles that name Baghlan have it"


def test_tag_of_articles_alike_is_suggested_with_one_of_them(site: SiteIndex) -> None:
    suggestion = one(draft(summary="In Andarab and Baghlan.", tags=("Baghlan",)), [], "tag", site)
    assert suggestion.value == "War"
    assert suggestion.because.startswith("4 of your 4 articles like this have it, such as “News")


def test_tag_that_the_draft_has_in_another_spelling_is_not_suggested(site: SiteIndex) -> None:
    assert said(draft(summary="Baghlan.", tags=("BAGHLAN", "war")), [], "tag", site) == []


def test_reports_tell_the_tags_of_an_empty_draft(site: SiteIndex) -> None:
    tags = said(draft(), [report("A fight in Baghlan.", title="Baghlan")], "tag", site)
    assert tags[0] == "Add the tag Baghlan?"


def test_draft_on_something_new_gets_no_tags(site: SiteIndex) -> None:
    assert said(draft(title="Zambia votes", summary="Lusaka is calm."), [], "tag", site) == []


def test_one_other_article_of_the_day_gives_no_tags() -> None:
    """On a young site every word is rare, so that two articles are soon alike."""
    fined = "The regulator said on Thursday that the bank of Dunmoor must pay."
    site = site_of([written("Regulator fines bank", fined, "tags: [Banks, Dunmoor]")])
    drafted = draft("Regulator of prizes said", "The book prize must pay on Thursday, it said.")
    assert said(drafted, [], "tag", site) == []
    named = draft("Dunmoor gives a book prize", "The regulator said it must pay.")
    assert one(named, [], "tag", site).value == "Dunmoor"


def test_at_most_five_are_suggested() -> None:
    tags = "[Alpha, Beta, Gamma, Delta, Epsilon, Zeta, Eta, Theta]"
    site = site_of([written("X", "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta", f"tags: {tags}")])
    drafted = draft(summary="Alpha Beta Gamma Delta Epsilon Zeta Eta Theta")
    assert len(said(drafted, [], "tag", site)) == 5


def test_tag_in_capitals_is_not_the_word_in_small_letters() -> None:
    pages = [written(f"X{it}", "The WHO said so.", "tags: [WHO]") for it in range(3)]
    pages += [written(f"Y{it}", "Those who know.") for it in range(20)]
    site = site_of(pages)
    assert said(draft(summary="Those who know."), [], "tag", site) == []
    suggestion = one(draft(summary="The WHO knows."), [], "tag", site)
    assert suggestion.because == "all 3 of your articles that name WHO have it"


def test_words_of_a_tag_stand_in_a_row() -> None:
    pages = [written(f"X{it}", "Open source wins.", "tags: [Open source]") for it in range(3)]
    pages += [written(f"Y{it}", "The source is open.") for it in range(20)]
    site = site_of(pages)
    assert said(draft(summary="The door is open at the source."), [], "tag", site) == []
    assert len(said(draft(summary="It is open source."), [], "tag", site)) == 1


@pytest.mark.parametrize(
    ("tag", "text", "own"),
    [
        ("東京", "東京で会議が開かれた。", "会議は東京で開かれる。"),
        ("القاهرة", "اجتمع الوزراء في القاهرة.", "وصل إلى القاهرة."),
        ("दिल्ली", "दिल्ली में बैठक हुई।", "बैठक दिल्ली में होगी।"),
        ("Köln", "Die Brücke in Köln.", "Sie kamen nach Köln."),
    ],
)
def test_tag_is_named_in_every_script(tag: str, text: str, own: str) -> None:
    pages = [written("X", text, f"tags: ['{tag}']", at=f"world/x{it}") for it in range(3)]
    pages += [written(f"Y{it}", f"Other {it}.") for it in range(20)]
    assert said(draft(summary=own), [], "tag", site_of(pages)) == [f"Add the tag {tag}?"]
