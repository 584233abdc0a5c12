"""The form of an article at the desk: saved without loss, checked as one types, and never over an
edit made elsewhere."""

from collections.abc import Callable
from textwrap import dedent

from tests.desk_server.desks import (
    UNTICKED,
    Answer,
    Browser,
    desk_of,
    put_reports,
    query_of,
    report,
)
from tests.desk_server.test_edition_pane import EDITIONS, text_of, titles
from tests.pictures import picture
from tests.sites import Site, article

MakeSite = Callable[[str], Site]
PATH = "content/world/2022-01-05-a.md"
WRITTEN = dedent("""\
    ---
    # why this matters: the bridge
    title:   "A bridge opens"   # short
    tags: [Bridges]
    draft: true
    sources:
      - name: News   # the first
        url: https://news.example/a
        via: {mine: kept}
        title: The bridge is open
    ---

    The bridge  is open.
    """).replace("    via: {mine: kept}\n", "")
ONE = f"{EDITIONS}-- {PATH} --\n{WRITTEN}"


def opened(browser: Browser, path: str = PATH) -> Answer:
    """The form of an article."""
    return browser.get(f"side=article&path={path}")


def invalid(page: Answer) -> list[str]:
    """The ids of the fields that a page says are wrong, each with words of its own."""
    found = page.find("//*[@aria-invalid='true']")
    assert all(page.words(it.get("aria-describedby")) for it in found)
    return [it.get("id") for it in found]


def test_saving_what_was_opened_changes_no_byte(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save")
        assert page.said() == "Nothing was changed." and text_of(made, PATH) == WRITTEN


def test_only_lines_of_what_was_typed_change(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.press(
            opened(browser), "save", title="The bridge opens early", tags="Bridges, Cities"
        )
        assert page.said() == "Saved." and query_of(page)["side"] == "article"
    text = text_of(made, PATH)
    assert "# why this matters: the bridge\n" in text and "name: News   # the first\n" in text
    assert "The bridge opens early" in text and "tags: [Bridges, Cities]\n" in text
    assert len(text.splitlines()) == len(WRITTEN.splitlines())


def test_file_with_other_line_ends_keeps_them(site: MakeSite) -> None:
    made = site(ONE)
    made.put(PATH, WRITTEN.replace("\n", "\r\n").encode())
    with desk_of(made) as browser:
        assert browser.press(opened(browser), "save").said() == "Nothing was changed."
        assert browser.press(opened(browser), "save", summary="One line.").said() == "Saved."
    content = (made.root / PATH).read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") and b"summary: One line.\r\n" in content


def test_ready_article_leads_to_the_next_draft_and_the_last_one_to_the_edition(
    site: MakeSite,
) -> None:
    made = site(ONE)
    other = "content/world/2022-01-05-b.md"
    made.put(other, article("B", "2022-01-05", "draft: true", "").encode())
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save-next", summary="Trams cross it.")
        assert page.said().startswith("Saved. It is ready.")
        assert query_of(page)["path"] == other
        assert "draft" not in text_of(made, PATH)
        page = browser.press(page, "save-next", title="B is new")
        assert page.said().startswith("Saved. It is ready. Still: “B is new” has no text")
        assert query_of(page)["side"] == "edition" and "path" not in query_of(page)


def test_save_and_close_leads_back_to_the_edition(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save-close", title="Now closed")
        assert titles(page) == ["Now closed"]


def test_saved_draft_becomes_ready(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save-ready", title="Ready now")
        assert page.said() == "Saved. It is ready."
        assert "draft" not in text_of(made, PATH)
        page = browser.press(page, "save-draft")
        assert "It is a draft again." in page.said() and "draft: true" in text_of(made, PATH)


def test_source_is_added_changed_and_taken_away(site: MakeSite) -> None:
    made = site(ONE)
    new = {"s1-name": "AP", "s1-url": "https://ap.example/b", "s1-date": "2022-01-04",
           "s1-author": "Ann Lee, Bo Ek"}  # fmt: skip
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save", **new)
        text = text_of(made, PATH)
        assert "name: News   # the first" in text and "date: 2022-01-04\n" in text
        assert "author: [Ann Lee, Bo Ek]\n" in text and "access" not in text
        page = browser.press(page, "save", **{"s0-on": UNTICKED, "s1-access": "paywall"})
        text = text_of(made, PATH)
        assert "News" not in text and "access: paywall\n" in text
        half = browser.press(page, "save", **{"s1-name": "Half", "s1-url": ""})
        assert half.status == 409 and "A source needs an address" in half.said()
        assert 'value="Half"' in half.text and text_of(made, PATH) == text


def test_mistake_keeps_what_was_typed_in_the_form(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save", title="", summary="Typed <b>words</b>")
        assert page.status == 409 and "An article needs a headline" in page.said()
        assert "Typed &lt;b&gt;words&lt;/b&gt;</textarea>" in page.text
        assert text_of(made, PATH) == WRITTEN


def test_edit_made_elsewhere_is_merged(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        form = opened(browser)
        made.put(PATH, WRITTEN.replace("tags: [Bridges]", "tags: [Bridges, Trams]").encode())
        page = browser.press(form, "save", title="Both are kept")
        assert page.said() == "Saved, and merged with what was changed elsewhere."
    assert "Trams" in text_of(made, PATH) and "Both are kept" in text_of(made, PATH)


def test_same_line_changed_elsewhere_is_asked_with_both_versions(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        form = opened(browser)
        theirs = WRITTEN.replace("A bridge opens", "Their title").replace("is open.", "is shut.")
        made.put(PATH, theirs.encode())
        page = browser.press(form, "save", title="My title")
        assert page.status == 409 and text_of(made, PATH) == theirs
        assert "Their title" in page.words("clashes") and "My title" in page.words("clashes")
        assert (
            page.find("//*[@id='f-title']")[0].text_content() == "My title"
            and "is shut." in page.text
        )
        again = browser.press(page, "save")
        assert again.said() == "Saved."
    assert "My title" in text_of(made, PATH) and "is shut." in text_of(made, PATH)


def test_file_deleted_elsewhere_is_not_written_again_in_silence(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        form = opened(browser)
        (made.root / PATH).unlink()
        page = browser.press(form, "save", title="Where is it?")
        assert not (made.root / PATH).exists()
        assert page.status == 409 and "This article is gone" in page.words()
        again = browser.press(page, "write-again")
        assert again.status == 200 and query_of(again)["side"] == "article"
    assert text_of(made, PATH) == WRITTEN.replace('  "A bridge opens"', '"Where is it?"')


def test_checks_come_from_what_is_typed_and_nothing_is_written(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        fields = opened(browser).fields("//form[@id='article-form']")
        answer = browser.post(
            "check-article", {**fields, "title": "word " * 30, "body": "99 people."}
        )
        assert answer.status == 200 and answer.find("//*[@id='article-checks']")
        assert "Headline: 149 of 90 characters" in answer.words("article-checks")
        assert text_of(made, PATH) == WRITTEN


def test_suggested_tag_is_added_by_one_button_and_explains_itself(site: MakeSite) -> None:
    others = "".join(
        f"-- content/world/2022-01-0{day}-ida.md --\n"
        + article(f"Ida floods Louisiana, day {day}", f"2022-01-0{day}", "tags: [Hurricane Ida]",
                  "Hurricane Ida and Louisiana.")
        for day in (1, 2, 3, 4)
    )  # fmt: skip
    made = site(ONE + others)
    ida = WRITTEN.replace("A bridge opens", "Hurricane Ida floods Louisiana again")
    made.put(PATH, ida.replace("The bridge  is open.", "Ida has flooded Louisiana.").encode())
    with desk_of(made) as browser:
        page = opened(browser)
        (offer,) = page.find("//button[@name='take' and @value='tags:Hurricane Ida']")
        (because,) = offer.xpath("../details[starts-with(summary, 'Why?')]")
        assert len(because.text_content()) > len("Why?") + 10
        page = browser.press(page, offer.get("id"))
        assert page.said() == "Saved."
    assert "tags: [Bridges, Hurricane Ida]\n" in text_of(made, PATH)


def test_story_that_has_ended_is_not_suggested(site: MakeSite) -> None:
    first = article("Fighters take Banu in Baghlan", "2022-01-03", "story: banu",
                    "Banu fell to fighters of Andarab.")  # fmt: skip
    draft = ONE.replace("A bridge opens", "Banu in Baghlan is taken back")
    for key, is_asked in (("", True), ("closed: true\n", False)):
        note = f"-- content/stories/banu.md --\n---\ntitle: Banu\n{key}---\nIt went on.\n"
        made = site(f"{draft}-- content/world/2022-01-03-banu.md --\n{first}{note}")
        with desk_of(made) as browser:
            said = "Does this go on with the story banu?"
            assert (said in opened(browser).words()) == is_asked


def test_more_may_be_quoted_where_the_settings_say_so(site: MakeSite) -> None:
    words = " ".join(f"word{number}" for number in range(50))
    quoting = ONE.replace("The bridge  is open.", f"> {words}")
    for setting, is_too_much in (("", True), ("attribution: {quoted: 100}\n", False)):
        made = site(quoting.replace("sections: [", f"{setting}sections: ["))
        put_reports(made, (report("https://news.example/a", "The bridge", "News", words),))
        with desk_of(made) as browser:
            said = "100 per cent of the text stands in the reports word for word"
            assert (said in opened(browser).words()) == is_too_much


def test_tags_with_commas_of_any_script_are_read_while_one_types(site: MakeSite) -> None:
    other = article("The bridge is old", "2022-01-03", "tags: [Bridges, Trams]", "Bridges.")
    made = site(f"{ONE}-- content/world/2022-01-03-old.md --\n{other}")
    with desk_of(made) as browser:
        fields = opened(browser).fields("//form[@id='article-form']")
        for comma, is_offered in ((" ", True), ("، ", False)):
            typed = {**fields, "title": "Trams on bridges", "tags": f"Trams{comma}Bridges"}
            answer = browser.post("check-article", typed)
            assert ('value="tags:Trams"' in answer.text) == is_offered


def test_reports_of_the_group_stand_beside_the_form_and_act_in_nothing(site: MakeSite) -> None:
    made = site(ONE)
    bad = "<script>alert(1)</script>"
    group = (
        report("https://news.example/a", "The bridge is open", "News", "Trams run."),
        report("https://other.example/b", f"Le pont {bad}", f"Autre {bad}", bad, "fr"),
    )
    put_reports(made, group)
    with desk_of(made) as browser:
        page = opened(browser)
        assert "Trams run." in page.words() and "Le pont" in page.words()
        assert bad not in page.text


def test_other_reports_of_a_kept_group_are_ticked_to_be_credited(site: MakeSite) -> None:
    made = site(EDITIONS)
    put_reports(made, (
        report("https://news.example/a", "The bridge is open", "News", "Trams run."),
        report("https://other.example/b", "A bridge was opened", "Other", "Trams."),
    ))  # fmt: skip
    with desk_of(made) as browser:
        page = browser.get()
        (keep,) = page.find("//section[@id='inbox']//button[@data-key='s']")
        browser.press(page, keep.get("id"))
        (link,) = browser.get("side=edition").find("//section[@id='edition']//a[@data-open]")
        page = browser.get(link.get("href").removeprefix("?"))
        path = query_of(page)["path"]
        assert "Other" in page.words() and "url: https://other" in text_of(made, path)
        page = browser.press(page, "save", title="In my words", **{"s1-on": "yes"})
        path = query_of(page)["path"]
    text = text_of(made, path)
    assert "\n- name: Other\n" in text and "# - name" not in text


def test_section_change_follows_the_file(site: MakeSite) -> None:
    made = site(ONE.replace("sections: [", "sections: [{key: science, title: Science}, "))
    with desk_of(made) as browser:
        page = browser.press(opened(browser), "save", section="science")
        assert page.status == 200 and "A bridge opens" in page.words()
        assert 'value="science" selected' in page.text


def test_picture_is_chosen_from_the_files_there_are(site: MakeSite) -> None:
    made = site(ONE)
    made.put("content/media/shared.png", picture(90, 70)).put("content/world/beside.png", b"")
    made.put("content/culture/far.png", b"")
    with desk_of(made) as browser:
        form = opened(browser)
        offered = [it.get("value") for it in form.find("//datalist[@id='pictures']/option")]
        assert offered == ["beside.png", "shared.png", "/culture/far.png"]
        given = {"image-file": "shared.png", "image-alt": "A bridge", "image-credit": "Ann: Lee"}
        page = browser.press(form, "save", **given)
        assert page.said() == "Saved."
        text = text_of(made, PATH)
        lines = ["image:", "  file: shared.png", "  alt: A bridge", '  credit: "Ann: Lee"']
        assert "\n".join(lines) in text and "name: News   # the first\n" in text
        page = browser.press(page, "save", **dict.fromkeys(given, ""))
        assert text_of(made, PATH) == WRITTEN
        page = browser.press(page, "save", **{"image-file": "none.png", "image-alt": "A"})
        assert page.status == 409 and invalid(page) == ["f-image-file"]
        page = browser.press(opened(browser), "save", **{"image-file": "shared.png"})
        assert invalid(page) == ["f-image-alt"] and text_of(made, PATH) == WRITTEN


def test_date_and_last_part_of_the_address_change_with_the_identity(site: MakeSite) -> None:
    made = site(ONE.replace("draft: true", "id: tag:example.org,2022-01-05:a\ndraft: true"))
    with desk_of(made) as browser:
        page = opened(browser)
        assert "tag:example.org,2022-01-05:a" in page.words() and "/2022/01/a.html" in page.words()
        page = browser.press(page, "save", date="2022-02-06", slug="bridge")
        text = text_of(made, PATH)
        assert "id: tag:example.org,2022-02-06:bridge\n" in text
        assert "date: 2022-02-06\n" in text and "slug: bridge\n" in text
        page = browser.press(page, "save", date="6.2.2022", slug="a b")
        assert invalid(page) == ["f-date", "f-slug"] and text_of(made, PATH) == text


def test_published_article_keeps_its_address(site: MakeSite) -> None:
    made = site(ONE)
    made.put("content/published.txt", f"/2022/01/a.html\t{PATH}\n".encode())
    with desk_of(made) as browser:
        page = opened(browser)
        assert not page.find("//*[@id='f-slug']") and "which stays" in page.words("details")


def test_headline_of_several_lines_is_saved_as_one(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        browser.press(opened(browser), "save", title="A bridge \r\n opens at last")
    assert "A bridge opens at last" in text_of(made, PATH)


def test_path_outside_of_the_content_is_no_article(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        page = browser.get("side=article&path=../../etc/passwd")
        assert page.status == 200 and "root:" not in page.text
        form = opened(browser).fields("//form[@id='article-form']")
        answer = browser.post("save", {**form, "path": "site.yaml", "base": "x"})
        assert answer.status == 409 and "there is no article site.yaml" in answer.words()


OURS = f"{EDITIONS}-- content/world/2022-01-05-a-bridge-opens.md --\n{WRITTEN}"
FILE = "content/world/2022-01-05-a-bridge-opens.md"


def test_new_headline_names_the_file_and_what_was_shown_before_still_leads_there(
    site: MakeSite,
) -> None:
    made, now = site(OURS), "content/world/2022-01-05-trams-cross-it.md"
    with desk_of(made) as browser:
        old = opened(browser, FILE)
        page = browser.press(old, "save", title="Trams cross it")
        assert query_of(page)["path"] == now and "Trams cross it" in text_of(made, now)
        (form,) = page.find("//form[@id='article-form']")
        assert form.get("data-typed") == f"article-{now}"
        assert form.get("data-was") == f"article-{FILE}"
        late = browser.press(old, "save", summary="Typed in another window.")
        assert "Saved" in late.said() and "another window" in text_of(made, now)
        browser.press(late, "undo")
        page = browser.press(browser.get("side=edition"), "undo")
        assert text_of(made, FILE) == WRITTEN and not (made.root / now).exists()
        assert opened(browser, now).fields("//form[@id='article-form']")["path"] == FILE


def test_save_and_ready_are_one_change_to_undo(site: MakeSite) -> None:
    made = site(OURS)
    with desk_of(made) as browser:
        page = browser.press(opened(browser, FILE), "save-ready", title="Trams cross it")
        assert page.said() == "Saved. It is ready." and page.find("//*[@data-goal='back']")
        assert page.words("undo") == "Undo: make “Trams cross it” ready"
        browser.press(page, "undo")
    assert text_of(made, FILE) == WRITTEN


def test_saved_and_closed_article_has_the_focus_on_its_card(site: MakeSite) -> None:
    made = site(OURS)
    with desk_of(made) as browser:
        page = browser.press(opened(browser, FILE), "save-close", title="Trams cross it")
        (told,) = page.find("//*[@id='told']")
        (card,) = page.find(f"//a[@id='{told.get('data-goal')}']")
        assert card.text_content() == "Trams cross it"


def test_tags_that_differ_in_case_are_one(site: MakeSite) -> None:
    made = site(ONE)
    with desk_of(made) as browser:
        browser.press(opened(browser), "save", tags="Banks, banks , Iskenhaven, BANKS")
    assert "tags: [Banks, Iskenhaven]\n" in text_of(made, PATH)
