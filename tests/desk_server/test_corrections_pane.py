"""Corrections at the desk: an article is found, what was wrong written, and shown where it goes."""

from collections.abc import Callable

from tests.desk_server.desks import desk_of, query_of
from tests.desk_server.test_edition_pane import EDITIONS, text_of
from tests.sites import Site, article

MakeSite = Callable[[str], Site]
PATH = "content/world/2022-01-03-bridge.md"
TEXT = article("A bridge opens", "2022-01-03", "tags: [Bridges]", "It is 400 m long.")
BRIDGE = f"-- {PATH} --\n{TEXT}"
OTHER = f"-- content/world/2022-01-02-x.md --\n{article('Something else', '2022-01-02')}"


def test_article_is_found_and_corrected(site: MakeSite) -> None:
    made = site(EDITIONS + BRIDGE + OTHER)
    with desk_of(made) as browser:
        page = browser.get("side=corrections&find=bridge+long")
        (link,) = page.find("//a[@id='found-link-1']")
        page = browser.get(link.get("href").removeprefix("?"))
        assert query_of(page)["path"] == PATH and "1 found" in page.words("found-count")
        page = browser.press(page, "save-correction", text="It is 440 m long, not 400 m.")
        assert page.said().startswith("Saved the correction.")
        assert "It is 440 m long" in page.words("correct-card")
    text = text_of(made, PATH)
    assert "corrections:\n" in text and "date: 2022-01-05" in text
    made.build(as_of="2022-01-06")
    assert "It is 440" in made.page("2022/01/bridge.html")


def test_articles_published_last_are_offered_before_any_search(site: MakeSite) -> None:
    draft = f"-- content/world/2022-01-04-d.md --\n{article('Draft', '2022-01-04', 'draft: true')}"
    with desk_of(site(EDITIONS + BRIDGE + OTHER + draft)) as browser:
        page = browser.get("side=corrections")
        found = [it.text_content() for it in page.find("//ul[@class='found']//a")]
        assert found == ["A bridge opens", "Something else"]
        assert page.words("found-count") == "Published last"


def test_pages_that_will_show_a_correction_are_named(site: MakeSite) -> None:
    made = site(EDITIONS + BRIDGE + OTHER)
    with desk_of(made) as browser:
        asked = browser.press(browser.get(f"side=corrections&path={PATH}"), "see-places")
        assert "Where readers will see it" in asked.words("shown-places")
        page = browser.done(asked.query)
        assert "2022/01/bridge.html" in page.words("shown-places")
        assert "feed" in page.words("shown-places") and not page.find("//*[@id='see-places']")


def test_pages_that_show_a_correction_are_asked_for_again_when_the_site_has_changed(
    site: MakeSite,
) -> None:
    made = site(EDITIONS + BRIDGE + OTHER)
    with desk_of(made) as browser:
        asked = browser.press(browser.get(f"side=corrections&path={PATH}"), "see-places")
        browser.done(asked.query)
        other = browser.get("side=article&path=content/world/2022-01-02-x.md")
        browser.press(other, "save", title="Something else again")
        page = browser.get(asked.query)
        assert "2022/01/bridge.html" in page.words("shown-places")
        assert page.find("//*[@id='see-places']")


def test_where_a_correction_shows_is_not_known_of_a_site_with_mistakes(site: MakeSite) -> None:
    made = site(EDITIONS + BRIDGE + OTHER)
    with desk_of(made) as browser:
        made.write("-- content/world/2022-01-01-wrong.md --\nno header\n")
        page = browser.press(browser.get(f"side=corrections&path={PATH}"), "see-places")
        assert "2022-01-01-wrong.md" in page.said()


def test_empty_correction_and_one_of_a_draft_are_refused(site: MakeSite) -> None:
    draft = (
        f"-- content/world/2022-01-05-d.md --\n{article('Not out', '2022-01-05', 'draft: true')}"
    )
    made = site(EDITIONS + BRIDGE + draft)
    with desk_of(made) as browser:
        page = browser.get(f"side=corrections&path={PATH}")
        assert "needs words" in browser.press(page, "save-correction", text="  ").said()
        page = browser.get("side=corrections&path=content/world/2022-01-05-d.md")
        refused = browser.press(page, "save-correction", text="It was wrong.")
        assert "no reader has seen it" in refused.said()
