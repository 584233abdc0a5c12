"""The front page: what leads, what stands beside it, and what the site chose to show."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]


def news(day: int, more: str = "", section: str = "world") -> str:
    """An article of a day of May."""
    name = f"2021-05-{day:02}"
    return f"-- content/{section}/{name}-n{day}.md --\n{article(f'Day {day}', name, more)}"


def titles(site: Site, path: str) -> list[str]:
    """The titles that an XPath finds on the front page."""
    return [str(it.text_content()).strip() for it in found(site.page("index.html"), path)]


LEADING = "".join(news(day, section="climate") for day in (31, 30, 29, 28))
NEWER = "".join(news(day) for day in (9, 10, 11, 12))
NINE = "".join(news(day) for day in range(1, 10))
LEAD, SECOND = "//*[@class='lead']//h2", "//*[@class='second']//h2"
BRIEFS = "//*[@class='group']//h3"


def test_newest_article_leads_and_the_next_three_stand_beside_it(site: Make) -> None:
    made = site(NINE)
    made.build()
    assert titles(made, LEAD) == ["Day 9"]
    assert titles(made, SECOND) == ["Day 8", "Day 7", "Day 6"]
    assert titles(made, BRIEFS) == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]


def test_article_that_is_marked_leads_and_no_article_stands_twice(site: Make) -> None:
    made = site(NINE.replace(news(3), news(3, "lead: true")))
    made.build()
    assert titles(made, LEAD) == ["Day 3"]
    everything = titles(made, f"{LEAD}|{SECOND}|{BRIEFS}")
    assert len(everything) == len(set(everything)) == 9


def test_story_that_went_on_is_shown_with_its_newest_steps(site: Make) -> None:
    made = site("".join(news(day, "story: treaty") for day in range(1, 6)) + NEWER)
    made.build()
    assert titles(made, "//*[@class='steps']//a") == ["Day 5", "Day 4", "Day 3"]


def test_headline_of_the_lead_does_not_stand_in_the_storys_box_too(site: Make) -> None:
    made = site("".join(news(day, "story: treaty") for day in range(1, 10)))
    made.build()
    assert titles(made, LEAD) == ["Day 9"]
    assert titles(made, "//*[@class='steps']//a") == ["Day 5", "Day 4", "Day 3"]
    assert titles(made, BRIEFS) == ["Day 2", "Day 1"]


def test_articles_stay_on_the_front_page_without_the_storys_box(site: Make) -> None:
    options = "theme_options: {front_story: no}\n"
    made = site("".join(news(day, "story: treaty") for day in range(1, 10)))
    made.write(f"-- site.yaml --\n{SITE_YAML}{options}").build()
    assert titles(made, BRIEFS) == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]


def test_every_brief_has_a_sentence_to_read(site: Make) -> None:
    made = site(NINE)
    made.build()
    briefs = titles(made, "//*[@class='group']//article/*[@class='summary']")
    assert briefs == ["A short text."] * 5


def test_only_section_stands_in_one_column_beside_the_editions(site: Make) -> None:
    made = site("".join(news(day) for day in range(1, 31)))
    made.build()
    page = made.page("index.html")
    (column,) = found(page, "//*[@class='alone']")
    assert len(column.xpath("*[@class='group']//h3")) == 16
    assert column.xpath("*[@class='group']/*[@class='more']/a/@href") == ["world.html"]
    (box,) = column.xpath("*[@class='rail']")
    assert len(box.xpath(".//*[@class='earlier']//a")) == 7
    assert len(found(page, "//*[@class='rail']")) == 1


def test_sections_with_one_article_left_are_gathered_under_one_label(site: Make) -> None:
    many = "".join(news(day) for day in range(1, 8))
    made = site(many + news(20, section="sport") + news(19, section="arts") + LEADING)
    made.build()
    labels = titles(made, "//*[@class='group']/h2")
    assert labels == ["World", "More news"]
    gathered = "//*[@class='group'][2]//article/*[self::p[@class='label'] or self::h3]"
    assert titles(made, gathered) == ["Sport", "Day 20", "Arts", "Day 19"]


def test_single_section_with_one_article_keeps_its_label(site: Make) -> None:
    made = site("".join(news(day) for day in range(1, 8)) + news(20, section="sport") + LEADING)
    made.build()
    assert titles(made, "//*[@class='group']/h2") == ["Sport", "World"]


def test_pictures_stand_with_the_lead_the_second_rank_and_each_sections_first(site: Make) -> None:
    shown = "image: {file: p.png, alt: A bridge}"
    made = site("".join(news(day, shown) for day in range(4, 10)))
    made.write("".join(news(day, shown, "arts") for day in range(1, 4)))
    for section in ("world", "arts"):
        made.put(f"content/{section}/p.png", picture(1600, 900, "PNG"))
    made.build()
    page = made.page("index.html")
    pictured = found(page, "//article[@class='card pictured' or @class='brief pictured']")
    shown_in = [(it.text_content().split("Day ")[1].split()[0]) for it in pictured]
    assert shown_in == ["9", "8", "7", "6", "3", "5"]
    small = found(page, "//*[@class='second']//source/@srcset")[0]
    assert "240w" in small and "960w" in small and "1440w" not in small
    assert "1440w" in found(page, "//*[@class='lead']//source/@srcset")[0]
    assert [it.get("loading") for it in found(page, "//img")] == ["eager", *["lazy"] * 5]


def test_way_to_search_editions_and_feeds_is_at_the_top(site: Make) -> None:
    made = site(NINE)
    made.build()
    for path in ("index.html", "2021/05/n3.html"):
        top = found(made.page(path), "//header[@class='nameplate']//nav[@class='quick']//a")
        assert [it.text_content() for it in top] == ["Editions", "Search", "Subscribe"]


def test_sections_stand_in_one_line_on_a_phone(site: Make, browser: Browser) -> None:
    texts = (news(day, section=f"section-{day}") for day in range(1, 10))
    made = site("".join(texts))
    made.build()
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((made.public / "index.html").as_uri())
    tops = "links => links.map(it => it.getBoundingClientRect().top)"
    links = page.locator("nav.sections a").evaluate_all(tops)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert len(links) == 9 and len(set(links)) == 1 and width == 360


def test_nothing_is_blank_beside_the_second_rank_on_a_desk(site: Make, browser: Browser) -> None:
    made = site("".join(news(day, "story: treaty") for day in range(1, 10)) + LEADING)
    made.write("".join(news(day, section="arts") for day in (20, 21)))
    made.build()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((made.public / "index.html").as_uri())
    bottom = "box => box.getBoundingClientRect().bottom"
    ends = [page.locator(it).evaluate(bottom) for it in (".ranks", ".rail", ".second")]
    page.close()
    assert max(ends) - min(ends) < 2


def test_foot_is_in_three_groups(site: Make) -> None:
    made = site(NINE)
    made.build()
    assert titles(made, "//footer//h2") == ["Read", "Find", "About"]


def test_story_of_one_article_is_not_in_progress(site: Make) -> None:
    made = site(news(1, "story: treaty"))
    made.build()
    assert titles(made, "//*[@class='steps']//a") == []


def test_date_line_has_the_number_of_the_latest_edition(site: Make) -> None:
    made = site(news(1) + "-- content/editions/2021-05-01.md --\n---\nnumber: 7\n---\n")
    made.build()
    assert titles(made, "//*[@class='dateline']") == ["Edition 7 Saturday, May 1, 2021"]


@pytest.mark.parametrize(
    ("option", "path"),
    [
        ("front_story: no", "//*[@id='_story']"),
        ("front_edition: no", "//*[@id='_edition']"),
        ("front_sections: no", "//*[@class='group']"),
    ],
)
def test_site_chooses_what_stands_on_the_front_page(site: Make, option: str, path: str) -> None:
    texts = (news(day, "story: treaty", "arts" if day % 2 else "world") for day in range(1, 12))
    made = site("".join(texts))
    made.build()
    assert found(made.page("index.html"), path)
    made.write(f"-- site.yaml --\n{SITE_YAML}theme_options: {{{option}}}\n").build()
    assert not found(made.page("index.html"), path)


def test_style_follows_the_options(site: Make) -> None:
    chosen = "theme_options: {accent: '#004080', columns: 2, headline_font: sans}\n"
    made = site(NINE).write(f"-- site.yaml --\n{SITE_YAML}{chosen}")
    made.build()
    (sheet,) = (made.public / "static").glob("style.*.css")
    text = sheet.read_text("utf-8")
    assert "--accent: #004080;" in text and "--columns: 2;" in text
    assert "--display: system-ui" in text and "--text: Charter" in text
