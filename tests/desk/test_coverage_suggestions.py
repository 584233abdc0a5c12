"""What the site has on a draft's subject is named with its file, and so is the section."""

from tests.desk.drafts import draft, one, report, said, site_of, written

SOURCE = "sources: [{name: The Wire, url: 'https://wire.example/1'}]"
BRIDGE = written(
    "Lena bridge opens", "Yakutsk has a bridge over the Lena for Sakha.", at="travel/lena"
)
FLOOD = written("Flood in Yakutsk", "The Lena rose in Sakha and in Lensk.", at="travel/flood")
SAME = written("A first account", "Short.", SOURCE, at="world/first")
OTHERS = [written(f"Other {it}", f"Weather of day {it}.") for it in range(12)]
SITE = site_of([BRIDGE, FLOOD, SAME, *OTHERS])
SUMMARY = "Ice broke the bridge over the Lena at Yakutsk in Sakha."


def test_article_that_credits_the_same_report_comes_first() -> None:
    first, *rest = said(draft(summary=SUMMARY), [], "related", SITE)
    assert first == "You wrote about this on 2021-08-20: “A first account”"
    assert len(rest) == 2


def test_article_alike_is_named_with_its_file_and_common_words() -> None:
    suggestion = one(draft(summary=SUMMARY, sources=[]), [], "related", site_of([BRIDGE, *OTHERS]))
    assert suggestion.path == "content/travel/lena.md"
    assert "Lena" in suggestion.because
    assert "content/travel/lena.md" in suggestion.because


def test_article_that_the_draft_links_to_is_not_named() -> None:
    drafted = draft(summary=SUMMARY, body="As [then](../travel/lena.md#top) and [now](flood.md).")
    assert said(drafted, [], "related", SITE) == [
        "You wrote about this on 2021-08-20: “A first account”"
    ]


def test_other_draft_on_the_subject_is_told_as_such() -> None:
    other = written("A draft", "Short.", f"{SOURCE}\ndraft: true")
    assert said(draft(), [], "related", site_of([other])) == [
        "There is a draft about this, of 2021-08-20: “A draft”"
    ]


def test_draft_is_not_its_own_coverage() -> None:
    drafted = draft(summary=SUMMARY, path="content/world/first.md", sources=[])
    assert "“A first account”" not in " ".join(said(drafted, [], "related", SITE))


def test_section_of_articles_alike_is_suggested() -> None:
    suggestion = one(draft(summary=SUMMARY, section=""), [], "section", SITE)
    assert suggestion.value == "travel"
    assert suggestion.because == "2 of your 2 articles like this are in it"


def test_section_of_the_feeds_is_suggested() -> None:
    reports = [report("Text.", section="culture"), report("Text.", section="culture", number=2)]
    suggestion = one(draft(section=""), reports, "section")
    assert suggestion.value == "culture"
    assert suggestion.because == "2 reports are from a feed of that section"


def test_draft_in_a_section_is_asked_nothing() -> None:
    assert said(draft(summary=SUMMARY), [], "section", SITE) == []
    assert said(draft(section=""), [], "section", SITE) == []
