"""The order of the front page: the curator's where an edition is ordered, else newest first."""

from collections.abc import Callable

import pytest

from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
SECTIONS = "sections: [{key: world, title: World}, {key: arts, title: Arts}]\n"
FRONT = "//*[@class='lead']//h2|//*[@class='second']//h2|//*[@class='group']//h3"
MONDAY, TUESDAY = "2021-05-03", "2021-05-04"


def news(path: str, at: str, more: str = "", body: str = "A text.") -> str:
    """The file of an article, with its name as its title."""
    return f"-- content/{path}.md --\n{article(path.rpartition('/')[2], at, more, body)}"


def ordered(day: str, *names: str) -> str:
    """A note that puts an edition in order."""
    return f"-- content/editions/{day}.md --\n---\norder: [{', '.join(names)}]\n---\n"


def front(made: Site, drafts: bool = False) -> list[str]:
    """The headlines of the front page, from the top."""
    made.build(drafts=drafts)
    return [str(it.text_content()).strip() for it in found(made.page("index.html"), FRONT)]


HOURS = "".join(news(f"world/{name}", f"{TUESDAY} 0{hour}:00") for hour, name in enumerate("abc"))
OLDER = "".join(news(f"world/{name}", f"{MONDAY} 0{hour}:00") for hour, name in enumerate("xyz"))


def test_without_an_order_the_newest_article_comes_first(site: Make) -> None:
    assert front(site(HOURS + OLDER)) == ["c", "b", "a", "z", "y", "x"]


def test_edition_that_is_ordered_is_shown_as_its_page_has_it(site: Make) -> None:
    made = site(HOURS + OLDER + ordered(TUESDAY, "b.md"))
    assert front(made) == ["b", "a", "c", "z", "y", "x"]
    made.write(ordered(TUESDAY, "c.md", "a.md"))
    assert front(made) == ["c", "a", "b", "z", "y", "x"]


def test_earlier_edition_keeps_its_order_below_the_latest(site: Make) -> None:
    made = site(HOURS + OLDER + ordered(MONDAY, "y.md", "x.md"))
    assert front(made) == ["c", "b", "a", "y", "x", "z"]


def test_article_that_is_marked_leads_all_the_same(site: Make) -> None:
    made = site(HOURS + news("world/d", f"{MONDAY}", "lead: true") + ordered(TUESDAY, "b.md"))
    assert front(made) == ["d", "b", "a", "c"]


def test_section_stands_in_that_order_too(site: Make) -> None:
    many = "".join(news(f"arts/{name}", f"{TUESDAY} 12:00") for name in "klmn")
    made = site(f"-- site.yaml --\n{SITE_YAML}{SECTIONS}" + HOURS + many)
    made.write(ordered(TUESDAY, "m.md", "c.md"))
    assert front(made)[:4] == ["m", "k", "l", "n"]
    assert front(made)[4:] == ["c", "a", "b"]


def test_articles_of_a_day_without_times_stand_as_in_their_edition(site: Make) -> None:
    names = ("world/b", "arts/c", "world/a", "arts/d")
    days = "".join(news(name, TUESDAY) for name in names)
    made = site(f"-- site.yaml --\n{SITE_YAML}{SECTIONS}{days}{news('arts/e', MONDAY)}")
    assert front(made) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("more", ["front_page: {order: date}\n", "editions: {every: none}\n"])
def test_site_that_wants_no_order_has_the_newest_first(site: Make, more: str) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}{more}{HOURS}{OLDER}")
    if "date" in more:
        made.write(ordered(TUESDAY, "b.md"))
    assert front(made) == ["c", "b", "a", "z", "y", "x"]


def kept(body: str = "<!-- From a report. -->") -> str:
    """A draft as it is when it was just kept, or with a text."""
    return news("world/kept", f"{TUESDAY} 09:00", "draft: true", body)


def test_draft_that_was_just_kept_does_not_lead_a_preview(site: Make) -> None:
    made = site(HOURS + kept())
    assert front(made, drafts=True) == ["c", "b", "a", "kept"]
    made.write(kept("A text."))
    assert front(made, drafts=True) == ["kept", "c", "b", "a"]


def test_first_draft_of_a_day_does_not_lead_before_it_has_a_text(site: Make) -> None:
    made = site(OLDER + kept())
    assert front(made, drafts=True) == ["z", "kept", "y", "x"]
    made.write(kept("A text."))
    assert front(made, drafts=True) == ["kept", "z", "y", "x"]


def test_site_of_nothing_but_new_drafts_has_a_front_page(site: Make) -> None:
    assert front(site(kept()), drafts=True) == ["kept"]


def test_draft_that_is_ordered_stands_where_its_curator_put_it(site: Make) -> None:
    made = site(HOURS + kept() + ordered(TUESDAY, "kept.md"))
    assert front(made, drafts=True) == ["kept", "a", "b", "c"]
    assert front(made) == ["c", "b", "a"]
