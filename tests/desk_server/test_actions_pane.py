"""The actions at the desk: each says what it will do, then does it in the background."""

from collections.abc import Callable

import pytest

from tests.commands.test_mail import SECRETS, TOKEN
from tests.desk_server.desks import desk_of
from tests.desk_server.test_edition_pane import EDITIONS, THREE, button
from tests.mailing.list_host import ListHost, list_host
from tests.sites import Site, article, tree

MakeSite = Callable[[str], Site]
LIVE = f"{EDITIONS}publish:\n  live: {{to: folder, path: ../www}}\n"
OUT = f"-- content/world/2022-01-04-out.md --\n{article('Is out', '2022-01-04')}"


def test_edition_is_published_when_it_was_said_what_that_does(site: MakeSite) -> None:
    made = site(LIVE + OUT + THREE)
    www = made.root.parent / "www"
    with desk_of(made) as browser:
        page = browser.get("side=edition")
        browser.press(page, button(page, "Article a", "ready"))
        page = browser.get("side=publish")
        assert "the folder ../www" in page.words()
        browser.press(page, "look-live")
        page = browser.after("publish")
        assert "Publishing to live would send" in page.words("account")
        assert "Article a" in page.words("account") and not www.exists()
        assert "Article b: a draft" in page.words("account")
        browser.press(page, "agree")
        page = browser.after("publish")
        assert "Published to live." in page.words("account")
        assert tree(www) == made.tree() and (www / "2022/01/a.html").is_file()
        assert "last published 20" in page.words()


def test_account_says_when_it_was_made_and_that_the_site_has_changed(site: MakeSite) -> None:
    made = site(LIVE + OUT + THREE)
    with desk_of(made) as browser:
        browser.press(browser.get("side=publish"), "look-live")
        page = browser.after("publish")
        assert page.words("made-at") == "As of 12:00" and not page.find("//*[@id='at-publish']")
        edition = browser.get("side=edition")
        assert edition.find("//a[@id='see-publish']")
        browser.press(edition, button(edition, "Article a", "ready"))
        assert "The site has changed since" in browser.get("side=publish").words("made-at")
        browser.press(edition, "close-publish")
        assert not browser.get("side=edition").find("//*[@id='at-publish']")


def test_card_says_that_readers_have_an_article_and_that_it_was_edited_since(
    site: MakeSite,
) -> None:
    made = site(LIVE + THREE.replace("draft: true", "draft: false"))
    with desk_of(made) as browser:
        browser.press(browser.get("side=publish"), "look-live")
        browser.press(browser.after("publish"), "agree")
        browser.after("publish")
        assert "edited since" not in browser.get("side=edition").words()
        form = browser.get("side=article&path=content/world/2022-01-05-a.md")
        assert "Readers have this article" in browser.press(form, "save", title="Other").said()
        words = browser.get("side=edition").words()
        assert words.count("Published, edited since") == 1


def test_failure_says_why_and_what_to_do(site: MakeSite) -> None:
    made = site(LIVE + OUT)
    made.write("-- content/world/2022-01-05-bad.md --\n---\ntitle: [\n---\n")
    with desk_of(made) as browser:
        browser.press(browser.get("side=publish"), "look-live")
        page = browser.after("publish")
        assert "Not done: correct this first." in page.words("account")
        assert "content/world/2022-01-05-bad.md" in page.words("account")
        assert not page.find("//button[@id='agree']")


def test_site_without_a_place_says_how_to_name_one(site: MakeSite) -> None:
    with desk_of(site(EDITIONS + OUT)) as browser:
        assert "site.yaml names no place to publish to" in browser.get("side=publish").words()
        assert "names no place that sends" in browser.get("side=mail").words()


def test_links_are_counted_before_anybody_is_asked(site: MakeSite) -> None:
    linked = article("A", "2022-01-04", "", "[x](http://127.0.0.1/x)")
    made = site(f"{EDITIONS}-- content/world/2022-01-04-a.md --\n{linked}")
    with desk_of(made) as browser:
        browser.press(browser.get("side=links"), "look-links")
        page = browser.after("links")
        assert "would ask for 1 address" in page.words("account")
        browser.press(page, "agree")
        page = browser.after("links")
        assert "1 could not be checked: the address leads into" in page.words("account")


def test_mail_is_sent_when_it_was_said_whom_it_goes_to(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*next(iter(SECRETS.items())))
    host = ListHost(f"Token {TOKEN}")
    with list_host(host) as url:
        place = f"mail: {{targets: {{readers: {{to: buttondown, url: '{url}'}}}}}}\n"
        made = site(f"{EDITIONS}{place}{OUT}")
        with desk_of(made) as browser:
            browser.press(browser.get("side=mail"), "look-mail", way="list", edition="2022-01-04")
            page = browser.after("mail")
            assert "would be sent to the whole list of readers" in page.words("account")
            assert host.campaigns == [] and TOKEN not in page.text
            refused = browser.press(page, "agree")
            assert "tick that this is meant" in refused.said() and host.campaigns == []
            browser.press(page, "agree", meant="yes")
            page = browser.after("mail")
            assert "Sent to the list of readers" in page.words("account")
            assert len(host.campaigns) == 1 and TOKEN not in page.text


def test_action_that_goes_on_is_not_begun_again(site: MakeSite) -> None:
    made = site(LIVE + OUT)
    with desk_of(made) as browser:
        page = browser.get("side=publish")
        browser.press(page, "look-live")
        second = browser.press(page, "look-live")
        assert second.said() in ("", "this goes on already\n    wait for its end")
        assert browser.after("publish").find("//*[@id='account']")


def test_unknown_place_and_a_forged_announcement_publish_nothing(site: MakeSite) -> None:
    made = site(LIVE + OUT)
    with desk_of(made) as browser:
        form = browser.get("side=publish").fields("//form[@action='look-publish']")
        browser.post("publish", {**form, "target": "elsewhere", "announced": "x"})
        assert "names no place 'elsewhere'" in browser.after("publish").words("account")
        browser.post("publish", {**form, "target": "live", "announced": "x"})
        assert "the site has changed since you looked" in browser.after("publish").words("account")
        assert not (made.root.parent / "www").exists()
