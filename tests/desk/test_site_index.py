"""The index of a site is the same, whether it was made at once or kept up to date."""

from dataclasses import replace

from broadsheet.desk.site_index import SiteIndex, words_of
from tests.desk.drafts import site_of, written

BRIDGE = written("Bridge over the Lena opens", "The longest bridge of Yakutsk.", "tags: [Bridges]")
FLOOD = written("Flood in Yakutsk", "The river Lena rose.", "tags: [Floods, Yakutsk]")
ELECTION = written("Zambia votes", "Lusaka is calm.", "tags: [Zambia]")
WORDS = words_of([("The Lena at Yakutsk", 1.0)])


def paths(index: SiteIndex, but: str = "") -> list[str]:
    return [it.entry.article.path for it in index.alike(WORDS, but, 5)]


def test_articles_with_the_rarest_words_in_common_come_first() -> None:
    others = [written(f"Other {it}", "Nothing is here.") for it in range(8)]
    index = site_of([BRIDGE, FLOOD, ELECTION, *others])
    assert set(paths(index)) == {BRIDGE[0].path, FLOOD[0].path}


def test_article_is_not_like_itself() -> None:
    others = [written(f"Other {it}", "Nothing is here.") for it in range(8)]
    index = site_of([BRIDGE, FLOOD, *others])
    assert paths(index, but=FLOOD[0].path) == [BRIDGE[0].path]


def test_only_what_changed_is_read_again() -> None:
    index, asked = site_of([BRIDGE, FLOOD]), list[str]()

    def text_of(path: str) -> str:
        asked.append(path)
        return ""

    changed = replace(FLOOD[0], title="Flood recedes")
    assert index.take_up([BRIDGE[0], FLOOD[0]], text_of) == 0
    assert index.take_up([BRIDGE[0], changed, ELECTION[0]], text_of) == 2
    assert asked == [FLOOD[0].path, ELECTION[0].path]


def test_index_that_was_kept_is_the_one_made_anew() -> None:
    kept = site_of([BRIDGE, FLOOD])
    kept.take_up([FLOOD[0], ELECTION[0]], {ELECTION[0].path: ELECTION[1]}.__getitem__)
    new = site_of([FLOOD, ELECTION])
    assert [vars(kept)[it] for it in vars(kept)] == [vars(new)[it] for it in vars(new)]


def test_index_of_nothing_finds_nothing() -> None:
    assert SiteIndex().alike(WORDS, "", 5) == []


def test_report_is_found_under_another_form_of_its_address() -> None:
    source = "sources: [{name: A, url: 'https://www.a.example/x/'}]"
    index = site_of([written("X", "Text.", source)])
    assert [it.article.title for it in index.crediting("http://a.example/x?utm_source=y")] == ["X"]


def test_tag_is_spelled_as_most_articles_do() -> None:
    pages = [
        written(f"X{it}", "Text.", f"tags: [{tag}]")
        for it, tag in enumerate(("open source", "Open Source", "Open Source"))
    ]
    assert site_of(pages).spelled("open source") == "Open Source"


def test_tags_of_a_draft_are_not_the_sites() -> None:
    index = site_of([written("X", "Text.", "tags: [Half-done]\ndraft: true")])
    assert list(index.tag_words()) == []
