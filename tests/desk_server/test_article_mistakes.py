"""Mistakes in the form of an article: each stands at its field, and nothing typed is lost."""

from tests.desk_server.desks import desk_of
from tests.desk_server.test_article_pane import ONE, PATH, WRITTEN, MakeSite, invalid, opened
from tests.desk_server.test_edition_pane import text_of


def test_mistakes_stand_at_their_fields_and_nothing_is_written(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        wrong = {"title": "", "s0-date": "31.1.2022", "s1-name": "AP", "s1-language": "english"}
        page = browser.press(opened(browser), "save", **wrong)
        assert invalid(page) == ["f-title", "s1-url"] and page.status == 409
        assert page.said() == (
            "Not saved. An article needs a headline. And 1 other field must be corrected."
        )
        assert page.words("edition-title") == "Article: A bridge opens"
        page = browser.press(page, "save", title="A", **{"s1-url": "https://ap.example/b"})
        assert invalid(page) == ["s0-date", "s1-language"] and text_of(made, PATH) == WRITTEN
        assert "Not saved. Date must be a date" in page.said()
        assert page.find("//details[@id='s1-more' and @open]")


def test_saved_file_that_has_other_mistakes_is_not_said_to_be_fine(site: MakeSite) -> None:
    made = site(ONE.replace("draft: true", "draft: true\nlanguage: english"))
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save", title="A tunnel opens")
        assert page.find("//*[@id='alert']/p") and "Saved. The file has mistakes" in page.said()
        assert "A tunnel opens" in text_of(made, PATH)


def test_what_was_typed_stays_in_the_form_where_nothing_can_be_written(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page, folder = opened(browser), made.root / ".broadsheet/desk"
        folder.rename(folder.with_name("elsewhere"))
        folder.write_text("no folder")
        page = browser.press(page, "save", title="Typed with care", body="Every word.")
        assert page.status == 409 and ".broadsheet/desk: File exists" in page.words()
        assert page.fields("//form[@id='article-form']")["title"] == "Typed with care"
        folder.unlink()
        assert browser.press(page, "save").said() == "Saved."
    assert "Typed with care" in text_of(made, PATH) and "Every word." in text_of(made, PATH)


def test_what_was_typed_can_be_copied_where_the_file_cannot_be_read(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = opened(browser)
        (made.root / PATH).unlink()
        (made.root / PATH).mkdir()
        page = browser.press(page, "save", title="Typed with care", body="Every word.")
        assert page.status == 409 and "Is a directory" in page.words()
        (title,) = page.find("//input[@id='lost-title']")
        assert title.get("value") == "Typed with care"
