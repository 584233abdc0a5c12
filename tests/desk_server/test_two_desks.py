"""Two people with one folder, each at a desk that has not been told yet what the other has done:
nothing of either gets lost in silence."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from broadsheet.files import MEMORY
from broadsheet.inbox.store import opened_inbox
from tests.desk_server.desks import Browser, desk_of, put_reports, report
from tests.desk_server.test_edition_pane import EDITIONS, THREE, button, text_of
from tests.sites import Site

MakeSite = Callable[[str], Site]
NOTE = "content/editions/2022-01-05.md"
ORDERED = f"-- {NOTE} --\n---\norder: [2022-01-05-b.md]\n---\nGood morning.\n"
B = "content/world/2022-01-05-b.md"
ROUNDS = 5


@contextmanager
def two_desks(site: Site) -> Iterator[tuple[Browser, Browser]]:
    """Two desks of a site, both of which know it as it is now."""
    with desk_of(site) as mine, desk_of(site) as yours:
        yield mine, yours


def drafts(site: Site) -> list[str]:
    """The names of the drafts in a section."""
    return sorted(it.name for it in (site.root / "content/world").iterdir())


def test_order_made_at_one_desk_stays_when_the_other_moves_a_card(site: MakeSite) -> None:
    made = site(EDITIONS + THREE + ORDERED)
    with two_desks(made) as (mine, yours):
        page, other = mine.get("side=edition"), yours.get("side=edition")
        mine.press(page, button(page, "Article c", "up"))
        mine.press(page, button(page, "Article c", "up"))
        assert "c.md, 2022-01-05-b.md" in text_of(made, NOTE)
        said = yours.press(other, button(other, "Article a", "up")).said()
        assert said == "Now number 2: Article a"
    assert "order: [2022-01-05-c.md, 2022-01-05-a.md, 2022-01-05-b.md]" in text_of(made, NOTE)


def test_note_written_at_one_desk_is_not_overwritten_at_the_other(site: MakeSite) -> None:
    made = site(EDITIONS + THREE + ORDERED)
    with two_desks(made) as (mine, yours):
        form = "//form[@action='edition-note']"
        mine_now, yours_now = (it.get("side=edition").fields(form) for it in (mine, yours))
        mine.post("edition-note", {**mine_now, "text": "From me."})
        page = yours.post("edition-note", {**yours_now, "text": "From you."})
        assert "the note was changed elsewhere" in page.said()
    assert "From me." in text_of(made, NOTE)


def test_order_made_at_one_desk_stays_when_a_draft_gets_another_name_at_the_other(
    site: MakeSite,
) -> None:
    made = site(EDITIONS + (THREE + ORDERED).replace("05-b.md", "05-article-b.md"))
    with two_desks(made) as (mine, yours):
        form = yours.get("side=article&path=content/world/2022-01-05-article-b.md")
        page = mine.get("side=edition")
        mine.press(page, button(page, "Article c", "up"))
        assert yours.press(form, "save", title="Another headline").said().startswith("Saved")
    order = "order: [2022-01-05-another-headline.md, 2022-01-05-c.md]"
    assert order in text_of(made, NOTE)


def test_event_is_kept_once_though_the_other_desk_is_just_keeping_it(site: MakeSite) -> None:
    made = site(EDITIONS)
    put_reports(made, [report("https://news.example/b", "A bridge opens", "News")])
    with two_desks(made) as (mine, yours):
        fields = {**yours.get().fields("//form[@action='fetch']"), "keep": "1"}
        mine.post("keep", {**mine.get().fields("//form[@action='fetch']"), "keep": "1"})
        with opened_inbox(made.root / MEMORY) as inbox:
            inbox.mark([1], "new")  # as it is for a moment, when the draft has been written
        page = yours.post("keep", fields)
        assert page.said().startswith("Covered already: content/")
    assert len(drafts(made)) == 1


def saved_at_once(at_once: Barrier, browser: Browser, fields: Mapping[str, str]) -> str:
    """What a desk says of a form that is sent when the other one is ready too."""
    at_once.wait()
    return browser.post("save", fields).text


def test_saves_at_the_same_moment_are_both_kept_or_one_is_told(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with two_desks(made) as both, ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            forms = [it.get(f"side=article&path={B}") for it in both]
            typed = {"summary": f"Words {number}."}, {"tags": f"Tag {number}"}
            fields = [
                {**form.fields("//form[@action='save']"), **own, "what": "save"}
                for form, own in zip(forms, typed, strict=True)
            ]
            base, at_once = text_of(made, B), Barrier(2)
            asked = zip(both, fields, strict=True)
            saving = [pool.submit(saved_at_once, at_once, *it) for it in asked]
            texts = [it.result() for it in saving]
            now = text_of(made, B)
            assert base != now
            for wanted, told in zip((f"Words {number}.", f"Tag {number}"), texts, strict=True):
                assert wanted in now or "changed elsewhere" in told


def test_undo_and_a_change_at_the_same_moment_leave_whole_articles(site: MakeSite) -> None:
    made = site(EDITIONS + THREE)
    with two_desks(made) as (mine, yours), ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            form = yours.get(f"side=article&path={B}")
            mine.press(mine.get(f"side=article&path={B}"), "save", summary=f"First {number}.")
            page, before = mine.get("side=edition"), text_of(made, B)
            undone = pool.submit(mine.press, page, "undo")
            saved = pool.submit(yours.press, form, "save", tags=f"Tag {number}")
            said, told, now = undone.result().said(), saved.result().text, text_of(made, B)
            assert (f"First {number}." not in now) == said.startswith("Undone"), (said, before)
            assert f"Tag {number}" in now or "elsewhere" in told
