"""The edition at the desk: its cards, their order, and what their buttons do, without a script."""

from collections.abc import Callable
from pathlib import Path

from broadsheet.editing.change_journal import opened
from broadsheet.editing.changes import Edit
from broadsheet.editing.writer import FOLDER
from tests.desk_server.desks import NOW, Answer, desk_of, put_reports, report
from tests.sites import SITE_YAML, Site, article

MakeSite = Callable[[str], Site]
SETTINGS = f"-- site.yaml --\n{SITE_YAML}sections: [{{key: world, title: World}}]\n"
EDITIONS = f"{SETTINGS}editions: {{every: day}}\n"
CREDIT = "sources: [{name: News, url: https://news.example/a}]"
HOSTILE = '"<script>alert(1)</script><img src=x onerror=alert(2)>"'
THREE = "".join(
    f"-- content/world/2022-01-05-{name}.md --\n"
    + article(f"Article {name}", f"2022-01-05 0{hour}:00", f"draft: true\n{CREDIT}")
    for hour, name in enumerate(("a", "b", "c"), 7)
)


def titles(page: Answer) -> list[str]:
    """The titles of the cards, in order."""
    return [it.text_content() for it in page.find("//section[@id='edition']//a[@data-open]")]


def button(page: Answer, title: str, kind: str) -> str:
    """The id of a button of the card with a title."""
    (found,) = page.find(
        f"//li[.//a[@data-open and text()='{title}']]//button[starts-with(@id,'{kind}')]"
    )
    return str(found.get("id"))


def text_of(site: Site, path: str) -> str:
    """A file's text."""
    return (site.root / path).read_text("utf-8")


def test_cards_show_what_the_edition_has_and_what_is_missing(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    made.write(f"-- content/world/2022-01-05-d.md --\n{article(HOSTILE, '2022-01-05 11:00')}")
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        assert titles(page)[:3] == ["Article a", "Article b", "Article c"]
        assert "4 articles: 1 ready, 3 drafts" in page.words("edition-count")
        assert "credits no source" in page.words()
        assert "<script>alert(1)" not in page.text and "onerror=alert" not in page.text.replace(
            "&lt;img src=x onerror=alert(2)&gt;", ""
        )


def test_buttons_put_cards_in_order_and_the_note_says_so(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        page = browser.press(page, button(page, "Article c", "up"))
        assert titles(page) == ["Article a", "Article c", "Article b"]
        assert page.said() == "Now number 2: Article c"
        assert "2022-01-05-c.md" in text_of(made, "content/editions/2022-01-05.md")
        down = browser.press(page, button(page, "Article a", "down"))
        assert titles(down) == ["Article c", "Article a", "Article b"]
        top = browser.press(down, button(down, "Article c", "up"))
        assert titles(top) == ["Article c", "Article a", "Article b"]


def test_card_that_is_dragged_goes_to_its_place(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        form = page.fields("(//*[@data-order]//form)[3]")
        page = browser.post("order", {**form, "to": "place", "place": "1"})
        assert titles(page) == ["Article c", "Article a", "Article b"]
        wrong = browser.post("order", {**form, "to": "place", "place": "-1"})
        assert "a place is a number" in wrong.said()


def test_draft_becomes_ready_and_a_draft_again(site: MakeSite) -> None:
    made, path = site(EDITIONS + THREE), "content/world/2022-01-05-a.md"
    before = text_of(made, path)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        page = browser.press(page, button(page, "Article a", "ready"))
        assert page.said() == "Ready." and "draft" not in text_of(made, path)
        page = browser.press(page, button(page, "Article a", "ready"))
        assert page.said() == "A draft again."
        assert sorted(text_of(made, path).split()) == sorted(before.split())
        page = browser.press(page, "all-ready")
        assert "3 articles are ready" in page.said()
        assert "3 ready, 0 drafts" in page.words("edition-count")


def test_draft_is_dropped_and_undo_brings_it_back(site: MakeSite) -> None:
    made, path = site(EDITIONS + THREE), "content/world/2022-01-05-b.md"
    before = text_of(made, path)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        page = browser.press(page, button(page, "Article b", "drop"))
        assert titles(page) == ["Article a", "Article c"] and not Path(made.root / path).exists()
        assert page.words("undo") == "Undo: drop “Article b”"
        page = browser.press(page, "undo")
        assert text_of(made, path) == before and "Article b" in titles(page)
        page = browser.press(page, "redo")
        assert not (made.root / path).exists() and page.said() == "Done again: drop “Article b”"


def test_draft_that_was_made_ready_elsewhere_a_moment_ago_is_not_dropped(site: MakeSite) -> None:
    made, path = site(EDITIONS + THREE), "content/world/2022-01-05-b.md"
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        (made.root / path).write_text(text_of(made, path).replace("draft: true\n", ""))
        page = browser.press(page, button(page, "Article b", "drop"))
        assert "is no draft" in page.said() and (made.root / path).exists()


def test_group_that_another_desk_kept_a_moment_ago_is_not_kept_twice(site: MakeSite) -> None:
    made = site(EDITIONS)
    put_reports(made, (report("https://news.example/a", "The bridge is open", "News"),))
    with desk_of(made) as browser, desk_of(made) as other:
        page, their_page = browser.get(), other.get()
        (keep,) = page.find("//section[@id='inbox']//button[@data-key='s']")
        assert "Kept: " in browser.press(page, keep.get("id")).said()
        assert "Covered already" in other.press(their_page, keep.get("id")).said()
    assert len(list((made.root / "content/world").iterdir())) == 1


def test_change_that_was_cut_short_is_finished_and_shown_at_the_start(site: MakeSite) -> None:
    made, path = site(EDITIONS + THREE), "content/world/2022-01-05-b.md"
    text = text_of(made, path)
    edit = Edit(path, text, text.replace("Article b", "Article of before the crash"))
    with opened(made.root / FOLDER / "journal.sqlite") as journal:
        journal.begin(NOW, "cut short", (edit,))
    with desk_of(made) as browser:
        assert "Article of before the crash" in titles(browser.get("side=edition"))


def test_journal_that_cannot_be_opened_takes_only_the_undoing_away(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        page = browser.press(page, button(page, "Article a", "ready"))
        folder = made.root / ".broadsheet/desk"
        folder.rename(folder.with_name("elsewhere"))
        folder.write_text("no folder")
        page = browser.get("side=edition")
        assert "Article b" in titles(page) and not page.find("//button[@id='undo']")
        page = browser.press(page, button(page, "Article b", "ready"))
        assert ".broadsheet/desk: File exists" in page.said()


def test_note_that_is_a_link_out_of_the_content_is_not_read(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    (made.root / "private.md").write_text("---\ntitle: T\n---\nA private matter.\n")
    (made.root / "content/editions").mkdir(exist_ok=True)
    (made.root / "content/editions/2022-01-05.md").symlink_to(made.root / "private.md")
    with desk_of(made) as browser:
        assert "A private matter" not in browser.get("side=edition").text


def test_undo_of_another_change_than_the_button_named_is_refused(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        first = browser.press(page, button(page, "Article a", "ready"))
        browser.press(first, button(first, "Article b", "ready"))
        assert "another change came since" in browser.press(first, "undo").said()


def test_note_and_title_are_saved_and_an_old_page_overwrites_nothing(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        form = page.fields("//form[@action='edition-note']")
        saved = browser.post("edition-note", {**form, "title": "A quiet day", "text": "Hello."})
        assert saved.said() == "Saved the note."
        text = text_of(made, "content/editions/2022-01-05.md")
        assert "title: A quiet day" in text and text.endswith("Hello.\n")
        stale = browser.post("edition-note", {**form, "title": "Another", "text": "Other."})
        assert "was changed elsewhere" in stale.said()
        assert text_of(made, "content/editions/2022-01-05.md") == text


def test_other_days_are_reached(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    made.write(f"-- content/world/2022-01-02-z.md --\n{article('Old one', '2022-01-02')}")
    with desk_of(made) as browser:
        (link,) = browser.get().find("//a[@id='earlier']")
        page = browser.get(link.get("href").removeprefix("?"))
        assert titles(page) == ["Old one"] and page.find("//a[@id='later']")
        assert titles(browser.get("side=edition&day=nonsense"))[0] == "Article a"
        assert titles(browser.get("side=edition&day=2022-01-02")) == ["Old one"]


def test_site_without_editions_is_worked_on_by_days(site: MakeSite) -> None:
    made = site(SETTINGS + "editions: {every: none}\n" + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        assert len(titles(page)) == 3
        refused = browser.press(page, button(page, "Article c", "up"))
        assert "this site has no editions" in refused.said()


def test_file_that_cannot_be_read_is_named_and_the_rest_works(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    made.write("-- content/world/2022-01-05-bad.md --\n---\ntitle: [\n---\n")
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        assert len(titles(page)) == 3
        assert "Cannot be read content/world/2022-01-05-bad.md" in page.words()


TWO_SECTIONS = EDITIONS.replace(
    "{key: world, title: World}", "{key: world, title: World}, {key: city, title: City}"
)
CITY = f"-- content/city/2022-01-05-d.md --\n{article('Article d', '2022-01-05 06:00', CREDIT)}"


def test_sections_have_headings_and_a_step_past_the_edge_says_that_the_section_goes(
    site: MakeSite,
) -> None:
    made = site(TWO_SECTIONS + THREE + CITY)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        headings = "//h3[@class='section-title']"
        assert [it.text_content() for it in page.find(headings)] == ["World", "City"]
        down = button(page, "Article c", "down")
        assert page.words(down) == "Move World below City: Article c"
        assert page.words(button(page, "Article b", "down")) == "Down: Article b"
        page = browser.press(page, down)
        assert page.said() == "Moved World below City. Now number 4: Article c"
        assert [it.text_content() for it in page.find(headings)] == ["City", "World"]
        assert page.words("undo") == "Undo: move “Article c”"
        page = browser.press(page, button(page, "Article c", "down"))
        assert page.said() == "It is the last one already."


def test_title_and_note_are_saved_as_one_change_and_the_title_is_shown(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        form = page.fields("//form[@action='edition-note']")
        page = browser.post("edition-note", {**form, "title": "A quiet day", "text": "Hello."})
        assert page.words("edition-title").endswith("January 5, 2022: A quiet day")
        said = "Undo: change the title and the editor's note of the edition 2022-01-05"
        assert page.words("undo") == said
        page = browser.press(page, "undo")
        assert not (made.root / "content/editions/2022-01-05.md").exists()
